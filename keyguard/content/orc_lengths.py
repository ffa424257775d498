"""The lengths of texts in ORC: runs of numbers, written in one of two ways.

The format: https://orc.apache.org/specification/ORCv1/ ("Run Length Encoding")
"""

from keyguard.content.numbers import number, signed
from keyguard.content.streams import Unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# how many bits a number takes, by the code for that: from 24 on only some widths are used
_WIDTHS = (*range(1, 25), 26, 28, 30, 32, 40, 48, 56, 64)
_REPEATED, _PLAIN, _PATCHED = 0, 1, 2
# no text is longer; more is a number that is none
_MOST = 1 << 40


def lengths(data: bytes, second: bool) -> 'Iterator[Sequence[int]]':
    """The numbers, a run at a time, as far as they are sound. A run has 512 of them at most. Linear."""
    at = 0
    run = _second if second else _first
    while at < len(data):
        try:
            some, at = run(data, at)
        except (Unread, IndexError):
            return
        if min(some, default=0) < 0 or max(some, default=0) > _MOST:
            return
        yield some


def _first(data: bytes, at: int) -> 'tuple[list[int], int]':
    """One that rises by the same, or up to 128 numbers."""
    head = data[at]
    at += 1
    if head < 128:
        step = int.from_bytes(data[at : at + 1], 'little', signed=True)
        base, at = number(data, at + 1)
        return [base + step * place for place in range(head + 3)], at
    found = []
    for _ in range(256 - head):
        value, at = number(data, at)
        found.append(value)
    return found, at


def _second(data: bytes, at: int) -> 'tuple[list[int], int]':
    """One of four kinds of runs."""
    head = data[at]
    kind = head >> 6
    if kind == _REPEATED:
        width = (head >> 3 & 7) + 1
        return [int.from_bytes(data[at + 1 : at + 1 + width], 'big')] * ((head & 7) + 3), at + 1 + width
    code = head >> 1 & 31
    count = ((head & 1) << 8 | data[at + 1]) + 1
    at += 2
    if kind == _PLAIN:
        return _bits(data, at, _WIDTHS[code], count)
    if kind == _PATCHED:
        return _patched(data, at, _WIDTHS[code], count)
    base, at = number(data, at)
    step, at = signed(data, at)
    if not code:
        return [base + step * place for place in range(count)], at
    steps, at = _bits(data, at, _WIDTHS[code], max(0, count - 2))
    found = [base, base + step][:count]
    for each in steps:
        found.append(found[-1] + (each if step >= 0 else -each))
    return found, at


def _patched(data: bytes, at: int, width: int, count: int) -> 'tuple[list[int], int]':
    """Numbers above a base, of which some have more bits than the others."""
    third, fourth = data[at], data[at + 1]
    base_width, more = (third >> 5) + 1, _WIDTHS[third & 31]
    gap_width, patches = (fourth >> 5) + 1, fourth & 31
    at += 2
    base = int.from_bytes(data[at : at + base_width], 'big')
    sign = 1 << (8 * base_width - 1)
    base = -(base - sign) if base & sign else base
    values, at = _bits(data, at + base_width, width, count)
    wide = next(each for each in (*_WIDTHS, 72) if each >= more + gap_width)
    marks, at = _bits(data, at, wide, patches)
    place = 0
    for mark in marks:
        place += mark >> more
        if place < count:
            values[place] |= (mark & ((1 << more) - 1)) << width
    return [base + value for value in values], at


def _bits(data: bytes, at: int, width: int, count: int) -> 'tuple[list[int], int]':
    """So many numbers of so many bits each, the highest bit first, and where the last byte of them ends."""
    size = (width * count + 7) // 8
    part = data[at : at + size]
    if len(part) < size:
        raise IndexError
    bits = int.from_bytes(part, 'big')
    spare = 8 * size - width * count
    mask = (1 << width) - 1
    return [bits >> spare + width * (count - 1 - place) & mask for place in range(count)], at + size
