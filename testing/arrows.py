"""Columns of Apache Arrow, made by hand: messages of FlatBuffers, and what they describe."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any

UTF8, BINARY, FIXED, STRUCT, LARGE_UTF8, VIEW = 5, 4, 15, 13, 20, 24
LZ4, ZSTD = 0, 1
Pack = Callable[[bytes], bytes]


def flat(fields: Mapping[int, Any]) -> bytes:
    """A table: its numbers are pairs of a form and a value, all else stands behind it."""
    out = bytearray(4)

    def write(value: Any) -> int:
        at = len(out)
        if isinstance(value, bytes):
            out.extend(struct.pack('<I', len(value)) + value + b'\0')
        elif isinstance(value, dict):
            at = table(value)
        elif isinstance(value, tuple):
            count, numbers = value
            out.extend(struct.pack(f'<I{len(numbers)}q', count, *numbers))
        else:
            out.extend(struct.pack('<I', len(value)) + bytes(4 * len(value)))
            for place, each in enumerate(value):
                refer(at + 4 + 4 * place, each)
        return at

    def refer(place: int, value: Any) -> None:
        struct.pack_into('<I', out, place, write(value) - place)

    def table(fields: Mapping[int, Any]) -> int:
        count = max(fields, default=-1) + 1
        listed = len(out)
        out.extend(bytes(4 + 2 * count))
        begin = len(out)
        out.extend(struct.pack('<i', begin - listed))
        later = []
        for field in range(count):
            value = fields.get(field)
            if value is None:
                continue
            struct.pack_into('<H', out, listed + 4 + 2 * field, len(out) - begin)
            if isinstance(value, tuple) and isinstance(value[0], str):
                out.extend(struct.pack(f'<{value[0]}', value[1]))
            else:
                later.append((len(out), value))
                out.extend(bytes(4))
        struct.pack_into('<HH', out, listed, 4 + 2 * count, len(out) - begin)
        for place, value in later:
            refer(place, value)
        return begin

    struct.pack_into('<I', out, 0, table(fields))
    return bytes(out)


def message(kind: int, header: Mapping[int, Any], body: bytes = b'') -> bytes:
    head = flat({0: ('h', 4), 1: ('B', kind), 2: header, 3: ('q', len(body))})
    head += bytes(-len(head) % 8)
    return b'\xff\xff\xff\xff' + struct.pack('<I', len(head)) + head + body


def _parts(kind: int, texts: Sequence[bytes]) -> list[bytes]:
    """The parts of a column of such texts, behind the one that says which are there."""
    if kind == FIXED:
        return [b'', b''.join(texts)]
    if kind == VIEW:
        views, at = b'', 0
        for text in texts:
            if len(text) <= 12:
                views += struct.pack('<i12s', len(text), text)
            else:
                views += struct.pack('<i4sii', len(text), text, 0, at)
                at += len(text)
        return [b'', views, b''.join(text for text in texts if len(text) > 12)]
    ends = [sum(map(len, texts[:at])) for at in range(len(texts) + 1)]
    return [b'', struct.pack(f'<{len(ends)}{"q" if kind == LARGE_UTF8 else "i"}', *ends), b''.join(texts)]


def arrow(
    columns: Mapping[str, Sequence[bytes]],
    kind: int = UTF8,
    packing: int = -1,
    pack: Pack = bytes,
    stream: bool = False,
    listed: bool = False,
    batches: int = 1,
) -> bytes:
    """A file, or a stream, with such columns in a group, behind one of numbers; ``listed``: the columns have numbers,
    and their texts stand in lists before.
    """

    def field(number: int, name: str) -> dict[int, Any]:
        texts = columns[name]
        more = {0: ('i', len(texts[0]))} if kind == FIXED else {}
        encoding = {4: {0: ('q', number)}} if listed else {}
        return {0: name.encode(), 1: ('B', 1), 2: ('B', kind), 3: more, **encoding}

    def batch(nodes: Sequence[int], parts: Sequence[bytes]) -> tuple[dict[int, Any], bytes]:
        body, places = b'', []
        for part in parts:
            stored = struct.pack('<q', len(part)) + pack(part) if packing >= 0 and part else part
            places += [len(body), len(stored)]
            body += stored + bytes(-len(stored) % 8)
        table: dict[int, Any] = {
            0: ('q', nodes[0]),
            1: (len(nodes), [number for node in nodes for number in (node, 0)]),
            2: (len(parts), places),
        }
        if packing >= 0:
            table[3] = {0: ('b', packing)}
        if kind == VIEW:
            table[4] = (len(columns), [1] * len(columns))
        return table, body

    fields = [field(number, name) for number, name in enumerate(columns)]
    group = {0: b'group', 2: ('B', STRUCT), 3: {}, 5: fields}
    schema = {1: [{0: b'id', 2: ('B', 2), 3: {0: ('i', 64)}}, group]}
    out = b'' if stream else b'ARROW1\0\0'
    out += message(1, schema)
    for _ in range(batches):
        count = max(map(len, columns.values()))
        parts = [b'', bytes(8 * count), b'']
        for number, texts in enumerate(columns.values()):
            if listed:
                table, body = batch([len(texts)], _parts(kind, texts))
                out += message(2, {0: ('q', number), 1: table}, body)
                parts += [b'', bytes(4 * len(texts))]
            else:
                parts += _parts(kind, texts)
        table, body = batch([count, count, *map(len, columns.values())], parts)
        out += message(3, table, body)
    return out + b'\xff\xff\xff\xff\0\0\0\0' + (b'' if stream else b'ARROW1')
