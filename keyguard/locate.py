"""Offsets -> line and column, for findings only.

Counted onward from the last place asked for, never from the start of the file: a file with 100,000 keys costs one
pass over its bytes, not 100,000.
"""

from keyguard.model import let_go

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mmap import mmap

_STEP = 1 << 20
_BOMS = (b'\xef\xbb\xbf', b'\xff\xfe\0\0', b'\0\0\xfe\xff', b'\xff\xfe', b'\xfe\xff')


class Lines:
    """Lines and columns of one blob, for one way to end a line (``newline``) and one width of a character."""

    def __init__(self, data: 'bytes | mmap', newline: bytes = b'\n', stride: int = 1) -> None:
        self._data = data
        self._newline = newline
        self._stride = stride
        head = data[:4]
        self._start = next((len(bom) for bom in _BOMS if head.startswith(bom)), 0)
        self._at, self._line, self._column = self._start, 1, 1

    def place(self, offset: int) -> 'tuple[int, int]':
        """Line and column of the byte at ``offset``, both from 1; offsets may come in any order, rising is cheap."""
        if offset < self._at:
            self._at, self._line, self._column = self._start, 1, 1
        while self._at < offset:
            end = min(offset, self._at + _STEP)
            piece = self._data[self._at : end]
            breaks = piece.count(self._newline)
            if breaks:
                self._line += breaks
                self._column = 1
                piece = piece[piece.rfind(self._newline) + len(self._newline) :]
            self._column += len(piece) // self._stride if self._stride > 1 else _characters(piece)
            self._at = end
            let_go(self._data, end)
        return self._line, self._column

    def line(self, offset: int, most: int) -> 'tuple[int, int]':
        """The line around ``offset`` as (start, end) without its end, at most ``most`` bytes to each side."""
        floor = max(offset - most, 0)
        start = self._data.rfind(self._newline, floor, offset)
        start = start + len(self._newline) if start >= 0 else max(floor, min(self._start, offset))
        end = self._data.find(self._newline, offset, offset + most)
        return start, min(offset + most, len(self._data)) if end < 0 else end

    def line_above(self, start: int, most: int) -> 'tuple[int, int]':
        """The line before the one that begins at ``start``, in the same way; empty for the first line."""
        end = start - len(self._newline)
        if end < self._start or self._data[end:start] != self._newline:
            return start, start
        return self.line(end, most)[0], end


def _characters(prefix: bytes) -> int:
    """How many characters the bytes are: code points of UTF-8, else one a byte."""
    if prefix.isascii():
        return len(prefix)
    try:
        return len(prefix.decode())
    except UnicodeDecodeError:
        return len(prefix)
