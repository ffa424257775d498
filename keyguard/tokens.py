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

MIN_RUN = 23

# How far a name may stand from its key, in bytes. detect.py looks no further than this.
NEAR_BEFORE = 400
NEAR_AFTER = 250
CLOSE_BEFORE = 100
# The longest key that is told by its context; the text near a longer run is taken from its beginning.
LONGEST = 512
# … and the longest that is told by a literal and a name: a JWT.
REACH = 4400

_UPPER = b'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
_LOWER = b'abcdefghijklmnopqrstuvwxyz'
DIGITS = b'0123456789'
# what escapes are made of besides
ESCAPES = b'\\%&#;{}'
TOKEN = _UPPER + _LOWER + DIGITS + b'_-'
_CLASS = bytes(97 if char in TOKEN else 32 for char in range(256))
_ESCAPED_CLASS = bytes(97 if char in TOKEN + ESCAPES else 32 for char in range(256))
_NEEDLE = b'a' * MIN_RUN
_SNAKE_CASE = _LOWER + b'_-'
# the same with one or three NUL bytes between: a run in UTF-16 and in UTF-32
_WIDE_CLASS = bytes(110 if char == 0 else 97 if char in TOKEN + ESCAPES else 32 for char in range(256))
_WIDE_NEEDLES = (b'an' * (MIN_RUN - 1) + b'a', b'annn' * (MIN_RUN - 1) + b'a')
_DASHES = bytes.maketrans(b'-_', b'  ')
_FOLD = bytes.maketrans(_UPPER, _LOWER)
_CALLS = bytes(char if char in _UPPER + _LOWER + DIGITS + b'_.(' else 32 for char in range(256))
# what is no capital
NO_CAPITALS = bytes(char for char in range(256) if char not in _UPPER)
_WORDS = bytes(char + 32 if char in _UPPER else char if char in _LOWER + DIGITS else 32 for char in range(256))
_NOT_ALNUM = bytes(char for char in range(256) if char not in _UPPER + _LOWER + DIGITS)

# A key may begin with a few characters that are no part of its run (`LLM|…|`, `VF.DM.`, `ya29.`): its run then stands
# behind one of these, and the beginning at most so many bytes before it.
LEADING = b'|.'
LEAD = 24
# Behind one of these, the first letters of a run may belong to an escape or a colour code.
ESCAPING = b'\\%[;'

# A key without a literal is a candidate only where the text before it speaks of something like a credential.
CREDENTIAL_WORDS = (b'key', b'token', b'secret', b'auth', b'bearer', b'pass', b'cred', b'login', b'client', b'api')
# CLARIFAI_PAT, qianfanSk: as the end of a name only, or every path would be one.
ENDINGS = (b'_pat', b'_PAT', b'_sk', b'_SK', b'Pat', b'Sk')
# In a file's name these words decide; the last two stand in those of lists of revisions and checksums.
TELLING = (b'key', b'token', b'secret', b'auth', b'bearer', b'pass', b'cred', b'login', b'revs', b'sum')
# … or hands it to a call as its only argument.
_ARGUMENT = (b'("', b"('", b'(`')
_QUOTES = (b'"', b"'", b'`')
# what the cells of a table of words are made of
_CELLS = _UPPER + _LOWER + DIGITS + b' "._-:/@'
# … or pipes it to a program that stores it, or logs in with it.
_HANDED = (b'echo', b'printf', b'<<<', b' -u ', b' -u"', b'--user', b'://')

# so many runs are worth to be looked at together, and what was found is kept for the next who asks, unless it is long
_MANY = 24
_SMALL = 1 << 20
_last: 'list[tuple[bytes, bool, Sequence[Span]]]' = [(b'', False, ())]
# does the text before a run speak of a credential? The versions of a file in a history hardly differ in that
_answers: 'tuple[dict[bytes, bool], dict[bytes, bool]]' = ({}, {})
_MOST_ANSWERS = 20_000


