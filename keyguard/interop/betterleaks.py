"""Reports and ignore files of betterleaks 2. Its fingerprint of a value is SHA-256, also in a report without values.

https://github.com/betterleaks/betterleaks/blob/main/docs/v2_migration.md
"""

import re

from keyguard.interop.claims import Claim
from keyguard.interop.gitleaks import digest_of, judged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_DIGEST = re.compile('[0-9a-fA-F]{64}')
_KEYED = 'hmac-sha256:'


def ignored(line: str, number: int) -> 'Claim | None':
    """A line of an ignore file, or None where it is none."""
    reason = 'imported: ignored by betterleaks'
    if _DIGEST.fullmatch(line):
        return Claim('', 0, reason, f'line {number}', f'sha256:{line.lower()}')
    if line.startswith(_KEYED):
        return Claim('', 0, reason, f'line {number}', problem='its digest is made with a secret of its own')
    return None


def report(found: 'Sequence[dict[str, Any]]') -> 'list[Claim]':
    """The findings of a report; raises ``KeyError``, ``TypeError`` or ``ValueError`` for what is none."""
    claims = []
    for each in found:
        place, match, rule = each['location'], each['match'], str(each['rule_id'])
        path, line = str(place['path']), int(place['start_line'])
        status = str((each.get('analysis') or {}).get('status') or '')
        verdict, reason = judged(status, f'in a report of betterleaks ({rule})')
        print_ = str(match.get('fingerprint') or '')
        digest = f'sha256:{print_}' if _DIGEST.fullmatch(print_) else digest_of(str(match.get('value') or ''))
        commit = str((each.get('attributes') or {}).get('git.sha') or '')
        claims.append(Claim(path, line, reason, f'{path}:{line} ({rule})', digest, commit, verdict))
    return claims
