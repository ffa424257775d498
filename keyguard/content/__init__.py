"""Blob -> views: what the bytes may also mean, and the way back to where they stand.

``windows`` gives the bytes as they are; a large file comes in overlapping pieces, so that memory does not grow with
it. ``readings`` gives what one such piece may mean besides. Which of them are worth a look is not decided here.
"""

from keyguard.content import archives, encoded, escapes, images, joined, notebook, packed, wide
from keyguard.content.encoded import Room
from keyguard.content.thinned import thinned_view
from keyguard.disguise import carries_files
from keyguard.model import Blob, View, let_go
from keyguard.providers._phonebook import BOOK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.tokens import Book

WINDOW = 8 << 20
# what is read of one member; less than that is no bomb, whatever it was compressed to
_MEMBER = 256 << 20
# what a window sees of its neighbours: more than any key with its context is long
OVERLAP = 64 << 10


def windows(blob: Blob, size: int = WINDOW, overlap: int = OVERLAP) -> 'Iterator[View]':
    """The blob's name, then its bytes, ``size`` of them at a time with ``overlap`` on both sides."""
    name = blob.path
    yield View(name, 'file name')
    length = len(blob.data)
    if length <= size + overlap:
        yield View(blob.data[:])
        return
    for start in range(0, length, size):
        base = max(0, start - overlap)
        let_go(blob.data, base)
        yield View(
            blob.data[base : start + size + overlap], base=base, own=(start - base, min(start + size, length) - base)
        )


def opened(blob: Blob, most: int) -> 'Iterator[Blob]':
    """The blob, and every file that is inside of it (``archives.members``); at most so many bytes come out of it."""
    yield blob
    closed = '' if blob.reason else archives.closed(blob)
    if closed:
        yield Blob(blob.path, reason=closed, where=blob.where)
    elif not blob.reason and carries_files(blob.data[: archives.HEAD]) and archives.carrier(blob.data[: archives.HEAD]):
        yield from archives.members(blob, archives.Limits(total=most, member=min(most, _MEMBER), ratio_from=_MEMBER))


def readings(view: View, book: 'Book' = BOOK, room: 'Room | None' = None, thin: bool = False) -> 'Iterator[View]':
    """Every other reading of a plain view; what was decoded is decoded once more, and no further.

    Each reading is linear in what it reads, and their number is bounded: at most some forty times the view's length
    for a text that is everything at once, and 16 MiB that was compressed; nothing for a text that is nothing. A file
    name is read as it stands. ``book`` tells what a key may begin with, where one is put together; ``room`` says
    afterwards whether more was compressed than there was room for; ``thin``: what a long text says again and again is
    left out.
    """
    if view.kind == 'file name':
        return
    room = room or Room()
    whole = [view, *notebook.readings(view)]
    if thin:
        whole = [thinned_view(each) for each in whole]
    yield from whole[1:]
    for each in whole:
        yield from _decoded(each, book, room)
    # one after the other: of a program there are twelve, each as long as a part of it
    for each in wide.readings(view):
        text = thinned_view(each) if thin else each
        yield text
        yield from _decoded(text, book, room)
    for each in (*packed.readings(view, book), *images.readings(view, room)):
        yield thinned_view(each) if thin else each


def _decoded(view: View, book: 'Book', room: Room) -> 'Iterator[View]':
    """What is encoded in the view, twice at most, or stands there in pieces."""
    decoded = [*escapes.readings(view), *encoded.readings(view, room)]
    yield from decoded
    yield from joined.readings(view, book)
    for other in decoded:
        yield from wide.readings(other)
        yield from escapes.readings(other)
        yield from encoded.readings(other, room)
        yield from joined.readings(other, book)
