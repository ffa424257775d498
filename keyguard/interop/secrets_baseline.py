"""A detect-secrets ``.secrets.baseline``: what its team says of each secret, known by its SHA-1.

Read as the JSON that it is: importing detect-secrets costs fifteen times the start of Python, and its loader rewrites
or rejects files that are perfectly readable.
"""

import json

from keyguard.errors import Fatal
from keyguard.interop.claims import Claim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_REAL = 'the baseline of detect-secrets knows it as a real secret'


def judgements(path: str) -> 'dict[str, tuple[str, str]]':
    """Digest as ``sha1:…`` -> (the reason to accept it or '', a note for the person where it is known as real).

    Raises ``Fatal`` when the file is there and cannot be understood: what it accepts is then unknown.
    """
    try:
        with open(path, 'rb') as file:
            data = file.read()
        encoding = 'utf-16' if data.startswith((b'\xff\xfe', b'\xfe\xff')) else 'utf-8-sig'
        found: dict[str, tuple[str, str]] = {}
        for claim in claims(json.loads(data.decode(encoding))['results']):
            if claim.verdict == 'real':
                found[claim.digest] = '', _REAL
            else:
                audited = 'audited as no secret' if claim.reason.startswith('audited') else 'not audited'
                found.setdefault(claim.digest, (f'detect-secrets baseline: {audited}', ''))
        return found
    except OSError as error:
        raise Fatal(f'{path}: cannot be read ({(error.strerror or "").lower()})') from None
    except json.JSONDecodeError as error:
        raise Fatal(f'{path}:{error.lineno}: not valid JSON ({error.msg.lower()}); restore it from git') from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Fatal(f'{path}: not a baseline that detect-secrets 1.x wrote; restore it from git or remove it') from None


def claims(results: 'dict[str, list[dict[str, Any]]]') -> 'list[Claim]':
    """What its ``results`` say; raises ``KeyError``, ``TypeError``, ``AttributeError`` or ``ValueError`` for others."""
    found = []
    for path, entries in results.items():
        for entry in entries:
            digest, said, line = f'sha1:{entry["hashed_secret"]}', entry.get('is_secret'), entry.get('line_number') or 0
            # its audit asks whether the text may be committed: yes is stored as false
            if said is not None:
                reason = f'audited as {"a real" if said else "no"} secret in detect-secrets'
            elif entry.get('is_verified'):
                said, reason = True, 'verified as a real secret by detect-secrets'
            else:
                reason = 'imported: in a baseline of detect-secrets, not audited'
            what = f'{path}:{line} ({entry.get("type", "")})'
            verdict = 'real' if said else 'false-positive'
            found.append(Claim(path, int(line), reason, what, digest, verdict=verdict))
    return found
