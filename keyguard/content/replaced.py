"""A text with some of its parts replaced by what they stand for, or left out, as a view that leads back to it."""

from array import array
from io import BytesIO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from keyguard.model import View
    from keyguard.tokens import Span


def replaced(view: 'View', kind: str, edits: 'Iterable[tuple[int, int, bytes]]') -> 'View | None':
    """The view with each (start, end, replacement) done, in rising order; None where there is none.

    What is not replaced stays, so that a key that comes out stands beside the name that it had before. Linear.
    """
    data = view.data
    # no lists: a text of nothing but escapes has millions of pieces, and each would take 200 bytes
    out = BytesIO()
    starts, origins, stops = array('I'), array('I'), array('I')
    size = last = 0
    for first, end, text in edits:
        if first > last:
            out.write(data[last:first])
            starts.append(size)
            origins.append(last)
            stops.append(first)
            size += first - last
        if text:
            out.write(text)
            starts.append(size)
            origins.append(first)
            stops.append(end)
            size += len(text)
        last = end
    if not last:
        return None
    if last < len(data) or not starts:
        out.write(data[last:])
        starts.append(size)
        origins.append(last)
        stops.append(len(data))
    return view.read(out.getvalue(), kind, starts, origins, stops)


def parted(view: 'View', kind: str, spans: 'Iterable[Span]', unit: 'tuple[int, int]' = (0, 1)) -> 'View':
    """The spans of the data, a tab between what touches and a line's end between others; of each unit of so many bytes
    (first, size) one.
    """
    parts: list[bytes] = []
    starts: list[int] = []
    origins: list[int] = []
    stops: list[int] = []
    size = last = 0
    first, width = unit
    for start, end in spans:
        if parts:
            parts.append(b'\t' if start == last and width == 1 and not first else b'\n')
            starts.append(size)
            origins.append(last)
            stops.append(last)
            size += 1
        text = view.data[start + first : end : width]
        if text:
            parts.append(text)
            starts.append(size)
            origins.append(start)
            stops.append(end)
            size += len(text)
        last = end
    return view.read(b''.join(parts), kind, starts or [0], origins or [0], stops or [0])
