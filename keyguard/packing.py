"""Where a key begins or ends inside of a run of packed data: a length stands before a text, and nothing parts it from
its neighbours.

A pickle, compiled Python or Java, CBOR and the like write ``8sk-proj-…q``, where ``8`` is the length 56 and ``q``
belongs to what follows; a database writes one column behind the other and their lengths before all. A cut is made only
where such a length leads from a text that begins here to its end, so ordinary binaries have none. Both doors ask for
it, so it imports nothing but ``tokens``.
"""

from keyguard.disguise import is_packed
from keyguard.tokens import MIN_RUN, TOKEN, are_words, begins_a_word, has_digits_and_letters, runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keyguard.tokens import Book, Row, Span

_PRINTABLE = bytes((*range(0x20, 0x7F), *b'\t\n\r', *range(0x80, 0x100)))
_LEADS = (b'.', b'|')
_BEGINNINGS = (b'AQ.', b'LLM|', b'VF.DM.', b'VF.WS.', b'ya29.')
# what says that a text comes, before its length, and could be a part of a run
_TYPES = b'xyzXYZ'
# how far a text is followed back to where it begins, and a record to its header
_BACK = 256
# what a key has beside token characters, and how much may stand behind one that is glued to what follows
_SIGNS = TOKEN + b'.|/+=:~'
_TAIL = 2
# a literal that is as long as this needs no length before it
_LONG = 8
# the names of C++, of which a library has more than of all else, stand each for itself
_MANGLED = b'_Z'


def cuts(data: bytes, book: 'Book', spans: 'Sequence[Span] | None' = None) -> 'list[int]':
    """Where a run has to be cut for a key to stand alone, in rising order. ``spans`` are the data's runs.

    Linear: a pass over the runs for each literal, and a few hundred bytes around each place where one stands.
    """
    if not is_packed(data):
        return []
    spans = [span for span in (runs(data) if spans is None else spans) if not data.startswith(_MANGLED, span[0])]
    if not spans:
        return []
    joined = b'\n'.join([data[start:end] for start, end in spans])
    places: dict[int, tuple[bytes, Sequence[Row], Span]] = {}
    for literal, rows in book.literals.items():
        if literal not in joined or not _follows(literal, rows, joined):
            continue
        for span in spans:
            at = data.find(literal, *span)
            while at >= 0:
                if _is_enough(data, at + len(literal), span[1], rows) and len(literal) > len(places.get(at, (b'',))[0]):
                    places[at] = literal, rows, span
                at = data.find(literal, at + 1, span[1])
    found: set[int] = set()
    known: Span = (0, 0)
    last = 0
    for at in sorted(places):
        literal, rows, span = places[at]
        # what stands inside of a longer literal (``gsk_``) or of a key that another one begins is not looked at
        if at >= last and (span != known or all(row[0] for row in rows)):
            found.update(_around(data, at, literal, span, rows))
            known = span
            last = at + len(literal)
    looked_at = {place[2] for place in places.values()}
    mixed = has_digits_and_letters({data[start:end] for start, end in spans})
    for span in spans:
        if span not in looked_at and data[span[0] : span[1]] in mixed and not are_words(data[span[0] : span[1]]):
            found.update(_glued(data, *span))
    return sorted(found)


def _glued(data: bytes, start: int, end: int) -> 'Sequence[int]':
    """The cuts for a text that begins with the run, or a few words before it, and ends in it: told by nothing but the
    length that stands before it, and so only where little more follows.
    """
    before = data[max(0, start - _BACK) : start]
    begin = start - (len(before) - len(before.rstrip(_SIGNS)))
    if data[begin : begin + 1] == b'V' and data[begin - 1 : begin] in (b'', b'\n') and data[end : end + 1] == b'\n':
        return (begin + 1,)  # a pickle of protocol 0
    # a letter for the type, or the length itself, may be the first character; or a name that is glued to it
    led = [data.rfind(lead, begin, start) for lead in _BEGINNINGS]
    for first in (begin, begin + 1, begin + 2, *(at for at in led if at > begin)):
        for length in _lengths(data, first):
            last = first + length
            if start + MIN_RUN <= last + _TAIL and last <= end <= last + _TAIL and length >= MIN_RUN:
                if first > begin:
                    return (first, last) if last < end else (first,)
                return (last,) if last < end else ()
    return ()


