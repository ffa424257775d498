"""Tables of FlatBuffers, which Apache Arrow describes its columns with: fields at places that are listed before them.

The format: https://flatbuffers.dev/internals/
"""

from struct import error, unpack_from

from keyguard.content.streams import CORRUPT, Unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Flat:
    """A table in the ``data`` that begins at ``at``. What lies outside of the data raises ``Unread``."""

    __slots__ = ('_at', '_data', '_list', '_size')

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self._at = at
        self._list = at - self._read('<i', at)
        self._size = self._read('<H', self._list)

    @classmethod
    def root(cls, data: bytes) -> 'Flat':
        """The table that the data is."""
        return cls(data, _read(data, '<I', 0))

    def number(self, field: int, form: str) -> int:
        """The number that the field is, in such a form of ``struct``; 0 where it is left out."""
        at = self._place(field)
        return self._read(form, at) if at else 0

    def table(self, field: int) -> 'Flat | None':
        at = self._place(field)
        return Flat(self._data, self._behind(at)) if at else None

    def text(self, field: int) -> bytes:
        at = self._place(field)
        if not at:
            return b''
        at = self._behind(at)
        return self._data[at + 4 : at + 4 + self._read('<I', at)]

    def tables(self, field: int) -> 'Iterator[Flat]':
        start, count = self._vector(field)
        for at in range(start, start + 4 * count, 4):
            yield Flat(self._data, self._behind(at))

    def numbers(self, field: int, width: int) -> 'list[int]':
        """The numbers of 64 bits that a list of them has, or of structures that have ``width`` of them each."""
        start, count = self._vector(field)
        if 8 * count * width > len(self._data):
            raise Unread(CORRUPT)
        return [self._read('<q', start + 8 * place) for place in range(count * width)]

    def _vector(self, field: int) -> 'tuple[int, int]':
        at = self._place(field)
        if not at:
            return 0, 0
        at = self._behind(at)
        return at + 4, self._read('<I', at)

    def _place(self, field: int) -> int:
        """Where the field stands, 0 where it is left out."""
        entry = 4 + 2 * field
        behind = self._read('<H', self._list + entry) if entry + 2 <= self._size else 0
        return self._at + behind if behind else 0

    def _behind(self, at: int) -> int:
        return at + self._read('<I', at)

    def _read(self, form: str, at: int) -> int:
        return _read(self._data, form, at)


def _read(data: bytes, form: str, at: int) -> int:
    # a place before the data would be counted from its end
    if at < 0:
        raise Unread(CORRUPT)
    try:
        return int(unpack_from(form, data, at)[0])
    except error:
        raise Unread(CORRUPT) from None
