"""Which providers could have a key in here? Told from literals and names alone, before any pattern is compiled.

Both doors use it, so it imports nothing. What it does not suspect, the pipeline does not look for: the two cannot
disagree, and a clean file costs two passes at memory speed over its bytes.

The idea: every key holds a run of 24 or more characters from ``A-Za-z0-9_-``, and little else in a source file does.
``bytes.translate`` and ``bytes.find`` find those runs at a gigabyte a second; only they are looked at closely.
"""

from keyguard.tokens import (
    DIGITS,
    ESCAPING,
    Book,
    around,
    begins_a_word,
    candidate,
    fold,
    runs,
    speaks_of_a_credential,
    words,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.tokens import Span


def suspects(data: bytes, path: bytes, book: Book) -> 'set[str]':
    """The ids of the providers that could have a key in ``data``; an empty set means that there is none.

    ``path`` counts as text near every key: ``mistral.key`` may hold nothing but the key.
    """
    found: set[str] = set()
    spans = runs(data)
    if spans:
        _examine(data, spans, path, book, found, 1)
    if 0 in data:
        # UTF-16 and UTF-32 text has NUL bytes between its characters; what remains without them holds every key that
        # a decoded view can show. The neighbours are not the decoded text's: no word boundary is asked for, and what
        # is one character there may be three bytes here.
        squeezed = data.translate(None, b'\0')
        spans = runs(squeezed)
        if spans:
            _examine(squeezed, spans, path, book, found, 3)
    return found


def _examine(data: bytes, spans: 'list[Span]', path: bytes, book: Book, found: 'set[str]', width: int) -> None:
    texts = set()
    escaped = width > 1
    for start, end in spans:
        texts.add(data[start:end])
        if start and data[start - 1] in ESCAPING:
            escaped = True
    listed = list(texts)
    joined = b'\n'.join(listed)
    if escaped:
        wanted = list(book.literals)
    else:
        # a literal begins a word of its run: looking for the words is ten times faster than for each literal
        wanted = book.plain.copy()
        for head in words(joined) & book.heads.keys():
            wanted += book.heads[head]
    for literal in wanted:
        if literal in joined:
            _follow(literal, data, spans, path, book, found, width)
    rest = joined.translate(None, DIGITS)
    if len(rest) == len(joined):
        return  # every candidate has a digit
    with_digits = {text for text, other in zip(listed, rest.split(b'\n')) if len(text) != len(other)}
    nearby = fold(path)
    spoken = speaks_of_a_credential(nearby)
    for start, end in spans:
        if data[start:end] in with_digits and candidate(data, start, end, width, spoken):
            found.update(named(around(data, start, end, width), nearby, book))


def named(window: bytes, path: bytes, book: Book) -> 'set[str]':
    """The providers that the text names, by a name in any spelling or by a call of their SDK. ``path`` is folded."""
    folded = fold(window) + b'\n' + path
    found: set[str] = set()
    for name, providers in book.names.items():
        if name in folded:
            found.update(providers)
    for call, providers in book.calls.items():
        if call in window:
            found.update(providers)
    return found


def _follow(
    literal: bytes, data: bytes, spans: 'list[Span]', path: bytes, book: Book, found: 'set[str]', width: int
) -> None:
    """Look closely at each place of a literal: what follows it, and what must stand near it."""
    rows = book.literals[literal]
    size = len(literal)
    for start, end in spans:
        at = data.find(literal, start, end)
        while at >= 0:
            begins = width > 1 or begins_a_word(data, at)
            for need, alphabet, names, providers in rows:
                stop = at + size + need
                # need 0: the literal stands inside the key, whatever is before it
                if (need and not begins) or stop > end or data[at + size : stop].strip(alphabet):
                    continue
                if names:
                    window = fold(around(data, at, end, width)) + b'\n' + fold(path)
                    if not any(name in window for name in names):
                        continue
                found.update(providers)
            at = data.find(literal, at + 1, end)
