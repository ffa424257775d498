"""Avro files -> their records, where these are compressed; those that are not stand in the bytes as they are."""

from keyguard.content.decoders import codec
from keyguard.content.numbers import signed
from keyguard.content.snappy import unpacked
from keyguard.content.streams import CORRUPT, TRUNCATED, Decoding, Unread, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.content.streams import Member, Meter

_CODECS = {b'deflate': 'deflate', b'bzip2': 'bzip2', b'xz': 'xz', b'zstandard': 'zstd'}
# what parts two blocks, and what stands behind one of Snappy
_MARK, _CHECKSUM = 16, 4


def members(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """All records as one file. Raises ``Unread``."""
    name, at = _codec(data)
    if name == b'null':
        return
    if name != b'snappy' and name not in _CODECS:
        raise Unread(f'its records are compressed with {name[:40].decode("ascii", "replace")}: write it without')
    content, reason = gathered(_records(data, at, name, meter), meter.limits.member)
    yield b'records', content, reason


def _codec(data: 'bytes | mmap') -> 'tuple[bytes, int]':
    """What the records are compressed with, and where the mark stands that parts them."""
    name = b'null'
    at = 4
    while True:
        count, at = signed(data, at)
        if count == 0:
            return name, at
        if count < 0:
            _, at = signed(data, at)
        for _ in range(abs(count)):
            key, at = _text(data, at)
            value, at = _text(data, at)
            if key == b'avro.codec':
                name = value


def _text(data: 'bytes | mmap', at: int) -> 'tuple[bytes, int]':
    size, at = signed(data, at)
    if not 0 <= size <= len(data) - at:
        raise Unread(TRUNCATED)
    return data[at : at + size], at + size


def _records(data: 'bytes | mmap', at: int, name: bytes, meter: 'Meter') -> 'Iterator[bytes]':
    mark = data[at : at + _MARK]
    at += _MARK
    while at < len(data):
        meter.entry()
        _, at = signed(data, at)
        size, at = signed(data, at)
        if size < 0:
            raise Unread(CORRUPT)
        end = min(at + size, len(data))
        if name == b'snappy':
            yield from unpacked(data, at, end - _CHECKSUM, meter)
        else:
            yield from Decoding(meter, codec(_CODECS[name]), data, at, end)
        if data[end : end + _MARK] != mark:
            raise Unread(TRUNCATED if end + _MARK > len(data) else CORRUPT)
        at = end + _MARK
