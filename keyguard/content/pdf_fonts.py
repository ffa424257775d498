"""A PDF's fonts: which characters the codes of a font stand for, as far as its table back to Unicode says."""

import re
from binascii import unhexlify
from io import BytesIO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mmap import mmap

    from keyguard.content.streams import Meter

# a name, as bytes of a pattern
NAME = rb'/([^\s\0/<>\[\](){}%]{1,64})'
WHITE = b' \t\r\n\v\f\0'

# an object begins; it has a table; it calls another one by a name
_FACT = re.compile(
    rb'(\d{1,10})\s{1,4}\d{1,5}\s{1,4}obj\b|/ToUnicode\s{1,4}(\d{1,10})\s|'
    + NAME
    + rb'\s{1,4}(\d{1,10})\s{1,4}\d{1,5}\s{1,4}R\b'
)
_TABLE = re.compile(rb'beginbf(char|range)|(endbf)|<([0-9A-Fa-f\s]{1,1000})>|([\[\]])')
# hyphens that share their shape with the one on the keyboard, and the space that does not break
_SAME = str.maketrans({'\xad': '-', '\u2010': '-', '\u2011': '-', '\u2212': '-', '\xa0': ' '})
_UNKNOWN = '\ufffd'.encode()

# what is kept of a file at most: names, objects that go by one, fonts with a table, codes of one table
_MOST_NAMES = 1000
_MOST_NAMESAKES = 500
_MOST_FONTS = 2000
_MOST_CODES = 300
# how many codes are looked up at once
_BLOCK = 1 << 14
# how many tables are tried where one name means several fonts
_MOST_TRIES = 8


def unhex(digits: bytes) -> bytes:
    """The bytes that hex digits stand for; white space between them is allowed, and a last one may be missing."""
    digits = digits.translate(None, WHITE)
    return unhexlify(digits + b'0' * (len(digits) % 2))


class Table:
    """The codes of a font, each of ``width`` bytes, and the printable ASCII that they stand for."""

    __slots__ = ('codes', 'width')

    def __init__(self, table: bytes, meter: 'Meter') -> None:
        """``table`` is a ToUnicode stream, decompressed. Takes time linear in its length."""
        self.codes: dict[bytes, bytes] = {}
        self.width = 1
        values: list[bytes] = []
        kind = b''
        listed = False
        for token in _TABLE.finditer(table):
            meter.tokens(1)
            begin, end, digits, bracket = token.groups()
            if begin or end:
                kind, values, listed = begin, [], False
            elif bracket:
                listed = bracket == b'['
                values = values if listed else []
            elif kind:
                values.append(unhex(digits))
                if kind == b'char' and len(values) == 2:
                    self._add(values[0], 0, values[1])
                    values = []
                elif kind == b'range' and listed and len(values) > 2:
                    # the list says what each code stands for
                    self._add(values[0], len(values) - 3, values[-1])
                elif kind == b'range' and len(values) == 3:
                    self._add_range(*values)
                    values = []

    def text(self, codes: bytes) -> bytes:
        """What a string shows; U+FFFD for what is no printable ASCII."""
        width, known = self.width, self.codes
        # to join a million pieces takes a hundred times their memory
        out = BytesIO()
        for first in range(0, len(codes), _BLOCK * width):
            block = codes[first : first + _BLOCK * width]
            out.write(b''.join([known.get(block[at : at + width], _UNKNOWN) for at in range(0, len(block), width)]))
        return out.getvalue()

    def _add(self, code: bytes, offset: int, meaning: bytes) -> None:
        self.width = len(code) or 1
        text = meaning.decode('utf-16-be', 'replace').translate(_SAME)
        number = int.from_bytes(code, 'big') + offset
        if text.isascii() and text.isprintable() and len(self.codes) < _MOST_CODES and number < 1 << 8 * len(code):
            self.codes[number.to_bytes(len(code), 'big')] = text.encode()

    def _add_range(self, first: bytes, last: bytes, meaning: bytes) -> None:
        """The part of a range that stands for printable ASCII, or for another hyphen or space."""
        start = int.from_bytes(meaning, 'big')
        count = int.from_bytes(last, 'big') - int.from_bytes(first, 'big') + 1
        for character in (*range(0x20, 0x7F), *_SAME):
            if start <= character < start + count:
                self._add(first, character - start, character.to_bytes(2, 'big'))


class Fonts:
    """The fonts of a file. ``tables`` are those of the table's objects that were read, by their numbers; ``more`` says
    that there are fonts with a table of which no note was taken.
    """

    __slots__ = ('_meter', '_named', '_tables_of', 'more', 'tables')

    def __init__(self, meter: 'Meter') -> None:
        self._meter = meter
        self._named: dict[bytes, set[int]] = {}
        self._tables_of: dict[int, int] = {}
        self.tables: dict[int, Table] = {}
        self.more = False

    def learn(self, text: 'bytes | mmap', start: int, end: int, number: int = 0) -> None:
        """Take note of what stands from ``start`` to ``end``; ``number`` is the object that begins there."""
        for fact in _FACT.finditer(text, start, end):
            self._meter.tokens(1)
            opened, table, name, target = fact.groups()
            if opened:
                number = int(opened)
            elif table:
                if number in self._tables_of or len(self._tables_of) < _MOST_FONTS:
                    self._tables_of[number] = int(table)
                else:
                    self.more = True
            elif name in self._named or len(self._named) < _MOST_NAMES:
                targets = self._named.setdefault(name, set())
                if len(targets) < _MOST_NAMESAKES:
                    targets.add(int(target))

    def wanted(self) -> 'set[int]':
        """The numbers of the objects that are tables."""
        return set(self._tables_of.values())

    def named(self, name: bytes) -> 'list[Table]':
        """The tables of the fonts of this name: a page may mean another one by it than the next page."""
        numbers = {self._tables_of.get(target, -1) for target in self._named.get(name, ())}
        return [self.tables[number] for number in sorted(numbers) if number in self.tables][:_MOST_TRIES]
