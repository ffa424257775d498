"""What gitleaks and betterleaks 1 ignore, a place a line, and their JSON reports, which serve as baselines."""

import re

from keyguard.interop.claims import Claim
from keyguard.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

# [commit:]file:rule:line
_IGNORED = re.compile(r'(?:([0-9a-f]{40}(?:[0-9a-f]{24})?):)?(.+):([^:\s]+):([0-9]+)')
# what betterleaks learned when it tried the key out
_VERDICTS = {'valid': 'real', 'revoked': 'revoked'}


def ignored(line: str, number: int) -> 'Claim | None':
    """A line of an ignore file, or None where it is none."""
    match = _IGNORED.fullmatch(line)
    if not match:
        return None
    reason = f'imported: ignored by gitleaks ({match[3]})'
    what = f'line {number}: {match[2]}:{match[4]} ({match[3]})'
    return Claim(match[2], int(match[4]), reason, what, commit=match[1] or '')


def report(found: 'Sequence[dict[str, Any]]') -> 'list[Claim]':
    """The findings of a report; raises ``KeyError``, ``TypeError`` or ``ValueError`` for what is none."""
    claims = []
    for each in found:
        entry = {name.lower(): value for name, value in each.items()}
        path, line, rule = str(entry['file']), int(entry['startline']), str(entry['ruleid'])
        verdict, reason = judged(str(entry.get('validationstatus') or ''), f'in a report of gitleaks ({rule})')
        digest = digest_of(str(entry.get('secret') or ''))
        commit = str(entry.get('commit') or '')
        claims.append(Claim(path, line, reason, f'{path}:{line} ({rule})', digest, commit, verdict))
    return claims


def judged(status: str, where: str) -> 'tuple[str, str]':
    """(verdict, reason) for what was found there, and what the tool learned of it, or ''."""
    verdict = _VERDICTS.get(status.lower(), '')
    return (verdict, f'{status} {where}') if verdict else ('false-positive', f'imported: {where}')


def digest_of(secret: str) -> str:
    """The fingerprint of a secret as a report shows it, or '' for one that is not whole there."""
    whole = bool(secret) and 'REDACTED' not in secret and not secret.endswith('...')
    return Secret(secret.encode('utf-8', 'surrogatepass')).fingerprint if whole else ''