def _follows(literal: bytes, rows: 'Sequence[Row]', joined: bytes) -> bool:
    """Do enough of the right characters follow one of the literal's places?"""
    at = joined.find(literal)
    while at >= 0:
        if _is_enough(joined, at + len(literal), len(joined), rows):
            return True
        at = joined.find(literal, at + 1)
    return False


def _is_enough(data: bytes, behind: int, end: int, rows: 'Sequence[Row]') -> bool:
    return any(
        behind + need <= end and not data[behind : behind + need].strip(alphabet) for need, alphabet, _, _ in rows
    )


def _around(data: bytes, at: int, literal: bytes, span: 'Span', rows: 'Sequence[Row]') -> 'Sequence[int]':
    """The cuts for the key whose literal stands at ``at`` of the run ``span``."""
    start, end = span
    need = min(row[0] for row in rows)
    least = at + len(literal) + need
    if not need:
        # the literal stands inside of the key, which begins behind its length
        found = _glued(data, start, end)
        for first in () if found else range(start + 1, at + 1):
            last = first + data[first - 1]
            if least <= last <= end <= last + _TAIL and data[first - 2] in _TYPES:
                return (first, last)
        return found
    if data[at - 1 : at] in _LEADS:
        at = _led(data, at)
    begins = begins_a_word(data, at)
    left = () if begins else (at,)
    if data[at - 1 : at] == b'V' and data[at - 2 : at - 1] in (b'', b'\n'):
        # a pickle of protocol 0 has a letter before each text, and the line's end behind it
        return left
    for width in _columns(data, at):
        if at + width >= least:
            return (*left, at + width) if at + width < end else left
    # KEY=sk-…: a sign behind a word is no length, and a quote is none that closes behind the run
    sign = data[at - 1 : at] if begins and data[at - 3 : at - 1].isalnum() else b''
    signed = sign in (b'=', b':') or (sign in (b'"', b"'") and data[end : end + 1] == sign)
    last = 0 if signed else _last(data, at, least, end)
    if last:
        return (*left, last) if last != end else left
    if not begins:
        return left if len(literal) >= _LONG else ()
    # the text may begin before the key
    before = data[max(0, at - _BACK) : at]
    begin = at - (len(before) - len(before.rstrip(_PRINTABLE)))
    for first in (begin, begin + 1):
        # a letter before a letter is rather the first one of a word than a length
        if 0 < first < at and not (first > begin and data[begin : first + 1].isalpha()):
            for last in (first + length for length in _lengths(data, first)):
                if least <= last < end:
                    return (last,)
    return ()


def _last(data: bytes, at: int, least: int, end: int) -> int:
    """Where the text ends that begins there, by the length before it; 0 where none is one. The run ends at ``end``."""
    lasts = [at + length for length in _lengths(data, at)]
    lasts = [
        last
        for last in lasts
        if least <= last <= end or (end < last <= end + _BACK and not data[end:last].strip(_PRINTABLE))
    ]
    first = next(iter(lasts), 0)
    if end - _TAIL <= first <= end or (first < end and _is_followed(data, first, end, (1, 32))):
        return first
    # of two lengths, that behind which another one leads to the end of the run (Avro counts by halves)
    return next((last for last in lasts if last < end and _is_followed(data, last, end, (2,))), first)


