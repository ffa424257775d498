"""Could a key stand here in pieces? Told from the bytes around its parts, before any pattern is compiled.

The hook's door asks it of every clean file, so it imports nothing but ``tokens``, and looks closely only where a joint
may be: beside a run that the prefilter knows and that does not read like words, beside a ``+`` before a quote, and at
characters that nobody sees. From there ``walk`` goes back over the parts to one that a key can begin with.

Out of reach, here and so for ``content.joined``:

- a key of which no part is a run of 23 characters, unless ``+`` or a character that nobody sees joins them: one of 40
  that anything else cuts into 20 and 20; ``glpat-`` and the 20 behind it;
- a cut within the first word of the literal or before its dash (``"s" + "k-…"``, ``"sk" + "-…"``), or through a literal
  that stands inside of the key;
- a template with a piece of the literal between placeholders (``"sk-%s-%s" % …``), placeholders out of order or named;
- a list that a dash joins (``"-".join(["sk", "proj", …])``);
- parts that are further apart than some lines, unless a constant's name brings them together; names for names;
- what is decoded, reversed, counted or taken by an index, and a joint within a joint.
"""

from keyguard.tokens import DIGITS, TOKEN, runs, table, unlike_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keyguard.tokens import Book, Span
    from keyguard.walk import Walk


QUOTES = (b'"', b"'", b'`')
# r"…", f"…", L"…", $"…"
PREFIX_LETTERS = b'fFrRbBuULs@$'
UNSEEN = (b'\xe2\x80\x8b', b'\xe2\x80\x8c', b'\xe2\x80\x8d', b'\xe2\x81\xa0', b'\xef\xbb\xbf', b'\xc2\xad')
_LOWER = b'abcdefghijklmnopqrstuvwxyz'
_NAMES = _LOWER + b'_'
# so many digits has a name, side by side
_NUMBER = 4
_CASES = bytes.maketrans(_LOWER + _LOWER.upper() + DIGITS, b'a' * 26 + b'A' * 26 + b' ' * 10)
# a sign within a key, between two of its runs
INNER = (b'.', b'|', b'/')
# What can stand directly behind a part that is not the last, or that ends a literal: a quote, the end of a line, a
# placeholder, a soft line break of quoted-printable, a character that nobody sees or its name in HTML.
_STOPS = table((b'"\'`\n\r\\{$#%<&=\xc2\xe2\xef', 1))
# What can stand behind a ``+`` that joins literals: 1, 2 for an equals sign, 3 for the letters before a quote, …
_JOINED = table((b'"\'`\n\r', 1), (b'=', 2), (PREFIX_LETTERS, 3))
# what these begin with -> their length and what they end in
_LASTS = {b'\xe2': (3, b'\x8b\x8c\x8d\xa0'), b'\xc2': (2, b'\xad'), b'\xef': (3, b'\xbf')}
_ASCII = bytes(range(128))
# so many characters that begin like one that nobody sees are looked at one by one
_MISSES = 12
_GOES_ON = (b'\\', b'\n', b'\r', b'=', b'+')
# the end of a line of PowerShell that goes on
_GOES_ON_THERE = (b'`\n', b'`\r\n')
# How much is read for a value, in bytes.
APART = 160
# What can stand directly before a part that is not the first, …
STARTS = table((b'"\'`})%=>;.|*#/$\n\r \t' + bytes(range(128, 256)), 1))
# … but the value of a pair in JSON, also in JSON that is a text itself: no joint has this sign
_VALUES = (b':"', b': "', b':\\"', b': \\"', b":'", b": '")
# so much of a part is looked at, in bytes
_LONG = 200
# the methods and functions that put a part behind another
JOINERS = (b'append', b'Append', b'concat', b'Concat', b'strcat', b'strncat', b'push', b'push_str', b'push_back')
# the first argument of any other, and the first element, follow on nothing
_FIRSTS = (b'("', b"('", b'(`', b'["', b"['", b'[`')
_OTHERS = (*JOINERS, b'format')
# … but what fills a template, or is given to a name
_BEFORE_BRACKETS = (b'=', b'%')
# so many bytes are as long as any of these, a blank and a bracket
_NEAR = 12
# what stands so close behind a run, in bytes, with signs alone between, can follow on nothing else
_BESIDE = 40
# so many small letters and nothing else are no word of a message
LONGEST_WORD = 20
# a shorter part is no name, and what follows on it directly is what may follow on any, or a sign that stands in keys
_SHORT = 12
# what joins a part to those before it, and what stands between
_ADDING = (b'+', b'+=')
_BEFORE_PARTS = b'"\'` \t\r\n\\' + PREFIX_LETTERS
# of so many names it is asked what they are given, at so many places each, and how much is read there, in bytes
_NAMED, _USES, _GIVEN = 64, 40, 60
# … and before one: 2 for a quote
_JOINING = table((b'\n\r\t\\ +', 1), (b'"\'`', 2))


