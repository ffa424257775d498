"""Base64 and hex in a text, decoded. Both doors ask for it; the hook's only where something could be encoded."""

from keyguard.disguise import (
    BETWEEN,
    FIRSTS,
    HEX,
    LEAST_HEX,
    LINE_ENDS,
    SIX_FIRSTS,
    STARTS,
    carries_files,
    compressed,
    escaped_line_end,
    hex_digits,
    is_of_one_case,
    may_encode,
    plain,
    without_digests,
)
from keyguard.tokens import LEAST_BASE64, TOKEN, runs, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keyguard.tokens import Span

_SIGNED = TOKEN + b'+/'
_BASE64 = _SIGNED + b'='
# a one for each other character: to look for it is ten times as fast as to strip these
_OTHER_THAN_SIGNED = table((_SIGNED, 0), rest=1)
_OTHER_THAN_BASE64 = table((_BASE64, 0), rest=1)
_OF_TOKENS = TOKEN + b'.'
_TO_STANDARD = bytes.maketrans(b'-_', b'+/')
# how far a block of encoded text is followed on one line: all of what is read at once
_REACH = 16 << 20
# lines of encoded text are no longer, mostly, and so many of them are read at once
_WIDEST = 128
_AT_ONCE = 32
# … where one of these stands behind the first
_MARKS = (b'\n', b'\\')
# behind one of these, a plus is a line's own
_OPENING = b'"\''
# how many characters of an escape stand behind what begins it
_ESCAPES = {b'%': 2, b'\\n': 1, b'\\r': 1, b'\\t': 1, b'\\x': 3, b'\\u': 5}
# what says that hex follows
_LEADS = (b'0x', b'\\x')
# so many runs are worth a look for checksums
_MANY = 24


