"""Lines of a file that has no parser here, and the keys that stand in their comments."""

from keyguard.rewrite.words import Edit, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from keyguard.rewrite.words import Spot


class Line:
    """The line of a spot: its ``text`` without the end of the line, where it starts, its ``number`` from 1, what stands
    ``before`` and ``behind`` the key in it, and whether it is a part of a longer one (``joined``, by a backslash).
    """

    __slots__ = ('before', 'behind', 'joined', 'number', 'start', 'text')

    def __init__(self, data: bytes, spot: 'Spot') -> None:
        self.start = data.rfind(b'\n', 0, spot.start) + 1
        end = data.find(b'\n', spot.end)
        self.text = data[self.start : len(data) if end < 0 else end].removesuffix(b'\r')
        self.before = data[self.start : spot.start]
        self.behind = self.text[spot.end - self.start :]
        self.joined = self.text.endswith(b'\\') or data[: self.start].endswith((b'\\\n', b'\\\r\n'))
        self.number = data.count(b'\n', 0, spot.start) + 1

    def unsafe(self, reason: str) -> Unsafe:
        """The reason with the number of the line."""
        return Unsafe(f'line {self.number}: {reason}')


def text_problem(data: bytes) -> str:
    """'' when the bytes are text, else why not."""
    return 'it is no text' if b'\0' in data else ''


def by_line(
    data: bytes, spots: 'Sequence[Spot]', marks: 'Sequence[bytes]', each: 'Callable[[Spot, Line], Edit]'
) -> 'list[Edit]':
    """The edits of the spots: the name of the variable in a line that begins with one of the ``marks`` of a comment,
    and what ``each`` makes of any other.
    """
    edits = []
    for spot in spots:
        line = Line(data, spot)
        if line.text.lstrip().lower().startswith(tuple(marks)):
            edits.append(Edit(spot.start, spot.end, spot.variable.encode()))
        else:
            edits.append(each(spot, line))
    return edits
