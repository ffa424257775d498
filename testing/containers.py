"""Containers that no library makes for the tests."""

from __future__ import annotations

import struct
import zlib


def ar(files: dict[str, bytes]) -> bytes:
    """An archive of the ar kind; one whose first file is called ``debian-binary`` is a Debian package."""
    out = b'!<arch>\n'
    for name, data in files.items():
        out += f'{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(data):<10}`\n'.encode() + data + b'\n' * (len(data) % 2)
    return out


def git_pack(*objects: tuple[int, bytes], count: int = 0) -> bytes:
    """A git pack of objects of less than 2 KB, each with the number of its kind; it says that it has ``count`` of them.
    Kind 6 is the difference to an object a little before it, kind 7 that to one of another pack.
    """
    out = struct.pack('>4sII', b'PACK', 2, count or len(objects))
    for kind, data in objects:
        size = len(data)
        out += bytes((kind << 4 | size & 15 | 0x80, size >> 4 & 127))
        out += {6: b'\x81\x02', 7: bytes(20)}.get(kind, b'') + zlib.compress(data)
    return out + bytes(20)
