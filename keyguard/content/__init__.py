"""Blob -> views: what the bytes may also mean, and the way back to where they stand.

``windows`` gives the bytes as they are; a large file comes in overlapping pieces, so that memory does not grow with
it. ``readings`` gives what one such piece may mean besides. Which of them are worth a look is not decided here.

A blocked commit waits for all that is loaded, and mostly holds a key in a program. So what reads anything else is
loaded when there is something for it.
"""

from keyguard.content import decoded
from keyguard.content.inflating import Room
from keyguard.disguise import ARRAY, DATABASE, PNG, carries_files, has_encoded_words, is_arrow, is_packed
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
# … and where they are worth a look, in pieces as large as this; it is not thinned, with what it sees of its neighbours
_DENSE = (1 << 20) - 4 * _BESIDE
# a text that is no longer is not thinned
_SHORT = 64 << 10
# what is text is told from so many bytes
_HEAD = 8000
# what is read of one member; less than that is no bomb, whatever it was compressed to
_MEMBER = 256 << 20
# what a window sees of its neighbours: more than any key with its context is long
OVERLAP = 64 << 10
# a run of these that is at least so long may be one of base64 or hex that goes on from window to window
_ENCODED = TOKEN + b'+/'
_LONG_RUN = 64
# … and is followed backwards so much at a time
_TAIL = 4 << 10


class Pace:
    """How a long text is read: in small pieces, for most of them are clean, and in larger ones after one that was
    ``worth`` a look: what they share with their neighbours is looked at twice.
    """

    __slots__ = ('worth',)

    def __init__(self) -> None:
        self.worth = False


def windows(blob: Blob, size: int = 0, overlap: int = OVERLAP, *, pace: 'Pace | None' = None) -> 'Iterator[View]':
    """The blob's name, then its bytes, ``size`` of them at a time with ``overlap`` on both sides; without a size, up to
    8 MiB of them at a time, and of text that is longer than that 128 KiB with 32, or more of them as ``pace`` says.
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
    last = run = start = 0
    least = size
    while start < length:
        base = max(0, start - overlap)
        run = _run(blob, last, base) or run
        if base - run >= _LONG_RUN:
            # four characters of base64 are three bytes, counted from its beginning
            base -= (base - run) % 4
        last = base
        end = min(start + size, length)
        data = blob.data[base : end + overlap]
        let_go(blob.data, end)
        yield View(data, base=base, own=(start - base, end - base))
        del data
        start = end
        size = min(2 * size, max(least, _DENSE)) if pace and pace.worth else least


def _run(blob: Blob, start: int, end: int) -> int:
    """Where the run begins that may be one of encoded text and ends at ``end``, 0 for before ``start``."""
    at = end
    while at > start:
        piece = blob.data[max(start, at - _TAIL) : at]
        rest = len(piece.rstrip(_ENCODED))
        at -= len(piece) - rest
        if rest:
            return at
    return 0


def _is_text(head: bytes) -> bool:
    """Has it no NUL, or so many of them as UTF-16 and UTF-32 have?"""
    nuls = head.count(0)
    return not nuls or nuls * 5 >= len(head) * 2


def opened(blob: Blob, most: int) -> 'Iterator[Blob]':
    """The blob, and every file that is inside of it (``archives.members``); at most so many bytes come out of it."""
    yield blob
    data = blob.data
    if blob.reason or (isinstance(data, bytes) and not _may_be_opened(data, blob.path)):
        return
    from keyguard.content import archives, beginnings

    closed = archives.closed(blob)
    if closed:
        yield Blob(blob.path, reason=closed, where=blob.where)
    elif beginnings.kind(data):
        yield from archives.members(blob, archives.Limits(total=most, member=min(most, _MEMBER), ratio_from=_MEMBER))


def _may_be_opened(data: bytes, path: bytes) -> bool:
    return carries_files(data) or is_arrow(data) or path.endswith(b'.br')


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
    whole = [view]
    if b'"cells"' in view.data:
        from keyguard.content import notebook

        whole += notebook.readings(view)
    if thin:
        whole = [unlike(each) for each in whole]
    yield from whole[1:]
    for each in whole:
        yield from _plain(each, book, room)
    # one after the other: of a program there are twelve, each as long as a part of it
    for each in _wide(view):
        text = unlike(each) if thin else each
        yield text
        yield from _plain(text, book, room)
    yield from glued(view, book, room, thin)


def glued(view: View, book: 'Book', room: 'Room', thin: bool = False) -> 'Iterator[View]':
    """Those of them that need more than text: what lengths part, and comments in images."""
    if view.kind == 'file name':
        return
    data = view.data
    if not (is_packed(data) or data.startswith((DATABASE, PNG)) or is_arrow(data) or ARRAY in data):
        return
    from keyguard.content import images, packed

    for each in (*packed.readings(view, book), *images.readings(view, room)):
        yield unlike(each) if thin else each


def unlike(view: View) -> View:
    """The view without what it says again and again (``thinned.thinned_view``); itself where it is short."""
    if len(view.data) <= _SHORT:
        return view
    from keyguard.content.thinned import thinned_view

    return thinned_view(view)


def _wide(view: View) -> 'Iterator[View]':
    if 0 in view.data:
        from keyguard.content import wide

        yield from wide.readings(view)


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
        yield from _wide(other)
        yield from decoded.readings(other, book, room)
        yield from _joined(other, book)


def _joined(view: View, book: 'Book') -> 'Iterator[View]':
    # asked here too: the runs are known, and a long text is not thinned for nothing
    if has_joint(view.data, book, look(view.data, book).unlike_words()):
        from keyguard.content import joined

        yield from joined.readings(view, book)
