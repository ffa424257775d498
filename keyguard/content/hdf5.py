"""HDF5 -> what its data sets hold, where that is compressed with zlib; all else stands in the bytes as it is.

A data set whose parts are listed in a tree of the first version, as the library writes it unless it is told otherwise,
is looked for by what says so, wherever that stands: groups are not followed, and names are not known.

The format: https://docs.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html
"""

from keyguard.content.decoders import codec
from keyguard.content.streams import Decoding, Unread, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.content.streams import Member, Meter

MAGIC = b'\x89HDF\r\n\x1a\n'
# what may stand before it: nothing, or the head of a file of MATLAB
_BEFORE = (0, 512, 1024, 2048)
# what says how a data set is stored: the version, in parts, and how many numbers follow on the place of the tree
_STORED = b'\x03\x02'
_TREE = b'TREE\x01'
_MOST_DIMENSIONS = 33
# what compresses, and turns the bytes of the items round before: named before that, so far at most
_ZLIB, _TURNED, _NEAR = b'deflate', b'shuffle', 300
# lists of parts as newer files have them, where these are compressed
_NEWER = (b'FAHD\0\1', b'EAHD\0\1', b'BTHD\0\x0b')
NEWER = 'its data sets are compressed, and listed in a newer way: write it without compression'
OTHER = 'its data sets are compressed with something else than zlib: write it without compression'
# so many bytes have the numbers of a text, not those of a machine
_WIDE = 8


def members(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """Each data set, a line for each of its items where these may be texts. Raises ``Unread``. Linear: the place of a
    tree is looked at once.
    """
    base = next((at for at in _BEFORE if data[at : at + len(MAGIC)] == MAGIC), 0)
    seen: set[int] = set()
    found = data.find(_STORED)
    other = False
    while found >= 0:
        tree = base + int.from_bytes(data[found + 3 : found + 11], 'little')
        if tree not in seen and data[tree : tree + 5] == _TREE:
            seen.add(tree)
            count = data[found + 2]
            if 2 <= count <= _MOST_DIMENSIONS:
                meter.entry()
                parts = _Parts(data, base, found, count, meter)
                content, reason = gathered(parts.items(tree), meter.limits.member)
                other = other or parts.other
                if content or reason:
                    yield b'data set %d' % len(seen), content, reason
        found = data.find(_STORED, found + 1)
    if other:
        raise Unread(OTHER)
    if any(data.find(sign) >= 0 for sign in _NEWER):
        raise Unread(NEWER)


class _Parts:
    """The parts of a data set; ``other``: are some compressed that are no zlib?"""

    def __init__(self, data: 'bytes | mmap', base: int, at: int, count: int, meter: 'Meter') -> None:
        self._data = data
        self._base = base
        self._meter = meter
        self._count = count
        sizes = [int.from_bytes(data[at + 11 + 4 * place : at + 15 + 4 * place], 'little') for place in range(count)]
        # the last one is how many bytes an item has
        self._width = sizes[-1]
        self._size = 1
        for size in sizes:
            self._size *= size
        zlib = data.rfind(_ZLIB, max(0, at - _NEAR), at)
        self._turned = zlib >= 0 and data.rfind(_TURNED, max(0, zlib - 60), zlib) >= 0
        self._seen: set[int] = set()
        self.other = False

    def items(self, tree: int) -> 'Iterator[bytes]':
        """What the parts hold, in the order of the tree."""
        data, base = self._data, self._base
        # of a part: its size, what was not done to it, where it begins in each direction; and where it stands
        width = 8 + 8 * self._count
        trees = [tree]
        while trees:
            at = trees.pop()
            if at in self._seen or data[at : at + 5] != _TREE:
                continue
            self._seen.add(at)
            self._meter.entry()
            level, entries = data[at + 5], int.from_bytes(data[at + 6 : at + 8], 'little')
            places = []
            for place in range(at + 24, min(at + 24 + entries * (width + 8), len(data) - width - 8), width + 8):
                size = int.from_bytes(data[place : place + 4], 'little')
                start = base + int.from_bytes(data[place + width : place + width + 8], 'little')
                places.append((start, size))
            if level:
                trees += [start for start, _ in reversed(places)]
            else:
                for start, size in places:
                    yield from self._part(start, size)

    def _part(self, start: int, size: int) -> 'Iterator[bytes]':
        self._meter.entry()
        head = self._data[start : start + 2]
        if size == self._size or start in self._seen:
            return
        self._seen.add(start)
        if len(head) < 2 or head[0] & 15 != 8 or int.from_bytes(head, 'big') % 31:
            self.other = True
            return
        chunks = Decoding(self._meter, codec('deflate'), self._data, start + 2, min(start + size, len(self._data)))
        content, reason = gathered(chunks, self._meter.limits.member)
        yield self._shown(content)
        if reason:
            raise Unread(reason)

    def _shown(self, content: bytes) -> bytes:
        """The items, in lines where they may be texts."""
        width = self._width
        if width <= 1:
            return content + b'\n'
        count = len(content) // width
        if self._turned and count:
            self._meter.work(len(content))
            turned = bytearray(count * width)
            for place in range(width):
                turned[place::width] = content[place * count : (place + 1) * count]
            content = bytes(turned)
        if width <= _WIDE or width > len(content):
            return content + b'\n'
        self._meter.tokens(count)
        lines = [content[at : at + width].rstrip(b'\0') for at in range(0, count * width, width)]
        return b'\n'.join(lines) + b'\n'
