"""ORC files -> what their columns are made of, where that is compressed."""

from keyguard.content.decoders import codec
from keyguard.content.numbers import number
from keyguard.content.snappy import unpacked
from keyguard.content.streams import CORRUPT, TRUNCATED, Decoding, Unread, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.content.streams import Member, Meter

# how long is what begins the file
_MAGIC = 3
_ZLIB, _SNAPPY, _ZSTD = 1, 2, 5
_NAMES = {3: 'LZO', 4: 'LZ4', 6: 'brotli'}


def members(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """All columns as one file. Raises ``Unread``."""
    end = len(data) - 1 - data[-1:][0]
    kind = _compression(data[max(3, end) : -1])
    if kind == 0:
        return
    if kind in _NAMES:
        raise Unread(f'its columns are compressed with {_NAMES[kind]}: write it without')
    content, reason = gathered(_chunks(data, end, kind, meter), meter.limits.member)
    yield b'columns', content, reason


def _compression(last: bytes) -> int:
    """What the last part of the file says of it: the second field of a message of protobuf; 0 for none."""
    at = 0
    while at < len(last):
        tag, at = number(last, at)
        if tag & 7 not in (0, 2):
            break
        value, at = number(last, at)
        if tag == 2 << 3:
            return value
        at += value if tag & 7 == 2 else 0
    return 0


def _chunks(data: 'bytes | mmap', end: int, kind: int, meter: 'Meter') -> 'Iterator[bytes]':
    at = _MAGIC
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
            yield from unpacked(data, at, stop, meter)
        elif kind in (_ZLIB, _ZSTD):
            yield from Decoding(meter, codec('deflate' if kind == _ZLIB else 'zstd'), data, at, stop)
        else:
            raise Unread(CORRUPT)
        at = stop
