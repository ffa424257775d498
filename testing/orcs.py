"""ORC files with columns of texts, made by hand: what the library that writes them makes, in a hundred lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from testing.tables import number

Pack = Callable[[bytes], bytes]
NONE, ZLIB, SNAPPY = 0, 1, 2


def field(place: int, value: int | bytes) -> bytes:
    """A field of a message of protobuf."""
    if isinstance(value, int):
        return number(place << 3) + number(value)
    return number(place << 3 | 2) + number(len(value)) + value


def first_way(values: Sequence[int]) -> bytes:
    """Numbers in runs of the first kind, one after the other."""
    out = b''
    for at in range(0, len(values), 128):
        some = values[at : at + 128]
        out += bytes((256 - len(some),)) + b''.join(map(number, some))
    return out


def second_way(values: Sequence[int]) -> bytes:
    """Numbers in runs of the second kind, each of 16 bits."""
    out = b''
    for at in range(0, len(values), 512):
        some = values[at : at + 512]
        out += bytes((0x40 | 15 << 1 | len(some) - 1 >> 8, len(some) - 1 & 255))
        out += b''.join(value.to_bytes(2, 'big') for value in some)
    return out


def orc_table(
    stripes: Sequence[Mapping[str, Sequence[bytes]]],
    kind: int = NONE,
    pack: Pack = bytes,
    second: bool = True,
    by_number: bool = False,
    of: int = 7,
    notes: Mapping[str, bytes] | None = None,
) -> bytes:
    """A file with such columns in each of its stripes, behind one of numbers. ``by_number``: each text stands in a
    list, and the column has its number there. ``of`` is the kind of the columns.
    """

    def stored(content: bytes) -> bytes:
        if kind == NONE:
            return content
        packed = pack(content)
        return (len(packed) << 1).to_bytes(3, 'little') + packed

    out = b'ORC'
    listed = []
    names = list(dict.fromkeys(name for stripe in stripes for name in stripe))
    for stripe in stripes:
        begin = len(out)
        streams = [(1, 1, stored(b'\x7d\0\2'))]
        ways = [field(1, 0), field(1, 2 if second else 0)]
        for column, name in enumerate(names, 2):
            texts = stripe.get(name, ())
            sizes = (second_way if second else first_way)([len(text) for text in texts])
            streams += [(3 if by_number else 1, column, stored(b''.join(texts))), (2, column, stored(sizes))]
            ways.append(field(1, 2 * second + by_number))
        out += b''.join(content for _, _, content in streams)
        last = b''.join(
            field(1, field(1, of) + field(2, column) + field(3, len(content))) for of, column, content in streams
        )
        last = stored(last + b''.join(field(2, way) for way in ways))
        size = len(out) - begin
        out += last
        listed.append(field(1, begin) + field(2, 0) + field(3, size) + field(4, len(last)) + field(5, 1))
    columns = range(1, len(names) + 2)
    root = field(1, 12) + field(2, bytes(columns)) + b''.join(field(3, name.encode()) for name in ('id', *names))
    footer = field(1, 3) + field(2, len(out)) + b''.join(field(3, each) for each in listed)
    footer += field(4, root) + field(4, field(1, 4)) + field(4, field(1, of)) * len(names)
    footer += b''.join(field(5, field(1, name.encode()) + field(2, value)) for name, value in (notes or {}).items())
    footer = stored(footer)
    last = field(1, len(footer)) + field(2, kind) + field(3, 1 << 18) + field(8000, b'ORC')
    return out + footer + last + bytes((len(last),))
