"""Debian packages, and git's packs and bundles -> what is compressed inside of them.

Of other archives of the ar kind (libraries), the members stand in the bytes as they are.
"""

from keyguard.content.decoders import codec
from keyguard.content.streams import CORRUPT, TRUNCATED, Decoding, Unread, gathered, too_large

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from mmap import mmap

    from keyguard.content.streams import Member, Meter

_KINDS = {1: b'commit', 2: b'tree', 3: b'blob', 4: b'tag', 6: b'delta', 7: b'delta'}
_PACK = b'PACK\0\0\0'


def packages(data: 'bytes | mmap', meter: 'Meter', carries: 'Callable[[bytes], str]') -> 'Iterator[Member]':
    """The members of an ar archive that carry others; those that do not stand in its bytes as they are. Raises
    ``Unread``.
    """
    at = 8
    while at < len(data):
        head = data[at : at + 60]
        size = head[48:58].strip()
        if len(head) < 60:
            raise Unread(TRUNCATED)
        if head[58:] != b'`\n' or not size.isdigit():
            raise Unread('corrupt: the header of a member is damaged')
        meter.entry()
        at += 60
        end = at + int(size)
        if carries(data[at : min(at + 1024, end)]):
            limit = meter.limits.member
            content = data[at : min(end, at + limit)]
            meter.give(len(content))
            yield head[:16].rstrip(b' /'), content, too_large(limit) if end - at > limit else ''
        if end > len(data):
            raise Unread(TRUNCATED)
        at = end + end % 2


def pack(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """The objects of a git pack, which a bundle has behind its list of names; of one that is stored as the difference
    to another, the difference. Raises ``Unread``.
    """
    at = 0
    if data[:4] != b'PACK':
        at = data.find(b'\n\n' + _PACK) + 2
        if at < 2:
            raise Unread('corrupt: the bundle has no pack')
    count = int.from_bytes(data[at + 8 : at + 12], 'big')
    at += 12
    for number in range(1, count + 1):
        meter.entry()
        head = data[at : at + 1]
        kind = head[0] >> 4 & 7 if head else 0
        if kind not in _KINDS:
            raise Unread(CORRUPT if head else TRUNCATED)
        at = _behind(data, at)
        at = _behind(data, at) if kind == 6 else at + 20 * (kind == 7)
        decoding = Decoding(meter, codec('deflate'), data, at + 2, len(data))
        content, reason = gathered(decoding, meter.limits.member)
        if content or reason:
            yield b'%s %d' % (_KINDS[kind], number), content, reason
        if decoding.stop <= at + 2:
            raise Unread('the rest of the pack was not read: unpack it with git and audit what comes out')
        at = decoding.stop + 4


def _behind(data: 'bytes | mmap', at: int) -> int:
    """Where the number that begins at ``at`` ends: its last byte has no upper bit."""
    end = at
    for byte in data[at : at + 20]:
        end += 1
        if byte < 0x80:
            break
    return end
