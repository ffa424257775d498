"""Apache Arrow (Feather too) -> a file for each column of texts, under the column's name, a line for each:
``name=value``.

The format: https://arrow.apache.org/docs/format/Columnar.html
"""

from struct import unpack

from keyguard.content import lz4
from keyguard.content.decoders import codec
from keyguard.content.flat import Flat
from keyguard.content.streams import CORRUPT, TRUNCATED, Decoding, Unread, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from mmap import mmap

    from keyguard.content.streams import Member, Meter

    # where a part of a column stands, from one place to another
    Place = tuple[int, int]

_MAGIC = b'ARROW1\0\0'
_MARK = b'\xff\xff\xff\xff'
# the kinds of messages
_SCHEMA, _DICTIONARY, _BATCH = 1, 2, 3
# kinds of columns: those of nothing, of texts and bytes, with places of 32 and of 64 bits, of a few bytes each, with a
# length, the first letters and a place for each
_NOTHING, _BINARY, _UTF8, _FIXED, _LARGE_BINARY, _LARGE_UTF8, _BINARY_VIEW, _UTF8_VIEW = 1, 4, 5, 15, 19, 20, 23, 24
_SMALL, _LARGE, _VIEWS = (_BINARY, _UTF8), (_LARGE_BINARY, _LARGE_UTF8), (_BINARY_VIEW, _UTF8_VIEW)
# … and how many parts the others have of their own, before those of the columns in them; two is what most have
_UNION, _RUNS = 14, 22
_PARTS = {_NOTHING: 0, 13: 1, 16: 1, _RUNS: 0, 25: 3, 26: 3}
# how parts are compressed
_LZ4, _ZSTD = 0, 1
# a message that says more of its columns is none
_LONGEST_MESSAGE = 64 << 20
_DEEPEST = 32
_LONGEST_NAME = 300
# what a look at a column in a message counts as
_WALKED = 4
# so many texts are looked at at once, and so many bytes of those that may show the same; a view is a length, and a text
# or the place of one
_AT_ONCE, _TOGETHER = 4096, 1 << 20
_VIEW, _INSIDE = 16, 12


class _Column:
    """A column, and those in it. ``dictionary`` is the number of the list that its texts stand in, -1 for none."""

    __slots__ = ('children', 'dictionary', 'kind', 'name', 'parts', 'width')

    def __init__(self, field: Flat, path: bytes, meter: 'Meter', depth: int = 0) -> None:
        meter.entry()
        if depth > _DEEPEST:
            raise Unread(CORRUPT)
        own = field.text(0)
        self.name = (path + b'.' + own if path and own else path or own)[:_LONGEST_NAME]
        self.kind = field.number(2, '<B')
        of = field.table(3)
        encoding = field.table(4)
        self.dictionary = encoding.number(0, '<q') if encoding else -1
        self.width = of.number(0, '<i') if of and self.kind == _FIXED else 0
        dense = self.kind == _UNION and of is not None and of.number(0, '<h') == 1
        self.parts = 1 + dense if self.kind == _UNION else _PARTS.get(self.kind, 2)
        if self.kind in (*_SMALL, *_LARGE):
            self.parts = 3
        self.children = [_Column(child, self.name, meter, depth + 1) for child in field.tables(5)]

    @property
    def has_texts(self) -> bool:
        return self.kind in (*_SMALL, *_LARGE, *_VIEWS) or self.width > 0


class _Texts:
    """The texts of a column in one message: how many, the parts that hold them, and how these are compressed, -1 for
    not at all.
    """

    __slots__ = ('column', 'count', 'packing', 'places')

    def __init__(self, column: _Column, count: int, places: 'Sequence[Place]', packing: int) -> None:
        self.column = column
        self.count = count
        self.places = places
        self.packing = packing


