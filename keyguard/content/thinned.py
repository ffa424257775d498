"""A long text without what it says again and again.

A few compressed bytes can stand for millions that are all alike, and each would be looked at. Only places that are
unlike each other can hold different keys.
"""

from keyguard.content.replaced import parted
from keyguard.tokens import NEAR_AFTER, NEAR_BEFORE, stretches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.model import View
    from keyguard.tokens import Span

# a shorter text is read as it is, in bytes
_SHORT = 64 << 10
# how often the same may stand there, …
_MOST = 2
# … what counts as one place at most, and how much of the text around what is new is kept, in bytes
_LONGEST = 2048
_BEFORE, _AFTER = NEAR_BEFORE + 112, NEAR_AFTER + 262


def thinned(text: bytes) -> bytes:
    """The text, a long one without the places that stand there a third time, unless something new is near them: no
    key with a name within 500 bytes is lost, nor the first value that a name gets.

    A place is a run of token characters and what follows up to the next one, in pieces of 2,048 bytes. Linear.
    """
    return text if len(text) <= _SHORT else b'\n'.join([text[start:end] for start, end in _kept(text)])


def thinned_view(view: 'View') -> 'View':
    """The same of a view: itself where it is short."""
    if len(view.data) <= _SHORT:
        return view
    found = parted(view, '', _kept(view.data))
    found.kind = view.kind
    found.thin = True
    return found


def _kept(text: bytes) -> 'Iterator[Span]':
    """What is new, with what stands around it."""
    seen: dict[bytes, int] = {}
    first = last = 0
    for start, end in _places(text):
        piece = text[start:end]
        times = seen.get(piece, 0)
        if times < _MOST:
            seen[piece] = times + 1
            if start - _BEFORE > last:
                yield first, last
                first = start - _BEFORE
            last = min(end + _AFTER, len(text))
    yield first, last


def _places(text: bytes) -> 'Iterator[Span]':
    last = 0
    for start, _ in [*stretches(text), (len(text), 0)]:
        while start - last > _LONGEST:
            yield last, last + _LONGEST
            last += _LONGEST
        if start > last:
            yield last, start
            last = start
