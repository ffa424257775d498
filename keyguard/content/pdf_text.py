"""The text that a PDF's page descriptions show, and its strings."""

import re
from io import BytesIO

from keyguard.content.pdf_fonts import NAME, unhex
from keyguard.content.streams import Unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap
    from re import Match

    from keyguard.content.pdf_fonts import Fonts, Table
    from keyguard.content.streams import Meter

# a string without escapes and parentheses, the begin of another one, hex digits
_STRING = rb'\(([^()\\]*)\)|(\()|<([0-9A-Fa-f\s\0]*)>'
_COMMENT = rb'|%[^\r\n]*'
# the groups: the strings', a name, a number that moves far, an operator; most numbers are passed over
_TOKEN = re.compile(_STRING + rb'|' + NAME + rb'|(-\d{3,12}(?:\.\d{1,12})?)|([\'"]|[A-Za-z][A-Za-z0-9*]*)' + _COMMENT)
NAMED_STRING = re.compile(rb'(?:' + NAME + rb'\s{0,4})?(?:' + _STRING + rb')' + _COMMENT)
_PARENTHESIS = re.compile(rb'\\.|[()]', re.DOTALL)
_ESCAPE = re.compile(rb'\\(?:([0-7]{1,3})|\r\n|[\r\n]|(.))', re.DOTALL)
_ESCAPED = {b'n': b'\n', b'r': b'\r', b't': b'\t', b'b': b'\b', b'f': b'\f'}
# text begins, or an inline image
_BEGIN = re.compile(rb'\b(?:BT|(BI))\b')
_IMAGE_END = re.compile(rb'\sEI\b')
_FONT = re.compile(NAME + rb'\s{1,4}[-+.\d]{1,12}\s{1,4}Tf\b')
_LINE_ENDS = (b'Td', b'TD', b'T*', b'Tm', b'ET')
# in thousandths of the font's size: a piece that is moved on by more than this stands behind a space
_GAP = -200
_CONTROL = bytes({*range(0x20), 0x7F} - {*b'\t\n\r\f'})


def mostly_text(data: bytes) -> bool:
    """Are at most two of a hundred bytes control characters? In compressed and other binary data more than ten are."""
    return (len(data) - len(data.translate(None, _CONTROL))) * 50 <= len(data)


def strings(data: 'bytes | mmap', start: int, end: int, meter: 'Meter') -> 'Iterator[bytes]':
    """Every string between, as a line ``Name: text`` or ``text`` in UTF-8; those that are no text are left out."""
    at = start
    while found := NAMED_STRING.search(data, at, end):
        meter.tokens(1)
        at = found.end()
        name, plain, opened, digits = found.groups()
        if opened:
            plain, at = closed(data, at, end)
        elif digits is not None:
            plain = unhex(digits)
        text = _decoded(plain or b'')
        if text:
            yield (name + b': ' if name else b'') + text + b'\n'


def _decoded(text: bytes) -> bytes:
    if text.startswith((b'\xfe\xff', b'\xff\xfe')):
        return text.decode('utf-16', 'replace').encode()
    return text if mostly_text(text) else b''


def page_text(data: bytes, fonts: 'Fonts', meter: 'Meter') -> bytes:
    """What the page description shows, a line wherever the text is moved; b'' when it shows none.

    Where a font's name is not enough to say which one is meant, the text stands there once for each.
    """
    tables = {name: fonts.named(name) for name in set(_FONT.findall(data))}
    texts: list[bytes] = []
    for n in range(max([1, *map(len, tables.values())])):
        chosen = {name: found[min(n, len(found) - 1)] for name, found in tables.items() if found}
        text = _Page(data, chosen, meter).text()
        if text.strip() and text not in texts:
            texts.append(text)
        if meter.spent:
            break
    return b'\n'.join(texts)


class _Page:
    """One way to read a page description."""

    __slots__ = ('_data', '_meter', '_out', '_table', '_tables')

    def __init__(self, data: bytes, tables: 'dict[bytes, Table]', meter: 'Meter') -> None:
        self._data = data
        self._meter = meter
        self._tables = tables
        # the font stays the same from one text to the next
        self._table: Table | None = None
        self._out: list[bytes] = []

    def text(self) -> bytes:
        try:
            self._read()
        except Unread:
            # the meter is spent, and says so; this much was read
            pass
        return b''.join(self._out)

    def _read(self) -> None:
        at = 0
        ends = True
        while begin := _BEGIN.search(self._data, at):
            self._meter.tokens(1)
            for font in _FONT.finditer(self._data, at, begin.start()):
                self._table = self._tables.get(font.group(1))
            at = begin.end()
            if not begin.group(1):
                at = self._shown(at)
            elif ends:
                end = _IMAGE_END.search(self._data, at)
                # where no image ends, none need be looked for again: that would be quadratic
                ends = end is not None
                at = end.end() if end else at

    def _shown(self, at: int) -> int:
        """Read one text object; gives where it ends."""
        data, out = self._data, self._out
        pending: list[bytes] = []
        name = b''
        count = 0
        while token := _TOKEN.search(data, at):
            at = token.end()
            count += 1
            if count % 256 == 0:
                self._meter.tokens(256)
            kind = token.lastindex or 0
            if kind == 5:
                if float(token.group(5)) < _GAP:
                    pending.append(b' ')
            elif kind == 6:
                operator = token.group(6)
                if operator in (b'Tj', b'TJ'):
                    out += pending
                elif operator in _LINE_ENDS or operator in (b"'", b'"'):
                    # a line that is moved to twice is one, so that what was wrapped can be put together
                    if out[-1:] != [b'\n']:
                        out.append(b'\n')
                    if operator not in _LINE_ENDS:
                        out += pending
                elif operator == b'Tf':
                    self._table = self._tables.get(name)
                pending.clear()
                if operator == b'ET':
                    return at
            elif kind == 4:
                name = token.group(4)
            elif kind:
                text = token.group(kind)
                if kind == 2:
                    text, at = closed(data, at, len(data))
                elif kind == 3:
                    text = unhex(text)
                pending.append(self._table.text(text) if self._table else text)
        # what was cut off is shown to where it was cut
        out += pending
        return len(data)


def closed(data: 'bytes | mmap', at: int, end: int) -> 'tuple[bytes, int]':
    """The string that was opened before ``at``, and where it ends: at ``end`` if it is not closed."""
    depth = 1
    for found in _PARENTHESIS.finditer(data, at, end):
        depth += {b'(': 1, b')': -1}.get(found.group(), 0)
        if not depth:
            return _unescaped(data[at : found.start()]), found.end()
    return _unescaped(data[at:end]), end


def _unescaped(text: bytes) -> bytes:
    # a substitution would keep every piece in memory
    out = BytesIO()
    last = 0
    for match in _ESCAPE.finditer(text):
        out.write(text[last : match.start()])
        out.write(_character(match))
        last = match.end()
    out.write(text[last:])
    return out.getvalue()


def _character(match: 'Match[bytes]') -> bytes:
    octal, other = match.groups()
    if octal:
        return bytes((int(octal, 8) & 0xFF,))
    return _ESCAPED.get(other, other) if other else b''
