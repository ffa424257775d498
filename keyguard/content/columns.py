"""Columns of texts as Apache Arrow keeps them (Feather too): one text behind the other, and before all of them where
each one ends.
"""

from keyguard.tokens import runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.tokens import Span

# how far the places may stand before the texts: they are filled up to 64 bytes
_PADDING = 64


def texts(data: bytes) -> 'Iterator[Span]':
    """Where each text of a column stands that has a run of token characters in it, and the other texts of its column.

    Linear: the places are walked over from the last to the first, and end where they do not fall.
    """
    done = last = 0
    for start, end in runs(data):
        # a place ends in a NUL byte, and no text has one: what has none before it stands in a column that was tried
        nul = data.rfind(b'\0', last, start)
        last = end
        if start < done or nul < 0:
            continue
        begin = -(-(nul + 1) // 8) * 8
        # two small places could be taken for a large one, but not the other way round
        for width in (8, 4):
            places = _places(data, begin, width)
            if len(places) > 1 and begin + places[0] >= end:
                places.reverse()
                for first, stop in zip(places, places[1:]):
                    yield begin + first, begin + stop
                done = begin + places[-1]
                break


def _places(data: bytes, begin: int, width: int) -> 'list[int]':
    """Where the texts end that begin at ``begin``, from the last one to zero; none where no places stand before it."""
    at = begin - begin % width
    low = max(0, at - _PADDING)
    while at - width >= low and not any(data[at - width : at]):
        at -= width
    places: list[int] = []
    while at >= width:
        place = int.from_bytes(data[at - width : at], 'little')
        if place > (places[-1] if places else len(data) - begin):
            return []
        places.append(place)
        at -= width
        if not place:
            return places
    return []