def fold(text: bytes) -> bytes:
    """Letters and digits in lower case: ``MISTRAL_API_KEY``, ``mistralApiKey`` and ``mistral.api-key`` are one."""
    return text.translate(_FOLD, _NOT_ALNUM)


def runs(data: bytes) -> 'list[Span]':
    """Every run of ``MIN_RUN`` or more token characters, as (start, end)."""
    classes = data.translate(_CLASS)
    find = classes.find
    end = len(classes)
    spans = []
    start = find(_NEEDLE)
    while start >= 0:
        stop = find(b' ', start + MIN_RUN)
        if stop < 0:
            stop = end
        spans.append((start, stop))
        start = find(_NEEDLE, stop)
    return spans


def stretches(data: bytes) -> 'tuple[list[Span], list[bytes], list[bytes]]':
    """The runs, what stands there, and every stretch of 23 or more characters of which some begin an escape (``\\``,
    ``%``, ``&#…;``).

    One pass for all: a second one over the bytes would cost as much as all the rest.
    """
    classes = data.translate(_ESCAPED_CLASS)
    find = classes.find
    end = len(classes)
    spans = []
    texts = []
    escaped = []
    start = find(_NEEDLE)
    while start >= 0:
        stop = find(b' ', start + MIN_RUN)
        if stop < 0:
            stop = end
        text = data[start:stop]
        if text.translate(None, TOKEN):
            escaped.append(text)
            for first, last in runs(text):
                spans.append((start + first, start + last))
                texts.append(text[first:last])
        else:
            spans.append((start, stop))
            texts.append(text)
        start = find(_NEEDLE, stop)
    return spans, texts, escaped


def unlike_words(texts: 'Collection[bytes]') -> 'set[bytes]':
    """The runs that are no number, no ``snake_case`` and no ``camelCase``, which has three small letters or more to
    each capital. One pass over all of them.
    """
    rests = b'\n'.join(texts).translate(None, _SNAKE_CASE).split(b'\n')
    return {
        text
        for text, rest in zip(texts, rests)
        if (((len(rest) * 4 > len(text)) if rest.isalpha() else not text.isdigit()) if rest else text.isalpha())
    }


def has_wide_run(data: bytes) -> bool:
    """Is there a run, or a stretch with escapes in it, in UTF-16 or UTF-32?"""
    classes = data.translate(_WIDE_CLASS)
    return any(needle in classes for needle in _WIDE_NEEDLES)


def begins_a_word(data: bytes, at: int) -> bool:
    """False where the character before ``at`` makes it the middle of a word.

    Weaker than the boundary of ``shapes.token``: a backslash, percent sign or bracket close before may make that
    character part of an escape.
    """
    lead = data[max(0, at - 6) : at]
    return not lead[-1:].isalnum() or b'\\' in lead or b'%' in lead or b'[' in lead or b';' in lead


def speaks_of_a_credential(path: bytes) -> bool:
    """Does the file name say that the file may hold nothing but a key (``secrets/mistral_api_key``)?"""
    path = fold(path)
    return b'key' in path or b'token' in path or b'secret' in path or b'cred' in path or b'pass' in path


def candidates(
    data: bytes, spans: 'Sequence[Span] | None' = None, width: int = 1, spoken: bool = False
) -> 'Sequence[Span]':
    """The runs that could be a key without a literal: digits and letters, and a credential is spoken of before them.

    ``spans`` are the data's runs, where the caller has them; those without a digit may be left out. ``width`` is above
    1 where bytes of other characters may have grown together with the words before; ``spoken``: the file's name speaks.
    """
    last = _last[0]
    if width == 1 and last[0] is data and last[1] is spoken:
        return last[2]
    spans = runs(data) if spans is None else spans
    kept = _mixed(data, spans)
    if width > 1 or not kept:
        return kept
    found = _spoken_of(data, kept, spoken)
    if len(kept) >= _MANY and len(data) <= _SMALL:
        _last[0] = data, spoken, found
    return found


