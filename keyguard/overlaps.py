"""Hits of all of a blob's readings -> one of each key: the surest of those that overlap."""

from bisect import bisect, bisect_left

from keyguard.kinds import CONFIDENCES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.model import Hit, View
    from keyguard.secret import Secret

    # where it stands in the blob, from one place to another
    Placed = tuple[int, int, Hit]

# readings in which a length says where a key begins and ends
_PACKED = ('packed', 'array', 'database', 'columns', 'image text')


def settled(found: 'list[Hit]') -> 'list[Hit]':
    """A blob's hits in the order of their places, those in its name last: of hits that overlap, the one to report, a
    known format before a guess, then the surer one. Linear, but for the sorting, as long as few overlap.
    """
    found = _once(found)
    names = [hit for hit in found if hit.view.kind == 'file name']
    placed = [(*hit.span, hit) for hit in found if hit.view.kind != 'file name']
    placed.sort(key=_span)
    taken: list[Hit] = []
    for some in _overlapping(placed):
        taken += [some[0][2]] if len(some) == 1 else _surest(some)
    return taken + sorted(names, key=lambda hit: hit.span)


def _once(hits: 'list[Hit]') -> 'list[Hit]':
    """The hits, each key of one encoded text once: a document in it shows its key as it is packed and as it is read."""
    kept: list[Hit] = []
    seen: set[tuple[Secret, tuple[int, int]]] = set()
    for hit in hits:
        place = hit.view.encoded(hit.start)
        if place and (hit.secret, place) in seen:
            continue
        if place:
            seen.add((hit.secret, place))
        kept.append(hit)
    return kept


def _span(placed: 'Placed') -> 'tuple[int, int]':
    return placed[0], placed[1]


def _overlapping(placed: 'list[Placed]') -> 'Iterator[list[Placed]]':
    """The hits, which are in the order of their places, in groups that have nothing to do with one another."""
    if any(start >= end for start, end, _ in placed):
        # parts that stand in another order than in their key
        yield placed
        return
    group: list[Placed] = []
    last = 0
    for each in placed:
        if group and each[0] >= last:
            yield group
            group = []
        group.append(each)
        last = max(last, each[1])
    if group:
        yield group


def _surest(placed: 'list[Placed]') -> 'list[Hit]':
    ranked = sorted(placed, key=lambda each: (_rank(each[2]), each[0] - each[1], each[0]))
    taken: list[Placed] = []
    # stretches of the blob that are taken, and the view that took each: its own hits never overlap, but where a little
    # text stands for much, their places in the blob may
    starts: list[int] = []
    ends: list[int] = []
    views: list[View] = []
    for start, end, hit in ranked:
        at = bisect(starts, start)
        first = at - 1 if at and ends[at - 1] > start else at
        last = bisect_left(starts, end, at)
        if any(view is not hit.view for view in views[first:last]):
            continue
        taken.append((start, end, hit))
        starts[first:last] = [min([start, *starts[first:last]])]
        ends[first:last] = [max([end, *ends[first:last]])]
        views[first:last] = [hit.view]
    taken.sort(key=_span)
    return [hit for _, _, hit in taken]


def _rank(hit: 'Hit') -> 'tuple[bool, bool, int, bool, bool, bool]':
    return (
        bool(hit.reason),
        not hit.detector.sources,
        -CONFIDENCES.index(hit.confidence),
        hit.view.kind not in _PACKED,  # a length says where it ends
        'joined' in hit.view.kind,  # what stands there whole is not longer than it looks
        not hit.view.part,
    )
