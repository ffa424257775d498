"""JSON Web Tokens as keys: three parts of base64url, of which the first two can be read by anybody.

Many issuers give out the same shape. What the second part says, or a name near the token, tells whose it is.
"""

from keyguard.providers.shapes import BASE64URL, decoded, some, token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# base64url of {"alg": , {"typ": and {"kid": as they begin a header
HEADS = ('eyJhbGciOi', 'eyJ0eXAiOi', 'eyJraWQiOi')


def jwt(*lead: str) -> str:
    """The pattern of a JWT, with what stands before it in this kind of key."""
    head = '(?:' + '|'.join(HEADS) + ')'
    return token(
        *lead, head, some(BASE64URL, 14, 600), r'\.', 'eyJ', some(BASE64URL, 8, 3000), r'\.', some(BASE64URL, 20, 700)
    )


def payload(key: bytes) -> bytes:
    """The JSON text of the second part, without its spaces; empty when it is no base64url."""
    parts = key.split(b'.')
    return decoded(parts[1]).translate(None, b' \t\r\n') if len(parts) > 2 else b''


def says(*words: bytes) -> 'Callable[[bytes], bool]':
    """A claim: each of the words stands in the second part (``b'"access":'``)."""

    def claim(key: bytes) -> bool:
        text = payload(key)
        return all(word in text for word in words)

    return claim


def expired(key: bytes) -> str:
    """A doubt: the time in ``exp`` (seconds since 1970, UTC) has passed."""
    import time

    digits = payload(key).partition(b'"exp":')[2][:12]
    number = digits[: len(digits) - len(digits.lstrip(b'0123456789'))]
    if not number or int(number) > time.time():
        return ''
    return f'it expired on {time.strftime("%Y-%m-%d", time.gmtime(int(number)))}'


def make(text: bytes, lead: bytes = b'', header: bytes = b'{"alg":"HS256","typ":"JWT"}') -> 'Callable[[bytes], bytes]':
    """The seal for ``says``: a token with this header and second part, and the random signature that was given."""

    def seal(key: bytes) -> bytes:
        from base64 import urlsafe_b64encode

        parts = [urlsafe_b64encode(part).rstrip(b'=') for part in (header, text)]
        return lead + b'.'.join([*parts, key.rpartition(b'.')[2]])

    return seal
