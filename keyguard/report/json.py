"""The report for programs: one object a run, as the README's schema says. It holds no key."""

import json

from keyguard import __version__
from keyguard.excerpt import shown
from keyguard.model import Finding, Report
from keyguard.remedies import steps, unread
from keyguard.report.advice import blocks
from keyguard.report.layout import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

SCHEMA = 1


def render(report: Report, *, store: str = '') -> str:
    """The whole report, ending in a newline. ``due`` is there where an age is set for keys."""
    examined = {'files': report.files, 'bytes': report.bytes, 'commits': report.commits}
    accepted = ({**_finding(finding, store), 'reason': plain(finding.accepted)} for finding in report.accepted)
    parts = (
        ('schema', _text(SCHEMA)),
        ('tool', _text({'name': 'keyguard', 'version': __version__})),
        ('examined', _text(examined)),
        ('findings', _list(_finding(finding, store) for finding in report.blocked)),
        ('accepted', _list(accepted)),
        ('unread', _list(_unread(path, reason) for path, reason in report.unread)),
        ('notes', _list(map(plain, report.notes))),
    )
    return '{\n' + ',\n'.join(f'  "{name}": {text}' for name, text in parts) + '\n}\n'


def _text(value: 'Any', room: str = '  ') -> str:
    return json.dumps(value, ensure_ascii=False, indent=2).replace('\n', '\n' + room)


def _list(items: 'Iterable[Any]') -> str:
    """A list, of which no more than one item is there otherwise than as its text."""
    text = ',\n    '.join(_text(item, '    ') for item in items)
    return f'[\n    {text}\n  ]' if text else '[]'


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
        **({'spot': finding.spot} if finding.spot else {}),
        'masked': finding.secret.masked,
        'length': len(finding.secret),
        'note': plain(finding.note),
        **_origin(finding),
        'state': (finding.way.state or None) if finding.way else None,
        'remedy': {
            'env': steps.variable_of(finding),
            'key_page': finding.provider.key_page,
            'steps': ['\n'.join(part.strip() for part in block) for block in blocks([finding], store)],
            'replacement': steps.replacement_of(finding),
            'becomes': list(finding.way.becomes) if finding.way and finding.way.becomes is not None else None,
            'commands': _commands(finding),
        },
    }


def _commands(finding: Finding) -> 'dict[str, str | None]':
    """What is typed to go on; null where there is no such way."""
    can = finding.way is not None and (finding.way.becomes is not None or steps.is_dotenv(finding))
    return {
        'fix': f'keyguard fix --write -- {steps.here(finding.path)}' if can else None,
        'guide': f'keyguard guide {finding.provider.id}',
        'accept': f'keyguard baseline accept {finding.secret.fingerprint} --reason "…"',
    }


def _unread(path: bytes, reason: str) -> 'dict[str, Any]':
    """A place that was not looked at; ``exclude`` is a pattern that leaves the file out, null where that is no way."""
    told = '\n'.join(map(plain, unread.steps(path, reason)))
    remedy = {'steps': [told], 'exclude': unread.exclusion(path, reason) or None}
    return {'path': shown(path), 'reason': plain(reason), 'remedy': remedy}


def _origin(finding: Finding) -> 'dict[str, Any]':
    """Where the find comes from: null for what is not known, which is all of it without an audit of history."""
    origin = finding.origin
    if origin is None:
        names = ('commit', 'author', 'first_seen', 'age_days', 'in_head', 'paths', 'branches', 'tags', 'pushed', 'left')
        return dict.fromkeys(names)
    return {
        'commit': origin.commit or None,
        'author': plain(origin.author) or None,
        'first_seen': origin.date or None,
        **({'first_seen_is_cut': True} if origin.cut else {}),
        'age_days': origin.age if origin.age >= 0 else None,
        'in_head': origin.in_head,
        'paths': [shown(path) for path in origin.paths],
        'branches': [shown(name) for name in origin.branches],
        'tags': [shown(name) for name in origin.tags],
        'pushed': origin.pushed,
        'left': origin.left or None,
        **({'due': origin.due} if origin.max_age else {}),
    }
