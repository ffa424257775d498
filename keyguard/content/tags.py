"""XML of Office documents -> where an offset in it is: the cell, the paragraph, the row of a table.

XML is not parsed but searched for tags, one pass for all offsets: time is linear in its length, whatever it is.
"""

import re
from bisect import bisect_right

from keyguard.content import office

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from re import Match
    from typing import Protocol

    class State(Protocol):
        tags: 're.Pattern[bytes]'

        def see(self, match: 'Match[bytes]') -> None: ...
        def words(self) -> str: ...


# as much of a part is turned into text at once, in bytes, to find the places of offsets in the text
_PIECE = 4 << 10
_REFERENCE = re.compile(rb"""(?:^|\s)(?:r|ref)\s?=\s?["']([A-Z]{1,3}[0-9]{1,7})["']""")
_ATTRIBUTE = re.compile(rb"""([\w:-]{1,40})\s?=\s?(?:"([^"<>]*)"|'([^'<>]*)')""")


def walk(xml: bytes, offsets: 'Sequence[int]', state: 'State') -> 'list[str]':
    """What the state says at each of the offsets, which rise; it sees every tag of its kind before."""
    told = []
    tags = state.tags.finditer(xml)
    tag = next(tags, None)
    for offset in offsets:
        while tag and tag.end() <= offset:
            state.see(tag)
            tag = next(tags, None)
        told.append(state.words())
    return told


def offsets(xml: bytes, indices: 'Sequence[int]') -> 'list[int]':
    """The offsets in the XML of what stands at these places of its text (``office.text``), which rise: where the tag
    before it ends.
    """
    found = []
    start = before = 0
    end, length = _piece(xml, 0)
    ends: list[int] = []
    lengths: list[int] = []
    for index in indices:
        while index >= before + length and end < len(xml):
            start, before = end, before + length
            end, length = _piece(xml, start)
            ends = []
        if not ends:
            ends, lengths = _tags(xml, start, end)
        found.append(ends[min(bisect_right(lengths, index - before), len(ends)) - 1])
    return found


def _piece(xml: bytes, start: int) -> 'tuple[int, int]':
    """Where the piece that begins there ends, with a tag, and how long its text is."""
    end = xml.find(b'>', start + _PIECE) + 1 or len(xml)
    return end, len(office.text(xml[start:end]))


def _tags(xml: bytes, start: int, end: int) -> 'tuple[list[int], list[int]]':
    """Where the piece and the tags in it end that something follows, and how much text stands before."""
    ends, lengths = [start], [0]
    while (at := xml.find(b'>', ends[-1], end) + 1) and at < end:
        lengths.append(lengths[-1] + len(office.text(xml[ends[-1] : at])))
        ends.append(at)
    return ends, lengths


def narrow(xml: bytes) -> bytes:
    """XML of UTF-16 as UTF-8, any other as it is."""
    return xml.decode('utf-16', 'replace').encode() if xml.startswith((b'\xff\xfe', b'\xfe\xff')) else xml


def narrowed(content: bytes, offsets: 'Sequence[int]') -> 'Sequence[int]':
    """The offsets in ``narrow`` of the content of these offsets in it, which rise."""
    if narrow(content[:4]) == content[:4]:
        return offsets
    code = 'utf-16-le' if content.startswith(b'\xff') else 'utf-16-be'
    found = []
    at, out = 2, 0
    for offset in offsets:
        out += len(content[at:offset].decode(code, 'replace').encode())
        at = max(at, offset)
        found.append(out)
    return found


def attributes(tag: bytes) -> 'dict[bytes, bytes]':
    """The attributes of a tag by their names, in small letters and without a prefix; of two with the same name the one
    that has a prefix counts (``id`` and ``r:id``).
    """
    found = sorted(_ATTRIBUTE.findall(tag), key=lambda each: b':' in each[0])
    return {name.rpartition(b':')[2].lower(): one or two for name, one, two in found}


def cell(tag: bytes) -> str:
    """The cell that a tag names (``r="B7"``), or ''."""
    found = _REFERENCE.search(tag)
    return found[1].decode() if found else ''


