"""Packed data: texts that a length or a neighbour glues to a key, and arrays of texts of one width."""

from math import prod

from keyguard.content import columns
from keyguard.content.replaced import parted, replaced
from keyguard.disguise import ARRAY, DATABASE, is_arrow, is_old_pickle
from keyguard.lazy import Lazy
from keyguard.packing import cuts, rows, without
from keyguard.tokens import MIN_RUN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.model import View
    from keyguard.tokens import Book

# how much of the text on both sides of a cut is kept
_AROUND = 800
_DESCRIPTION = Lazy(
    rb"\{\s{0,4}'descr':\s{0,4}'([<>|])([US])(\d{1,9})',\s{0,4}'fortran_order':\s{0,4}\w{4,5},\s{0,4}"
    rb"'shape':\s{0,4}\((\d{1,18}(?:, {0,4}\d{1,18}){0,31}),?\)"
)
# the number under which a text is remembered, and what is done with it, before the next text
_BETWEEN = Lazy(rb'\np\d{1,9}\n(s?)V')
# … of one file, so many are read
_ARRAYS = 1000


def readings(view: 'View', book: 'Book') -> 'Iterator[View]':
    """The text around the cuts, each made; and the items of an array or a column, each in a line of its own. Linear."""
    places = cuts(view.data, book)
    if places:
        yield parted(view, 'packed', without(view.data, places, _AROUND))
    if view.base == 0 and is_old_pickle(view.data):
        found = replaced(view, 'packed', _pairs(view.data))
        if found:
            yield found
    if view.base == 0 and view.data.startswith(DATABASE):
        yield parted(view, 'database', rows(view.data))
    if view.base == 0 and is_arrow(view.data):
        yield parted(view, 'columns', columns.texts(view.data))
    # an archive may hold arrays as they are
    at = view.data.find(ARRAY)
    left = _ARRAYS
    while at >= 0 and left:
        left -= 1
        yield from _items(view, at)
        at = view.data.find(ARRAY, at + 1)


def _pairs(data: bytes) -> 'Iterator[tuple[int, int, bytes]]':
    """Of a pickle that is text, what stands between two texts: an equals sign, or a line's end behind a value."""
    for match in _BETWEEN.finditer(data):
        yield *match.span(), b'\n' if match.group(1) else b'='


def _items(view: 'View', start: int) -> 'Iterator[View]':
    """The items of an array of texts, in UTF-32 or bytes."""
    data = view.data
    begin = data.find(b'\n', start, start + 4096) + 1
    found = _DESCRIPTION.search(data, start, begin)
    if not found:
        return
    order, kind, width, shape = found.groups()
    unit = 4 if kind == b'U' else 1
    size = int(width) * unit
    end = begin + size * prod(map(int, shape.split(b',')))
    if int(width) >= MIN_RUN and end <= len(data):
        spans = ((at, at + size) for at in range(begin, end, size))
        yield parted(view, 'array', spans, (unit - 1 if order == b'>' else 0, unit))