class Block:
    """A stretch of encoded text: 'base64' or 'hex', the places of its lines, and the bytes that it stands for.
    ``start`` is where it begins with what only says that it is one (``0x``).
    """

    __slots__ = ('kind', 'lines', 'start', 'text')

    def __init__(self, kind: str, lines: 'list[Span]', text: bytes, led: int = 0) -> None:
        self.kind = kind
        self.lines = lines
        self.text = text
        self.start = lines[0][0] - led

    @property
    def end(self) -> int:
        return self.lines[-1][1]

    def parts(self) -> 'Iterator[tuple[int, int, bytes]]':
        """Each line's place and what it stands for; nothing for what is between them."""
        up, down = (3, 4) if self.kind == 'base64' else (1, 2)
        chars = last = 0
        if self.start < self.lines[0][0]:
            yield self.start, self.lines[0][0], b''
        for start, end in self.lines:
            if last:
                yield last, start, b''
            last = end
            first = chars * up // down
            chars += end - start
            yield start, end, self.text[first : chars * up // down]


def opaque(text: bytes) -> bool:
    """Is it worth reading, but not as it is?"""
    return not plain(text) or compressed(text) or carries_files(text)


def shown(data: bytes, found: 'Sequence[Block]', kind: str) -> bytes:
    """The data with the blocks of that kind in plain text."""
    parts = []
    at = 0
    for block in found:
        if block.kind == kind:
            parts += [data[at : block.start], block.text]
            at = block.end
    parts.append(data[at:])
    return b''.join(parts)


def is_told(text: bytes) -> bool:
    """Is it worth reading, compressed, or a file that carries others?"""
    return plain(text) or compressed(text) or carries_files(text)


def blocks(data: bytes, spans: 'Sequence[Span] | None' = None) -> 'Iterator[Block]':
    """Every stretch that could be base64 or hex, decoded, in order; lines of one text are one block. Of hex, what is
    not ``is_told`` may be left out.

    Of a JSON Web Token the payload alone is one: nobody writes a key in its header.
    """
    done = seen = 0
    spans = runs(data) if spans is None else spans
    for begin, end in without_digests(data, spans) if len(spans) >= _MANY else spans:
        if begin < done or end - begin < LEAST_BASE64:
            continue
        # the end of an escape may stand before it, or what PostgreSQL writes before bytes: \n, \x
        start = begin + (data[begin - 1 : begin] == b'\\' and data[begin] in b'nrtx')
        text = data[start:end]
        if is_of_one_case(text):
            # words of one case are identifiers; a base64 text has both
            first, last = hex_digits(text)
            if last - first >= LEAST_BASE64 and not text[first:last].strip(HEX) and (last - first) % 2 == 0:
                lines = _lines(data, start + first, start + last, HEX, 32)
                digits = b''.join([data[one:other] for one, other in lines])
                if len(digits) >= LEAST_HEX:
                    done = lines[-1][1]
                    led = 2 if data[lines[0][0] - 2 : lines[0][0]] in _LEADS else 0
                    yield Block('hex', lines, bytes.fromhex(digits[: len(digits) // 2 * 2].decode('ascii')), led)
            continue
        if text.isdigit() or _is_of_token(data, start, end, text):
            continue
        # a stretch that gave nothing is not followed again from each of its runs
        if (start < seen or data[start - 1 : start] not in (b'+', b'/')) and not may_encode(text):
            continue
        block, seen = _base64(data, start, end, text, seen)
        if block:
            done = block.end
            yield block


def _is_of_token(data: bytes, start: int, end: int, text: bytes) -> bool:
    """Is it the header or the signature of a JSON Web Token: what two others follow, or precede?"""
    if text.startswith(b'eyJ'):
        return data[end : end + 4] == b'.eyJ'
    if data[start - 1 : start] != b'.':
        return False
    low = max(0, start - 4096)
    before = data[low:start]
    at = len(before) - len(before.rstrip(_OF_TOKENS))
    return before.startswith(b'eyJ', len(before) - at)


def _base64(data: bytes, start: int, end: int, text: bytes, seen: int) -> 'tuple[Block | None, int]':
    """The block that begins with the run, behind a word and a dash of it, or with what ``+`` and ``/`` part from it;
    and how far the data was looked at. To where ``seen`` is that has been done for a run before.
    """
    starts = [start]
    sign = max(text.rfind(b'_', 0, 40), text.rfind(b'-', 0, 40)) + 1
    if sign and len(text) - sign >= LEAST_BASE64:
        starts.append(start + sign)
    parted = data[start - 1 : start] in (b'+', b'/')
    starts = [at for at in starts if SIX_FIRSTS in data[at:end:4].translate(FIRSTS)]
    again = start < seen
    if (parted and not again) or text.startswith(STARTS):
        starts.insert(0, start)
    if not starts:
        return None, seen
    first, last = _stretch(data, start, end, 256 if again else _REACH)
    if parted and first < start:
        places = [first]
        # the rest of an escape may stand before it: q%3D, \n
        escape = _ESCAPES.get(data[first - 1 : first + 1]) or _ESCAPES.get(data[first - 1 : first], 0)
        if 0 < escape < start - first:
            places.append(first + escape)
        # what begins as a file does is one from there on
        files = [at for at in places if data.startswith(STARTS, at)]
        starts = files + starts + places
    for at in starts:
        lines = _lines(data, at, last, _BASE64, LEAST_BASE64, 2 if again else _REACH)
        seen = max(seen, lines[-1][1])
        decoded = from_base64(b''.join([data[one:other] for one, other in lines]))
        if is_told(decoded):
            return Block('base64', lines, decoded), seen
    return None, seen


def _lines(data: bytes, start: int, end: int, alphabet: bytes, least: int, most: int = _REACH) -> 'list[Span]':
    """The line of encoded text and those that go on with it, at most so many: lines of one length, and the rest."""
    lines = [(start, end)]
    width = end - start
    mark = data[end : end + 1]
    if least <= width <= _WIDEST and most == _REACH and mark in _MARKS:
        lines += _alike(data, start, width, alphabet, mark if mark == b'\n' else b'\\n')
        end = lines[-1][1]
    # an equals sign ends the text
    while width >= least and len(lines) <= most and data[end - 1] != 0x3D:
        behind = escaped_line_end(data, end)
        gap = data[behind : behind + 120]
        rest = gap.lstrip(BETWEEN)
        begin = behind + len(gap) - len(rest)
        if behind == end and b'\n' not in data[end:begin]:
            break
        # a plus is the mark of a patch, or the line's own
        pluses = data[behind:begin]
        first = begin - len(pluses) + len(pluses.rstrip(b'+'))
        if first < begin:
            own = data[first - 1] in _OPENING if first > behind else behind > end
            for at in range(first, begin):
                whole = not data[at : at + width].strip(alphabet) and data[at + width : at + width + 1] in LINE_ENDS
                if own or whole:
                    begin = at
                    break
        line = data[begin : begin + width + 1]
        size = len(line) - len(line.lstrip(alphabet))
        if not 0 < size <= width or data[begin + size : begin + size + 1] not in LINE_ENDS:
            break
        end = begin + size
        lines.append((begin, end))
        if size < width:
            break
    return lines


def _alike(data: bytes, start: int, width: int, alphabet: bytes, mark: bytes) -> 'Iterator[Span]':
    """The lines behind that which begins at ``start``, as long as each has its width and stands directly behind the
    mark that ends the other, as most of them do: together they take a tenth of the time.
    """
    step = width + len(mark)
    lines = alphabet + mark[:1]
    first = start
    while True:
        count = _AT_ONCE
        for at, sign in enumerate(mark, width):
            marks = data[first + at : first + _AT_ONCE * step : step]
            count = min(count, len(marks) - len(marks.lstrip(bytes((sign,)))))
        text = data[first : first + count * step]
        if text.count(mark[:1]) != count or text.translate(None, lines):
            return
        for at in range(first, first + count * step, step):
            if at > start:
                yield at, at + width
        if count < _AT_ONCE:
            return
        first += count * step


def _stretch(data: bytes, start: int, end: int, most: int) -> 'Span':
    """All of the base64 around the run, as far as ``most``: it may be parted by ``+`` and ``/``."""
    first, last = start, end
    # a little at first: most signs beside a run belong to a line of a patch or to a path
    if data[start - 1 : start] in (b'+', b'/') and most > 256:
        size = 256
        while True:
            chunk = data[max(0, start - size) : start]
            # an equals sign ends base64, and none stands before it
            first = start - len(chunk) + chunk.translate(_OTHER_THAN_SIGNED).rfind(1) + 1
            if first > start - size or size >= most:
                break
            size *= 8
    if data[end : end + 1] in (b'+', b'/', b'='):
        size = 256
        while True:
            chunk = data[end : end + size]
            other = chunk.translate(_OTHER_THAN_BASE64).find(1)
            last = end + (other if other >= 0 else len(chunk))
            if last < end + size or size >= most:
                break
            size *= 8
    return first, last


def from_base64(text: bytes) -> bytes:
    """What base64 stands for, standard or for URLs, padded or not; empty for what is none."""
    from binascii import Error, a2b_base64

    text = text.rstrip(b'=').translate(_TO_STANDARD)
    # one character more than a whole number of bytes belongs to something else
    text = text[: len(text) - 1] if len(text) % 4 == 1 else text
    try:
        return a2b_base64(text + b'=' * (-len(text) % 4))
    except Error:
        return b''
