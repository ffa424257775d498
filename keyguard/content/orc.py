"""ORC files -> a file for each column of texts, under the column's name, a line for each: ``name=value``.

The format: https://orc.apache.org/specification/ORCv1/
"""

from keyguard.content import lz4, snappy
from keyguard.content.decoders import codec
from keyguard.content.numbers import number
from keyguard.content.orc_lengths import lengths
from keyguard.content.streams import CORRUPT, TRUNCATED, Decoding, Unread, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from mmap import mmap
    from typing import Any

    from keyguard.content.streams import Member, Meter

    # a message of protobuf: the values of each field, numbers or bytes
    Message = dict[int, list[Any]]
    # a column in a stripe: its number, where its texts and their lengths stand, and how the lengths are written
    Texts = tuple[int, tuple[int, int], tuple[int, int], bool]

# how long is what begins the file
_MAGIC = 3
_NONE, _ZLIB, _SNAPPY, _LZ4, _ZSTD = 0, 1, 2, 4, 5
_NAMES = {3: 'LZO', 6: 'brotli'}
# the kinds of columns that are texts, or bytes, and of those that have fields with names
_TEXTS = (7, 8, 16, 17)
_STRUCT = 12
# the streams of a column: its values, their lengths, the values that others only point to
_DATA, _LENGTH, _DICTIONARY = 1, 2, 3
# the ways to write a column: each value, or a number for each; and the same with lengths in the second way
_DIRECT, _BY_NUMBER, _DIRECT_2, _BY_NUMBER_2 = 0, 1, 2, 3
_OWN = (_DIRECT, _DIRECT_2)
# what the lists at the end of a file and of a stripe take at most, in bytes
_LONGEST_LIST = 16 << 20
# … and the name of a column that is looked at
_LONGEST_NAME = 300
_DAMAGED = 'corrupt: the list of columns is damaged'