def _mixed(data: bytes, spans: 'Sequence[Span]') -> 'list[Span]':
    """The runs that have digits and letters."""
    joined = b'\n'.join([data[start:end] for start, end in spans])
    rests = joined.translate(None, DIGITS).split(b'\n')
    letters = joined.translate(None, DIGITS + b'_-').split(b'\n')
    return [span for span, rest, some in zip(spans, rests, letters) if some and len(rest) < span[1] - span[0]]


def _spoken_of(data: bytes, spans: 'Sequence[Span]', spoken: bool) -> 'list[Span]':
    """Those of which a credential's word, or something like it, stands before."""
    befores = [data[max(0, start - CLOSE_BEFORE) : start] for start, _ in spans]
    answers = _answers[spoken]
    known = [answers.get(before) for before in befores]
    if None in known:
        news = [before for before, answer in zip(befores, known) if answer is None]
        every = b'\n'.join(news)
        # most words stand before none of the runs: to ask for them once is cheaper than before each
        folded = every.translate(_FOLD)
        speaking = [word for word in CREDENTIAL_WORDS if word in folded]
        handed = [word for word in _HANDED if word in every]
        endings = [word for word in ENDINGS if word in every]
        if len(answers) > _MOST_ANSWERS:
            answers.clear()
        at = begin = 0
        for before in news:
            end = begin + len(before)
            answer = _is_spoken_of(before, folded[begin:end], speaking, handed, endings, spoken)
            at = known.index(None, at)
            known[at] = answers[before] = answer
            begin = end + 1
    return [span for span, answer in zip(spans, known) if answer]


def _is_spoken_of(
    before: bytes,
    folded: bytes,
    speaking: 'list[bytes]',
    handed: 'list[bytes]',
    endings: 'list[bytes]',
    spoken: bool,
) -> bool:
    """Does the text before a run speak of a credential? The words are those that stand before any of the runs."""
    # loops and no any(): a million runs go through here
    for word in speaking:
        if word in folded:
            return True
    sign = before[-1:]
    if spoken and sign in (b'', b'\n'):
        return True
    if sign in _QUOTES:
        # an argument, also on a line of its own
        if before[-2:] in _ARGUMENT or before[:-1].rstrip()[-1:] == b'(':
            return True
    elif sign == b':' and b'://' in before[-80:]:
        return True
    if handed:
        last = before[-16:]
        for word in handed:
            if word in last:
                return True
    for ending in endings:
        at = before.rfind(ending) + len(ending)
        if at >= len(ending) and not before[at : at + 1].isalnum():
            return True
    # a cell of a table whose heading speaks
    row = before[before.rfind(b'\n') + 1 :]
    if b'|' in row:
        return True
    signs = row.translate(None, _CELLS)
    return signs != b'' and not signs.strip(b',;\t')


