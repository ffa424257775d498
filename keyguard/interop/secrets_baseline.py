"""A detect-secrets ``.secrets.baseline`` -> the SHA-1 digests of what its team accepted.

Read as the JSON that it is: importing detect-secrets costs fifteen times the start of Python, and its loader rewrites
or rejects files that are perfectly readable.
"""

import json

from keyguard.errors import Fatal


def accepted(path: str) -> 'dict[str, str]':
    """Digest as ``sha1:…`` -> reason. A secret that was audited as real is left out: it keeps blocking.

    Raises ``Fatal`` when the file is there and cannot be understood: what it accepts is then unknown.
    """
    try:
        with open(path, 'rb') as file:
            data = file.read()
        encoding = 'utf-16' if data.startswith((b'\xff\xfe', b'\xfe\xff')) else 'utf-8-sig'
        results = json.loads(data.decode(encoding))['results']
        found: dict[str, str] = {}
        real: set[str] = set()
        for entries in results.values():
            for entry in entries:
                digest = f'sha1:{entry["hashed_secret"]}'
                verdict = entry.get('is_secret')
                if verdict:
                    real.add(digest)
                audited = 'audited as no secret' if verdict is False else 'not audited'
                found.setdefault(digest, f'detect-secrets baseline: {audited}')
        return {digest: reason for digest, reason in found.items() if digest not in real}
    except OSError as error:
        raise Fatal(f'{path}: cannot be read ({(error.strerror or "").lower()})') from None
    except json.JSONDecodeError as error:
        raise Fatal(f'{path}:{error.lineno}: not valid JSON ({error.msg.lower()}); restore it from git') from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Fatal(f'{path}: not a baseline that detect-secrets 1.x wrote; restore it from git or remove it') from None
