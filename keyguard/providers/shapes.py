"""The only vocabulary for patterns: alphabets, counts and boundaries.

A pattern matches the key and nothing around it. The boundaries are added here, once, because ``\\b`` is wrong for
keys that may begin or end in ``-`` or ``_``: it loses or cuts them.
"""

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_BASE62 = b'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

DIGITS = '0-9'
HEX = '0-9a-f'
LOWER = 'a-z'
LETTERS = 'A-Za-z'
ALNUM = 'A-Za-z0-9'
BASE32 = 'A-Z2-7'
BASE58 = '1-9A-HJ-NP-Za-km-z'  # no 0 O I l
BASE64 = 'A-Za-z0-9+/'
BASE64URL = 'A-Za-z0-9_-'

UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

# What may stand directly before a key although it ends in a letter or digit: an escape (\n, \t, \", \x22, \u0022),
# a percent escape, the end of a colour code in a log.
_ESCAPES = (
    r'(?<=\\[abefnrtv])',
    r'(?<=\\x[0-9A-Fa-f]{2})',
    r'(?<=\\u[0-9A-Fa-f]{4})',
    r'(?<=%[0-9A-Fa-f]{2})',
    r'(?<=\[[0-9]m)',
    r'(?<=[\[;][0-9]{2}m)',
    r'(?<=;[0-9]m)',
    r'(?<=;[0-9]{3}m)',
)
_LEFT = '(?:(?<![A-Za-z0-9])|' + '|'.join(_ESCAPES) + ')'
_LEFT_BASE64 = '(?:(?<![A-Za-z0-9+/])|' + '|'.join(_ESCAPES) + ')'
_LEFT_BARE = '(?:(?<![A-Za-z0-9_/+.-])|(?<=:-)|(?<=://)|' + '|'.join(_ESCAPES) + ')'
_NO_ASSET = r'(?!\.(?:css|js|map|mjs)(?![A-Za-z0-9]))'
_RIGHT_BARE = r'(?![A-Za-z0-9_/+=-])(?!\.[A-Za-z0-9])'


def some(alphabet: str, least: int, most: 'int | None' = None) -> str:
    """A run of ``least`` (to ``most``) characters of the alphabet."""
    count = str(least) if most is None else f'{least},{most}'
    return f'[{alphabet}]{{{count}}}'


def either(*parts: str) -> str:
    """One of the parts."""
    return '(?:' + '|'.join(parts) + ')'


def maybe(part: str) -> str:
    """The part, or nothing."""
    return f'(?:{part})?'


def token(*parts: str) -> str:
    """The pattern of a key that begins with a literal (or holds one).

    It may not be the middle of a longer word, and it may not run on in its own alphabet: a longer run is another key
    or none, never a key cut short. Give a literal with ``.`` in it as ``r'AQ\\.'``.
    """
    body = ''.join(parts)
    if '+/]' in body:
        return f'{_LEFT_BASE64}{body}(?![A-Za-z0-9+/=])'
    # where a part behind a dash may be missing, a dash is no end
    after = BASE64URL if '_-]' in body or '(?:-' in body else ALNUM
    padding = '=' if body.endswith('(?:=)?') else ''
    return f'{_LEFT}{body}(?![{padding}{after}])'


def digest(*parts: str) -> str:
    """``token`` for what a bundler may also write: ``fc-<digest>.js`` is FullCalendar, ``sk-<digest>.js`` Slovak."""
    return token(*parts) + _NO_ASSET


def bare(*parts: str) -> str:
    """The pattern of a key without a literal: a word of its own, not a part of a path, slug, file name or base64."""
    return f'{_LEFT_BARE}{"".join(parts)}{_RIGHT_BARE}'


# ---- checks and doubts that several formats share: take the key, return '' or the reason ----


def spare_bits_clear(bits: int) -> 'Callable[[bytes], str]':
    """A doubt: base64 of whole bytes leaves ``bits`` (2 or 4) spare bits in the last character, and they are zero.

    43 characters carry 32 bytes and 2 spare bits, 22 carry 16 bytes and 4, 86 carry 64 bytes and 4.
    """
    allowed = b'AEIMQUYcgkosw048' if bits == 2 else b'AQgw'

    def doubt(key: bytes) -> str:
        return '' if key[-1] in allowed else 'the last character is not one that whole bytes encode to'

    return doubt


def clear_spare_bits(bits: int) -> 'Callable[[bytes], bytes]':
    """The seal for ``spare_bits_clear``."""
    alphabet = b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

    def seal(key: bytes) -> bytes:
        last = alphabet.index(key[-1]) >> bits << bits
        return key[:-1] + alphabet[last : last + 1]

    return seal