class Book:
    """The phone book: what to look for, and whose it is.

    ``literals``: literal -> rows. ``leads``: what a key begins with before its run -> rows. ``names``: folded name ->
    providers. ``labels``: everyday word (``exa``) that counts only as a whole word -> providers. ``calls``: SDK call as
    written -> providers. ``public``: folded words that say of a key that it is meant to be seen. Worked out from them:
    ``heads``, first word of a literal (``sk`` of ``sk-proj-``) -> literals, ``plain``, first three characters of the
    others -> literals, and ``capitals``, the capitals in each of these three.
    """

    __slots__ = (
        *('_every', '_names', '_words', 'calls', 'capitals', 'heads', 'labels', 'leads', 'literals', 'names', 'plain'),
        'public',
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
        self._words: frozenset[bytes] | None = None
        self._every: frozenset[bytes] | None = None
        self._names: tuple[list[bytes], dict[bytes, list[int]]] | None = None
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
        self.capitals = [(stem.translate(None, NO_CAPITALS), stem) for stem in self.plain]

    def text(self, window: bytes) -> bytes:
        """The window folded, and behind it each label that is a word of it: ``<exa>``. Names and labels are looked up
        in it.
        """
        if self._words is None:
            rows = [row[2] for rows in self.literals.values() for row in rows]
            rows += [lead[0] for leads in self.leads.values() for lead in leads]
            near = {name[1:-1] for names in rows for name in names if name[:1] == b'<'}
            self._words = frozenset(near | self.labels.keys())
        found = self._words.intersection(window.translate(_WORDS).split())
        return fold(window) + b''.join([b'\n<' + word + b'>' for word in found])

    def speaks(self, path: bytes) -> bool:
        """Does a file's name say anything that some kind of key is told by?"""
        if self._every is None:
            near = [row[2] for rows in self.literals.values() for row in rows]
            near += [lead[0] for leads in self.leads.values() for lead in leads]
            labels = [b'<' + label + b'>' for label in self.labels]
            self._every = frozenset([name for names in near for name in names] + [*self.names, *labels, *self.public])
        text = self.text(path)
        return any(name in text for name in self._every)

    def named(self, folded: bytes) -> 'set[bytes]':
        """The names that stand in the folded text.

        Most names end in one of a few words (``…apikey``): where such a word stands, what ends there is looked up.
        Asking for each of 500 names would take a third of a millisecond a file.
        """
        if self._names is None:
            others: list[bytes] = []
            ends: dict[bytes, set[int]] = {end: set() for end in (b'key', b'token', b'ai', b'com')}
            for name in self.names:
                end = next((end for end in ends if name.endswith(end)), None)
                if end:
                    ends[end].add(len(name))
                else:
                    others.append(name)
            self._names = others, {end: sorted(sizes) for end, sizes in ends.items()}
        others, sizes = self._names
        found = {name for name in others if name in folded}
        names = self.names
        for end, lengths in sizes.items():
            at = folded.find(end)
            while at >= 0:
                stop = at + len(end)
                for length in lengths:
                    if length <= stop and folded[stop - length : stop] in names:
                        found.add(folded[stop - length : stop])
                at = folded.find(end, stop)
        return found

    def called(self, window: bytes) -> 'set[bytes]':
        """The SDK calls in the text, each a word of its own: ``cohere.Client(``, ``new OpenAI(``."""
        found = set()
        for part in window.translate(_CALLS).split(b'(')[:-1]:
            word = part[part.rfind(b' ') + 1 :]
            while word:
                if word + b'(' in self.calls:
                    found.add(word + b'(')
                word = word.partition(b'.')[2]
        return found


def words(text: bytes) -> 'set[bytes]':
    """The words that ``-``, ``_`` and line ends divide the text into."""
    return set(text.translate(_DASHES).split())


# what no text has: NUL and its like, without the line ends, the escape of a terminal and the backspace of a manual
_CONTROL = bytes({*range(0x20), 0x7F} - {*b'\t\n\f\r\b\x1b'})
_HEAD = 1024
# the first byte of a map or list in CBOR and msgpack, which begins no text in UTF-8
_MAPS = bytes(range(0x80, 0xC0))
# what begins a pickle that is text
_PICKLES = (b'(', b'V', b'c', b'\x80')
# an array of NumPy, a database
ARRAY = b'\x93NUMPY'
DATABASE = b'SQLite format 3\0'
# an image, and those of its comments that are compressed
PNG = b'\x89PNG\r\n\x1a\n'
COMPRESSED_COMMENTS = (b'zTXt', b'iTXt')


def is_packed(data: bytes) -> bool:
    """Is this no text? Takes a microsecond for what is one."""
    if 0 in data or (data and data[0] in _MAPS):
        return True
    head = data[:_HEAD]
    return len(head.translate(None, _CONTROL)) < len(head) or _is_pickle(data)


def _is_pickle(data: bytes) -> bool:
    """Is it a pickle of protocol 0, which is text?"""
    return data[-1:] == b'.' and data.startswith(_PICKLES) and b'\np' in data[-40:] + data[:_HEAD] and b'V' in data


def is_table(data: bytes) -> bool:
    """Does it begin as something whose items stand one behind the other, each with its width told elsewhere?"""
    return data.startswith((ARRAY, DATABASE))


def has_comments(data: bytes) -> bool:
    """Is it an image with comments that may be compressed?"""
    return data.startswith(PNG) and (b'zTXt' in data or b'iTXt' in data)
