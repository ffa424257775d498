"""Which providers could have a key in here? Told from literals and names alone, before any pattern is compiled.

Both doors use it, so it imports nothing. What it does not suspect, the pipeline does not look for: the two cannot
disagree, and a clean file costs two passes at memory speed over its bytes.

The idea: every key holds a run of 23 or more characters from ``A-Za-z0-9_-``, and little else in a source file does.
``bytes.translate`` and ``bytes.find`` find those runs at a gigabyte a second; only they are looked at closely.
"""

from keyguard.disguise import carries_files, hidden, is_mail, opaque, shown
from keyguard.joints import has_joint
from keyguard.tokens import (
    DIGITS,
    ESCAPING,
    LEAD,
    LEADING,
    LONGEST,
    NEAR_AFTER,
    NEAR_BEFORE,
    NO_CAPITALS,
    REACH,
    Book,
    begins_a_word,
    candidates,
    fold,
    has_comments,
    has_wide_run,
    is_packed,
    is_table,
    runs,
    speaks_of_a_credential,
    stretches,
    unlike_words,
    words,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.tokens import Span


_SIGNS = ESCAPING + LEADING
# the last data in which something was suspected, unless it is long, and what
_SMALL = 1 << 20
_last: 'list[tuple[bytes, bytes, Book | None, frozenset[str]]]' = [(b'', b'', None, frozenset())]


def doubtful(data: bytes, path: bytes, book: Book) -> bool:
    """Could the bytes hold a key, as they are or in another dress? False is what the door calls clean."""
    return (
        _reads(data, path, book, 2)
        or carries_files(data)
        or path.endswith(b'.br')
        or is_mail(data, path)
        or is_table(data)
        or has_comments(data)
    )


def _reads(data: bytes, path: bytes, book: Book, layers: int) -> bool:
    """``doubtful`` of text; ``layers``: how often what is encoded may be decoded."""
    if _shows(data, path, book, layers):
        return True
    if is_packed(data) and _is_glued(data, book):
        return True
    # what is encoded in wide text
    return 0 in data and has_wide_run(data) and _shows(data.translate(None, b'\0'), path, book, layers)


def _shows(data: bytes, path: bytes, book: Book, layers: int) -> bool:
    spans, texts, escaped = stretches(data)
    if not spans and not escaped:
        # nothing else of what follows looks between the runs
        return has_joint(data, book, ()) or bool(suspects(data, path, book, ()))
    if suspects(data, path, book, spans, texts) or (escaped and _escapes(b'\n'.join(escaped))):
        return True
    unique = set(texts)
    odd = unlike_words(unique)
    if has_joint(data, book, [span for span, text in zip(spans, texts) if text in odd] if odd else ()):
        return True
    blocks = hidden(data, spans, texts, unique)
    if not blocks:
        return False
    if layers < 2 or any(opaque(block.text) for block in blocks):
        return True
    kinds = {block.kind for block in blocks}
    return any(_reads(shown(data, blocks, kind), path, book, layers - 1) for kind in kinds)


def _escapes(stretches: bytes) -> bool:
    # most commits have no run of token characters with an escape in it
    from keyguard.escaped import escapes

    return escapes(stretches)


def _is_glued(data: bytes, book: Book) -> bool:
    # most commits have nothing but text
    from keyguard.packing import cuts

    return bool(cuts(data, book))


def suspects(
    data: bytes,
    path: bytes,
    book: Book,
    spans: 'Sequence[Span] | None' = None,
    texts: 'Sequence[bytes] | None' = None,
) -> 'set[str]':
    """The ids of the providers that could have a key in ``data`` as it is; an empty set means that there is none.

    ``path`` counts as text near every key: ``mistral.key`` may hold nothing but the key. ``spans`` are the data's runs,
    ``texts`` what stands there, where the caller has them.
    """
    # what is doubtful is asked about once more, by whoever looks at it closely
    last = _last[0]
    if last[0] is data and last[1:3] == (path, book):
        return set(last[3])
    found: set[str] = set()
    spans = runs(data) if spans is None else spans
    if spans:
        _examine(data, spans, texts or _texts(data, spans), path, book, found, 1)
    if 0 in data and has_wide_run(data):
        # UTF-16 and UTF-32 text has NUL bytes between its characters; what remains without them holds every key that
        # a decoded view can show. The neighbours are not the decoded text's: no word boundary is asked for, and what
        # is one character there may be three bytes here.
        squeezed = data.translate(None, b'\0')
        spans = runs(squeezed)
        if spans:
            _examine(squeezed, spans, _texts(squeezed, spans), path, book, found, 3)
    if found and len(data) <= _SMALL:
        _last[0] = data, path, book, frozenset(found)
    return found


def _texts(data: bytes, spans: 'Sequence[Span]') -> 'list[bytes]':
    return [data[start:end] for start, end in spans]


def _examine(
    data: bytes,
    spans: 'Sequence[Span]',
    texts: 'Sequence[bytes]',
    path: bytes,
    book: Book,
    found: 'set[str]',
    width: int,
) -> None:
    escaped: set[bytes] = set()
    led: list[int] = []
    signs = bytes([data[start - 1] for start, _ in spans])
    if len(signs.translate(None, _SIGNS)) < len(signs):
        for before, (start, _) in zip(signs, spans):
            # a colour code goes on with a digit; an index or a list before the run is not worth a look
            if before in _SIGNS and start:
                if before in LEADING:
                    led.append(start)
                elif before in b'\\%' or data[start] in DIGITS:
                    escaped.add(data[start : start + 40])
    if led:
        _lead(data, led, path, book, found, width)
    listed = list(set(texts))
    joined = b'\n'.join(listed)
    if width > 1:
        wanted = list(book.literals)
    else:
        # a literal begins a word of its run: looking for the words is ten times faster than for each literal
        every = words(joined)
        if escaped:
            # … or a word that begins behind the rest of an escape (``n``, ``u0022``) or of a colour code
            for at in range(1, 6):
                every |= words(b'\n'.join([text[at:] for text in escaped]))
        wanted = []
        # their capitals are fewer than the runs are long
        capitals = joined.translate(None, NO_CAPITALS)
        for letters, stem in book.capitals:
            if letters in capitals and stem in joined:
                wanted += book.plain[stem]
        for head in every & book.heads.keys():
            wanted += book.heads[head]
    for literal in wanted:
        if literal in joined and _stands(literal, joined, book):
            _follow(literal, data, spans, path, book, found, width)
    if len(joined.translate(None, DIGITS)) == len(joined):
        return  # every candidate has a digit
    windows: list[tuple[int, int]] = []
    for start, end in candidates(data, spans, width, speaks_of_a_credential(path)):
        first, last = max(0, start - NEAR_BEFORE * width), min(end, start + LONGEST) + NEAR_AFTER * width
        if data[end : end + 1] == b'.':
            last += LONGEST  # the key may go on behind the dot
        # the windows of neighbours are one: however many candidates a line has, it is read once
        if windows and first <= windows[-1][1]:
            first, last = windows[-1][0], max(last, windows.pop()[1])
        windows.append((first, last))
    if windows:
        found.update(named(b'\n'.join([data[first:last] for first, last in windows]), path, book))


def named(window: bytes, path: bytes, book: Book) -> 'set[str]':
    """The providers that text and path name, by a name in any spelling, a label or a call of their SDK."""
    found: set[str] = set()
    text = book.text(window) + b'\n' + book.text(path)
    for name in book.named(text):
        found.update(book.names[name])
    for label, providers in book.labels.items():
        if b'<' + label + b'>' in text:
            found.update(providers)
    for call in book.called(window):
        found.update(book.calls[call])
    return found


def _lead(data: bytes, starts: 'list[int]', path: bytes, book: Book, found: 'set[str]', width: int) -> None:
    """Look for the beginning of a key before the runs that start there."""
    joined = b'\n'.join([data[max(0, start - LEAD) : start] for start in starts])
    for lead, rows in book.leads.items():
        if lead in joined:
            for start in starts:
                if lead in data[max(0, start - LEAD) : start]:
                    near = _Near(data, start, start, path, book, width)
                    for names, providers in rows:
                        if not found.issuperset(providers) and near.holds(names):
                            found.update(providers)


class _Near:
    """The text near a run, folded once for all that is asked of it."""

    __slots__ = ('_answers', '_book', '_folded', '_path', '_text', '_window')

    def __init__(self, data: bytes, start: int, end: int, path: bytes, book: Book, width: int) -> None:
        self._window = data[max(0, start - NEAR_BEFORE * width) : end + (REACH + NEAR_AFTER) * width]
        self._path = path
        self._book = book
        self._answers: dict[Sequence[bytes], bool] = {}
        self._folded = b''
        self._text = b''

    def holds(self, names: 'Sequence[bytes]') -> bool:
        """Is one of the names there? Where none is asked for, yes."""
        if not names:
            return True
        answer = self._answers.get(names)
        if answer is None:
            answer = self._answers[names] = self._look(names)
        return answer

    def _look(self, names: 'Sequence[bytes]') -> bool:
        # few literals are shared by an issuer with an everyday name
        if any(name[:1] == b'<' for name in names):
            if not self._text:
                self._text = self._book.text(self._window) + b'\n' + self._book.text(self._path)
            text = self._text
        else:
            if not self._folded:
                self._folded = fold(self._window) + b'\n' + fold(self._path)
            text = self._folded
        return any(name in text for name in names)


def _stands(literal: bytes, joined: bytes, book: Book) -> bool:
    """Is there one place among the runs where enough of the right characters follow the literal?

    Told before any place is looked for in the data: most words that begin like a key (``app-``, ``key_``) end here.
    """
    size = len(literal)
    rows = book.literals[literal]
    at = joined.find(literal)
    while at >= 0:
        behind = at + size
        for row in rows:
            need = row[0]
            text = joined[behind : behind + need]
            if len(text) == need and not text.strip(row[1]):
                return True
        at = joined.find(literal, at + 1)
    return False


def _follow(
    literal: bytes, data: bytes, spans: 'Sequence[Span]', path: bytes, book: Book, found: 'set[str]', width: int
) -> None:
    """Look closely at each place of a literal: what follows it, and what must stand near it."""
    rows = book.literals[literal]
    size = len(literal)
    for start, end in spans:
        at = data.find(literal, start, end)
        if at < 0:
            continue
        rows = [row for row in rows if not found.issuperset(row[3])]
        if not rows:
            return
        near = _Near(data, start, end, path, book, width)
        while at >= 0:
            begins = width > 1 or begins_a_word(data, at)
            for need, alphabet, names, providers in rows:
                stop = at + size + need
                # need 0: the literal stands inside the key, whatever is before it
                if (need and not begins) or stop > end or data[at + size : stop].strip(alphabet):
                    continue
                if not found.issuperset(providers) and near.holds(names):
                    found.update(providers)
            at = data.find(literal, at + 1, end)
