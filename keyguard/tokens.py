"""Runs of token characters and the text around them: what the prefilter and detection both stand on.

Imported on the clean path, so it imports nothing.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    Span = tuple[int, int]
    # names of which one must be near, whose keys these are
    Lead = tuple[Sequence[bytes], Sequence[str]]
    # how many characters must follow (0: the literal stands inside the key), of which alphabet, names of which one
    # must be near, whose keys these are
    Row = tuple[int, bytes, Sequence[bytes], Sequence[str]]


def table(*rows: 'tuple[bytes, int]', rest: int = 0) -> bytes:
    """What ``bytes.translate`` makes of each byte: for each of the rows' characters its value, the last one that names
    it, for all others ``rest``. Every commit makes some of them: twenty times as fast as to ask of each byte.
    """
    made = bytearray((rest,)) * 256
    for chars, value in rows:
        for char in chars:
            made[char] = value
    return bytes(made)


MIN_RUN = 23
# 23 characters of base64 text, wherever they begin, fill 28 characters of the encoding
LEAST_BASE64 = 28

# How far a name may stand from its key, in bytes. detect.py looks no further than this.
NEAR_BEFORE = 400
NEAR_AFTER = 250
# The longest key that is told by its context; the text near a longer run is taken from its beginning.
LONGEST = 512
# … and the longest that is told by a literal and a name: a JWT.
REACH = 4400
# how many bytes of runs are remembered
_MOST_REMEMBERED = 1 << 20

_UPPER = b'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
_LOWER = b'abcdefghijklmnopqrstuvwxyz'
DIGITS = b'0123456789'
# what escapes are made of besides, and those that more than a sign and digits belong to: references and \u{…}
_SIGNS, _MORE = b'\\%', b'&#;{}'
# how those references go on that have a place within a key, and what begins them or their & in JSON and scripts
_REFERENCES = (b'#', b'amp;', b'dash;', b'hyphen;', b'lowbar;', b'period;', b'UnderBar;')
_UNICODE = (b'u{', b'u0026', b'x26')
# behind so many signs that begin none nobody asks: to search for two signs at once takes ten times as long as for one
_ASKED = 1000
TOKEN = _UPPER + _LOWER + DIGITS + b'_-'
CLASS = table((TOKEN, 97), rest=32)
# what no text has: NUL and its like, without the line ends, the escape of a terminal and the backspace of a manual
CONTROLS = bytes(range(0x20)).translate(None, b'\t\n\f\r\b\x1b') + b'\x7f'
_ESCAPED_CLASS = table((TOKEN + _SIGNS, 97), (CONTROLS, 1), rest=32)
_REFERRED_CLASS = table((TOKEN + _SIGNS + _MORE, 97), (CONTROLS, 1), rest=32)
_NEEDLE = b'a' * MIN_RUN
_SNAKE_CASE = _LOWER + b'_-'
# as much of any text with one or three NUL bytes between: in UTF-16 and in UTF-32
_WIDE_CLASS = b'n' + b' ' * 8 + b'a' * 118 + b' ' * 129
_WIDE_NEEDLES = (b'an' * (MIN_RUN - 1) + b'a', b'annn' * (MIN_RUN - 1) + b'a')
_WIDEST = len(_WIDE_NEEDLES[1])
# of more than this so much is translated at once, and no copy is made of all of it
_SMALL, _AT_ONCE = 1 << 20, 1 << 15
_DASHES = bytes.maketrans(b'-_', b'  ')
_FOLD = bytes.maketrans(_UPPER, _LOWER)
# what is no capital
NO_CAPITALS = bytes(range(256)).translate(None, _UPPER)
_NOT_ALNUM = NO_CAPITALS.translate(None, _LOWER + DIGITS)

# A key may begin with a few characters that are no part of its run (`LLM|…|`, `VF.DM.`, `ya29.`): its run then stands
# behind one of these, and the beginning at most so many bytes before it.
LEADING = b'|.'
LEAD = 24
# Behind one of these, the first letters of a run may belong to an escape or a colour code.
ESCAPING = b'\\%[;'


def fold(text: bytes) -> bytes:
    """Letters and digits in lower case: ``MISTRAL_API_KEY``, ``mistralApiKey`` and ``mistral.api-key`` are one."""
    return text.translate(_FOLD, _NOT_ALNUM)


def runs(data: bytes) -> 'list[Span]':
    """Every run of ``MIN_RUN`` or more token characters, as (start, end)."""
    return _long(data, CLASS)[0]


def stretches(data: bytes) -> 'list[Span]':
    """The runs, together with the escapes that stand in or beside them (``\\``, ``%``, ``&#…;``)."""
    return stretches_and_controls(data)[0]


def stretches_and_controls(data: bytes) -> 'tuple[list[Span], bool]':
    """The stretches, and whether there is a character somewhere that no text has: one pass tells both."""
    return _long(data, _REFERRED_CLASS if _has_references(data) else _ESCAPED_CLASS)


def _has_references(data: bytes) -> bool:
    """Is there an escape with signs that end statements, and stand in every placeholder, where there is none?"""
    # to ask whether a byte is in there takes a third of the time that its search takes
    return (0x26 in data and _goes_on(data, b'&', _REFERENCES)) or (0x5C in data and _goes_on(data, b'\\', _UNICODE))


def _goes_on(data: bytes, sign: bytes, others: 'tuple[bytes, ...]') -> bool:
    """Does one of the others stand behind such a sign, or are there too many of them to tell?"""
    asked = 0
    at = data.find(sign)
    while at >= 0:
        asked += 1
        if asked > _ASKED or data.startswith(others, at + 1):
            return True
        at = data.find(sign, at + 1)
    return False


def _long(data: bytes, table: bytes) -> 'tuple[list[Span], bool]':
    size = len(data)
    if size <= _SMALL:
        classes = data.translate(table)
        controls = 1 in classes
        return _long_of(classes.replace(b'\1', b' ') if controls else classes), controls
    spans: list[Span] = []
    controls = False
    at = 0
    step = first = _AT_ONCE
    while at < size:
        classes = data[at : at + step].translate(table)
        if 1 in classes:
            controls = True
            classes = classes.replace(b'\1', b' ')
        end = len(classes)
        if at + end < size:
            # no run is cut; one may be longer than what is looked at
            end = classes.rfind(b' ') + 1
            if not end:
                step *= 2
                continue
        spans += [(at + start, at + stop) for start, stop in _long_of(classes[:end])]
        at += end
        step = first
    return spans, controls


def _long_of(classes: bytes) -> 'list[Span]':
    find = classes.find
    spans = []
    start = find(_NEEDLE)
    while start >= 0:
        stop = find(b' ', start + MIN_RUN)
        if stop < 0:
            spans.append((start, len(classes)))
            break
        spans.append((start, stop))
        start = find(_NEEDLE, stop)
    return spans


def unlike_words(texts: 'Collection[bytes]', joined: bytes) -> 'set[bytes]':
    """The runs that are no number, no ``snake_case``, no ``CONSTANT``, no ``camelCase``, which has three small letters
    or more to each capital, and no words with a number or two. One pass over all of them: ``joined`` has one a line.
    """
    odd = set()
    for text, rest in zip(texts, joined.translate(None, _SNAKE_CASE).split(b'\n')):
        if not rest:
            if text.isalpha():
                odd.add(text)
            continue
        parted = b'_' in text or b'-' in text
        if rest.isalpha():
            # base64 that has no digit and so few capitals is one in a thousand of the shortest
            if len(rest) * 4 > len(text) and (not parted or not (text.isupper() or are_words(text))):
                odd.add(text)
        elif not (parted and are_words(text)) and not text.isdigit():
            odd.add(text)
    return odd


def are_words(text: bytes) -> bool:
    """Are the parts of the run, between its dashes, words and short numbers: ``gpt-4o-mini-2025-12-15``, ``MAX_SIZE``?

    One random text in ten thousand is taken for that where it is short, one of 32 characters or without a dash never.
    """
    parts = text.replace(b'_', b'-').split(b'-')
    # the end of a colour code may stand before a key
    if len(parts) == 1 or parts[0][:1].isdigit():
        return False
    letters = mixed = 0
    for part in parts:
        size = len(part)
        if part.isalpha():
            if size > 3 and not (part.isupper() or part.islower() or part.istitle()):
                return False
            letters += size * (size > 1)
        elif part and not (size < 9 and part.isdigit()):
            mixed += 1
            if mixed > 2 or size > 6:
                return False
    return letters * 2 + len(parts) >= len(text)


def has_wide_run(data: bytes) -> bool:
    """Is there text in UTF-16 or UTF-32 that is as long as a run? One may be in it, or escapes or parts of one."""
    step = (len(data) or 1) if len(data) <= _SMALL else _AT_ONCE
    for at in range(0, len(data), step):
        classes = data[at : at + step + _WIDEST].translate(_WIDE_CLASS)
        if any(needle in classes for needle in _WIDE_NEEDLES):
            return True
    return False


def begins_a_word(data: bytes, at: int) -> bool:
    """False where the character before ``at`` makes it the middle of a word.

    Weaker than the boundary of ``shapes.token``: a backslash, percent sign or bracket close before may make that
    character part of an escape.
    """
    lead = data[max(0, at - 6) : at]
    return not lead[-1:].isalnum() or b'\\' in lead or b'%' in lead or b'[' in lead or b';' in lead


def has_digits_and_letters(texts: 'Collection[bytes]') -> 'set[bytes]':
    """Those of the texts that have both."""
    joined = b'\n'.join(texts)
    rest = joined.translate(None, DIGITS)
    if len(rest) == len(joined):
        return set()
    return {
        text
        for text, other in zip(texts, rest.split(b'\n'))
        if len(text) != len(other) and other and other.strip(b'_-')
    }


class Book:
    """The phone book: what to look for, and whose it is.

    ``literals``: literal -> rows. ``leads``: what a key begins with before its run -> rows. ``names``: folded name ->
    providers. ``labels``: everyday word (``exa``) that counts only as a whole word -> providers. ``calls``: SDK call as
    written -> providers. ``public``: folded words that say of a key that it is meant to be seen. Worked out from them:
    ``heads``, first word of a literal (``sk`` of ``sk-proj-``) -> literals, ``words``, all of these, ``plain``, first
    three characters of the other literals -> literals, ``stems``, all of these, and ``inner``, those that may stand in
    the middle of a word. ``dull`` remembers runs that nothing can come of, wherever they stand.
    """

    __slots__ = (
        *('_size', 'calls', 'dull', 'heads', 'inner', 'labels', 'leads', 'literals', 'names', 'plain', 'public'),
        *('stems', 'words'),
    )

    def __init__(
        self,
        literals: 'Mapping[bytes, Sequence[Row]]',
        names: 'Mapping[bytes, Sequence[str]]',
        calls: 'Mapping[bytes, Sequence[str]]',
        leads: 'Mapping[bytes, Sequence[Lead]]',
        labels: 'Mapping[bytes, Sequence[str]]',
        public: 'Sequence[bytes]' = (),
    ) -> None:
        self.literals = literals
        self.names = names
        self.calls = calls
        self.leads = leads
        self.labels = labels
        self.public = public
        # literals that no word begins, by their first three characters
        self.plain: dict[bytes, list[bytes]] = {}
        self.heads: dict[bytes, list[bytes]] = {}
        for literal, rows in literals.items():
            head, dash, _ = literal.replace(b'-', b'_').partition(b'_')
            # a literal inside of a key may begin in the middle of a word
            if dash and head and all(row[0] for row in rows):
                self.heads.setdefault(head, []).append(literal)
            else:
                self.plain.setdefault(literal[:3], []).append(literal)
        self.words = frozenset(self.heads)
        self.stems = frozenset(self.plain)
        self.inner = [stem for stem, words in self.plain.items() if not _begins_words(stem, words, literals)]
        self.dull: set[bytes] = set()
        self._size = 0

    def remember(self, texts: 'set[bytes]', size: int) -> None:
        """Add runs of so many bytes together to ``dull``, unless it has enough of them."""
        self._size += size
        if self._size > _MOST_REMEMBERED:
            self.dull = set()
            self._size = size
        if size <= _MOST_REMEMBERED:
            self.dull |= texts


def _begins_words(stem: bytes, words: 'Collection[bytes]', literals: 'Mapping[bytes, Sequence[Row]]') -> bool:
    """Is the stem three letters or digits, and never the middle of a word?"""
    whole = len(stem) == 3 and stem.isalnum()
    return whole and all(row[0] for word in words for row in literals[word])


def begin(joined: bytes, odd: bytes, book: Book) -> 'list[bytes]':
    """The literals that a run of those in ``joined``, one a line, may hold: with which one of its words begins. ``odd``
    are those of them that are unlike words: what begins without a dash (``AIzaSy``) never reads like some.
    """
    found = []
    # looking for words is ten times faster than for each literal
    for head in book.words.intersection(joined.translate(_DASHES).split()):
        found += book.heads[head]
    if odd:
        stems = book.stems.intersection([word[:3] for word in odd.translate(_DASHES).split()])
        stems |= {stem for stem in book.inner if stem in odd}
        for stem in stems:
            found += book.plain[stem]
    return found
