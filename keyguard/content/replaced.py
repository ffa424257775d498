"""A text with some of its parts replaced by what they stand for, as a view that leads back to it."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from keyguard.model import View


def replaced(view: 'View', kind: str, edits: 'Iterable[tuple[int, int, bytes]]') -> 'View | None':
    """The view with each (start, end, replacement) done, in rising order; None where there is none.

    What is not replaced stays, so that a key that comes out stands beside the name that it had before. Linear.
    """
    data = view.data
    parts: list[bytes] = []
    starts: list[int] = []
    origins: list[int] = []
    stops: list[int] = []
    size = last = 0
    for first, end, text in edits:
        if first > last:
            parts.append(data[last:first])
            starts.append(size)
            origins.append(last)
            stops.append(first)
            size += first - last
        if text:
            parts.append(text)
            starts.append(size)
            origins.append(first)
            stops.append(end)
            size += len(text)
        last = end
    if not last:
        return None
    if last < len(data) or not parts:
        parts.append(data[last:])
        starts.append(size)
        origins.append(last)
        stops.append(len(data))
    return view.read(b''.join(parts), kind, starts, origins, stops)
