"""Items taken out of a list with commas, so that what stays reads as if they had never been there."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_BLANKS = b' \t'


def without(
    data: bytes, items: 'Sequence[tuple[int, int]]', commas: 'Sequence[int]', gone: 'Collection[int]'
) -> 'list[tuple[int, int]]':
    """The stretches to delete, in order: ``items`` are all items of the list, ``commas`` where its commas stand, and
    ``gone`` the positions of the items that go. Comments stay; a line that held nothing else goes whole.
    """
    cuts: list[tuple[int, int]] = []
    last = len(items) - 1
    rest = sorted(gone)
    if last in gone and not any(comma >= items[last][1] for comma in commas):
        # the last one, and no comma behind it: the comma before goes
        first = last
        while first - 1 in gone:
            first -= 1
        before = [comma for comma in commas if first and items[first - 1][1] <= comma < items[first][0]]
        gaps = [data[end:start] for (_, end), (start, _) in zip(items[first:], items[first + 1 :])]
        gaps += [data[comma + 1 : items[first][0]] for comma in before]
        if before and all(not gap.strip(_BLANKS + b',') for gap in gaps):
            cuts.append((before[0], items[last][1]))
            rest = [at for at in rest if at < first]
        else:
            cuts += [(comma, comma + 1) for comma in before]
    for at in rest:
        start, end = items[at]
        limit = items[at + 1][0] if at < last else len(data)
        comma = next((each for each in commas if end <= each < limit), None)
        if comma is None:
            cuts.append((start, end))
        elif not data[end:comma].strip():
            cuts.append((start, comma + 1))
        else:
            cuts += [(start, end), (comma, comma + 1)]
    return _joined([_tidy(data, start, end) for start, end in cuts])


def _tidy(data: bytes, start: int, end: int) -> 'tuple[int, int]':
    """The same stretch with the blanks that nobody needs afterwards: the whole line where nothing else stands on it."""
    left, right = start, end
    while left and data[left - 1] in _BLANKS:
        left -= 1
    while right < len(data) and data[right] in _BLANKS:
        right += 1
    if data[end - 1 : end] == b',' and end - start == 1:
        return start, end
    if (left == 0 or data[left - 1 : left] == b'\n') and data[right : right + 1] in (b'\n', b'\r'):
        return left, right + (2 if data[right : right + 2] == b'\r\n' else 1)
    if data[end - 1 : end] == b',' and data[right : right + 1] not in (b'\n', b'\r', b'', b'}', b')', b']'):
        return start, right
    if data[end - 1 : end] == b',':
        return left, end
    return start, end


def _joined(cuts: 'list[tuple[int, int]]') -> 'list[tuple[int, int]]':
    whole: list[tuple[int, int]] = []
    for start, end in sorted(cuts):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole
