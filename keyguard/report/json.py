"""The report for programs: one object a run, as the README's schema says. It holds no key."""

import json

from keyguard import __version__
from keyguard.excerpt import shown
from keyguard.model import Finding, Report
from keyguard.remedies import environment, steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SCHEMA = 1


def render(report: Report, *, store: str = '') -> str:
    """The whole report, ending in a newline."""
    whole = {
        'schema': SCHEMA,
        'tool': {'name': 'keyguard', 'version': __version__},
        'examined': {'files': report.files, 'bytes': report.bytes, 'commits': 0},
        'findings': [_finding(finding, store) for finding in report.blocked],
        'accepted': [{**_finding(finding, store), 'reason': finding.accepted} for finding in report.accepted],
        'unread': [{'path': shown(path), 'reason': reason} for path, reason in report.unread],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + '\n'


def _finding(finding: Finding, store: str) -> 'dict[str, Any]':
    cell = {'cell': finding.cell, 'cell_line': finding.cell_line} if finding.cell else {}
    return {
        'fingerprint': finding.secret.fingerprint,
        'provider': finding.provider.id,
        'detector': finding.detector.id,
        'title': finding.detector.title,
        'confidence': finding.confidence,
        'path': shown(finding.path),
        'line': finding.line,
        'column': finding.column,
        'end_line': finding.end_line,
        'end_column': finding.end_column,
        'view': finding.view,
        **cell,
        **({'part': finding.part} if finding.part else {}),
        'masked': finding.secret.masked,
        'length': len(finding.secret),
        'note': finding.note,
        'commit': None,
        'first_seen': None,
        'age_days': None,
        'in_head': None,
        'remedy': {
            'env': steps.variable_of(finding),
            'key_page': finding.provider.key_page,
            'steps': [
                ' '.join(part.strip() for part in block)
                for block in (
                    steps.take_out(finding),
                    steps.put_away([finding], environment.shell(), store),
                    steps.revoke(finding),
                    steps.make_smaller(finding),
                )
                if block
            ],
            'replacement': steps.replacement_of(finding),
        },
    }
