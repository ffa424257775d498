"""Databases of SQLite -> a file for each table, a line for each row: ``name=value`` for each text, a tab between two.

What was deleted, and stands in the bytes of the file all the same, is read as it stands (``packed``).
"""

from keyguard.content.statements import columns
from keyguard.content.streams import TRUNCATED, Unread, gathered
from keyguard.packing import number_at, width_of
from keyguard.tokens import runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from mmap import mmap

    from keyguard.content.streams import Member, Meter

_DAMAGED = 'corrupt: pages of the database are damaged'
_LOG = b'\x37\x7f\x06'
# what stands before the pages of a log, and before each
_LOG_HEAD, _FRAME = 32, 24
_ENCODINGS = {2: 'utf-16-le', 3: 'utf-16-be'}
# pages that lead to others, of an index and of a table, and those that have nothing but rows
_INNER_INDEX, _INNER_TABLE, _INDEX, _TABLE = 2, 5, 10, 13
_HEADER = 100
# the columns of the table of tables: kind, name, root, statement
_SCHEMA = 1


def members(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """The tables of the database, or all rows in a log of pages that were written to one. Raises ``Unread``.

    Rows on pages without a run of token characters are empty lines, and each page is read once. Linear, but for texts
    that claim to go on in the same pages: they count against the limits.
    """
    if data[:3] == _LOG:
        yield b'rows', *gathered(_logged(data, meter), meter.limits.member)
        return
    base = _Base(data, meter)
    tables = []
    for _, row in base.rows(_SCHEMA, False):
        if len(row) > 4 and row[0] == b'table':
            root = int.from_bytes(row[3], 'big')
            if root > _SCHEMA:
                tables.append((row[1], root, columns(row[4])))
    for name, root, names in tables:
        meter.entry()
        content, reason = gathered(base.lines(root, names), meter.limits.member)
        if reason or content.strip(b'\n'):
            yield name, content, reason
    if base.damage:
        raise Unread(base.damage)


def _logged(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[bytes]':
    size = int.from_bytes(data[8:12], 'big')
    if size < 512 or size & (size - 1):
        raise Unread(_DAMAGED)
    base = _Base(data, meter, size)
    for at in range(_LOG_HEAD + _FRAME, len(data), size + _FRAME):
        page = data[at : at + size]
        # the first page of all has the head of the database before it
        head = _HEADER * (page[:6] == b'SQLite')
        for row in base.cells(page, head):
            yield _line(row, ())


def _line(row: 'Sequence[bytes]', names: 'Sequence[bytes]') -> bytes:
    texts = []
    for at, value in enumerate(row):
        if value:
            name = names[at] if at < len(names) else b''
            texts.append(name + b'=' + value if name else value)
    return b'\t'.join(texts) + b'\n'


class _Base:
    """The pages of a database."""

    def __init__(self, data: 'bytes | mmap', meter: 'Meter', size: int = 0) -> None:
        self.data = data
        self.meter = meter
        self.seen: set[int] = set()
        # why some of the pages could not be read
        self.damage = ''
        self.size = size or int.from_bytes(data[16:18], 'big')
        self.size = 1 << 16 if self.size == 1 else self.size
        if self.size < 512 or self.size & (self.size - 1):
            raise Unread(_DAMAGED)
        # what an extension keeps at the end of each page
        spare = data[20:21] if not size else b'\0'
        self.room = self.size - (spare[0] if spare else 0)
        self.encoding = '' if size else _ENCODINGS.get(int.from_bytes(data[56:60], 'big'), '')

    def lines(self, root: int, names: 'Sequence[bytes]') -> 'Iterator[bytes]':
        """The rows of a table."""
        for passed, row in self.rows(root, True):
            yield b'\n' * passed if passed else _line(row, names)

    def rows(self, root: int, worth: bool) -> 'Iterator[tuple[int, list[bytes]]]':
        """The rows of the table whose pages begin there; where it says so, only of those pages that are ``worth`` it,
        and of the others how many they have. A page that stands in two tables is read once.
        """
        seen = self.seen
        open_pages = [root]
        while open_pages:
            number = open_pages.pop()
            at = (number - 1) * self.size
            if number < 1 or number in seen or at >= len(self.data):
                self.damage = self.damage or (_DAMAGED if number < 1 or number in seen else TRUNCATED)
                continue
            seen.add(number)
            page = self.data[at : at + self.size]
            self.meter.work(len(page))
            head = _HEADER if number == 1 else 0
            kind = page[head] if head < len(page) else 0
            if kind in (_INNER_TABLE, _INNER_INDEX):
                open_pages += self._children(page, head)
            if kind in (_TABLE, _INDEX, _INNER_INDEX):
                if self.encoding or not worth or runs(page) or self._spills(page, head):
                    for row in self.cells(page, head):
                        yield 0, row
                elif count := int.from_bytes(page[head + 3 : head + 5], 'big'):
                    yield count, []
            elif kind != _INNER_TABLE:
                self.damage = self.damage or _DAMAGED

    def _spills(self, page: bytes, head: int) -> bool:
        """Does a row on the page go on in other pages?"""
        least = (self.room - 12) * 64 // 255 - 23
        inner = page[head] == _INNER_INDEX
        for place in self._places(page, head, 12 if inner else 8):
            at = place + 4 * inner
            # most rows are short, and their length is one byte
            if page[at : at + 1] >= b'\x80' and number_at(page, at)[0] > least:
                return True
        return False

    def _places(self, page: bytes, head: int, behind: int) -> 'list[int]':
        count = int.from_bytes(page[head + 3 : head + 5], 'big')
        begin = head + behind
        places = page[begin : begin + 2 * count]
        return [int.from_bytes(places[at : at + 2], 'big') for at in range(0, len(places) - 1, 2)]

    def _children(self, page: bytes, head: int) -> 'list[int]':
        found = [int.from_bytes(page[at : at + 4], 'big') for at in self._places(page, head, 12)]
        found.reverse()
        return [int.from_bytes(page[head + 8 : head + 12], 'big'), *found]

    def cells(self, page: bytes, head: int) -> 'Iterator[list[bytes]]':
        """The rows on a page."""
        kind = page[head] if head < len(page) else 0
        if kind not in (_TABLE, _INDEX, _INNER_INDEX):
            return
        for place in self._places(page, head, 12 if kind == _INNER_INDEX else 8):
            size, at = number_at(page, place + 4 * (kind == _INNER_INDEX))
            if kind == _TABLE:
                _, at = number_at(page, at)
            yield self._record(self._payload(page, at, size, kind == _TABLE))

    def _payload(self, page: bytes, at: int, size: int, table: bool) -> bytes:
        """What a cell holds: the rest of it may stand in pages of its own."""
        most = self.room - 35 if table else (self.room - 12) * 64 // 255 - 23
        if size <= most:
            self.meter.give(size)
            return page[at : at + size]
        least = (self.room - 12) * 32 // 255 - 23
        local = least + (size - least) % (self.room - 4)
        local = local if local <= most else least
        parts = [page[at : at + local]]
        self.meter.give(local)
        left = size - local
        following = int.from_bytes(page[at + local : at + local + 4], 'big')
        while left > 0 and following:
            start = (following - 1) * self.size
            piece = self.data[start : start + min(left + 4, self.room)]
            if len(piece) <= 4:
                break
            self.meter.give(len(piece))
            parts.append(piece[4:])
            left -= len(piece) - 4
            following = int.from_bytes(piece[:4], 'big')
        return b''.join(parts)

    def _record(self, payload: bytes) -> 'list[bytes]':
        """The texts of a row, b'' for what is none; numbers as they are stored."""
        end, at = number_at(payload, 0)
        found = []
        place = end
        while at < min(end, len(payload)):
            kind, at = number_at(payload, at)
            width = width_of(kind)
            value = payload[place : place + width]
            # an odd kind is a text, an even one bytes
            if self.encoding and kind >= 13 and kind % 2:
                value = value.decode(self.encoding, 'replace').encode()
            found.append(value)
            place += width
        return found
