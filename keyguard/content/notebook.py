"""Jupyter notebooks: what stands in their cells, as its author saw it, without the JSON around it.

JSON is read by a cursor that only moves on. Nothing recurses; what is no JSON ends the reading and raises nothing: the
plain view of the same bytes is looked at besides.
"""

import re
from array import array

from keyguard.lazy import Lazy
from keyguard.model import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# in wide text, a byte-order mark and all else that is not ASCII reads as 0xFF
_OPENING = Lazy(rb'(?:\xef\xbb\xbf|\xff)?[ \t\r\n]*(?=\{[ \t\r\n]*")')
_SIGNIFICANT = Lazy(rb'[^ \t\r\n]')
# what ends a number or a word
_DELIMITER = Lazy(rb'[ \t\r\n"\[\]{},:]')
# what opens and closes; a string up to its end or its first escape
_MARK = Lazy(rb'[\[\]{}]|"[^"\\]*')
_ESCAPE = Lazy(rb'\\(?:["\\/bfnrt]|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4})')
_SHORT = {
    b'\\n': b'\n', b'\\"': b'"', b'\\\\': b'\\', b'\\t': b'\t', b'\\r': b'\r', b'\\/': b'/', b'\\b': b'\b',
    b'\\f': b'\f',
}  # fmt: skip

# parts that no person writes: only what has a text in it is looked at
_STATES = ('metadata', 'notebook metadata')
# the kinds of cells that are read, not run
_READ = (b'markdown', b'raw')
# what the text of a cell is called in nbformat 4, and of a code cell in nbformat 3
_SOURCES = (b'source', b'input')
# the texts of an output: streams and errors, and what nbformat 3 has in place of mime types
_OUTPUTS = (b'text', b'ename', b'evalue', b'traceback', b'html', b'svg', b'latex', b'javascript', b'json')
# mime types of text and of JSON; nearly all others are base64
_TEXTUAL = Lazy(rb'text/.*|.*(?:/(?:x-)?javascript|[/+]xml)(?:;.*)?', re.I | re.S)
_STRUCTURED = Lazy(rb'.*[/+]json(?:;.*)?', re.I | re.S)


def readings(view: View) -> 'Iterator[View]':
    """The texts of a notebook (nbformat 3 and 4), in the order of the file, each a view of its own: the source of a
    cell, a stream, each part of an error, each textual mime type, metadata (with the state of widgets). ``cell`` is the
    cell's number, ``part`` says which of these it is: ``source``, ``markdown``, ``output``. Strings are decoded
    and joined; a JSON value (``application/json``) keeps its brackets and names, so that these speak of what is in it.

    Linear in the view's length, in time as in memory: the pieces of a text take 24 bytes each, and there are at most
    two for an escape and one for a string. Other bytes than a notebook's are refused by their beginning, and other JSON
    after one search. Of a notebook that is broken or cut off, what is before that place is read.
    """
    opening = _OPENING.match(view.data)
    if not opening or b'"cells"' not in view.data:
        return
    cursor = _Cursor(view.data, opening.end())
    for number in _cells(cursor):
        for part, text in _texts(cursor) if number else [('notebook metadata', cursor.value())]:
            if text.starts and (part not in _STATES or b'"' in text.text):
                reading = view.read(bytes(text.text), 'notebook', text.starts, text.origins, text.stops, cell=number)
                reading.part = part
                yield reading


def _cells(cursor: '_Cursor') -> 'Iterator[int]':
    """Stop at every cell of the notebook that begins here, and give its number; at the notebook's metadata, give 0."""
    number = 0
    for name in cursor.members():
        if name == b'cells':
            for _ in cursor.items():
                number += 1
                yield number
        elif name == b'worksheets':
            for _ in cursor.items():
                for inner in cursor.members():
                    if inner == b'cells':
                        for _ in cursor.items():
                            number += 1
                            yield number
        elif name == b'metadata':
            yield 0


def _texts(cursor: '_Cursor') -> 'Iterator[tuple[str, _Text]]':
    """The texts of the cell that begins here, and which part of it each is."""
    source = 'source'
    for name in cursor.members():
        if name in _SOURCES:
            yield source, cursor.lines()
        elif name == b'cell_type':
            # a reader sees Markdown; it runs nothing
            word = bytes(cursor.lines().text)
            source = word.decode() if word in _READ else 'source'
        elif name == b'metadata':
            yield 'metadata', cursor.value()
        elif name == b'outputs':
            for _ in cursor.items():
                for part in cursor.members():
                    if part in _OUTPUTS:
                        # a frame of a traceback has no line end of its own
                        yield 'output', cursor.lines(b'\n' if part == b'traceback' else b'')
                    elif part == b'data':
                        for text in _bundle(cursor):
                            yield 'output', text


def _bundle(cursor: '_Cursor') -> 'Iterator[_Text]':
    """The texts of the object from mime types to values that begins here."""
    for mime in cursor.members():
        if _TEXTUAL.fullmatch(mime):
            yield cursor.lines()
        elif _STRUCTURED.fullmatch(mime):
            yield cursor.value()


