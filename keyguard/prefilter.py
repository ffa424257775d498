"""Which providers could have a key in here? Told from literals and names alone, before any pattern is compiled.

Both doors use it, so it imports nothing. What it does not suspect, the pipeline does not look for: the two cannot
disagree, and a clean file costs two passes at memory speed over its bytes.

The idea: every key holds a run of 23 or more characters from ``A-Za-z0-9_-``, and little else in a source file does.
``bytes.translate`` and ``bytes.find`` find those runs at a gigabyte a second. Most of them are names, in this file and
in the next: each is looked at once, and only what could be a key, or hide one, is looked at where it stands.
"""

from keyguard.disguise import (
    begins_strangely,
    hidden,
    is_closed,
    is_mail,
    is_packed,
    is_strange,
    may_be_escaped,
)
from keyguard.joints import has_joint
from keyguard.tokens import (
    DIGITS,
    ESCAPING,
    LEAD,
    LEADING,
    LONGEST,
    MIN_RUN,
    NEAR_AFTER,
    NEAR_BEFORE,
    TOKEN,
    begin,
    has_digits_and_letters,
    has_wide_run,
    runs,
    stretches_and_controls,
    unlike_words,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from keyguard.tokens import Book, Span

_SIGNS = ESCAPING + LEADING
_BEFORE_LATER = (b'\\', b'%', b';')
# the last data in which something was suspected, unless it is long, and what
_SMALL = 1 << 20
_last: 'list[tuple[bytes, bytes, Book | None, frozenset[str]]]' = [(b'', b'', None, frozenset())]
# the runs of some data that were looked at lately, by the identity of the data
_looked: 'dict[int, tuple[bytes, Book, Runs]]' = {}
_MOST_LOOKED = 8
# so often a text may be encoded
_LAYERS = 2
_LARGEST = 4 << 20
# what ``doubt`` says
PACKED, IN_TEXT = 1, 2


def doubtful(data: bytes, path: bytes, book: 'Book') -> bool:
    """Could the bytes hold a key, as they are or in another dress? False is what the door calls clean."""
    # most archives are known by their first bytes: nothing else of them is read
    begun = begins_strangely(data)
    if (begun and is_closed(data)) or path.endswith(b'.br'):
        return True
    if is_mail(data, path):
        return True
    kept = look(data, book)
    if _reads(data, path, book, _LAYERS, kept):
        return True
    if not is_strange(data, kept.controls):
        return False
    return (not begun and is_closed(data)) or (is_packed(data) and _is_glued(data, book))


def doubt(data: bytes, path: bytes, book: 'Book', carried: bool = False) -> int:
    """The same for who looks closely: ``IN_TEXT``, ``PACKED`` where only texts that a length parts, and comments that
    are compressed, could hold one, or 0. ``carried``: whatever is in the bytes that only its own reader opens.
    """
    if is_mail(data, path):
        return IN_TEXT
    kept = look(data, book)
    if _reads(data, path, book, _LAYERS, kept):
        return IN_TEXT
    strange = is_strange(data, kept.controls)
    if not carried and (path.endswith(b'.br') or ((strange or begins_strangely(data)) and is_closed(data))):
        return PACKED
    return PACKED if strange and is_packed(data) and _is_glued(data, book) else 0


def _reads(data: bytes, path: bytes, book: 'Book', layers: int, kept: 'Runs') -> bool:
    """Could the text, whose runs are ``kept``, hold a key, as it is or decoded as often as ``layers`` says?"""
    if _shows(data, path, book, layers, kept):
        return True
    # what is encoded in wide text
    return kept.wide and _is_wide(data, path, book, layers)


def _is_wide(data: bytes, path: bytes, book: 'Book', layers: int) -> bool:
    squeezed = data.translate(None, b'\0')
    if _shows(squeezed, path, book, layers, Runs(squeezed, book)):
        return True
    # what stands before it may be taken for a part of it there, and shift base64
    from keyguard.narrow import narrow

    text = narrow(data)
    return _shows(text, path, book, layers, Runs(text, book))


def _shows(data: bytes, path: bytes, book: 'Book', layers: int, kept: 'Runs') -> bool:
    if _suspects(data, path, book, kept):
        return True
    if has_joint(data, book, kept.unlike_words()):
        return True
    if not layers:
        return False
    escaped = b'\n'.join(kept.escaped)
    if escaped and may_be_escaped(escaped) and _escapes(data, path, book, layers, escaped):
        return True
    blocks = hidden(data, kept.spans, kept.texts) if kept.spans else ()
    if not blocks:
        return False
    from keyguard.blocks import opaque, shown

    if any(opaque(block.text) for block in blocks):
        return True
    # most of what was encoded is words
    kinds = {block.kind for block in blocks if _is_worth(block.text, book)}
    texts = (shown(data, blocks, kind) for kind in kinds)
    return any(_reads(text, path, book, layers - 1, Runs(text, book)) for text in texts)


def _is_worth(text: bytes, book: 'Book') -> bool:
    """Is more in the text than runs that read like words, wherever it stands?"""
    kept = Runs(text, book)
    return bool(kept.spans or kept.escaped or kept.wide) or has_joint(text, book, ())


def _escapes(data: bytes, path: bytes, book: 'Book', layers: int, escaped: bytes) -> bool:
    # most commits have no run of token characters with an escape in it
    from keyguard.escaped import escapes, unescaped

    if not escapes(escaped):
        return False
    text = unescaped(data)
    return _reads(text, path, book, layers - 1, Runs(text, book))


def _is_glued(data: bytes, book: 'Book') -> bool:
    # most commits have nothing but text
    from keyguard.packing import cuts

    return bool(cuts(data, book))


def look(data: bytes, book: 'Book') -> 'Runs':
    """The runs of the data that are worth a look, for all who ask for them one behind the other."""
    found = _looked.get(id(data))
    if found and found[0] is data and found[1] is book:
        return found[2]
    kept = Runs(data, book)
    if len(data) <= _LARGEST:
        # of large ones the last
        if len(_looked) >= _MOST_LOOKED or len(data) > _SMALL:
            _looked.clear()
        _looked[id(data)] = data, book, kept
    return kept


def forget() -> None:
    """Let go of the data that was looked at last: as much as a few large files."""
    _looked.clear()
    _last[0] = b'', b'', None, frozenset()


class Runs:
    """The runs of the data that are worth a look.

    ``spans`` and ``texts`` are where they stand and what; ``odd`` are those of the texts that do not read like words,
    ``literals`` those of the book's that enough of the right characters follow in one of them, ``escaped`` the
    stretches of 23 or more characters of which some begin an escape. ``controls``: is there a character that no text
    has? ``wide``: is there text in UTF-16 or UTF-32 that is as long as a run?
    """

    __slots__ = ('controls', 'escaped', 'literals', 'odd', 'spans', 'texts', 'wide')

    def __init__(self, data: bytes, book: 'Book') -> None:
        spans, self.controls = stretches_and_controls(data)
        self.escaped: set[bytes] = set()
        self.literals: Sequence[bytes] = ()
        self.odd: set[bytes] = set()
        self.spans: Sequence[Span] = ()
        self.texts: Sequence[bytes] = ()
        self.wide = self.controls and 0 in data and has_wide_run(data)
        # no list of all that stands there: a large file has a million runs
        fresh = {data[start:stop] for start, stop in spans} - book.dull
        if not fresh:
            return
        joined = b'\n'.join(fresh)
        worth: set[bytes] = set()
        signs = joined.translate(None, TOKEN)
        if len(signs) >= len(fresh):
            # more than what parts them
            self.escaped = {text for text, sign in zip(fresh, signs.split(b'\n')) if sign}
            fresh -= self.escaped
            parted = b'\n'.join(self.escaped)
            for first, last in runs(parted):
                # what an escape stands before may begin later than it seems
                (worth if parted[first - 1 : first] in _BEFORE_LATER else fresh).add(parted[first:last])
            fresh |= worth
            joined = b'\n'.join(fresh)
        self.odd = unlike_words(fresh, joined)
        worth |= self.odd
        self.literals = _standing(begin(joined, b'\n'.join(self.odd), book), joined, book)
        if self.literals:
            worth.update([text for text in fresh for literal in self.literals if literal in text])
        book.remember(fresh - worth, len(joined))
        if worth:
            spans = _parted(data, spans, self.escaped) if self.escaped else spans
            self.spans = [span for span in spans if data[span[0] : span[1]] in worth]
            self.texts = [data[start:stop] for start, stop in self.spans]

    def unlike_words(self) -> 'Sequence[Span]':
        """The spans of those that do not read like words."""
        odd = self.odd
        return [span for span, text in zip(self.spans, self.texts) if text in odd] if odd else ()


def _parted(data: bytes, spans: 'Sequence[Span]', escaped: 'set[bytes]') -> 'list[Span]':
    """The spans, in the place of each stretch with escapes its runs."""
    places = []
    for start, stop in spans:
        text = data[start:stop]
        if text in escaped:
            places += [(start + first, start + last) for first, last in runs(text)]
        else:
            places.append((start, stop))
    return places


def _standing(literals: 'Iterable[bytes]', joined: bytes, book: 'Book') -> 'list[bytes]':
    """Those of the literals that stand at one place among the runs where enough of the right characters follow.

    Told before any place is looked for in the data: most words that begin like a key (``app-``, ``key_``) end here.
    """
    return [literal for literal in literals if literal in joined and _stands(literal, joined, book)]


def _stands(literal: bytes, joined: bytes, book: 'Book') -> bool:
    rows = book.literals[literal]
    at = joined.find(literal)
    while at >= 0:
        behind = at + len(literal)
        for row in rows:
            need = row[0]
            text = joined[behind : behind + need]
            if len(text) == need and not text.strip(row[1]):
                return True
        at = joined.find(literal, at + 1)
    return False


def suspects(data: bytes, path: bytes, book: 'Book') -> 'set[str]':
    """The ids of the providers that could have a key in ``data`` as it is; an empty set means that there is none.

    ``path`` counts as text near every key: ``mistral.key`` may hold nothing but the key.
    """
    if len(data) < MIN_RUN:
        return set()  # most file names
    # what is doubtful is asked about once more, by whoever looks at it closely
    last = _last[0]
    if last[0] is data and last[1:3] == (path, book):
        return set(last[3])
    return _suspects(data, path, book, look(data, book))


def _suspects(data: bytes, path: bytes, book: 'Book', kept: Runs) -> 'set[str]':
    found: set[str] = set()
    if kept.spans:
        _examine(data, kept.spans, kept.texts, kept.odd, kept.literals, path, book, found, 1)
    if kept.wide:
        # UTF-16 and UTF-32 text has NUL bytes between its characters; what remains without them holds every key that
        # a decoded view can show. The neighbours are not the decoded text's: no word boundary is asked for, and what
        # is one character there may be three bytes here.
        squeezed = data.translate(None, b'\0')
        spans = runs(squeezed)
        texts = [squeezed[start:stop] for start, stop in spans]
        unique = set(texts)
        literals = _standing(book.literals, b'\n'.join(unique), book)
        _examine(squeezed, spans, texts, unique, literals, path, book, found, 3)
    if found and len(data) <= _LARGEST:
        _last[0] = data, path, book, frozenset(found)
    return found


def _examine(
    data: bytes,
    spans: 'Sequence[Span]',
    texts: 'Sequence[bytes]',
    odd: 'set[bytes]',
    literals: 'Sequence[bytes]',
    path: bytes,
    book: 'Book',
    found: 'set[str]',
    width: int,
) -> None:
    """Add what the runs hold to ``found``; ``odd`` are those that could be a key without a literal, ``literals`` are
    those that stand in one of them.
    """
    signs = bytes([data[start - 1] for start, _ in spans])
    if len(signs.translate(None, _SIGNS)) < len(signs):
        begun: set[bytes] = set()
        led: list[int] = []
        for before, (start, _), text in zip(signs, spans, texts):
            # a colour code goes on with a digit; an index or a list before the run is not worth a look
            if before in _SIGNS and start:
                if before in LEADING:
                    led.append(start)
                elif before in b'\\%' or text[0] in DIGITS:
                    begun.add(text)
        if begun and width == 1:
            # a literal may begin behind the rest of an escape (``n``, ``u0022``) or of a colour code
            joined = b'\n'.join(begun)
            later = b'\n'.join([text[at : at + 40] for text in begun for at in range(1, 6)])
            literals = list({*literals, *_standing(begin(later, later, book), joined, book)})
        leads = b'\n'.join([data[max(0, start - LEAD) : start] for start in led])
        if led and any(lead in leads for lead in book.leads):
            from keyguard.nearby import led_by

            led_by(data, led, path, book, found, width)
    if literals:
        from keyguard.nearby import begun_with

        for literal in literals:
            begun_with(literal, data, spans, path, book, found, width)
    mixed = has_digits_and_letters(odd)
    if mixed:
        spans = [span for span, text in zip(spans, texts) if text in mixed]
        if width == 1:
            from keyguard.spoken import speaks_of_a_credential, spoken_of

            spans = spoken_of(data, spans, speaks_of_a_credential(path))
        windows: list[tuple[int, int]] = []
        for start, end in spans:
            first, last = max(0, start - NEAR_BEFORE * width), min(end, start + LONGEST) + NEAR_AFTER * width
            if data[end : end + 1] == b'.':
                last += LONGEST  # the key may go on behind the dot
            # the windows of neighbours are one: however many candidates a line has, it is read once
            if windows and first <= windows[-1][1]:
                first, last = windows[-1][0], max(last, windows.pop()[1])
            windows.append((first, last))
        if windows:
            from keyguard.mentions import named

            found.update(named(b'\n'.join([data[first:last] for first, last in windows]), path, book))