def _is_followed(data: bytes, at: int, end: int, units: 'Sequence[int]') -> bool:
    """Does a text begin there, behind its length, that ends with the run, or nearly so? Of a length, ``units`` are what
    each is counted by; 32 is CBOR's, which has the kind before it.
    """
    size = data[at]
    lengths = [size % 32 if unit == 32 else size // unit for unit in units if unit != 2 or size % 2 == 0]
    return any(end - _TAIL <= at + 1 + length <= end for length in lengths)


def _led(data: bytes, at: int) -> int:
    """Where a key begins whose beginning is parted from its run: ``AQ.``, ``LLM|``."""
    for lead in _BEGINNINGS:
        if data[at - len(lead) : at] == lead:
            return at - len(lead)
    return at


def _lengths(data: bytes, first: int) -> 'Iterator[int]':
    """The lengths that may stand before ``first``, the likelier ones before the others."""
    if not first:
        return
    one = data[first - 1]
    yield one
    if first > 1:
        two = data[first - 2 : first]
        yield int.from_bytes(two, 'big')
        yield int.from_bytes(two, 'little')
        if two[0] > 0x7F and one < 0x80:
            yield (one << 7) + (two[0] & 0x7F)  # protobuf and its like
            yield (one << 6) + ((two[0] & 0x7F) >> 1)  # Avro
    if first > 2 and one < 2:
        yield int.from_bytes(data[first - 3 : first - 1], 'little')  # a workbook has flags behind it
    if first > 3:
        four = data[first - 4 : first]
        yield int.from_bytes(four, 'big')
        yield int.from_bytes(four, 'little')
    if one % 2 == 0:
        yield one // 2


def _columns(data: bytes, at: int) -> 'Iterator[int]':
    """How wide the column is that begins at ``at``, wherever the header of an SQLite record for it stands."""
    for place in range(max(1, at - _BACK), at - 1):
        size = data[place]
        # of tables with more columns the first bytes would be those of any text
        if not 2 <= size < 32 or place + size > at:
            continue
        mark, first = place + 1, place + size
        width = 0
        while mark < place + size:
            kind, mark = number_at(data, mark)
            if first == at and kind >= 13 and kind % 2:
                width = (kind - 13) // 2
            first += width_of(kind)
        if width and mark == place + size and _is_cell(data, place, first - place):
            yield width


def rows(data: bytes) -> 'Iterator[Span]':
    """The columns of the rows in an SQLite database that begins here, those of one row without a gap: on every page
    that has a run.
    """
    size = int.from_bytes(data[16:18], 'big')
    size = 1 << 16 if size == 1 else size
    if size < 512 or size & (size - 1):
        return
    for page in sorted({start // size * size for start, _ in runs(data)}):
        head = page + (100 if page == 0 else 0)
        kind, end = data[head : head + 1], min(page + size, len(data))
        if kind not in (b'\x0d', b'\x0a'):
            continue  # of a tree, only the leaves have rows: of a table, of an index
        cells = data[head + 8 : head + 8 + 2 * int.from_bytes(data[head + 3 : head + 5], 'big')]
        for place in range(0, len(cells) - 1, 2):
            at = page + int.from_bytes(cells[place : place + 2], 'big')
            _, at = number_at(data, at)
            if kind == b'\x0d':
                _, at = number_at(data, at)
            count, mark = number_at(data, at)
            first = at + count
            while mark < at + count and first < end:
                width, mark = number_at(data, mark)
                width = width_of(width)
                if width:
                    yield first, min(first + width, end)
                first += width


def width_of(kind: int) -> int:
    """How many bytes a column of this kind takes."""
    return (kind - 12) // 2 if kind >= 12 else (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)[kind]


def number_at(data: bytes, at: int) -> 'tuple[int, int]':
    """The number of up to nine bytes that begins at ``at``, seven bits in each, and where it ends."""
    number = 0
    for byte in data[at : at + 9]:
        at += 1
        number = (number << 7) | (byte & 0x7F)
        if byte < 0x80:
            break
    return number, at


def _is_cell(data: bytes, header: int, size: int) -> bool:
    """Does the size of the record, and then a row's number or nothing, stand before its header?"""
    for start in range(max(0, header - 12), header):
        number, behind = number_at(data, start)
        if number == size and (behind == header or number_at(data, behind)[1] == header):
            return True
    return False


def without(data: bytes, places: 'Sequence[int]', around: int) -> 'Iterator[Span]':
    """What stands around the cuts, parted by them: the spans of the data that go into a reading."""
    last = -1
    for place in places:
        if last < 0:
            last = max(0, place - around)
        elif place - last > 2 * around:
            yield last, last + around
            last = place - around
        if place > last:
            yield last, place
        last = place
    if last >= 0:
        yield last, min(last + around, len(data))
