"""Chunks of bytes, read like a file."""

from io import BytesIO

from keyguard.content.streams import CHUNK, Unread, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap


def slices(data: 'bytes | mmap') -> 'Iterator[bytes]':
    """The data as it is, in chunks."""
    for at in range(0, len(data), CHUNK):
        yield data[at : at + CHUNK]


class Reader:
    """Chunks, read like a file. ``reason`` is '' or why they ended too early."""

    __slots__ = ('_at', '_chunk', '_chunks', 'reason')

    def __init__(self, chunks: 'Iterator[bytes]') -> None:
        self._chunks = chunks
        self._chunk = b''
        self._at = 0
        self.reason = ''

    def read(self, count: int) -> bytes:
        """The next ``count`` bytes; fewer at the end only."""
        piece = self._chunk[self._at : self._at + count]
        if len(piece) == count:
            self._at += count
            return piece
        out = BytesIO()
        for piece in self._pieces(count):
            out.write(piece)
        return out.getvalue()

    def skip(self, count: int) -> bool:
        """Are there so many bytes to pass over?"""
        return sum(map(len, self._pieces(count))) == count

    def peek(self, count: int) -> bytes:
        """What ``read`` will give."""
        head = self.read(count)
        self._chunk = head + self._chunk[self._at :]
        self._at = 0
        return head

    def rest(self, limit: int) -> 'tuple[bytes, str]':
        """Everything to the end, as ``gathered`` gives it."""
        # one byte more than the limit shows that there is more
        content, reason = gathered(self._pieces(limit + 1), limit)
        return content, reason or self.reason

    def _pieces(self, count: int) -> 'Iterator[bytes]':
        while count > 0:
            if self._at >= len(self._chunk):
                self._at = 0
                self._chunk = b''
                try:
                    self._chunk = next(self._chunks)
                except StopIteration:
                    return
                except Unread as error:
                    self.reason = str(error)
                    return
            piece = self._chunk[self._at : self._at + count]
            self._at += len(piece)
            count -= len(piece)
            yield piece
