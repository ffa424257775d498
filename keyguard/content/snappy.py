"""Snappy: texts that stand there as they are, and references to what came before; and files of such blocks."""

from keyguard.content.numbers import number
from keyguard.content.streams import CORRUPT, TRUNCATED, Unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.content.streams import Meter

# what a block of a file is, and what may be passed over; a checksum stands before each of the first two
_PACKED, _PLAIN, _SKIPPED = 0, 1, 0x80
_CHECKSUM = 4
# how many references are counted at once
_COUNTED = 4096


def unpacked(data: 'bytes | mmap', start: int, end: int, meter: 'Meter') -> 'Iterator[bytes]':
    """What the block from ``start`` to ``end`` stands for, as far as it is sound; then ``Unread`` is raised.

    Linear: a reference of two bytes stands for 64 at most, and each counts as many bytes against the limits.
    """
    size, at = number(data, start)
    size = min(size, meter.limits.member)
    block = data[at:end]
    out = bytearray()
    reason = ''
    at = count = 0
    try:
        while at < len(block) and len(out) < size:
            tag = block[at]
            kind, length = tag & 3, tag >> 2
            at += 1
            if kind == 0:
                if length >= 60:
                    wide = length - 59
                    length = int.from_bytes(block[at : at + wide], 'little')
                    at += wide
                out += block[at : at + length + 1]
                at += length + 1
                continue
            if kind == 1:
                back = (tag >> 5) << 8 | block[at]
                length = (length & 7) + 4
                at += 1
            else:
                wide = 2 * kind - 2
                back = int.from_bytes(block[at : at + wide], 'little')
                length += 1
                at += wide
            first = len(out) - back
            if back == 0 or first < 0:
                reason = CORRUPT
                break
            piece = out[first : first + length]
            # what it refers to may reach into what it stands for
            out += piece if len(piece) == length else (piece * (length // back + 1))[:length]
            count += 1
            if count % _COUNTED == 0:
                meter.tokens(_COUNTED)
    except IndexError:
        reason = TRUNCATED
    meter.give(len(out))
    yield bytes(out[:size])
    if reason or len(out) < size:
        raise Unread(reason or TRUNCATED)


def framed(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[bytes]':
    """What comes out of a file of Snappy blocks. Raises ``Unread``."""
    at = 0
    while at < len(data):
        meter.entry()
        kind, size = data[at : at + 1][0], int.from_bytes(data[at + 1 : at + 4], 'little')
        at += 4
        end = at + size
        if end > len(data):
            raise Unread(TRUNCATED)
        if kind == _PACKED:
            yield from unpacked(data, at + _CHECKSUM, end, meter)
        elif kind == _PLAIN:
            meter.give(size - _CHECKSUM)
            yield data[at + _CHECKSUM : end]
        elif kind < _SKIPPED:
            raise Unread(CORRUPT)
        at = end
