"""Parquet files -> a file for each column of texts, under the column's name, a line for each: ``name=value``."""

from itertools import repeat

from keyguard.content import lz4, snappy
from keyguard.content.decoders import codec
from keyguard.content.numbers import number, signed
from keyguard.content.parquet_texts import BY_NUMBER, PLAIN, texts
from keyguard.content.streams import CORRUPT, TRUNCATED, Decoding, Unread, expanded, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from mmap import mmap
    from typing import Any

    from keyguard.content.streams import Member, Meter

    # a message of Thrift: the number of each field, and its value
    Struct = dict[int, Any]

MAGIC = b'PAR1'
_ENCRYPTED = b'PARE'
# columns of texts, of any length or of one
_OF_ONE_WIDTH = 7
_TEXTS = (6, _OF_ONE_WIDTH)
_NONE, _SNAPPY, _GZIP, _LZ4_OF_HADOOP, _ZSTD, _LZ4 = 0, 1, 2, 5, 6, 7
_NAMES = {3: 'LZO', 4: 'brotli'}
# a page with lists before its texts, and one whose header says how much of it is not compressed: these; and where the
# header of each says how it is written
_FIRST, _SECOND = 0, 3
_ENCODINGS = {_FIRST: (5, 2), _SECOND: (8, 4)}
# whether a column has a text in each row: one, perhaps one, as many as there are
_REQUIRED, _REPEATED = 0, 2
# how deep messages stand in each other; and the kinds of fields
_DEEPEST = 16
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 12


