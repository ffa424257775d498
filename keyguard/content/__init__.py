"""Blob -> views: what the bytes may also mean, and the way back to where they stand.

``windows`` gives the bytes as they are; a large file comes in overlapping pieces, so that memory does not grow with
it. ``readings`` gives what one such piece may mean besides. Which of them are worth a look is not decided here.
"""

from keyguard.content import archives, beginnings, decoded, images, joined, notebook, packed, wide
from keyguard.content.encoded import Room
from keyguard.content.thinned import thinned_view
from keyguard.disguise import has_encoded_words
from keyguard.joints import has_joint
from keyguard.model import Blob, View, let_go
from keyguard.prefilter import look
from keyguard.providers._phonebook import BOOK
from keyguard.tokens import TOKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.tokens import Book

# what is read at once: a notebook or a mail is one thing, and columns of packed data stand apart
WINDOW = 8 << 20
# larger text is read in smaller pieces, so that most of them are clean; and what they see of their neighbours
_PIECE, _BESIDE = 128 << 10, 32 << 10
# what is text is told from so many bytes
_HEAD = 8000
# what is read of one member; less than that is no bomb, whatever it was compressed to
_MEMBER = 256 << 20
# what a window sees of its neighbours: more than any key with its context is long
OVERLAP = 64 << 10
# a run of these that is at least so long may be one of base64 or hex that goes on from window to window
_ENCODED = TOKEN + b'+/'
_LONG_RUN = 64


def windows(blob: Blob, size: int = 0, overlap: int = OVERLAP) -> 'Iterator[View]':
    """The blob's name, then its bytes, ``size`` of them at a time with ``overlap`` on both sides; without a size, up to
    8 MiB of them at a time, and of text that is longer than that 128 KiB with 32.
    """
    name = blob.path
    yield View(name, 'file name')
    length = len(blob.data)
    if not size:
        size = WINDOW
        if length > WINDOW and _is_text(blob.data[:_HEAD]):
            size, overlap = _PIECE, _BESIDE
    if length <= size + overlap:
        yield View(blob.data[:])
        return
    last = run = 0
    for start in range(0, length, size):
        base = max(0, start - overlap)
        let_go(blob.data, last)
        rest = len(blob.data[last:base].rstrip(_ENCODED))
        run = last + rest if rest else run
        if base - run >= _LONG_RUN:
            # four characters of base64 are three bytes, counted from its beginning
            base -= (base - run) % 4
        last = base
        yield View(
            blob.data[base : start + size + overlap], base=base, own=(start - base, min(start + size, length) - base)
        )


def _is_text(head: bytes) -> bool:
    """Has it no NUL, or so many of them as UTF-16 and UTF-32 have?"""
    nuls = head.count(0)
    return not nuls or nuls * 5 >= len(head) * 2


def opened(blob: Blob, most: int) -> 'Iterator[Blob]':
    """The blob, and every file that is inside of it (``archives.members``); at most so many bytes come out of it."""
    yield blob
    closed = '' if blob.reason else archives.closed(blob)
    if closed:
        yield Blob(blob.path, reason=closed, where=blob.where)
    elif not blob.reason and beginnings.kind(blob.data):
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
        yield from _plain(each, book, room)
    # one after the other: of a program there are twelve, each as long as a part of it
    for each in wide.readings(view):
        text = thinned_view(each) if thin else each
        yield text
        yield from _plain(text, book, room)
    yield from glued(view, book, room, thin)


def glued(view: View, book: 'Book', room: 'Room', thin: bool = False) -> 'Iterator[View]':
    """Those of them that need more than text: what lengths part, and comments in images."""
    if view.kind == 'file name':
        return
    for each in (*packed.readings(view, book), *images.readings(view, room)):
        yield thinned_view(each) if thin else each


def _plain(view: View, book: 'Book', room: Room) -> 'Iterator[View]':
    """What is encoded in the view, twice at most, or stands there in pieces."""
    plain = list(decoded.readings(view, book, room))
    if has_encoded_words(view.data):
        # few texts are mails
        from keyguard.content import headers

        plain += headers.readings(view)
    yield from plain
    yield from _joined(view, book)
    for other in plain:
        yield from wide.readings(other)
        yield from decoded.readings(other, book, room)
        yield from _joined(other, book)


def _joined(view: View, book: 'Book') -> 'Iterator[View]':
    # asked here too: the runs are known, and a long text is not thinned for nothing
    if has_joint(view.data, book, look(view.data, book).unlike_words()):
        yield from joined.readings(view, book)
