"""Could a key stand in these bytes in escapes? ``content.escapes`` without patterns, for the door.

The door asks it only of stretches that some begin an escape in, so it is loaded only where there are some.
"""

from keyguard.disguise import HEX, hidden
from keyguard.tokens import DIGITS, MIN_RUN, runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.tokens import Span

# how much of escaped text is read at once
_PART = 1 << 16
# the names of references in HTML that stand for a character which has a place in or around a key
NAMED = {
    b'amp': b'&', b'apos': b"'", b'colon': b':', b'dash': b'-', b'equals': b'=', b'gt': b'>', b'hyphen': b'-',
    b'lowbar': b'_', b'lt': b'<', b'period': b'.', b'plus': b'+', b'quot': b'"', b'sol': b'/', b'UnderBar': b'_',
}  # fmt: skip
# what two hex digits and octal ones stand for; filled when it is asked for
_HEX_CODES: 'dict[bytes, int]' = {}
_OCTAL_CODES: 'dict[bytes, int]' = {}
# what begins an escape without a backslash, and what a backslash before it leaves as it is
_SIGNS = (b'%', b'&')
_PLAIN = (b'/', b'"', b"'", b'_', b'-', b':', b'=')


def escapes(data: bytes) -> bool:
    """Does a run come out of the escapes, or a block of base64 or hex? ``data`` is what ``tokens.stretches`` gives.

    Read as ``content.escapes`` does it, two layers deep. A run that only lost the letters of the escape before it is
    nothing new. Out of reach: text in UTF-16 of which some bytes are escaped and some are not.
    """
    # hashes: a run may be as long as the file
    known: set[int] = set()
    for _ in range(2):
        if b'\\' not in data and b'%' not in data and b'&' not in data:
            break
        decoded = unescaped(data)
        if decoded == data:
            break
        for start, end in runs(data):
            text = data[start:end]
            # behind &# there may be digits and no more of an escape
            known.update([hash(text[at:]) for at in range(1 if data[start - 1 : start] == b'#' else 10)])
        if b'\\_' in data or b'\\-' in data:
            # Markdown and LaTeX; most of what has these is a name
            dressed = data.replace(b'\\_', b'_').replace(b'\\-', b'-')
            for start, end in runs(dressed):
                text = dressed[start:end]
                if hash(text) not in known:
                    if len(text.translate(None, DIGITS)) < len(text) or _has_letters_alone(text):
                        return True
                    known.add(hash(text))
        spans = runs(decoded)
        texts = [decoded[start:end] for start, end in spans]
        if not known.issuperset(map(hash, texts)) or hidden(decoded, spans, texts):
            return True
        if 0 in decoded:
            narrow = decoded.translate(None, b'\0')
            if not known.issuperset([hash(narrow[start:end]) for start, end in runs(narrow)]):
                return True
        data = decoded
    return False


def _has_letters_alone(text: bytes) -> bool:
    """Is a part of the run, between its dashes, so many letters of both cases that it may be a key without a digit?"""
    parts = text.replace(b'-', b'_').split(b'_')
    return any(len(part) >= MIN_RUN and not (part.islower() or part.isupper()) for part in parts)


def unescaped(data: bytes) -> bytes:
    """The data with every escape of an ASCII character read: what ``content.escapes`` shows."""
    parts = []
    last = text = b''
    for start, end in _cuts(data):
        part = data[start:end]
        # the same again and again is read once
        if part != last:
            last, text = part, _unescaped(part)
        parts.append(text)
    return b''.join(parts)


def _cuts(data: bytes) -> 'Iterator[Span]':
    """Parts of the data, each to before an escape: to read it as a whole would take a hundred times its memory."""
    start = 0
    while start < len(data):
        chunk = data[start : start + _PART]
        size = len(chunk)
        if size == _PART:
            last = max(chunk.rfind(b'\\'), chunk.rfind(b'%'), chunk.rfind(b'&'))
            # of backslashes in a row, two are one escape
            signs = last + 1 - len(chunk[: last + 1].rstrip(b'\\'))
            size = (last + (signs > 0 and signs % 2 == 0)) if last > 0 else size
        yield start, start + size
        start += size