def members(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """The columns of texts, the pages of each one behind the other. Raises ``Unread``."""
    if data[-4:] == _ENCRYPTED:
        raise Unread('encrypted')
    size = int.from_bytes(data[-8:-4], 'little')
    if data[-4:] != MAGIC or size > len(data) - 12:
        raise Unread('truncated: the list of columns at the end is missing')
    parts: dict[bytes, list[Struct]] = {}
    try:
        last, _ = _struct(data[-8 - size : -8], 0)
        lists = _lists(last[2])
        for group in last[4]:
            for column in group[1]:
                part = column[3]
                if part[1] in _TEXTS:
                    parts.setdefault(b'.'.join(part[3]), []).append(part)
    except (KeyError, IndexError, TypeError, AttributeError):
        raise Unread('corrupt: the list of columns is damaged') from None
    for name, column in parts.items():
        meter.entry()
        content, reason = gathered(_lines(name, data, column, *lists.get(name, (0, 0)), meter), meter.limits.member)
        yield name, content, reason


def _lists(schema: 'list[Struct]') -> 'dict[bytes, tuple[int, int]]':
    """For each column, how many lists stand before its texts: of which are missing, and of which are one's own; and how
    wide each of its texts is, 0 for as it comes.
    """
    found: dict[bytes, tuple[int, int]] = {}
    # the columns that are left in each group, the group's name, and what is said of all that is in it
    groups: list[tuple[Iterator[None], list[bytes], bool, bool]] = []
    for element in schema[1:]:
        while groups and next(groups[-1][0], 0) == 0:
            groups.pop()
        _, path, missing, many = groups[-1] if groups else (None, [], False, False)
        missing = missing or element.get(3, _REQUIRED) != _REQUIRED
        many = many or element.get(3) == _REPEATED
        path = [*path, element[4]]
        if element.get(5):
            groups.append((repeat(None, element[5]), path, missing, many))
        else:
            found[b'.'.join(path)] = missing + many, element.get(2) or 0 if element.get(1) == _OF_ONE_WIDTH else 0
    return found


def _lines(
    name: bytes, data: 'bytes | mmap', parts: 'Sequence[Struct]', lists: int, width: int, meter: 'Meter'
) -> 'Iterator[bytes]':
    """The texts of a column; a page in which none can be told from the next is given as it is."""
    limit = meter.limits.member
    for part in parts:
        for kind, encoding, chunks in _pages(data, part, meter):
            if encoding in BY_NUMBER:
                continue
            page, reason = gathered(chunks, limit)
            meter.work(len(page))
            found = texts(page, encoding, width, lists if kind == _FIRST else 0, meter)
            meter.tokens(len(found or ()))
            yield page + b'\n' if found is None else b''.join([name + b'=' + text + b'\n' for text in found])
            if reason:
                raise Unread(reason)


def _pages(data: 'bytes | mmap', part: 'Struct', meter: 'Meter') -> 'Iterator[tuple[int, int, Iterator[bytes]]]':
    """The pages of a part of a column: the kind of each, how its texts are written, and what it has, in chunks."""
    try:
        at = min(part[9], part.get(11) or part[9])
        stop = min(at + part[7], len(data))
        while 0 <= at < stop:
            meter.entry()
            head, at = _struct(data, at)
            end = at + head[3]
            if not at <= end <= stop:
                raise Unread(TRUNCATED)
            packing = part[4]
            if head[1] == _SECOND:
                at += head[8][5] + head[8][6]
                packing = packing if head[8].get(7, True) else _NONE
            header, field = _ENCODINGS.get(head[1], (0, 0))
            encoding = head.get(header, {}).get(field) or PLAIN
            yield head[1], encoding, _unpacked(data, at, end, packing, meter)
            at = end
    except (KeyError, IndexError, TypeError, AttributeError):
        raise Unread(CORRUPT) from None


def _unpacked(data: 'bytes | mmap', start: int, end: int, packing: int, meter: 'Meter') -> 'Iterator[bytes]':
    if packing == _NONE:
        meter.give(end - start)
        yield data[start:end]
    elif packing == _SNAPPY:
        yield from snappy.unpacked(data, start, end, meter)
    elif packing == _LZ4:
        yield from lz4.unpacked(data, start, end, meter)
    elif packing == _LZ4_OF_HADOOP:
        yield from lz4.hadoop(data, start, end, meter)
    elif packing == _GZIP:
        yield from expanded('gzip', data[start:end], meter)
    elif packing == _ZSTD:
        yield from Decoding(meter, codec('zstd'), data, start, end)
    else:
        raise Unread(f'compressed with {_NAMES.get(packing, "something unknown")}: write it without')


def _struct(data: 'bytes | mmap', at: int, depth: int = 0) -> 'tuple[Struct, int]':
    """The message that begins at ``at``, in Thrift's compact form, and where it ends. Raises ``Unread``."""
    if depth > _DEEPEST:
        raise Unread(CORRUPT)
    found: Struct = {}
    field = 0
    while True:
        head = data[at]
        at += 1
        kind, step = head & 15, head >> 4
        if head == 0:
            return found, at
        if step:
            field += step
        else:
            field, at = signed(data, at)
        if kind in (_TRUE, _FALSE):
            found[field] = kind == _TRUE
        else:
            found[field], at = _value(data, at, kind, depth)


def _value(data: 'bytes | mmap', at: int, kind: int, depth: int) -> 'tuple[Any, int]':
    if kind in (_TRUE, _FALSE, _BYTE):
        return data[at], at + 1
    if kind < _DOUBLE:
        return signed(data, at)
    if kind == _DOUBLE:
        return None, at + 8
    if kind == _STRUCT:
        return _struct(data, at, depth + 1)
    if kind == _BINARY:
        size, at = number(data, at)
        if at + size > len(data):
            raise Unread(TRUNCATED)
        return data[at : at + size], at + size
    if kind in (_LIST, _SET):
        return _list(data, at, depth + 1)
    raise Unread(CORRUPT)


def _list(data: 'bytes | mmap', at: int, depth: int) -> 'tuple[list[Any], int]':
    if depth > _DEEPEST:
        raise Unread(CORRUPT)
    kind, size = data[at] & 15, data[at] >> 4
    at += 1
    if size == 15:
        size, at = number(data, at)
    found = []
    for _ in range(size):
        # none of them takes less than a byte
        value, at = _value(data, at, kind, depth)
        found.append(value)
    return found, at
