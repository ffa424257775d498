"""The parts of a long text in which a key may stand in pieces, as a view that leads back to it.

The patterns of ``joined`` take a second for a megabyte, and most of a long text is nowhere near a joint.
"""

from bisect import bisect

from keyguard.content.named import joined_names
from keyguard.content.replaced import parted
from keyguard.lazy import Lazy
from keyguard.tokens import TOKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.model import View
    from keyguard.tokens import Span

# How much of the text on both sides of a joint is read: ten parts with what may stand between them, or a long key; and
# so far it is looked for the end of a line, or a blank, to begin at.
_REACH = 8 << 10
_EDGE = 2 << 10
# How near to it the names stand that parts may have.
_NEAR = 1000
# How much is read around the use of a name that a part has.
_USED = 2 << 10
# So many such names and uses of them are looked for; a text with more is read whole.
_USES = 200
# An assignment of a string: what is read before its sign and behind it, and how many words before it may be the name
# and the type of what is assigned.
_BEFORE, _BEHIND = 160, 700
_WORDS = 5
# the name of the constant whose value begins at the end of the text
_ASSIGNED = Lazy(rb"""([A-Za-z_]\w{0,60})[^\n=:"'`]{0,40}(?::[^\n="'`]{0,40})?:?=[ \t(]{0,20}[a-zA-Z@$]{0,2}["'`]?\Z""")
# … and what it is followed by
_VALUE = Lazy(rb"""=[\s(]{0,40}[fFrRbBuULs@$]{0,2}["'`]|=[\w.|/+=-]{2,512}(?=[\s;&]|\Z)""")
_BLANK = bytes(char if (chr(char).isalnum() and char < 128) or char == 95 else 32 for char in range(256))


def near(view: 'View', places: 'Sequence[int]') -> 'View':
    """The text around the places, and of the rest the assignments of names that stand close to one of them, and the
    uses of those that are given to what stands there; the view itself where that is most of it.

    Linear: a pass over the data for each of some names, and a look at each equals sign.
    """
    data = view.data
    spans = [(at - _REACH, at + _REACH) for at in places]
    if sum(end - start for start, end in _merged(data, spans)) * 2 > len(data):
        return view
    uses = _uses(data, places)
    if uses is None:
        return view
    spans += [(at - _USED, at + _USED) for at in uses]
    areas = _merged(data, spans)
    if sum(end - start for start, end in areas) * 2 > len(data):
        return view
    words: set[bytes] = set()
    for start, end in _merged(data, [(at - _NEAR, at + _NEAR) for at in (*places, *uses)]):
        words.update(joined_names(data, start, end))
    assigned = [(at - _BEFORE, at + _BEHIND) for at in _assignments(data, words, areas)]
    found = parted(view, '', _merged(data, [*areas, *assigned]))
    found.kind = view.kind
    found.thin = True
    return found


def _uses(data: bytes, places: 'Sequence[int]') -> 'list[int] | None':
    """Where the constants are named whose values begin at the places; None where that is all over the text."""
    found: list[int] = []
    names = {match[1] for match in (_ASSIGNED.search(data[max(0, at - _BEFORE) : at]) for at in places) if match}
    if len(names) > _USES:
        return None
    for name in names:
        at = data.find(name)
        while at >= 0:
            end = at + len(name)
            whole = not (data[at - 1 : at].isalnum() or data[end : end + 1].isalnum())
            if whole and name in joined_names(data, max(0, at - _NEAR // 2), end + _NEAR // 2):
                found.append(at)
                if len(found) > _USES:
                    return None
            at = data.find(name, at + 1)
    return found


def _assignments(data: bytes, words: 'set[bytes]', areas: 'Sequence[Span]') -> 'list[int]':
    """The equals signs outside of the areas before which one of the words stands that a text is assigned to."""
    found: list[tuple[int, set[bytes]]] = []
    known: set[bytes] = set()
    if not words:
        return []
    starts = [start for start, _ in areas]
    at = data.find(b'=')
    while at >= 0:
        last = bisect(starts, at) - 1
        if last >= 0 and at < areas[last][1]:
            at = areas[last][1] - 1
        else:
            before = data[max(0, at - _BEFORE) : at]
            # the type may stand behind the name
            count = _WORDS if b':' in before[-60:] or b'tring' in before[-12:] else 1
            names = words.intersection(before.translate(_BLANK).split()[-count:])
            if names:
                found.append((at, names))
                if _VALUE.match(data, at):
                    known |= names
        at = data.find(b'=', at + 1)
    return [at for at, names in found if not known.isdisjoint(names)]


def _merged(data: bytes, spans: 'Sequence[Span]') -> 'list[Span]':
    """The spans in order, those that touch as one, each from the beginning of a line or a word to the end of one."""
    found: list[Span] = []
    for start, end in [(_begin(data, first), _end(data, last)) for first, last in sorted(spans)]:
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _begin(data: bytes, at: int) -> int:
    if at <= 0:
        return 0
    low = max(0, at - _EDGE)
    line = data.rfind(b'\n', low, at) + 1
    if line:
        return line
    before = data[low:at]
    return low + len(before.rstrip(TOKEN))


def _end(data: bytes, at: int) -> int:
    if at >= len(data):
        return len(data)
    line = data.find(b'\n', at, at + _EDGE)
    if line >= 0:
        return line
    behind = data[at : at + _EDGE]
    return at + len(behind) - len(behind.lstrip(TOKEN))