def uuid4_at(start: int) -> 'Callable[[bytes], str]':
    """A doubt: the 32 hex digits that begin at ``start`` (dashes between them allowed) are a version 4 UUID."""

    def doubt(key: bytes) -> str:
        digits = key[start:].replace(b'-', b'')
        good = digits[12:13] == b'4' and digits[16:17] in b'89ab'
        return '' if good else 'the hex digits are not a random (version 4) UUID, as genuine keys are'

    return doubt


def make_uuid4(start: int) -> 'Callable[[bytes], bytes]':
    """The seal for ``uuid4_at``."""

    def seal(key: bytes) -> bytes:
        head, digits, seen = key[:start], bytearray(key[start:]), 0
        for i, char in enumerate(digits):
            if char == 0x2D:
                continue
            if seen == 12:
                digits[i] = 0x34
            elif seen == 16:
                digits[i] = b'89ab'[char % 4]
            seen += 1
        return head + bytes(digits)

    return seal


def decoded(text: bytes) -> bytes:
    """The bytes that base64 or base64url stands for, padding or not; empty when it is neither."""
    from binascii import Error, a2b_base64

    text = text.rstrip(b'=').replace(b'-', b'+').replace(b'_', b'/')
    try:
        return a2b_base64(text + b'=' * (-len(text) % 4))
    except Error:
        return b''


def passed(date: bytes, seconds: bytes) -> str:
    """The doubt for what was made at ``date`` (``20261123T101500Z``) and lives so many seconds: '' or when it ended."""
    import time

    if not (date[:8].isdigit() and seconds.isdigit() and len(seconds) < 10):
        return ''
    limit = time.strftime('%Y%m%dT%H%M%SZ', time.gmtime(time.time() - int(seconds)))
    day = date.decode('latin-1')
    return f'it has expired; it was made on {day[:4]}-{day[4:6]}-{day[6:8]}' if day < limit else ''


def crc32_base62(key: bytes) -> str:
    """A check: the last six characters are the CRC32, in base 62, of what is between prefix and them.

    GitHub and Vercel seal their tokens in this way.
    """
    return '' if key.endswith(_crc32_tail(key)) else 'its checksum (CRC32) is wrong'


def seal_crc32_base62(key: bytes) -> bytes:
    """The seal for ``crc32_base62``."""
    return key[:-6] + _crc32_tail(key)


def _crc32_tail(key: bytes) -> bytes:
    # most keys have no checksum
    from binascii import crc32

    rest, digits = crc32(key[4:-6]), bytearray(6)
    for i in range(5, -1, -1):
        rest, digit = divmod(rest, 62)
        digits[i] = _BASE62[digit]
    return bytes(digits)


# the capital that begins a word of camelCase is no change of case
_CAMEL = re.compile(rb'[A-Z](?=[a-z]{2})')
# a word of snake_case, kebab-case, SCREAMING_CASE or Train-Case, digits and all: its case does not change within
_WORD = re.compile(rb'[A-Z]?[a-z0-9]+|[A-Z0-9]+')
_JOINTS = re.compile(rb'[_-]+')
# the words of camelCase
_CAMEL_WORD = re.compile(rb'[A-Z]?[a-z]{3,}')


def no_words(start: int = 0) -> 'Callable[[bytes], str]':
    """A test for ``Detector.wordlike``: does the body change between digits and cases as random text does?

    It refuses about one random body of 20 letters and digits in 100, one of 24 in 200, one of 32 in 700.
    """

    def check(key: bytes) -> str:
        return '' if _random(key[start:]) else 'an identifier, not a key: it is made of words'

    return check


def mixed(start: int = 0) -> 'Callable[[bytes], str]':
    """``no_words`` for keys that always have both cases."""

    def check(key: bytes) -> str:
        body = key[start:]
        good = body.lower() != body != body.upper() and _random(body)
        return '' if good else 'an identifier, not a key: digits and cases do not mix as in a random text'

    return check


def _random(body: bytes) -> bool:
    size = len(body)
    letters = len(body.translate(None, b'0123456789'))
    if letters * 5 > size * 4:
        # the last word may be cut short
        words = _JOINTS.split(body.strip(b'_-'))
        if (
            len(words) > 2
            and all(map(_WORD.fullmatch, words[:-1]))
            and (len(words[-1]) < 5 or _WORD.fullmatch(words[-1]))
        ):
            return False
    classes = [
        char >> 5 if char >= 0x40 else 0  # digits, upper case, lower case
        for char in _CAMEL.sub(b'a', body)
        if char not in b'-_'
    ]
    changes = sum(one != two for one, two in zip(classes, classes[1:]))
    if body in (body.lower(), body.upper()):
        return changes * 8 >= len(classes)
    worded = sum(map(len, _CAMEL_WORD.findall(body)))
    if worded * 2 >= size and changes * 4 < len(classes):
        return False
    return changes * 6 >= len(classes) and worded * 10 < size * 7
