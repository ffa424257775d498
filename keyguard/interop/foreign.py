"""What other scanners accept -> claims: a digest or a place, and what was said of it."""

import json
import re

from keyguard.errors import Fatal
from keyguard.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# [commit:]file:rule:line
_IGNORED = re.compile(r'(?:([0-9a-f]{40}(?:[0-9a-f]{24})?):)?(.+):([^:\s]+):([0-9]+)')


class Claim:
    """What another tool accepts. ``digest`` is ``kg1:…`` or ``sha1:…`` of the key, or '' where only its place is told:
    ``path``, ``line`` and, where it is in the history, ``commit``. ``what`` says for people which one it is.
    """

    __slots__ = ('commit', 'digest', 'line', 'path', 'reason', 'verdict', 'what')

    def __init__(
        self, path: str, line: int, reason: str, what: str, digest: str = '', commit: str = '', verdict: str = ''
    ) -> None:
        path = path.replace('\\', '/')
        self.path = path.removeprefix('./')
        self.line = line
        self.reason = reason
        self.what = what
        self.digest = digest
        self.commit = commit
        self.verdict = verdict or 'false-positive'


def read(path: str) -> 'tuple[str, list[Claim]]':
    """(the tool, what its file accepts). Raises ``Fatal`` for a file of nobody's."""
    try:
        with open(path, 'rb') as file:
            data = file.read()
    except OSError as error:
        raise Fatal(f'{path}: cannot be read ({(error.strerror or "").lower()})') from None
    try:
        text = data.decode('utf-16' if data.startswith((b'\xff\xfe', b'\xfe\xff')) else 'utf-8-sig')
    except UnicodeDecodeError:
        raise Fatal(f'{path}: not UTF-8 text') from None
    try:
        return _read(text)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Fatal(
            f'{path}: not understood as a baseline of detect-secrets, an ignore file or JSON report of gitleaks or '
            'betterleaks, or a baseline of kingfisher'
        ) from None


def _read(text: str) -> 'tuple[str, list[Claim]]':
    head = text.lstrip()[:1]
    if head in ('{', '['):
        whole = json.loads(text)
        if isinstance(whole, dict) and 'results' in whole:
            return 'detect-secrets', _detect_secrets(whole['results'])
        if isinstance(whole, list):
            return 'gitleaks or betterleaks', _report(whole)
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    lines = [(number, line) for number, line in lines if line and not line.startswith('#')]
    matches = [(number, line, _IGNORED.fullmatch(line)) for number, line in lines]
    if matches and all(match for _, _, match in matches):
        return 'gitleaks or betterleaks', [
            Claim(
                match[2],
                int(match[4]),
                f'imported: ignored by gitleaks ({match[3]})',
                f'line {number}',
                '',
                match[1] or '',
            )
            for number, _, match in matches
            if match
        ]
    from keyguard.interop import kingfisher

    return 'kingfisher', [
        Claim(place, line, f'imported: in a baseline of kingfisher{f" ({rule})" if rule else ""}', f'{place}:{line}')
        for place, line, rule in kingfisher.places(text)
    ]


def _detect_secrets(results: 'dict[str, list[dict[str, Any]]]') -> 'list[Claim]':
    claims = []
    for path, entries in results.items():
        for entry in entries:
            digest, said, line = f'sha1:{entry["hashed_secret"]}', entry.get('is_secret'), entry.get('line_number') or 0
            # its audit asks whether the text may be committed: yes is stored as false
            if said is None:
                reason = 'imported: in a baseline of detect-secrets, not audited'
            else:
                reason = f'audited as {"a real" if said else "no"} secret in detect-secrets'
            what = f'{path}:{line} ({entry.get("type", "")})'
            claims.append(Claim(path, int(line), reason, what, digest, '', 'real' if said else ''))
    return claims


def _report(found: 'list[dict[str, Any]]') -> 'list[Claim]':
    claims = []
    for each in found:
        entry = {name.lower(): value for name, value in each.items()}
        path, line, rule = str(entry['file']), int(entry['startline']), str(entry['ruleid'])
        secret = str(entry.get('secret') or '')
        # a report that was redacted tells the place alone
        whole = bool(secret) and 'REDACTED' not in secret and not secret.endswith('...')
        digest = Secret(secret.encode('utf-8', 'surrogatepass')).fingerprint if whole else ''
        reason = f'imported: in a report of gitleaks ({rule})'
        claims.append(Claim(path, line, reason, f'{path}:{line} ({rule})', digest, str(entry.get('commit') or '')))
    return claims
