"""The texts of a page of a Parquet file, in each of the ways in which they are written.

The format: https://parquet.apache.org/docs/file-format/data-pages/encodings/
"""

from keyguard.content.numbers import number, signed
from keyguard.content.streams import CORRUPT, Unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.content.streams import Meter

# each behind its length, all behind their lengths, and of each only what it has not in common with the one before
PLAIN, LENGTHS, SUFFIXES = 0, 6, 7
# numbers of texts in a list, which has a page of its own
BY_NUMBER = (2, 8)
# no page has more texts, and none of its numbers more bits; so many of these stand together at most
_MOST, _WIDEST, _TOGETHER = 1 << 22, 64, 1 << 10
# what the texts of a page have in common with those before is no more, in bytes
_LONGEST = 64 << 20


def texts(page: bytes, encoding: int, width: int, lists: int, meter: 'Meter') -> 'list[bytes] | None':
    """The texts of a page behind so many lists; where there is a ``width``, each of so many bytes. None where they
    cannot be told apart.
    """
    at = 0
    for _ in range(lists):
        at += 4 + int.from_bytes(page[at : at + 4], 'little')
    try:
        if encoding == LENGTHS:
            return _behind_lengths(page, at, meter)
        if encoding == SUFFIXES:
            prefixes, at = _numbers(page, at, meter)
            return list(_whole(prefixes, _behind_lengths(page, at, meter), meter))
    except (Unread, IndexError):
        if meter.spent:
            raise
        return None
    if width:
        return [page[place : place + width] for place in range(at, len(page), width)]
    return _each_behind_its_length(page, at)


def _each_behind_its_length(page: bytes, at: int) -> 'list[bytes] | None':
    found = []
    while at + 4 <= len(page):
        end = at + 4 + int.from_bytes(page[at : at + 4], 'little')
        if end > len(page):
            return None
        found.append(page[at + 4 : end])
        at = end
    return found if at == len(page) else None


def _behind_lengths(page: bytes, at: int, meter: 'Meter') -> 'list[bytes]':
    lengths, at = _numbers(page, at, meter)
    if min(lengths, default=0) < 0 or at + sum(lengths) > len(page):
        raise Unread(CORRUPT)
    found = []
    for length in lengths:
        found.append(page[at : at + length])
        at += length
    return found


def _whole(prefixes: 'list[int]', suffixes: 'list[bytes]', meter: 'Meter') -> 'Iterator[bytes]':
    last = b''
    together = 0
    for prefix, suffix in zip(prefixes, suffixes):
        together += prefix
        if not 0 <= prefix <= len(last) or together > _LONGEST:
            raise Unread(CORRUPT)
        last = last[:prefix] + suffix
        meter.give(prefix)
        yield last


def _numbers(page: bytes, at: int, meter: 'Meter') -> 'tuple[list[int], int]':
    """Numbers that are written as the steps from one to the next, some together, and where they end."""
    size, at = number(page, at)
    parts, at = number(page, at)
    count, at = number(page, at)
    value, at = signed(page, at)
    if not 0 < parts <= size <= _TOGETHER * parts or count > _MOST or size % parts:
        raise Unread(CORRUPT)
    meter.tokens(count)
    found = [value][:count]
    each = size // parts
    while len(found) < count:
        least, at = signed(page, at)
        widths = page[at : at + parts]
        at += parts
        for width in widths:
            if len(found) >= count:
                break
            end = at + (each * width + 7) // 8
            if width > _WIDEST or end > len(page):
                raise Unread(CORRUPT)
            bits = int.from_bytes(page[at:end], 'little')
            at = end
            mask = (1 << width) - 1
            for place in range(min(each, count - len(found))):
                value += least + (bits >> width * place & mask)
                found.append(value)
        if not widths:
            raise Unread(CORRUPT)
    return found, at