def text(value: bytes) -> str:
    """An attribute's value as text."""
    return office.text(value).decode('utf-8', 'replace')


class Cell:
    """The cell that the last tag names, ``B7``, or ''."""

    tags = re.compile(rb'<(?:\w{1,20}:)?(?:c|comment|threadedComment)\s([^<>]*)>')

    def __init__(self) -> None:
        self._tag = b''

    def see(self, match: 'Match[bytes]') -> None:
        self._tag = match[1]

    def words(self) -> str:
        return cell(self._tag)


class Strings:
    """The number of a shared string, from 0; -1 before the first."""

    tags = re.compile(rb'<(?:\w{1,20}:)?si(?=[\s/>])[^<>]*>')

    def __init__(self) -> None:
        self._number = -1

    def see(self, match: 'Match[bytes]') -> None:  # noqa: ARG002
        self._number += 1

    def words(self) -> str:
        return str(self._number)


class Nowhere:
    """A part in which a place has no name."""

    tags = re.compile(rb'\Z.')

    def see(self, match: 'Match[bytes]') -> None:
        """Nothing is there to see."""

    def words(self) -> str:
        return ''


class Word:
    """The paragraph of a text, or the table, its row and column."""

    tags = re.compile(rb'<(/?)(?:\w{1,20}:)?(tbl|tr|tc|p)(?=[\s/>])[^<>]*>')

    def __init__(self) -> None:
        self._paragraphs = self._tables = self._row = self._column = self._depth = 0

    def see(self, match: 'Match[bytes]') -> None:
        closes, tag = match.groups()
        if tag == b'tbl':
            self._depth += -1 if closes else 1
            if not closes and self._depth == 1:
                self._tables += 1
                self._row = 0
        elif closes or self._depth > 1:
            return
        elif tag == b'p':
            self._paragraphs += self._depth == 0
        elif tag == b'tr':
            self._row, self._column = self._row + 1, 0
        else:
            self._column += 1

    def words(self) -> str:
        if self._depth > 0:
            return f'table {self._tables}, row {self._row}, column {self._column}'
        return f'paragraph {self._paragraphs}' if self._paragraphs else ''


class OpenDocument:
    """The sheet or table and its cell, else the paragraph of the text."""

    tags = re.compile(
        rb'<(/?)(table:table|table:table-row|table:table-cell|table:covered-table-cell|text:p|text:h)(?=[\s/>])([^<>]*)>'
    )

    def __init__(self, sheets: bool) -> None:
        self._what = 'sheet' if sheets else 'table'
        self._name = ''
        self._paragraphs = self._depth = 0
        # the row and the column, and how many there are up to here: one tag may stand for many
        self._row = self._rows = self._column = self._columns = 0

    def see(self, match: 'Match[bytes]') -> None:
        closes, tag, rest = match.groups()
        if tag == b'table:table':
            self._depth += -1 if closes else not rest.endswith(b'/')
            if not closes and self._depth == 1:
                self._name = text(attributes(rest).get(b'name', b''))
                self._row = self._rows = 0
        elif closes or self._depth > 1:
            return
        elif tag in (b'text:p', b'text:h'):
            self._paragraphs += self._depth == 0
        elif tag == b'table:table-row':
            self._row, self._column, self._columns = self._rows + 1, 0, 0
            self._rows += _number(rest, b'number-rows-repeated')
        else:
            self._column = self._columns + 1
            self._columns += _number(rest, b'number-columns-repeated')

    def words(self) -> str:
        if self._depth > 0:
            return f'{self._what} "{self._name}", cell {_letters(self._column)}{self._row}'
        return f'paragraph {self._paragraphs}' if self._paragraphs else ''


def _number(tag: bytes, name: bytes) -> int:
    number = attributes(tag).get(name, b'1')
    return int(number) if number.isdigit() and len(number) < 9 else 1


def _letters(column: int) -> str:
    """The column as a sheet names it: A, Z, AA."""
    letters = ''
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