def has_joint(
    data: bytes, book: 'Book', spans: 'Sequence[Span] | None' = None, found: 'list[int] | None' = None
) -> bool:
    """Could ``data`` hold a key of the ``book`` whose parts a joint keeps apart? Never False where ``content.joined``
    shows one.

    ``spans`` are the data's runs that are ``unlike_words``, where the caller has them; to find them is most of the
    cost. Where there is a ``found``, the places of all parts and joints get into it. Linear: a look at the byte behind
    each of the runs and each ``+``, some hundred bytes around those that may be a part of a key, and one pass for each
    of the first names that get one.
    """
    walk: Walk | None = None
    given: dict[bytes, bool] = {}
    size = len(data)
    refused = -_BESIDE
    for start, end in _odd_runs(data, book) if spans is None else spans:
        if end == size or _STOPS[data[end]]:
            text = data[start:end]
            if not unlike_any_word(text):
                continue
            if not _may_be_part(data, start, text, book, refused):
                refused = end
                continue
            walk = walk or _walk(data, book)
            if walk.completes(start, end, text):
                if found is None:
                    return True
                found.append(start)
            elif walk.last == end:
                refused = end
    find = data.find
    last = size - 3
    at = find(b'+', 2, last) if 0x2B in data else -1
    while at >= 0:
        behind = data[at + 1]
        joined = _JOINED[behind if behind != 32 else data[at + 2]]
        if joined:
            before = data[at - 1]
            kind = _JOINING[before if before != 32 else data[at - 2]]
            # most of all: a name before it
            may_be = (kind or joined == 2) and _adds(data, at, joined, kind)
            start = _part_behind(data, at, book, given) if may_be else 0
            if start:
                walk = walk or _walk(data, book)
                if walk.is_part(start):
                    if found is None:
                        return True
                    found.append(at)
        at = find(b'+', at + 1, last)
    # what holds NUL bytes is no text in UTF-8
    if (0xE2 in data or 0xC2 in data or 0xEF in data) and 0 not in data and _hides(data, book, walk, found):
        return True
    return bool(found)


def _adds(data: bytes, at: int, joined: int, kind: int) -> bool:
    """Does a literal stand behind the ``+``, and the end of one, a blank or the end of a line before it? ``joined`` and
    ``kind`` are what ``_JOINED`` says of what comes behind, ``_JOINING`` of what stands before.
    """
    if joined == 2:
        # mostly a number is added to a name
        rest = data[at + 2 : at + 40].lstrip(b' \t')[:4]
        return rest.lstrip(PREFIX_LETTERS)[:1] in QUOTES or rest[:1] in _GOES_ON
    if joined == 3 and len(data[at + 1 : at + 6].translate(None, b'"\'')) == 5:
        return False  # a word
    return kind == 1 or data[at - 2 - (data[at - 1] == 32)] in TOKEN


def _part_behind(data: bytes, at: int, book: 'Book', given: 'dict[bytes, bool]') -> int:
    """Where the literal behind the ``+`` begins that could be a part of a key, or 0. ``given`` as in ``_may_begin``."""
    behind = data[at + 1 : at + APART]
    rest = behind.lstrip(b'+= \t\r\n\\')
    if rest[:2] in _GOES_ON_THERE or rest[:3] in _GOES_ON_THERE:
        rest = rest[1:].lstrip()
    opening = rest[:3].lstrip(PREFIX_LETTERS)
    if opening[:1] not in QUOTES:
        return 0
    before = data[max(0, at - APART) : at].rstrip(b'+ \t\r\n\\')
    if behind[:1] != b'=':
        if before[-2:] == b' `':
            before = before[:-1].rstrip()
        if before[-1:] not in QUOTES or before[-2:-1] not in TOKEN:
            return 0
        first = before[:-1].rstrip(TOKEN)
        word = before[len(first) : -1]
        named = len(word) > 3 and not word.translate(None, _NAMES) and not literals_of(word, book)
        if named and not first.rstrip(_BEFORE_PARTS).endswith(_ADDING):
            return 0  # a word or a name, and no part in the middle
    start = at + 2 + len(behind) - len(rest) + len(rest[:3]) - len(opening)
    text = data[start : start + _LONG]
    size = len(text) - len(text.lstrip(TOKEN))
    # most of all: a word of a message
    if size < LONGEST_WORD and not text[:size].translate(None, _LOWER):
        return 0
    in_key = text[size : size + 1] in INNER and text[:size].translate(None, _NAMES)
    if size < _SHORT and size < len(text) and not _STOPS[text[size]] and not in_key:
        return 0
    return start if behind[:1] != b'=' or _may_begin(data, before, book, given) else 0


def _may_begin(data: bytes, before: bytes, book: 'Book', given: 'dict[bytes, bool]') -> bool:
    """Does something in the data that is given, or added, to the name at the end of ``before`` begin like a key?
    ``given`` remembers the answers: each of the first names costs one pass over the data.
    """
    name = before[len(before.rstrip(TOKEN)) :]
    if not name:
        return False  # an item, what a call gives: no way leads back from there
    if name not in given:
        if len(given) >= _NAMED:
            return True
        given[name] = _is_given_a_beginning(data, name, book)
    return given[name]