def _unescaped(data: bytes) -> bytes:
    """The data with every escape of an ASCII character read: ``content.escapes`` without a pattern."""
    if not _HEX_CODES:
        _fill()
    first, *others = data.replace(b'%', b'\\%').replace(b'&', b'\\&').split(b'\\')
    # most are line ends or stand for letters of other scripts
    starts = {head for head in {part[:3] for part in others} if _may_escape(head)}
    if not starts:
        return data
    out = [first]
    pending = False  # a backslash that may escape the next one
    for part in others:
        sign = part[:1]
        if pending:
            pending = False
            out.append(b'\\')
            if sign not in _SIGNS:
                out.append(part)
                continue
        if not part:
            pending = True
            continue
        size, code = _escape(part, sign) if part[:3] in starts else (0, 0)
        if size:
            out.append(bytes((code,)))
            out.append(part[size:])
        else:
            out.append(part if sign in _SIGNS else b'\\' + part)
    if pending:
        out.append(b'\\')
    return b''.join(out)


def _may_escape(head: bytes) -> bool:
    """Could what begins so, behind a backslash or with another sign, be an escape of an ASCII character?"""
    sign = head[:1]
    if sign in (b'%', b'x'):
        return head[1:] in _HEX_CODES
    if sign == b'u':
        return head[1:2] == b'{' or head[1:] == b'00'
    return head[1:] == b'00' if sign == b'U' else head == b'' or sign in _PLAIN or sign == b'&' or sign.isdigit()


def _escape(part: bytes, sign: bytes) -> 'tuple[int, int]':
    """How much of the part, which stands behind a backslash or begins with another sign, is an escape, and its code."""
    size = code = -1
    if sign == b'%':
        size, code = 3, _HEX_CODES.get(part[1:3], -1)
        code = code if code >= 32 else -1
    elif sign == b'&':
        size, code = _reference(part)
    elif sign == b'x':
        size, code = 3, _HEX_CODES.get(part[1:3], -1)
    elif sign == b'u' and part[1:3] == b'00':
        size, code = 5, _HEX_CODES.get(part[3:5], -1)
    elif sign == b'u' and part[1:2] == b'{':
        size = part.find(b'}', 0, 11) + 1
        code = _HEX_CODES.get(part[size - 3 : size - 1], -1) if size > 4 and not part[2 : size - 3].strip(b'0') else -1
    elif sign == b'U' and part[1:7] == b'000000':
        size, code = 9, _HEX_CODES.get(part[7:9], -1)
    elif sign.isdigit():
        for size in (4, 3, 2):
            code = _OCTAL_CODES.get(part[:size], -1)
            if code >= 0:
                break
    elif sign in _PLAIN:
        return 1, part[0]
    return (size, code) if 0 <= code < 127 else (0, 0)


def _reference(part: bytes) -> 'tuple[int, int]':
    """An HTML reference at the beginning of the part, as ``_escape`` gives it."""
    if part[1:2] != b'#':
        name = part[1:12].partition(b';')[0]
        return len(name) + 2, NAMED[name][0] if name in NAMED and part[len(name) + 1 : len(name) + 2] == b';' else -1
    at = 3 if part[2:3] in (b'x', b'X') else 2
    alphabet = HEX if at == 3 else DIGITS
    text = part[at : at + 10]
    digits = text[: len(text) - len(text.lstrip(alphabet))]
    zeros = min(7, len(digits) - len(digits.lstrip(b'0')), max(0, len(digits) - 2))
    digits = digits[: zeros + (2 if at == 3 else 3)]
    if len(digits) < 2:
        return 0, -1
    size = at + len(digits)
    return size + (part[size : size + 1] == b';'), int(digits, 16 if at == 3 else 10)


def _fill() -> None:
    """The codes of two hex digits, and of octal ones: three, or two, and a zero may stand before them."""
    for code in range(128):
        for pair in (b'%02x' % code, b'%02X' % code):
            _HEX_CODES[pair] = code
        for digits in (b'%03o' % code, b'%o' % code) if 32 <= code < 64 else (b'%03o' % code,):
            _OCTAL_CODES[digits] = _OCTAL_CODES[b'0' + digits] = code
