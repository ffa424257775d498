"""GitLab's report of secret detection, schema 15.

https://gitlab.com/gitlab-org/security-products/security-report-schemas (secret-detection-report-format.json)

``raw_source_code_extract`` is left out, since it would hold the key, and so is the author of a commit.
"""

import json
from _blake2 import blake2b
from uuid import UUID

from keyguard import __version__
from keyguard.excerpt import shown
from keyguard.kinds import HIGH, LOW, MEDIUM
from keyguard.model import Finding, Report
from keyguard.report.advice import SHELL, blocks
from keyguard.report.groups import gone, grouped
from keyguard.report.layout import looked_at, mask, place, plain, set_aside
from keyguard.report.unread import why

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VERSION = '15.0.7'
_SEVERITIES = {HIGH: 'Critical', MEDIUM: 'High', LOW: 'Medium'}
# GitLab's own word for "no commit", where a work tree is looked at
_NO_COMMIT = '0000000'
_MESSAGES = 1_000


def render(
    report: Report,
    *,
    now: str = '1970-01-01T00:00:00',
    revision: str = '',
    show_accepted: bool = False,
    store: str = '',
) -> str:
    """The whole report, ending in a newline.

    ``now`` is the time in UTC as ``2027-01-31T12:00:00``, ``revision`` the commit that was looked at. Accepted findings
    are told as likely false positives where ``show_accepted`` asks for them: GitLab would list them as open otherwise.
    """
    findings = [finding for key in grouped(report.blocked) for finding in key.findings]
    if show_accepted:
        findings += report.accepted
    tool = {'id': 'keyguard', 'name': 'keyguard', 'version': __version__, 'vendor': {'name': 'keyguard'}}
    # a second place of the same key in one file is told apart by its number, which does not move with the lines
    seen: dict[tuple[str, str, bytes, str], int] = {}
    vulnerabilities = []
    for finding in findings:
        commit = finding.origin.commit if finding.origin else ''
        mark = (finding.detector.id, finding.secret.fingerprint, finding.path, commit)
        seen[mark] = seen.get(mark, 0) + 1
        vulnerabilities.append(_vulnerability(finding, seen[mark], revision, store))
    whole = {
        'version': VERSION,
        'scan': {
            'analyzer': tool,
            'scanner': tool,
            'type': 'secret_detection',
            'start_time': now,
            'end_time': now,
            # what was not read is a warning: "a partial error", as the schema has it. The job's exit code is 3 then
            'status': 'success',
            'messages': _messages(report),
        },
        'vulnerabilities': vulnerabilities,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + '\n'


def _vulnerability(finding: Finding, number: int, revision: str, store: str) -> 'dict[str, Any]':
    detector, provider, origin = finding.detector, finding.provider, finding.origin
    commit = (origin.commit if origin else '') or revision or _NO_COMMIT
    identity = f'{detector.id} {finding.secret.fingerprint} {number} '.encode() + finding.path
    where: dict[str, Any] = {'file': shown(finding.file), 'commit': {'sha': commit}}
    if finding.file == finding.path:
        where |= {'start_line': finding.line, 'end_line': finding.end_line}
    if origin is not None and origin.date:
        where['commit']['date'] = origin.date
    said = [f'{detector.title} {mask(finding)} at {place(finding)}']
    if gone(finding):
        said[0] += f', {gone(finding)}'
    if origin is not None and origin.pushed:
        said.append('It was pushed: revoke it first.')
    if finding.note:
        said.append(plain(finding.note))
    told: dict[str, Any] = {
        'id': _uuid(identity + b' ' + commit.encode()),
        'name': detector.title[:255],
        'description': _markdown('\n\n'.join(said)),
        'severity': 'Info' if finding.accepted else _SEVERITIES[finding.confidence],
        'solution': _solution(finding, store)[:7000],
        'identifiers': [
            # GitLab tells findings apart by the first one: it stays as it is
            {'type': 'keyguard_rule_id', 'name': f'keyguard rule {detector.id}', 'value': detector.id},
            {
                'type': 'cwe',
                'name': 'CWE-798',
                'value': '798',
                'url': 'https://cwe.mitre.org/data/definitions/798.html',
            },
        ],
        'location': where,
        'details': _details(finding),
        'tracking': {
            'type': 'source',
            'items': [
                {
                    **{name: value for name, value in where.items() if name != 'commit'},
                    'signatures': [{'algorithm': 'hash', 'value': _digest(identity).hex()}],
                }
            ],
        },
    }
    if provider.key_page.startswith('https://'):
        told['links'] = [{'name': f'Keys of {provider.name}', 'url': provider.key_page}]
    if finding.accepted:
        told['flags'] = [
            {
                'type': 'flagged-as-likely-false-positive',
                'origin': 'keyguard',
                'description': plain(finding.accepted),
            }
        ]
    return told


def _solution(finding: Finding, store: str) -> str:
    return '\n'.join('\n'.join(plain(line.strip()) for line in block) for block in blocks([finding], store, SHELL))


def _details(finding: Finding) -> 'dict[str, Any]':
    known = {
        'Fingerprint': finding.secret.fingerprint,
        'Confidence': finding.confidence,
        'Provider': finding.provider.name,
    }
    origin = finding.origin
    if origin is not None:
        pushed = {True: 'yes', False: 'no', None: 'unknown'}[origin.pushed]
        known |= {'First seen': origin.date, 'Pushed': pushed, 'In HEAD': 'yes' if origin.in_head else 'no'}
    return {
        name.lower().replace(' ', '_'): {'name': name, 'type': 'text', 'value': value} for name, value in known.items()
    }


def _messages(report: Report) -> 'list[dict[str, str]]':
    said = [('info', plain(note)) for note in report.notes if note]
    if report.accepted:
        said.append(('info', set_aside(report)))
    said.append(('info', looked_at(report)))
    said += [
        ('warn', f'{shown(path)} was not looked at: {why(path, reason)}') for path, reason in report.unread[:_MESSAGES]
    ]
    if len(report.unread) > _MESSAGES:
        said.append(('warn', f'{len(report.unread) - _MESSAGES:,} more places were not looked at'))
    return [{'level': level, 'value': text} for level, text in said]


def _markdown(text: str) -> str:
    """Words that Markdown and HTML leave as they are."""
    text = text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
    return ''.join(f'\\{char}' if char in '\\`*_[]!|#~@$' else char for char in text)


def _digest(identity: bytes) -> bytes:
    return blake2b(identity, digest_size=16, key=b'keyguard/gitlab').digest()


def _uuid(identity: bytes) -> str:
    return str(UUID(bytes=_digest(identity), version=5))