def _is_given_a_beginning(data: bytes, name: bytes, book: 'Book') -> bool:
    at = data.find(name)
    for _ in range(_USES):
        if at < 0:
            return False
        at += len(name)
        value = data[at : at + _GIVEN]
        opened = min([place for place in map(value.find, QUOTES) if place >= 0], default=-1) + 1
        # the shell asks for no quotes
        if _begins(value[opened:], book) or (value[:1] == b'=' and _begins(value[1:], book)):
            return True
        at = data.find(name, at)
    return at >= 0


def _begins(value: bytes, book: 'Book') -> bool:
    """Does the value, or what is behind the first sign in it, begin like a key?"""
    behind = value.lstrip(TOKEN)
    word = value[: len(value) - len(behind)]
    if word and (literals_of(word, book) or word + behind[:1] in book.leads):
        return True
    further = behind[1:] if behind[:1] in INNER else b''
    return bool(literals_of(further[: len(further) - len(further.lstrip(TOKEN))], book))


def _may_be_part(data: bytes, start: int, text: bytes, book: 'Book', refused: int) -> bool:
    """Could the long run be a part of a key? Most of all: a checksum, the value of a pair, or the name of a class.
    ``refused`` is where the run before ends that is none: what follows on it directly is none either.
    """
    if literals_of(text, book):
        return True
    for stem in book.inner:
        # what stands inside of a key
        if stem in text:
            return True
    if not STARTS[data[start - 1]]:
        return False
    # most of all: a list of checksums
    if start - _BESIDE < refused and len(data[refused:start].translate(None, TOKEN)) == start - refused:
        return False
    near = data[max(0, start - _NEAR) : start]
    if near.endswith(_VALUES):
        return False
    if near.endswith(_FIRSTS):
        call = near[:-2].rstrip()
        if call[-1:] not in _BEFORE_BRACKETS and not call.endswith(_OTHERS):
            return False
    # a commit with a checksum loads no more than this
    from keyguard.gaps import follows

    return follows(data, start, book)


def literals_of(word: bytes, book: 'Book') -> 'Sequence[bytes]':
    """The literals of the book that the word may begin with."""
    if b'-' in word or b'_' in word:
        head, _, _ = word.replace(b'-', b'_').partition(b'_')
        if head in book.heads:
            return book.heads[head]
    return book.plain.get(word[:3], ())


def _walk(data: bytes, book: 'Book') -> 'Walk':
    # many commits have nothing that could be a part of a key
    from keyguard.walk import Walk

    return Walk(data, book)


def _hides(data: bytes, book: 'Book', walk: 'Walk | None', found: 'list[int] | None') -> bool:
    """Does a character that nobody sees stand between two parts?"""
    for first, (size, _) in _LASTS.items():
        for at in _unseen(data, first):
            if at and data[at - 1] in TOKEN:
                walk = walk or _walk(data, book)
                if walk.is_part(at + size):
                    if found is None:
                        return True
                    found.append(at + size)
    return False


def _unseen(data: bytes, first: bytes) -> 'Iterator[int]':
    """Where a character stands that nobody sees and that begins with this byte."""
    # to search for each of them whole takes three times as long, but where the text is full of others
    misses = 0
    size, lasts = _LASTS[first]
    # none is cut at the end
    end = len(data) - size + 1
    at = data.find(first, 0, end)
    while at >= 0 and misses < _MISSES:
        if data[at + size - 1] in lasts and data[at : at + size] in UNSEEN:
            yield at
        else:
            misses += 1
        at = data.find(first, at + 1, end)
    # a text without its ASCII is searched at once
    rest = data[at:].translate(None, _ASCII) if at >= 0 else b''
    for sign in UNSEEN:
        if sign[:1] == first and sign in rest:
            place = data.find(sign, at)
            while place >= 0:
                yield place
                place = data.find(sign, place + 1)


def _odd_runs(data: bytes, book: 'Book') -> 'list[Span]':
    spans = runs(data)
    texts = {data[start:end] for start, end in spans} - book.dull
    odd = unlike_words(texts, b'\n'.join(texts))
    return [(start, end) for start, end in spans if data[start:end] in odd]


def unlike_any_word(text: bytes) -> bool:
    """Has the run a digit and is no ``CONSTANT`` and no ``CamelCase``, do its cases change oftener than those of
    ``camelCase``, or is it too long for one word?
    """
    digits = len(text) - len(text.translate(None, DIGITS))
    if digits:
        if text.isupper():
            # no key is made of capitals and this sign alone
            return b'_' not in text
        # words with a number, each with its capital: RemovedInVersion60Warning
        cases = text.translate(_CASES)
        capitals = cases.count(b'A')
        words = digits <= _NUMBER and capitals > 1 and cases.count(b'Aa') == capitals and len(cases.split()) < 3
        return not words or cases.count(b'aA') * 5 >= len(cases)
    if text.islower() or text.isupper():
        return text.isalpha()
    cases = text.translate(_CASES)
    return b'AaA' in cases or cases.count(b'aA') * 5 >= len(cases)
