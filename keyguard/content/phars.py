"""PHP archives (PHAR) -> the members of them that are compressed; others stand in the bytes as they are.

The format: https://www.php.net/manual/en/phar.fileformat.php
"""

from keyguard.content.decoders import codec
from keyguard.content.streams import CORRUPT, TRUNCATED, Decoding, Unread, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.content.streams import Member, Meter

_MARK = b'__HALT_COMPILER();'
# what may stand between the program and the list of members
_ENDS = (b' ?>\r\n', b' ?>\n', b'\r\n', b'\n', b' ?>', b'?>\r\n', b'?>\n', b'?>')
_DEFLATED, _BZIP2 = 0x1000, 0x2000
# how far the program may reach that begins it
_LONGEST_PROGRAM = 1 << 20


def begin(data: 'bytes | mmap') -> int:
    """Where the list of members begins, 0 where none does: a program that only says so has nothing behind."""
    at = data.find(_MARK, 0, _LONGEST_PROGRAM)
    if at < 0:
        return 0
    at += len(_MARK)
    behind = data[at : at + 6]
    at += len(next((end for end in _ENDS if behind.startswith(end)), b''))
    size, count = _number(data, at), _number(data, at + 4)
    return at if count > 0 and 14 + 24 * count <= size <= len(data) - at else 0


def members(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """The compressed members. Raises ``Unread``."""
    at = begin(data)
    place = at + 4 + _number(data, at)
    count = _number(data, at + 4)
    # the version and flags; then the archive's other name, and what is noted of it
    at = _behind(data, _behind(data, at + 14))
    for _ in range(count):
        meter.entry()
        size = _number(data, at)
        name = data[at + 4 : at + 4 + min(size, 1000)]
        at += 4 + size
        packed, flags = _number(data, at + 8), _number(data, at + 16)
        at = _behind(data, at + 20)
        if at > len(data):
            raise Unread(TRUNCATED)
        end = place + packed
        if flags & (_DEFLATED | _BZIP2):
            way = codec('deflate' if flags & _DEFLATED else 'bzip2')
            content, reason = gathered(Decoding(meter, way, data, place, min(end, len(data))), meter.limits.member)
            yield name, content, reason
        if end > len(data):
            raise Unread(TRUNCATED if end < 1 << 32 else CORRUPT)
        place = end


def _behind(data: 'bytes | mmap', at: int) -> int:
    """Where what has its length before it ends."""
    return at + 4 + _number(data, at)


def _number(data: 'bytes | mmap', at: int) -> int:
    return int.from_bytes(data[at : at + 4], 'little')
