"""A text with some of its parts replaced by what they stand for, or left out, as a view that leads back to it."""

from array import array
from io import BytesIO

from keyguard.tokens import NEAR_AFTER, NEAR_BEFORE, TOKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from keyguard.model import View
    from keyguard.tokens import Span


# how much is kept of the text that no edit is in, behind one and before the next: more than what a key's neighbours
# are looked for in, with a whole line or word at the cut
_AROUND = NEAR_BEFORE + NEAR_AFTER + 150
_CUT = 4096
_WORD = TOKEN + b'+/=.%\\&;:'


def replaced(view: 'View', kind: str, edits: 'Iterable[tuple[int, int, bytes]]') -> 'View | None':
    """The view with each (start, end, replacement) done, in rising order; None where there is none.

    What stands around an edit stays, so that a key that comes out stands beside the name that it had before. What is
    further away is as it was, and is left out. Linear.
    """
    data = view.data
    # no lists: a text of nothing but escapes has millions of pieces, and each would take 200 bytes
    out = BytesIO()
    starts, origins, stops = array('I'), array('I'), array('I')
    write, begins, comes, ends = out.write, starts.append, origins.append, stops.append
    size = last = 0

    def add(text: bytes, start: int, stop: int) -> None:
        nonlocal size
        if text:
            write(text)
            begins(size)
            comes(start)
            ends(stop)
            size += len(text)

    # no call of add here: there may be a million edits
    for first, end, text in edits:
        if first - last > 2 * (_AROUND + _CUT):
            begin = _before(data, first)
            if last:
                stop = _behind(data, last)
                add(data[last:stop], last, stop)
                add(b'\n', stop, stop)
            last = begin
        if first > last:
            write(data[last:first])
            begins(size)
            comes(last)
            ends(first)
            size += first - last
        if text:
            write(text)
            begins(size)
            comes(first)
            ends(end)
            size += len(text)
        last = end
    if not last:
        return None
    stop = _behind(data, last)
    add(data[last:stop], last, stop)
    if not starts:
        starts, origins, stops = array('I', [0]), array('I', [last]), array('I', [last])
    return view.read(out.getvalue(), kind, starts, origins, stops)


def _before(data: bytes, place: int) -> int:
    """Where the text around an edit at ``place`` begins: with a line, or a word."""
    at = place - _AROUND
    line = data.rfind(b'\n', at - NEAR_AFTER, at) + 1
    return line or at - _CUT + len(data[at - _CUT : at].rstrip(_WORD))


def _behind(data: bytes, place: int) -> int:
    """Where it ends."""
    at = place + _AROUND
    line = data.find(b'\n', at, at + NEAR_AFTER)
    rest = data[at : at + _CUT]
    return line if line >= 0 else min(len(data), at + len(rest) - len(rest.lstrip(_WORD)))


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
