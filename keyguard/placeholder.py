"""Is the value a stand-in and not a key? Told from the value alone; the reason is kept and shown.

A random key passes by chance at most once in some thousand million tries of each test; the bounds stand beside them.
"""

import re
from bisect import bisect

from keyguard.lazy import Lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# five letters and more anywhere (45 places, 2/62 a letter: 2e-6 in a key of 48), shorter ones as words of their own;
# of a key in small letters
_WORDS = Lazy(
    rb'example|placeholder|changeme|change-me|change_me|your[-_]?(?:api|key|token|secret|own|real|open|super)|dummy|'
    rb'insert[-_]|replace[-_]|redacted|removed|filtered|sanitized|scrubbed|sample|goes[-_]?here|[-_]here(?![a-z0-9])|secret[-_]?key|api[-_]?key|'
    rb'apikey|notreal|not[-_]a|invalid|foobar|lorem|'
    rb'(?<![a-z0-9])(?:your|fake|mock|test|tests|testing|demo|todo|none|null|my|the|real|foo|bar|baz|abc123)(?![a-z0-9])'
)
# a piece of each of these, in small letters; and the words that count only by themselves
_PIECES = (
    b'abc123 api change demo dummy example fake filtered foobar here insert invalid lorem mock not null placeholder '
    b'redacted removed replace sample sanitized scrubbed secret test todo your none'
).split()
_SHORT = b'bar baz foo my real the'.split()
_PERIOD = Lazy(rb'(.{1,12}?)\1{3,}', re.S)
_FINGERPRINT = re.compile('kg1:[0-9a-f]{32}')
# the UUIDs of the manuals, and the digests (MD5, SHA-1, SHA-256) of nothing, of "password" and of "test"; whole, they
# would be found here
_MANUALS = (
    b'123e4567e89b12d3a456',
    b'550e8400e29b41d4a716',
    b'f47ac10b58cc4372a567',
    b'9b1deb4d3b7d4bad9bdd',
    b'6ba7b8109dad11d180b4',
    b'd41d8cd98f00b204e980',
    b'da39a3ee5e6b4b0d3255',
    b'e3b0c44298fc1c149afb',
    b'5f4dcc3b5aa765d61d83',
    b'098f6bcd4621d373cade',
)
# base64 of {"sub":"1234567890", as the token begins that explains JWTs
_JWT = b'eyJzdWIiOiIxMjM0NTY3ODkw'
# what comes behind each character, the digits in a circle
_NEXT = bytes(0x30 if char == 0x39 else (char + 1) & 0xFF for char in range(256))
_SIX = b'\0' * 6
# … of the small letters, in a circle, and of those of hex
_NEXT_LETTER = bytes(0x61 if char == 0x7A else (char + 1) & 0xFF for char in range(256))
_NEXT_HEX = bytes(0x61 if char == 0x66 else (char + 1) & 0xFF for char in range(256))
_NO_LETTERS = bytes(char for char in range(256) if not (char < 0x80 and chr(char).isalpha()))
_NO_DIGITS = bytes(char for char in range(256) if not 0x30 <= char <= 0x39)
_RUN = Lazy(rb'\0+')
_SPLIT = Lazy(rb'[-_.]+')


def placeholder(key: bytes, prefix: bytes = b'') -> str:
    """Return '' for what may be a key, or the reason why it is a stand-in. ``prefix`` is the format's own."""
    return placeholders([(key, prefix)])[0]


def placeholders(keys: 'Sequence[tuple[bytes, bytes]]') -> 'list[str]':
    """The same for many keys, each with its prefix: to look for words in all of them at once is soon done."""
    bodies = [key[len(prefix) :] if key.startswith(prefix) else key for key, prefix in keys]
    wordy = _wordy(bodies)
    return [_stand_in(body, at in wordy) if len(body) >= 8 else '' for at, body in enumerate(bodies)]


def _wordy(bodies: 'Sequence[bytes]') -> 'set[int]':
    """In which of them a word may stand."""
    joined = b'\n'.join(bodies).lower()
    found: set[int] = set()
    starts: list[int] = []
    for words, own in ((_PIECES, False), (_SHORT, True)):
        for word in words:
            at = joined.find(word)
            while at >= 0:
                end = at + len(word)
                if not (own and (joined[at - 1 : at].isalnum() or joined[end : end + 1].isalnum())):
                    starts = starts or _starts(bodies)
                    found.add(bisect(starts, at) - 1)
                at = joined.find(word, end)
    return found


def _starts(bodies: 'Sequence[bytes]') -> 'list[int]':
    starts, at = [], 0
    for body in bodies:
        starts.append(at)
        at += len(body) + 1
    return starts