def members(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """The columns of texts, each with those of all messages. Raises ``Unread``. Linear in the data and in what comes
    out of it.
    """
    found: dict[bytes, list[_Texts]] = {}
    damage = ''
    try:
        for texts in _all(data, meter):
            found.setdefault(texts.column.name, []).append(texts)
    except Unread as error:
        if meter.spent:
            raise
        damage = str(error)
    for name, parts in found.items():
        meter.entry()
        lines = (line for texts in parts for line in _lines(name, data, texts, meter))
        content, reason = gathered(lines, meter.limits.member)
        if content.strip(b'\n') or reason:
            yield name or b'(no name)', content, reason
    if damage:
        raise Unread(damage)


def _all(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[_Texts]':
    """What the messages hold of texts, in their order."""
    columns: list[_Column] = []
    lists: dict[int, _Column] = {}
    for message, body in _messages(data, meter):
        header = message.table(2)
        kind = message.number(1, '<B')
        if header is None:
            continue
        if kind == _SCHEMA:
            columns = [_Column(field, b'', meter) for field in header.tables(1)]
            lists = dict(_lists(columns))
        elif kind == _BATCH:
            yield from _batch(columns, header, body, meter)
        elif kind == _DICTIONARY:
            column, batch = lists.get(header.number(0, '<q')), header.table(1)
            if column and batch:
                yield from _batch([column], batch, body, meter, True)


def _lists(columns: 'Sequence[_Column]') -> 'Iterator[tuple[int, _Column]]':
    """The columns whose texts stand in a list, by its number."""
    for column in columns:
        if column.dictionary >= 0:
            yield column.dictionary, column
        yield from _lists(column.children)


def _messages(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[tuple[Flat, Place]]':
    """Each message, and where what it describes stands."""
    at = len(_MAGIC) if data[: len(_MAGIC)] == _MAGIC else 0
    while at + 4 <= len(data):
        # older files have no mark
        at += 4 if data[at : at + 4] == _MARK else 0
        size = int.from_bytes(data[at : at + 4], 'little')
        at += 4
        if not size:
            return
        if at + size > len(data) or size > _LONGEST_MESSAGE:
            raise Unread(TRUNCATED)
        meter.entry()
        meter.work(size)
        message = Flat.root(data[at : at + size])
        at += size
        end = at + message.number(3, '<q')
        if end < at:
            raise Unread(CORRUPT)
        yield message, (at, min(end, len(data)))
        if end > len(data):
            raise Unread(TRUNCATED)
        at = end


def _batch(
    columns: 'Sequence[_Column]', batch: Flat, body: 'Place', meter: 'Meter', values: bool = False
) -> 'Iterator[_Texts]':
    """The texts of these columns in a message; ``values``: those of the list that they have numbers for."""
    nodes = iter(batch.numbers(1, 2)[::2])
    numbers = batch.numbers(2, 2)
    start, end = body
    places = iter([(start + at, start + at + size) for at, size in zip(numbers[::2], numbers[1::2])])
    compression = batch.table(3)
    packing = compression.number(0, '<b') if compression else -1
    more = iter(batch.numbers(4, 1))

    def walk(column: _Column, values: bool) -> 'Iterator[_Texts]':
        meter.tokens(_WALKED)
        count = next(nodes, 0)
        listed = column.dictionary >= 0 and not values
        parts = 2 if listed else column.parts
        if not listed and column.kind in _VIEWS:
            parts += min(max(0, next(more, 0)), len(numbers))
        own = [place for _, place in zip(range(parts), places)]
        if any(not start <= first <= last for first, last in own):
            raise Unread(CORRUPT)
        # of a file that is cut, what is there
        own = [(min(first, end), min(last, end)) for first, last in own]
        if not listed:
            if column.has_texts and len(own) == parts:
                yield _Texts(column, count, own[1:], packing)
            for child in column.children:
                yield from walk(child, False)

    for column in columns:
        yield from walk(column, values)


def _lines(name: bytes, data: 'bytes | mmap', texts: _Texts, meter: 'Meter') -> 'Iterator[bytes]':
    """A line for each text of one message."""
    parts = [_part(data, place, texts.packing, meter) for place in texts.places]
    kind = texts.column.kind
    if kind in _VIEWS:
        spans = _by_views(parts[0], parts[1:], texts.count, meter)
    elif kind == _FIXED:
        spans = _by_width(parts[0], texts.column.width, texts.count)
    else:
        spans = _by_places(parts[0], parts[1], 8 if kind in _LARGE else 4, texts.count)
    for some in spans:
        meter.tokens(len(some))
        yield b''.join([name + b'=' + text + b'\n' if text else b'\n' for text in some])


def _part(data: 'bytes | mmap', place: 'Place', packing: int, meter: 'Meter') -> bytes:
    """A part of a column. Raises ``Unread``."""
    start, end = place
    if packing < 0 or end - start < 8 or int.from_bytes(data[start : start + 8], 'little', signed=True) == -1:
        start += 8 * (packing >= 0)
        meter.give(max(0, end - start))
        return data[start:end]
    if packing == _LZ4:
        chunks = lz4.framed(data, meter, start + 8, end)
    elif packing == _ZSTD:
        chunks = iter(Decoding(meter, codec('zstd'), data, start + 8, end))
    else:
        raise Unread(CORRUPT)
    content, reason = gathered(chunks, meter.limits.member)
    if reason:
        raise Unread(reason)
    return content


def _by_places(places: bytes, texts: bytes, width: int, count: int) -> 'Iterator[list[bytes]]':
    """The texts between each place and the next one."""
    count = min(count, len(places) // width - 1)
    for at in range(0, count, _AT_ONCE):
        some = min(_AT_ONCE, count - at) + 1
        ends = unpack(f'<{some}{"i" if width == 4 else "q"}', places[at * width : (at + some) * width])
        spans = [(first, last) for first, last in zip(ends, ends[1:]) if 0 <= first <= last <= len(texts)]
        # one stands behind the other
        if sum([last - first for first, last in spans]) > len(texts):
            raise Unread(CORRUPT)
        yield [texts[first:last] for first, last in spans]
        if min(ends) < 0 or max(ends) > len(texts):
            raise Unread(CORRUPT if min(ends) < 0 else TRUNCATED)


def _by_width(texts: bytes, width: int, count: int) -> 'Iterator[list[bytes]]':
    count = min(count, len(texts) // width)
    for at in range(0, count, _AT_ONCE):
        yield [texts[place * width : (place + 1) * width] for place in range(at, min(count, at + _AT_ONCE))]


def _by_views(views: bytes, parts: 'Sequence[bytes]', count: int, meter: 'Meter') -> 'Iterator[list[bytes]]':
    """The texts that such views show: short ones stand in the view itself."""
    some: list[bytes] = []
    together = 0
    for at in range(0, min(count, len(views) // _VIEW) * _VIEW, _VIEW):
        size, _, part, first = unpack('<iiii', views[at : at + _VIEW])
        if 0 <= size <= _INSIDE:
            some.append(views[at + 4 : at + 4 + size])
        elif size < 0 or not 0 <= part < len(parts) or not 0 <= first <= len(parts[part]) - size:
            raise Unread(CORRUPT)
        else:
            # many may show the same
            meter.give(size)
            some.append(parts[part][first : first + size])
            together += size
        if len(some) >= _AT_ONCE or together > _TOGETHER:
            yield some
            some, together = [], 0
    yield some
