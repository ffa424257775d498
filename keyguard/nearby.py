"""What stands around a literal, or what leads up to a run? Asked where there is one, so most commits do not load it."""

from keyguard.mentions import with_labels
from keyguard.tokens import LEAD, NEAR_AFTER, NEAR_BEFORE, REACH, begins_a_word, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.tokens import Book, Row, Span

# so much text is asked at once, in bytes
_MOST = 1 << 20


class _Near:
    """The text near a run, folded once for all that is asked of it."""

    __slots__ = ('_answers', '_book', '_folded', '_path', '_text', '_window')

    def __init__(self, window: bytes, path: bytes, book: 'Book') -> None:
        self._window = window
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
            self._text = self._text or with_labels(self._window, self._path, self._book)
            text = self._text
        else:
            self._folded = self._folded or fold(self._window) + b'\n' + fold(self._path)
            text = self._folded
        return any(name in text for name in names)


class _Places:
    """The text near the places of a literal, as far as one of the names is asked for there. It is asked for the first
    one at once, then for more and more of them together: their windows overlap where many keys stand.
    """

    __slots__ = ('_book', '_data', '_most', '_path', '_size', '_width', '_windows', 'rows')

    def __init__(self, data: bytes, path: bytes, book: 'Book', width: int) -> None:
        self._data = data
        self._path = path
        self._book = book
        self._width = width
        # which rows of the book ask
        self.rows: list[Row] = []
        self._windows: list[Span] = []
        self._size = self._most = 0

    def add(self, start: int, end: int) -> bool:
        """One more place; is it time to look?"""
        first, last = max(0, start - NEAR_BEFORE * self._width), end + (REACH + NEAR_AFTER) * self._width
        if self._windows and first <= self._windows[-1][1]:
            first, past = self._windows.pop()
            self._size += max(last - past, 0)
            last = max(last, past)
        else:
            self._size += last - first
        self._windows.append((first, last))
        return self._size > self._most

    def look(self, found: 'set[str]') -> None:
        """The providers whose names are there get into ``found``; their rows are done with."""
        text = b'\n'.join([self._data[first:last] for first, last in self._windows])
        self._windows.clear()
        self._size, self._most = 0, min(4 * self._size, _MOST)
        near = _Near(text, self._path, self._book)
        for row in [row for row in self.rows if near.holds(row[2])]:
            self.rows.remove(row)
            found.update(row[3])


def begun_with(
    literal: bytes, data: bytes, spans: 'Sequence[Span]', path: bytes, book: 'Book', found: 'set[str]', width: int
) -> None:
    """Look closely at each place of a literal: what follows it, and what must stand near it."""
    rows = [row for row in book.literals[literal] if not found.issuperset(row[3])]
    behind = len(literal)
    places = _Places(data, path, book, width)
    for start, end in spans:
        at = data.find(literal, start, end) if rows or places.rows else -1
        asks = False
        while at >= 0:
            begins = width > 1 or begins_a_word(data, at)
            asks = asks or any(_fits(row, data, at + behind, end, begins) for row in places.rows)
            settled = [row for row in rows if _fits(row, data, at + behind, end, begins)]
            for row in settled:
                rows.remove(row)
                if row[2]:
                    places.rows.append(row)
                    asks = True
                else:
                    found.update(row[3])
            at = data.find(literal, at + 1, end)
        if asks and places.add(start, end):
            places.look(found)
    if places.rows:
        places.look(found)


def _fits(row: 'Row', data: bytes, at: int, end: int, begins: bool) -> bool:
    """Do enough of the right characters stand at ``at``?"""
    need = row[0]
    # need 0: the literal stands inside the key, whatever is before it
    return (begins or not need) and at + need <= end and not data[at : at + need].strip(row[1])


def led_by(data: bytes, starts: 'list[int]', path: bytes, book: 'Book', found: 'set[str]', width: int) -> None:
    """Look for the beginning of a key before the runs that start there."""
    for lead, rows in book.leads.items():
        for start in starts:
            if lead in data[max(0, start - LEAD) : start]:
                near = _Near(
                    data[max(0, start - NEAR_BEFORE * width) : start + (REACH + NEAR_AFTER) * width], path, book
                )
                for names, providers in rows:
                    if not found.issuperset(providers) and near.holds(names):
                        found.update(providers)