def _stand_in(body: bytes, wordy: bool) -> str:
    if wordy and _WORDS.search(body.lower()):
        return 'a word that says so'
    if b'\0' * 5 in _steps(body, body):
        return 'one character again and again'
    plain = body.translate(None, b'-_.')
    period = _PERIOD.search(plain) if _comes_again(plain) else None
    if period and len(period.group()) * 2 >= len(body):
        return 'a few characters again and again'
    if body.replace(b'-', b'').startswith(_MANUALS):
        return 'a UUID or digest that manuals show'
    if _JWT in body:
        return 'the JWT that manuals show'
    if len(set(body)) <= (5 if len(body) < 40 else 8):
        return 'very few different characters'
    if _counts(body) or _interleaved(plain):
        return 'characters that count up or down'
    if plain[::2] == plain[1::2]:
        return 'pairs of the same character'
    if not plain.isalpha():
        return ''
    parts = [part for part in _SPLIT.split(body) if part]
    if len(parts) > 2 and all(part.isalpha() and part in (part.lower(), part.capitalize()) for part in parts):
        return 'words'
    return ''


def _steps(first: bytes, second: bytes) -> bytes:
    """NUL wherever a byte of the first is the one behind the same place of the second, something else elsewhere."""
    size = len(first) - 1
    both = int.from_bytes(first[:-1], 'big') ^ int.from_bytes(second[1:], 'big')
    return both.to_bytes(size, 'big')


def _comes_again(text: bytes) -> bool:
    """May half of the text be a few characters again and again? Then it is so in its middle: of the pairs of characters
    there, one stands within twelve characters once more. Of a random key that is soon seen not to be so.
    """
    middle = len(text) // 2
    for at in range(max(0, middle - 2), middle + 1):
        pair = text[at : at + 2]
        if text.find(pair, max(0, at - 12), at + 1) >= 0 or text.find(pair, at + 1, at + 14) >= 0:
            return True
    return False


def _counts(body: bytes) -> bool:
    """Seven or more characters in the order of the alphabet or of the digits, or most of the body in shorter runs."""
    if b'9:' not in body and b':9' not in body:
        further = body.translate(_NEXT)
        ups, downs = _steps(further, body), _steps(body, further)
        if (ups.count(0) + downs.count(0)) * 2 <= len(body) and _SIX not in ups and _SIX not in downs:
            return False  # too few of them, and never six in a row
    up = down = longest = steps = 0
    for one, two in zip(body, body[1:]):
        step = two - one
        up = up + 1 if step == 1 or (one, two) == (0x39, 0x30) else 0
        down = down + 1 if step == -1 else 0
        steps += step in (1, -1)
        longest = max(longest, up, down)
    return longest >= 6 or steps * 2 > len(body)


def _interleaved(text: bytes) -> bool:
    """Do the letters count up by themselves, and the digits: ``a1b2c3…``, ``abc123def456…``, ``AbCdEf…``?

    A random letter is the one behind the last once in 26 times, of hex once in six, a digit once in ten: together as
    rare as one in a million million.
    """
    letters = text.lower().translate(None, _NO_LETTERS)
    digits = text.translate(None, _NO_DIGITS)
    is_hex = not letters.strip(b'abcdef')
    lettered = _longest(letters, _NEXT_HEX if is_hex else _NEXT_LETTER)
    if lettered < 5 and len(digits) < 13:
        return False
    return lettered * (0.78 if is_hex else 1.41) + _longest(digits, _NEXT) >= 12


def _longest(text: bytes, following: bytes) -> int:
    """The most steps in a row of which each leads to the character that follows."""
    if len(text) < 5:
        return 0
    steps = _steps(text.translate(following), text)
    return max(map(len, _RUN.findall(steps))) if b'\0\0\0\0' in steps else 0


def could_be_a_key(word: str) -> bool:
    """Is a word of a message long and mixed enough to be a key, or a part of one? Names, paths and options are not."""
    letters = word.replace('-', '').replace('_', '').replace('.', '').replace('/', '').replace('|', '')
    if len(letters) < 16 or _FINGERPRINT.fullmatch(word):
        return False
    digits = any(char.isdigit() for char in letters)
    cases = letters not in (letters.lower(), letters.upper())
    # the capital that begins a word of camelCase is no change
    plain = re.sub('[A-Z](?=[a-z]{2})', 'a', letters)
    changes = sum(_kind(one) != _kind(two) for one, two in zip(plain, plain[1:]))
    unbroken = len(letters) > 40 and len(word) - len(letters) < 3
    return unbroken or ((digits or cases) and changes * 5 >= len(letters))


def _kind(char: str) -> int:
    return 0 if char.isdigit() else 1 if char.isupper() else 2


def without_keys(text: str) -> str:
    """A message with every key masked that somebody typed where a name, a path or a setting belongs."""

    def hide(match: 're.Match[str]') -> str:
        word = match.group()
        return f'…{word[-4:]}' if could_be_a_key(word) else word

    # base64 of a signed address has slashes in it, and so have paths: those are looked at part by part
    text = re.sub(r'[A-Za-z0-9+/=_.-]{100,}', hide, text)
    return re.sub(r'(?:kg1:)?[A-Za-z0-9_+=.|-]{16,}', hide, text)
