"""UTF-16 and UTF-32."""

from keyguard.model import View
from keyguard.tokens import has_wide_run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_TO_FF = bytes([0]) + bytes([255]) * 255


def readings(view: View) -> 'Iterator[View]':
    """UTF-16 and UTF-32 readings of a plain view in which there is a run of such characters: linear, a few times the
    view's length. What is compressed has NUL bytes too, and no such run.

    A byte-order mark says which reading is right; without one all four are given (both orders, both alignments), for
    strings inside of binary files have no mark and begin anywhere.
    """
    data = view.data
    if b'\0' not in data or not has_wide_run(data):
        return
    head = data[:4] if view.base == 0 else b''
    if head.startswith(b'\xff\xfe'):
        shapes = [(0, False)]
    elif head.startswith(b'\xfe\xff') or head == b'\0\0\xfe\xff':
        shapes = [(0, True)]
    else:
        # (where the first unit begins, big end first)
        shapes = [(0, False), (0, True), (1, False), (1, True)]
    for first, big in shapes:
        wide = _halved(view, first, big)
        yield wide
        if b'\0' in wide.data:
            # UTF-32 is UTF-16 whose characters are again followed (or led) by nothing
            for second in (0, 1):
                yield _halved(wide, second, big)


def _halved(view: View, first: int, big: bool) -> View:
    """Every second byte where the other one is NUL; 0xFF elsewhere, which is no part of any key or word."""
    ones, others = view.data[first::2], view.data[first + 1 :: 2]
    text, zeros = (others, ones) if big else (ones, others)
    count = len(text)
    # a unit that lost its other half at the end of the data still counts
    zeros = zeros[:count].ljust(count, b'\0').translate(_TO_FF)
    joined = int.from_bytes(text, 'big') | int.from_bytes(zeros, 'big')
    if view.parent is not None:
        return view.read(
            joined.to_bytes(count, 'big'), 'utf-16', [0], [first + big], [min(len(view.data), first + big + count * 2)]
        )
    stride = view.stride * 2
    pad = b'\0' * (stride - 1)
    start, end = view.own
    return View(
        joined.to_bytes(count, 'big'),
        kind=f'utf-{stride * 8}',
        base=view.origin(first + big),
        stride=stride,
        newline=pad + b'\n' if big else b'\n' + pad,
        own=((start - first - big + 1) // 2, (end - first - big + 1) // 2),
    )
