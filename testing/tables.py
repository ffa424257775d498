"""Tables and archives that the standard library does not write, made by hand: Avro, ORC, Parquet, Snappy, cpio, RPM."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import zlib
from collections.abc import Callable, Sequence


def number(value: int) -> bytes:
    """Seven bits a byte, the lowest ones first."""
    out = b''
    while value >= 0x80:
        out += bytes((value & 0x7F | 0x80,))
        value >>= 7
    return out + bytes((value,))


def signed(value: int) -> bytes:
    return number(value << 1 if value >= 0 else (-value << 1) - 1)


def text(value: bytes) -> bytes:
    return signed(len(value)) + value


def snappy(data: bytes, size: int | None = None) -> bytes:
    """One block: literals of 7 to 1,000 bytes, and where the same stood up to 60 bytes before, a reference to it."""
    out = number(len(data) if size is None else size)
    at = 0
    literal = b''

    def flush() -> bytes:
        count = len(literal) - 1
        if count < 0:
            return b''
        head = bytes((count << 2,)) if count < 60 else bytes((61 << 2,)) + count.to_bytes(2, 'little')
        return head + literal

    while at < len(data):
        back = next((back for back in range(1, min(at, 60) + 1) if _matches(data, at, back) >= 4), 0)
        if back:
            out += flush()
            literal = b''
            length = min(64, _matches(data, at, back))
            if length <= 11:
                out += bytes(((length - 4) << 2 | (back >> 8) << 5 | 1, back & 255))
            else:
                out += bytes(((length - 1) << 2 | 2,)) + back.to_bytes(2, 'little')
            at += length
        else:
            literal += data[at : at + 1]
            at += 1
            if len(literal) == 1000:
                out += flush()
                literal = b''
    return out + flush()


def _matches(data: bytes, at: int, back: int) -> int:
    size = 0
    while size < 64 and at + size < len(data) and data[at + size] == data[at + size - back]:
        size += 1
    return size


def framed(data: bytes) -> bytes:
    """A file of Snappy blocks: one packed, one that may be passed over, one plain."""
    first, second = data[: len(data) // 2], data[len(data) // 2 :]
    packed = snappy(first)
    return b''.join(
        (
            b'\xff\x06\0\0sNaPpY',
            b'\0' + (len(packed) + 4).to_bytes(3, 'little') + bytes(4) + packed,
            b'\xfe' + (9).to_bytes(3, 'little') + bytes(9),
            b'\x01' + (len(second) + 4).to_bytes(3, 'little') + bytes(4) + second,
        )
    )


def raw(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


MARK = b'0123456789abcdef'
AVRO: dict[str, Callable[[bytes], bytes]] = {
    'deflate': raw,
    'bzip2': bz2.compress,
    'xz': lzma.compress,
    'snappy': lambda data: snappy(data) + bytes(4),
}


def avro(records: Sequence[bytes], codec: str, pack: Callable[[bytes], bytes], sized: bool = False) -> bytes:
    """A file with a block for each of the records; ``sized``: its list of names says how long it is."""
    names = text(b'avro.schema') + text(b'{"type": "string"}') + text(b'avro.codec') + text(codec.encode())
    out = b'Obj\x01' + (signed(-2) + signed(len(names)) if sized else signed(2)) + names + b'\0' + MARK
    for record in records:
        block = pack(record)
        out += signed(1) + signed(len(block)) + block + MARK
    return out


def orc(chunks: Sequence[tuple[bytes, bool]], kind: int, fill: int = 0) -> bytes:
    """A file of such chunks (what is stored, and whether it is as it was), and what says how they are compressed."""
    out = b'ORC'
    for stored, plain in chunks:
        out += (len(stored) << 1 | plain).to_bytes(3, 'little') + stored + bytes(fill)
    last = b'\x08\x05' + b'\x10' + bytes((kind,)) + b'\x18\x80\x80\x10' + b'\x22\x02\0\x0c' + b'\x82\xf4\x03\x03ORC'
    return out + last + bytes((len(last),))


def _field(step: int, kind: int, value: bytes) -> bytes:
    return bytes((step << 4 | kind,)) + value


def _list(kind: int, items: Sequence[bytes]) -> bytes:
    head = bytes((len(items) << 4 | kind,)) if len(items) < 15 else bytes((0xF0 | kind,)) + number(len(items))
    return head + b''.join(items)


def page(values: Sequence[bytes], pack: Callable[[bytes], bytes], second: bool = False) -> bytes:
    """A page of texts, of the second kind with three bytes before them that are never compressed."""
    plain = b''.join(struct.pack('<I', len(value)) + value for value in values)
    body = (b'\2\0\1' if second else b'') + pack(plain)
    sizes = (
        _field(1, 5, signed(3 if second else 0)) + _field(1, 5, signed(len(plain))) + _field(1, 5, signed(len(body)))
    )
    if second:
        inner = _field(5, 5, signed(2)) + _field(1, 5, signed(1)) + _field(1, 1, b'') + b'\0'
        return sizes + _field(5, 12, inner) + b'\0' + body
    # a number and a text that nobody asks for
    inner = _field(1, 5, signed(len(values))) + _field(1, 7, bytes(8)) + _field(1, 8, number(2) + b'ab') + b'\0'
    return sizes + _field(2, 12, inner) + b'\0' + body


def _element(name: str, repetition: int, children: int = 0) -> bytes:
    kind = b'' if children else _field(1, 5, signed(6))
    more = _field(1, 5, signed(children)) if children else b''
    step = 3 if children else 2
    return kind + _field(step, 5, signed(repetition)) + _field(1, 8, number(len(name)) + name.encode()) + more + b'\0'


def parquet(
    groups: Sequence[Sequence[tuple[str, int, bytes]]], codec: int, end: bytes = b'PAR1', repetition: int = 0
) -> bytes:
    """A file of such groups of columns (name, type, pages). ``a.b`` is a column in a group."""
    out = b'PAR1'
    rows = []
    schema = [_field(4, 8, b'\4root') + _field(1, 5, signed(9)) + b'\0']
    for name in dict.fromkeys(name for group in groups for name, _, _ in group):
        outer, _, inner = name.rpartition('.')
        schema += [*([_element(outer, 0, 1)] if outer else []), _element(inner, repetition)]
    for group in groups:
        columns = []
        for name, kind, pages in group:
            meta = (
                _field(1, 5, signed(kind))
                + _field(1, 9, _list(5, [signed(0)]))
                + _field(1, 9, _list(8, [number(len(part)) + part for part in name.encode().split(b'.')]))
                + _field(1, 5, signed(codec))
                + _field(1, 6, signed(1))
                + _field(1, 6, signed(1))
                + _field(1, 6, signed(len(pages)))
                + _field(2, 6, signed(len(out)))
                + b'\0'
            )
            # the number of a field may stand behind its kind
            columns.append(_field(2, 6, signed(0)) + b'\x0c' + signed(3) + meta + b'\0')
            out += pages
        rows.append(_field(1, 9, _list(12, columns)) + _field(1, 6, signed(1)) + b'\0')
    last = (
        _field(1, 5, signed(1))
        + _field(1, 9, _list(12, schema))
        + _field(1, 6, signed(1))
        + _field(1, 9, _list(12, rows))
    )
    last += b'\0'
    return out + last + struct.pack('<I', len(last)) + end


def _newc(name: bytes, data: bytes, mode: int, magic: bytes) -> bytes:
    fields = (1, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0)
    head = magic + b''.join(b'%08X' % field for field in fields) + name + b'\0'
    return head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4)


def _odc(name: bytes, data: bytes, mode: int, _: bytes) -> bytes:
    fields = (0, 1, mode, 0, 0, 1, 0)
    head = b'070707' + b''.join(b'%06o' % field for field in fields) + b'%011o%06o%011o' % (0, len(name) + 1, len(data))
    return head + name + b'\0' + data


def cpio(files: dict[str, bytes], magic: bytes = b'070701') -> bytes:
    """An archive of cpio with a directory and a link, filled up to 512 bytes."""
    one = _odc if magic == b'070707' else _newc
    out = one(b'.', b'', 0o040755, magic)
    for name, data in files.items():
        out += one(name.encode(), data, 0o100644, magic)
    out += one(b'link', b'to', 0o120777, magic) + one(b'TRAILER!!!', b'', 0, magic)
    return out + bytes(-len(out) % 512)


def rpm(payload: bytes) -> bytes:
    """A package with such a payload."""
    first = b'\x8e\xad\xe8\x01' + bytes(4) + struct.pack('>II', 1, 5) + bytes(16) + b'abcde'
    second = b'\x8e\xad\xe8\x01' + bytes(4) + struct.pack('>II', 2, 7) + bytes(32) + b'abcdefg'
    lead = b'\xed\xab\xee\xdb\3\0' + bytes(90)
    return lead + first + bytes(-len(lead + first) % 8) + second + payload


PAYLOADS: dict[str, Callable[[bytes], bytes]] = {
    'gzip': gzip.compress,
    'bzip2': bz2.compress,
    'xz': lzma.compress,
    'plain': bytes,
}