class _Text:
    """Decoded text of ``data`` as it grows, and where its pieces stand."""

    __slots__ = ('data', 'origins', 'starts', 'stops', 'text')

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.text = bytearray()
        # no lists: their numbers take five times the memory, and text may be nothing but escapes
        self.starts = array('q')
        self.origins = array('q')
        self.stops = array('q')

    def decode(self, first: int, last: int) -> None:
        """Add what stands at ``first`` to ``last``, each escape in it decoded. What is no valid escape stays."""
        at = first
        for escape in _ESCAPE.finditer(self.data, first, last):
            start, stop = escape.span()
            if at < start:
                self.add(self.data[at:start], at, start)
            letters = escape.group()
            self.add(_SHORT.get(letters) or _character(letters), start, stop)
            at = stop
        if at < last:
            self.add(self.data[at:last], at, last)

    def add(self, piece: bytes, origin: int, stop: int) -> None:
        """Add a piece that stands at ``origin`` to ``stop`` of the data."""
        self.starts.append(len(self.text))
        self.origins.append(origin)
        self.stops.append(stop)
        self.text += piece


def _character(escape: bytes) -> bytes:
    r"""``\u`` with four hex digits, or two of them that are a surrogate pair, in UTF-8.

    A surrogate without its other half becomes three bytes, which no key and no word has.
    """
    code = int(escape[2:6], 16)
    if len(escape) > 6:
        code = 0x10000 + ((code & 0x3FF) << 10) + (int(escape[8:], 16) & 0x3FF)
    return chr(code).encode('utf-8', 'surrogatepass')


class _Cursor:
    """A place in JSON text, which only moves on.

    ``at`` stands at a character that is no white space, or at the end. What is no JSON moves it to the end: nothing
    opens there, so whoever goes through members and items is done, and has what stood before.
    """

    __slots__ = ('at', 'data')

    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def members(self) -> 'Iterator[bytes]':
        """The names in the object that begins here, as written; nothing for any other value.

        The cursor stands at the member's value meanwhile. A value that nobody takes is passed over. So it is for
        ``items``.
        """
        if not self._take(b'{'):
            return
        inside = True
        while inside and self._stands_at(b'"'):
            first, last = self._string()
            if not self._take(b':'):
                break
            at = self.at
            yield self.data[first:last]
            if self.at == at:
                self._pass()
            inside = self._take(b',')
        if not self._take(b'}'):
            self.at = len(self.data)

    def items(self) -> 'Iterator[None]':
        """Stop at every item of the array that begins here; nothing for any other value."""
        if not self._take(b'['):
            return
        inside = True
        while inside and self.at < len(self.data) and not self._stands_at(b']'):
            at = self.at
            yield
            if self.at == at:
                self._pass()
            inside = self._take(b',')
        if not self._take(b']'):
            self.at = len(self.data)

    def lines(self, between: bytes = b'') -> _Text:
        """The string that begins here, or the strings of the array, with one byte or none ``between`` them."""
        text = _Text(self.data)
        if self._stands_at(b'"'):
            text.decode(*self._string())
            return text
        end = 0
        for _ in self.items():
            if self._stands_at(b'"'):
                first, last = self._string()
                if between and end:
                    text.add(between, end, first)
                text.decode(first, last)
                end = last
        return text

    def value(self) -> _Text:
        """The value that begins here as text: a string decoded, anything else as written, its strings decoded."""
        if self._stands_at(b'"'):
            return self.lines()
        text = _Text(self.data)
        text.decode(self.at, self._pass())
        return text

    def _stands_at(self, char: bytes) -> bool:
        return self.data.startswith(char, self.at)

    def _take(self, char: bytes) -> bool:
        """Move behind the character if it is here."""
        if not self.data.startswith(char, self.at):
            return False
        self._move(self.at + 1)
        return True

    def _move(self, at: int) -> None:
        """Move to the first character from ``at`` that is no white space."""
        self.at = self._next(_SIGNIFICANT, at)

    def _next(self, char: Lazy, at: int) -> int:
        """Where the first such character from ``at`` stands, or the end of the data."""
        found = char.search(self.data, at)
        return found.start() if found else len(self.data)

    def _string(self) -> 'tuple[int, int]':
        """Where the string that begins here has its first character and its closing quote; move behind it.

        One that is not closed ends with the data.
        """
        first = self.at + 1
        last = self._closing(first)
        self._move(last + 1)
        return first, last

    def _closing(self, at: int) -> int:
        """Where the string with a character, an escape or the closing quote at ``at`` ends: linear in its length."""
        data = self.data
        quote = data.find(b'"', at)
        while quote > at and data[quote - 1] == 0x5C:
            before = data[at:quote]
            if (len(before) - len(before.rstrip(b'\\'))) % 2 == 0:
                break
            at = quote + 1
            quote = data.find(b'"', at)
        return quote if quote >= 0 else len(data)

    def _pass(self) -> int:
        """Move behind the value that begins here. Out comes where it ends."""
        data = self.data
        end = self.at
        if self._stands_at(b'"'):
            end = self._string()[1] + 1
        elif not data.startswith((b'[', b'{'), end):
            end = self._next(_DELIMITER, end)
        else:
            depth = 1
            end += 1
            # only brackets and strings count: the numbers between them are one step
            while depth:
                mark = _MARK.search(data, end)
                if not mark:
                    end = len(data)
                    break
                end = mark.end()
                opened = data[mark.start()]
                if opened == 0x22:
                    end = self._closing(end) + 1
                else:
                    depth += 1 if opened in b'[{' else -1
        self._move(end)
        return end
