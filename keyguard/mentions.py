"""Whose is what stands here? Told from the names, labels and SDK calls of a book that a text holds.

Asked where a text could hold a key that its surroundings tell, so most commits do not load it. How far a name stands
from a key is told by ``names``.
"""

from keyguard.tokens import DIGITS, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.tokens import Book

_UPPER = b'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
_LOWER = b'abcdefghijklmnopqrstuvwxyz'
_OTHERS = bytes(range(256)).translate(None, _UPPER + _LOWER + DIGITS)
_NO_CALLS = _OTHERS.translate(None, b'_.(')
_CALLS = bytes.maketrans(_NO_CALLS, b' ' * len(_NO_CALLS))
_WORDS = bytes.maketrans(_UPPER + _OTHERS, _LOWER + b' ' * len(_OTHERS))
# words that many names end in
_ENDS = (b'key', b'token', b'ai', b'com', b'api', b'secret', b'client')


class _Index:
    """What is looked for, worked out of a book once.

    ``ends``: what ends in one of a few words -> how long such names are; ``others`` are the other names, ``labels`` all
    that counts as a word only, ``near`` what some key asks to be near.
    """

    __slots__ = ('ends', 'labels', 'near', 'others')

    def __init__(self, book: 'Book') -> None:
        self.others: list[bytes] = []
        ends: dict[bytes, set[int]] = {end: set() for end in _ENDS}
        for name in book.names:
            for end in _ENDS:
                if name.endswith(end):
                    ends[end].add(len(name))
                    break
            else:
                self.others.append(name)
        self.ends = [(end, sorted(sizes)) for end, sizes in ends.items()]
        rows = [row[2] for rows in book.literals.values() for row in rows]
        rows += [lead[0] for leads in book.leads.values() for lead in leads]
        self.near = frozenset([name for names in rows for name in names])
        self.labels = frozenset({name[1:-1] for name in self.near if name[:1] == b'<'} | book.labels.keys())


_indexes: 'dict[Book, _Index]' = {}
# what some texts name: the versions of a file in a history hardly differ near what could be a key
_told: 'dict[tuple[bytes, bytes, Book], frozenset[str]]' = {}
_MOST_TOLD, _LONGEST_TOLD = 32, 1 << 16


def _index(book: 'Book') -> _Index:
    found = _indexes.get(book)
    if found is None:
        found = _indexes[book] = _Index(book)
    return found


def named(window: bytes, path: bytes, book: 'Book') -> 'set[str]':
    """The providers that text and path name, by a name in any spelling, a label or a call of their SDK."""
    known = _told.get((window, path, book))
    if known is not None:
        return set(known)
    found: set[str] = set()
    text = with_labels(window, path, book)
    for name in names_in(text, book):
        found.update(book.names[name])
    if b'<' in text:
        for label, providers in book.labels.items():
            if b'<' + label + b'>' in text:
                found.update(providers)
    for call in calls_in(window, book):
        found.update(book.calls[call])
    if len(window) <= _LONGEST_TOLD:
        if len(_told) >= _MOST_TOLD:
            _told.clear()
        _told[window, path, book] = frozenset(found)
    return found


def speaks(path: bytes, book: 'Book') -> bool:
    """Does a file's name say anything that some kind of key is told by, or told to be public by?"""
    text = with_labels(path, b'', book)
    # nothing but a label stands between such brackets
    return (
        b'<' in text
        or bool(names_in(text, book))
        or any(name in text for name in _index(book).near)
        or any(word in text for word in book.public)
    )


def with_labels(window: bytes, path: bytes, book: 'Book') -> bytes:
    """Text and path folded, and behind them each label that is a word of theirs: ``<exa>``."""
    words = (window + b'\n' + path).translate(_WORDS).split()
    labels = [b'\n<' + word + b'>' for word in _index(book).labels.intersection(words)]
    return fold(window) + b'\n' + fold(path) + b''.join(labels)


def names_in(folded: bytes, book: 'Book') -> 'set[bytes]':
    """The names that stand in the folded text.

    Most names end in one of a few words (``…apikey``): where such a word stands, what ends there is looked up. Asking
    for each of 450 names would take a third of a millisecond a file.
    """
    index = _index(book)
    found = {name for name in index.others if name in folded}
    names = book.names
    for end, lengths in index.ends:
        at = folded.find(end)
        while at >= 0:
            stop = at + len(end)
            for length in lengths:
                if length <= stop and folded[stop - length : stop] in names:
                    found.add(folded[stop - length : stop])
            at = folded.find(end, stop)
    return found


def calls_in(window: bytes, book: 'Book') -> 'set[bytes]':
    """The SDK calls in the text, each a word of its own: ``cohere.Client(``, ``new OpenAI(``."""
    found = set()
    for part in window.translate(_CALLS).split(b'(')[:-1]:
        word = part[part.rfind(b' ') + 1 :]
        while word:
            if word + b'(' in book.calls:
                found.add(word + b'(')
            word = word.partition(b'.')[2]
    return found
