"""Escapes and encodings, read where the door would see something in them: most doubtful text has none near a key."""

from keyguard.disguise import hidden, is_quoted_printable, may_be_escaped
from keyguard.prefilter import look
from keyguard.tokens import ESCAPES, LONGEST, NEAR_AFTER, NEAR_BEFORE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.content.inflating import Room
    from keyguard.model import View
    from keyguard.prefilter import Runs
    from keyguard.tokens import Book

# around so many runs it is asked whether there are escapes
_MANY = 1000
# what begins one
_SIGNS = ESCAPES[:3]
# … and what comes next there, a character for each kind of it
_NEXT = (
    (b'234567', b'2'),
    (b'01uUx', b'x'),
    (b'/"\'_-', b'/'),
    (b'\\', b'\\'),
    (b'%', b'%'),
    (b'&', b'&'),
    (b'#', b'#'),
)
_KINDS = bytes(
    [
        next((kind[0] for chars, kind in _NEXT if char in chars), 97 if char < 128 and chr(char).isalpha() else 32)
        for char in range(256)
    ]
)
_STARTS = (b'\\2', b'\\x', b'\\/', b'\\\\', b'%2', b'&#', b'&a', b'&x')


def readings(view: 'View', book: 'Book', room: 'Room') -> 'Iterator[View]':
    """The readings of escapes and of encodings that can show more than the view does. Linear."""
    kept = look(view.data, book)
    escaped = _is_escaped(view.data, kept)
    # most keys stand where neither is, and a commit waits for what is loaded
    if escaped or is_quoted_printable(view.data):
        from keyguard.content import escapes

        yield from escapes.readings(view, escaped)
    if hidden(view.data, kept.spans, kept.texts):
        from keyguard.content import encoded

        yield from encoded.readings(view, room)


def _is_escaped(data: bytes, kept: 'Runs') -> bool:
    """Do escapes hide a run, or stand so near one that they hide what tells whose it is?"""
    escaped = b'\n'.join(kept.escaped)
    if escaped and may_be_escaped(escaped):
        return True
    if len(kept.spans) > _MANY:
        return True
    for start, end in kept.spans:
        near = data[max(0, start - NEAR_BEFORE) : min(end, start + LONGEST) + NEAR_AFTER + LONGEST + 1]
        if len(near.translate(None, _SIGNS)) < len(near) and _has_escape(near):
            return True
    return False


def _has_escape(text: bytes) -> bool:
    """Does one of the signs stand before what it may escape (``escapes``)? Before most it does not: ``\\n``, ``%s``."""
    kinds = text.translate(_KINDS)
    return any(start in kinds for start in _STARTS)
