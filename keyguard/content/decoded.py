"""Escapes and encodings, read where the door would see something in them: most doubtful text has none near a key."""

from keyguard.disguise import hidden, is_quoted_printable, may_be_escaped
from keyguard.prefilter import look
from keyguard.spoken import candidates
from keyguard.tokens import ESCAPING, LEADING, LONGEST, NEAR_AFTER, NEAR_BEFORE, stretches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.content.inflating import Room
    from keyguard.model import View
    from keyguard.prefilter import Runs
    from keyguard.tokens import Book, Span

# around so many runs it is asked whether there are escapes
_MANY = 1000
# an escape of six characters stands for one, those of JSON in JSON in JSON for as many: so much further away may stand
# what tells whose a run is
_FAR = 4
# what stands before a run that may begin earlier, or later, than it seems
_EDGES = ESCAPING + LEADING
# what begins one, and what comes next there, a character for each kind of it
_NEXT = (
    (b'234567', b'2'),
    (b'01uUx', b'x'),
    (b'/"\'_:=-', b'/'),
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
    escaped = _escaped(view.data, kept)
    # most keys stand where neither is, and a commit waits for what is loaded
    if escaped or is_quoted_printable(view.data):
        from keyguard.content import escapes

        yield from escapes.readings(view, escaped)
    found = hidden(view.data, kept.spans, kept.texts)
    if found:
        from keyguard.content import encoded

        yield from encoded.readings(view, room, found)


def _escaped(data: bytes, kept: 'Runs') -> 'list[Span]':
    """The parts of the data whose escapes may hide a run, or what tells whose one is: those around each stretch that
    has some, and around each run that could be a key where it stands.
    """
    if b'\\' not in data and b'%' not in data and b'&' not in data:
        return []
    near = _could_be(data, kept)
    escaped = {text for text in kept.escaped if may_be_escaped(text)}
    if escaped:
        near += [(start, end) for start, end in stretches(data) if data[start:end] in escaped]
        near.sort()
    if len(near) > _MANY:
        return [(0, len(data))]
    parts: list[Span] = []
    for start, end in near:
        first, last = max(0, start - _FAR * NEAR_BEFORE), min(end, start + LONGEST) + _FAR * NEAR_AFTER + LONGEST
        last = min(len(data), max(end, last))
        if parts and first <= parts[-1][1]:
            first, last = parts[-1][0], max(last, parts.pop()[1])
        parts.append((first, last))
    return [(first, last) for first, last in parts if _has_escape(data[first:last])]


def _could_be(data: bytes, kept: 'Runs') -> 'list[Span]':
    """The runs that could be a key where they stand: with a literal, behind an edge, or where a credential is spoken
    of.
    """
    literals = kept.literals
    found = set(candidates(data, False, kept.unlike_words()))
    found.update(
        [
            span
            for span, text in zip(kept.spans, kept.texts)
            if data[span[0] - 1] in _EDGES or any(literal in text for literal in literals)
        ]
    )
    return sorted(found)


def _has_escape(text: bytes) -> bool:
    """Does one of the signs stand before what it may escape (``escapes``)? Before most it does not: ``\\n``, ``%s``."""
    kinds = text.translate(_KINDS)
    return any(start in kinds for start in _STARTS)
