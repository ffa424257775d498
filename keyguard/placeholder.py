"""Is the value a stand-in and not a key? Told from the value alone; the reason is kept and shown.

A random key passes by chance at most once in some thousand million tries of each test; the bounds stand beside them.
"""

import re
from operator import sub

from keyguard.lazy import Lazy

# five letters and more anywhere (45 places, 2/62 a letter: 2e-6 in a key of 48), shorter ones as words of their own;
# of a key in small letters
_WORDS = Lazy(
    rb'example|placeholder|changeme|change-me|change_me|your[-_]?(?:api|key|token|secret|own|real|open|super)|dummy|'
    rb'insert[-_]|replace[-_]|redacted|removed|filtered|sanitized|scrubbed|sample|goes[-_]?here|[-_]here(?![a-z0-9])|secret[-_]?key|api[-_]?key|'
    rb'apikey|notreal|not[-_]a|invalid|foobar|lorem|'
    rb'(?<![a-z0-9])(?:your|fake|mock|test|tests|testing|demo|todo|none|null|my|the|real|foo|bar|baz|abc123)(?![a-z0-9])'
)
_SAME = Lazy(rb'(.)\1{5}', re.S)
_PERIOD = Lazy(rb'(.{1,12}?)\1{3,}', re.S)
_FINGERPRINT = re.compile('kg1:[0-9a-f]{32}')
# the UUIDs of the manuals; whole, they would be found here
_MANUALS = (b'123e4567e89b12d3a456', b'550e8400e29b41d4a716')
_SPLIT = Lazy(rb'[-_.]+')


def placeholder(key: bytes, prefix: bytes = b'') -> str:
    """Return '' for what may be a key, or the reason why it is a stand-in. ``prefix`` is the format's own."""
    body = key[len(prefix) :] if key.startswith(prefix) else key
    if len(body) < 8:
        return ''
    if _WORDS.search(body.lower()):
        return 'a word that says so'
    if _SAME.search(body):
        return 'one character again and again'
    plain = body.translate(None, b'-_.')
    period = _PERIOD.search(plain) if _comes_again(plain) else None
    if period and len(period.group()) * 2 >= len(body):
        return 'a few characters again and again'
    if body.replace(b'-', b'').startswith(_MANUALS):
        return 'the UUID that manuals show'
    if len(set(body)) <= (5 if len(body) < 40 else 8):
        return 'very few different characters'
    if _counts(body):
        return 'characters that count up or down'
    parts = [part for part in _SPLIT.split(body) if part]
    if len(parts) > 2 and all(part.isalpha() and part in (part.lower(), part.capitalize()) for part in parts):
        return 'words'
    return ''


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
    steps_of = list(map(sub, body[1:], body))
    ups, downs = steps_of.count(1), steps_of.count(-1)
    if (ups + downs) * 2 <= len(body):
        if ups + steps_of.count(0x30 - 0x39) < 6 and downs < 6:
            return False  # too few of them, in whatever order they come
        row = bytes(map((0xFF).__and__, steps_of)).replace(b'\xf7', b'\x01')
        if b'\x01' * 6 not in row and b'\xff' * 6 not in row:
            return False
    up = down = longest = steps = 0
    for one, two in zip(body, body[1:]):
        step = two - one
        up = up + 1 if step == 1 or (one, two) == (0x39, 0x30) else 0
        down = down + 1 if step == -1 else 0
        steps += step in (1, -1)
        longest = max(longest, up, down)
    return longest >= 6 or steps * 2 > len(body)


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
