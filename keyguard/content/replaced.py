"""A text with some of its parts replaced by what they stand for, as a view that leads back to it."""

from array import array
from io import BytesIO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from keyguard.model import View


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
