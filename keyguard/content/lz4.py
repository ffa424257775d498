"""LZ4: texts that stand there as they are, each before a reference to what came before; and files of such blocks.

The formats: https://github.com/lz4/lz4/tree/dev/doc
"""

from keyguard.content.streams import CORRUPT, TRUNCATED, Unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from mmap import mmap

    from keyguard.content.streams import Meter

_FRAME, _LEGACY = b'\x04\x22\x4d\x18', b'\x02\x21\x4c\x18'
# what the second and third byte of a frame say
_BLOCK_CHECKSUM, _SIZE, _CHECKSUM, _DICTIONARY = 0x10, 8, 4, 1
_PLAIN = 1 << 31
# how far back a reference leads, and how long a block is at most: of the older files, of the others by its code
_WINDOW, _LONGEST = 1 << 16, 8 << 20
# how many references are counted at once
_COUNTED = 4096


def unpacked(data: 'bytes | mmap', start: int, end: int, meter: 'Meter') -> 'Iterator[bytes]':
    """What the block from ``start`` to ``end`` stands for, as far as it is sound; then ``Unread`` is raised.

    Linear: a reference of one byte more stands for 255 bytes more at most, and each counts against the limits.
    """
    return _block(bytearray(), data, (start, end), False, meter.limits.member, meter)


def hadoop(data: 'bytes | mmap', start: int, end: int, meter: 'Meter') -> 'Iterator[bytes]':
    """The same of blocks behind their two sizes, as Hadoop writes them; some programs write one block without these."""
    at = start
    while at < end:
        size = int.from_bytes(data[at + 4 : at + 8], 'big')
        if at + 8 + size > end or not size:
            if at > start:
                raise Unread(CORRUPT)
            yield from unpacked(data, start, end, meter)
            return
        yield from unpacked(data, at + 8, at + 8 + size, meter)
        at += 8 + size


def framed(data: 'bytes | mmap', meter: 'Meter', start: int = 0, end: int = 0) -> 'Iterator[bytes]':
    """What comes out of the frames from ``start`` to ``end``, or the data's; what may be skipped is. Raises
    ``Unread``.
    """
    at = start
    end = end or len(data)
    while at < end:
        meter.entry()
        magic = data[at : at + 4]
        at += 4
        if magic == _FRAME:
            at = yield from _frame(data, at, end, meter)
        elif magic == _LEGACY:
            at = yield from _legacy(data, at, end, meter)
        elif magic[1:] == b'\x2a\x4d\x18' and magic[0] >> 4 == 5:
            at += 4 + int.from_bytes(data[at : at + 4], 'little')
        else:
            raise Unread(TRUNCATED if len(magic) < 4 else CORRUPT)


def _frame(data: 'bytes | mmap', at: int, end: int, meter: 'Meter') -> 'Generator[bytes, None, int]':
    head = data[at : at + 2]
    if len(head) < 2:
        raise Unread(TRUNCATED)
    flags = head[0]
    if flags >> 6 != 1:
        raise Unread(CORRUPT)
    at += 3 + 8 * (flags & _SIZE > 0) + 4 * (flags & _DICTIONARY)
    most = 1 << 8 + 2 * max(4, head[1] >> 4 & 7)
    window = bytearray()
    while True:
        size = _number(data, at, end)
        at += 4
        if not size:
            return at + 4 * (flags & _CHECKSUM > 0)
        stop = at + (size & ~_PLAIN)
        yield from _block(window, data, (at, min(stop, end)), size >= _PLAIN, most, meter)
        if stop > end:
            raise Unread(TRUNCATED)
        at = stop + 4 * (flags & _BLOCK_CHECKSUM > 0)


def _legacy(data: 'bytes | mmap', at: int, end: int, meter: 'Meter') -> 'Generator[bytes, None, int]':
    """The blocks of a file as old programs write it, which stand for themselves: up to its end, or the next frame."""
    while at < end and not data[at : at + 4].endswith(b'\x4d\x18') and data[at : at + 4] != _LEGACY:
        size = _number(data, at, end)
        at += 4
        yield from _block(bytearray(), data, (at, min(at + size, end)), False, _LONGEST, meter)
        if at + size > end:
            raise Unread(TRUNCATED)
        at += size
    return at


def _number(data: 'bytes | mmap', at: int, end: int) -> int:
    if at + 4 > end:
        raise Unread(TRUNCATED)
    return int.from_bytes(data[at : at + 4], 'little')


def _block(
    window: bytearray, data: 'bytes | mmap', place: 'tuple[int, int]', plain: bool, most: int, meter: 'Meter'
) -> 'Iterator[bytes]':
    """What a block stands for behind what came before, of which the window keeps what a reference may lead to."""
    del window[:-_WINDOW]
    before = len(window)
    block = data[place[0] : place[1]]
    reason = ''
    if plain:
        window += block
    else:
        reason = _fill(window, block, before + most, meter)
    meter.give(len(window) - before)
    yield bytes(window[before:])
    if reason:
        raise Unread(reason)


def _fill(out: bytearray, block: bytes, most: int, meter: 'Meter') -> str:
    """Add what the block stands for, until there are so many bytes; '' or why that is not all."""
    at = count = 0
    try:
        while True:
            token = block[at]
            at += 1
            length = token >> 4
            if length == 15:
                length, at = _longer(block, at)
            out += block[at : at + length]
            at += length
            if at >= len(block):
                return TRUNCATED if at > len(block) else CORRUPT if len(out) > most else ''
            back = block[at] | block[at + 1] << 8
            at += 2
            length = (token & 15) + 4
            if length == 19:
                more, at = _longer(block, at)
                length += more - 15
            first = len(out) - back
            if back == 0 or first < 0 or len(out) > most:
                return CORRUPT
            length = min(length, most - len(out) + 1)
            piece = out[first : first + length]
            # what it refers to may reach into what it stands for
            out += piece if len(piece) == length else (piece * (length // back + 1))[:length]
            count += 1
            if count % _COUNTED == 0:
                meter.tokens(_COUNTED)
    except IndexError:
        return TRUNCATED


def _longer(block: bytes, at: int) -> 'tuple[int, int]':
    """A length that does not fit into four bits, and where it ends: a byte of 255 goes on in the next one."""
    length = 15
    while True:
        length += block[at]
        at += 1
        if block[at - 1] < 255:
            return length, at
