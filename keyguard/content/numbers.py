"""Numbers of seven bits a byte, the lowest ones first: what Avro, Thrift, protobuf and Snappy are made of."""

from keyguard.content.streams import TRUNCATED, Unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mmap import mmap

# … and a number of 64 bits takes no more of them
_LONGEST = 10


def number(data: 'bytes | mmap', at: int) -> 'tuple[int, int]':
    """The number that begins at ``at``, and where it ends. Raises ``Unread`` where the data ends before."""
    value = 0
    for place, byte in enumerate(data[at : at + _LONGEST]):
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return value, at + place + 1
    raise Unread(TRUNCATED)


def signed(data: 'bytes | mmap', at: int) -> 'tuple[int, int]':
    """The same of one whose lowest bit is its sign."""
    value, at = number(data, at)
    return value >> 1 ^ -(value & 1), at