def members(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """The columns of texts; all that is in the file as one, where the list of columns at its end cannot be read.
    Raises ``Unread``. Linear in the data and in what comes out of it.
    """
    end = len(data) - 1 - data[-1:][0]
    last = data[max(_MAGIC, end) : -1]
    try:
        kind, size = _last(last)
        if kind in _NAMES:
            raise Unread(f'its columns are compressed with {_NAMES[kind]}: write it without')
        stripes, names, own = _listed(_unpacked(data, max(_MAGIC, end - size), end, kind, meter), meter)
    except _Damaged:
        kind = _last_kind(last)
        if kind:
            content, reason = gathered(_chunks(data, _MAGIC, end, kind, meter), meter.limits.member)
            yield b'columns', content, reason
        return
    if own:
        yield b'metadata', own, ''
    found: dict[bytes, list[Texts]] = {}
    damage = ''
    for stripe in stripes:
        meter.entry()
        try:
            for each in _texts(data, stripe, end, kind, meter):
                if each[0] in names:
                    found.setdefault(names[each[0]], []).append(each)
        except _Damaged:
            damage = _DAMAGED
    for name, parts in found.items():
        meter.entry()
        lines = (line for part in parts for line in _lines(name, data, part, kind, meter))
        content, reason = gathered(lines, meter.limits.member)
        if content.strip(b'\n') or reason:
            yield name, content, reason
    if damage:
        raise Unread(damage)


class _Damaged(Exception):
    """A list is none."""


def _last(last: bytes) -> 'tuple[int, int]':
    """What the last part of the file says: how all is compressed, and how long the list of columns before it is."""
    found = _message(last)
    kind, size = _one(found, 2), _one(found, 1)
    if not size:
        raise _Damaged
    return kind, size


def _last_kind(last: bytes) -> int:
    """How all is compressed, 0 where that is not said."""
    try:
        return _one(_message(last), 2)
    except _Damaged:
        return 0


def _listed(last: bytes, meter: 'Meter') -> 'tuple[list[tuple[int, int, int, int]], dict[int, bytes], bytes]':
    """Where the stripes, their data and the lists at their ends stand, the names of columns of texts by their numbers,
    and what was noted of the file, a line for each.
    """
    found = _message(last)
    stripes = []
    for each in found.get(3, ()):
        part = _message(each)
        start, index, size, list_size = (_one(part, field) for field in (1, 2, 3, 4))
        stripes.append((start, start + index, start + index + size, start + index + size + list_size))
    if not found.get(4):
        raise _Damaged
    own = []
    for each in found.get(5, ()):
        note = _message(each)
        own.append(b'='.join([_bytes(note, 1), _bytes(note, 2)]) + b'\n')
    return stripes, _names([_message(each) for each in found[4]], meter), b''.join(own)


def _names(kinds: 'Sequence[Message]', meter: 'Meter') -> 'dict[int, bytes]':
    """The names of the columns of texts, by their numbers: a field of a field has both names, what is in a list or a
    map that of the list.
    """
    paths: dict[int, bytes] = {0: b''}
    names = {}
    for at, kind in enumerate(kinds):
        meter.entry()
        # what is in a column comes behind it
        path = paths.pop(at, b'')
        of = _one(kind, 1)
        if of in _TEXTS:
            names[at] = path
        fields = kind.get(3, ())
        for place, child in enumerate(_numbers(kind.get(2, ()))):
            field = fields[place] if of == _STRUCT and place < len(fields) and isinstance(fields[place], bytes) else b''
            if child > at:
                paths[child] = b'.'.join(filter(None, (path, field)))[:_LONGEST_NAME]
    return names


def _texts(
    data: 'bytes | mmap', stripe: 'tuple[int, int, int, int]', end: int, kind: int, meter: 'Meter'
) -> 'Iterator[Texts]':
    """The columns of a stripe that have texts."""
    start, _, lists, stop = stripe
    if not _MAGIC <= start <= lists <= stop <= end:
        raise _Damaged
    found = _message(_unpacked(data, lists, stop, kind, meter))
    ways = [_one(_message(each), 1) for each in found.get(2, ())]
    places: dict[tuple[int, int], tuple[int, int]] = {}
    at = start
    for each in found.get(1, ()):
        stream = _message(each)
        of, column, size = (_one(stream, field) for field in (1, 2, 3))
        if at + size > lists:
            raise _Damaged
        places[column, of] = at, at + size
        at += size
    for column, way in enumerate(ways):
        texts = places.get((column, _DATA if way in _OWN else _DICTIONARY))
        sizes = places.get((column, _LENGTH))
        if texts and sizes:
            yield column, texts, sizes, way in (_DIRECT_2, _BY_NUMBER_2)


def _lines(name: bytes, data: 'bytes | mmap', texts: 'Texts', kind: int, meter: 'Meter') -> 'Iterator[bytes]':
    """The texts of a column in a stripe, a line for each; one that is none ends where the lengths do not fit."""
    _, place, sizes, second = texts
    limit = meter.limits.member
    content, reason = gathered(_chunks(data, *place, kind, meter), limit)
    counts, why = gathered(_chunks(data, *sizes, kind, meter), limit)
    at = 0
    for some in lengths(counts, second):
        meter.tokens(len(some))
        lines = []
        for size in some:
            if at + size > len(content):
                why = why or TRUNCATED
                break
            text = content[at : at + size]
            at += size
            lines.append(name + b'=' + text + b'\n' if text else b'\n')
        yield b''.join(lines)
        if why:
            break
    if at < len(content):
        yield content[at:] + b'\n'
        why = why or CORRUPT
    if reason or why:
        raise Unread(reason or why)


def _unpacked(data: 'bytes | mmap', start: int, end: int, kind: int, meter: 'Meter') -> bytes:
    """A list, whole. Raises ``_Damaged``."""
    content, reason = gathered(_chunks(data, start, end, kind, meter), _LONGEST_LIST)
    if meter.spent:
        raise Unread(meter.spent)
    if reason:
        raise _Damaged
    # it is read field by field
    meter.tokens(len(content))
    return content


def _chunks(data: 'bytes | mmap', at: int, end: int, kind: int, meter: 'Meter') -> 'Iterator[bytes]':
    """What stands from ``at`` to ``end``, chunk for chunk. Raises ``Unread``."""
    if kind == _NONE:
        meter.give(end - at)
        yield data[at:end]
        return
    while at < end:
        meter.entry()
        head = int.from_bytes(data[at : at + 3], 'little')
        at += 3
        stop = at + (head >> 1)
        if stop > end:
            raise Unread(TRUNCATED)
        if head & 1:
            meter.give(stop - at)
            yield data[at:stop]
        elif stop == at:
            # what fills up to where the next stripe begins
            at += len(data[at:end]) - len(data[at:end].lstrip(b'\0'))
            continue
        elif kind == _SNAPPY:
            yield from snappy.unpacked(data, at, stop, meter)
        elif kind == _LZ4:
            yield from lz4.unpacked(data, at, stop, meter)
        elif kind in (_ZLIB, _ZSTD):
            yield from Decoding(meter, codec('deflate' if kind == _ZLIB else 'zstd'), data, at, stop)
        else:
            raise Unread(CORRUPT)
        at = stop


def _message(data: 'bytes | int') -> 'Message':
    """The values of each field of a message of protobuf. Raises ``_Damaged``, for a number as well."""
    if isinstance(data, int):
        raise _Damaged
    found: Message = {}
    at = 0
    try:
        while at < len(data):
            tag, at = number(data, at)
            kind = tag & 7
            value: Any = b''
            if kind == 0:
                value, at = number(data, at)
            elif kind == 2:
                size, at = number(data, at)
                if at + size > len(data):
                    raise _Damaged
                value = data[at : at + size]
                at += size
            elif kind in (1, 5):
                at += 8 if kind == 1 else 4
            else:
                raise _Damaged
            found.setdefault(tag >> 3, []).append(value)
    except Unread:
        raise _Damaged from None
    return found


def _one(message: 'Message', field: int) -> int:
    """The number that the field is, 0 where there is none."""
    value = message.get(field, [0])[-1]
    return value if isinstance(value, int) else 0


def _bytes(message: 'Message', field: int) -> bytes:
    value = message.get(field, [b''])[-1]
    return value if isinstance(value, bytes) else b''


def _numbers(values: 'Sequence[Any]') -> 'Iterator[int]':
    """The numbers of a field that has many: one for one, or packed."""
    for value in values:
        if isinstance(value, int):
            yield value
            continue
        at = 0
        while at < len(value):
            try:
                each, at = number(value, at)
            except Unread:
                raise _Damaged from None
            yield each
