"""Films of Flash (SWF) -> what they hold, where that is compressed.

The format: SWF File Format Specification, version 19, chapter 2.
"""

from keyguard.content.decoders import codec
from keyguard.content.streams import TRUNCATED, Decoding, Unread, expanded, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.content.streams import Member, Meter

# three letters, the version, and how long all of it is when it is unpacked; then LZMA has a length and its settings
_HEAD, _SETTINGS, _LZMA = 8, 12, 17


def fits(head: bytes) -> bool:
    """Do the bytes behind the letters say so, too? No film has 150 MB, and no text such a byte."""
    if len(head) < _LZMA or not 1 <= head[3] <= 64 or head[7] >= 9:
        return False
    return head[0] == 0x5A or (head[8] & 15 == 8 and int.from_bytes(head[8:10], 'big') % 31 == 0)


def members(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """All of it as one file. Raises ``Unread``."""
    if data[:1] == b'C':
        chunks = expanded('zlib', data, meter, _HEAD)
    else:
        if len(data) < _LZMA:
            raise Unread(TRUNCATED)
        size = int.from_bytes(data[4:_HEAD], 'little') - _HEAD
        header = data[_SETTINGS:_LZMA] + max(0, size).to_bytes(8, 'little')
        chunks = iter(Decoding(meter, codec('lzma', header), data, _LZMA, len(data)))
    content, reason = gathered(chunks, meter.limits.member)
    yield b'film', content, reason
