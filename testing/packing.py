"""LZ4, which the standard library does not write: blocks, and the frames around them."""

from __future__ import annotations

import struct


def lz4_block(data: bytes) -> bytes:
    """What stands there as it is, and where the same stood up to 60 bytes before, a reference to it. The last five
    bytes stand as they are.
    """
    out = b''
    literal = b''
    at = 0
    while at < len(data) - 5:
        back, length = max(((back, _same(data, at, back)) for back in range(1, min(at, 60) + 1)),
                           key=lambda each: each[1], default=(0, 0))  # fmt: skip
        if length < 4:
            literal += data[at : at + 1]
            at += 1
            continue
        out += _sequence(literal, length - 4) + struct.pack('<H', back) + _more(length - 4)
        literal = b''
        at += length
    literal += data[at:]
    return out + _sequence(literal, 0)


def _same(data: bytes, at: int, back: int) -> int:
    size = 0
    while at + size < len(data) - 5 and data[at + size] == data[at + size - back]:
        size += 1
    return size


def _sequence(literal: bytes, length: int) -> bytes:
    return bytes((min(15, len(literal)) << 4 | min(15, length),)) + _more(len(literal)) + literal


def _more(length: int) -> bytes:
    """What does not fit into four bits."""
    if length < 15:
        return b''
    rest, last = divmod(length - 15, 255)
    return b'\xff' * rest + bytes((last,))


def lz4_frame(
    data: bytes, size: int = 1 << 16, linked: bool = False, checks: bool = False, plain: bool = False
) -> bytes:
    """A frame with blocks of so many bytes each; ``checks``: with its size and with checksums, which are wrong."""
    flags = 0x40 | 0x20 * (not linked) | (0x1C if checks else 0)
    out = b'\x04\x22\x4d\x18' + bytes((flags, 0x40)) + (struct.pack('<Q', len(data)) if checks else b'') + b'\0'
    for at in range(0, len(data), size):
        part = data[at : at + size]
        block = part if plain else lz4_block(part)
        out += struct.pack('<I', len(block) | (1 << 31) * plain) + block + bytes(4 * checks)
    return out + bytes(4) + bytes(4 * checks)


def lz4_legacy(data: bytes, size: int = 1 << 16) -> bytes:
    """A file as the first programs wrote it."""
    blocks = [lz4_block(data[at : at + size]) for at in range(0, len(data), size)]
    return b'\x02\x21\x4c\x18' + b''.join(struct.pack('<I', len(block)) + block for block in blocks)
