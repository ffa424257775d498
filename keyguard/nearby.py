"""What stands around a literal, or what leads up to a run? Asked where there is one, so most commits do not load it."""

from keyguard.mentions import with_labels
from keyguard.tokens import LEAD, NEAR_AFTER, NEAR_BEFORE, REACH, begins_a_word, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.tokens import Book, Span


class _Near:
    """The text near a run, folded once for all that is asked of it."""

    __slots__ = ('_answers', '_book', '_folded', '_path', '_text', '_window')

    def __init__(self, data: bytes, start: int, end: int, path: bytes, book: 'Book', width: int) -> None:
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
            self._text = self._text or with_labels(self._window, self._path, self._book)
            text = self._text
        else:
            self._folded = self._folded or fold(self._window) + b'\n' + fold(self._path)
            text = self._folded
        return any(name in text for name in names)


def begun_with(
    literal: bytes, data: bytes, spans: 'Sequence[Span]', path: bytes, book: 'Book', found: 'set[str]', width: int
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
        open_rows = rows
        while at >= 0 and open_rows:
            begins = width > 1 or begins_a_word(data, at)
            settled = []
            for row in open_rows:
                need, alphabet, names, providers = row
                stop = at + size + need
                # need 0: the literal stands inside the key, whatever is before it
                if (begins or not need) and stop <= end and not data[at + size : stop].strip(alphabet):
                    settled.append(row)
                    if near.holds(names):
                        found.update(providers)
            if settled:
                open_rows = [row for row in open_rows if row not in settled]
            at = data.find(literal, at + 1, end)


def led_by(data: bytes, starts: 'list[int]', path: bytes, book: 'Book', found: 'set[str]', width: int) -> None:
    """Look for the beginning of a key before the runs that start there."""
    for lead, rows in book.leads.items():
        for start in starts:
            if lead in data[max(0, start - LEAD) : start]:
                near = _Near(data, start, start, path, book, width)
                for names, providers in rows:
                    if not found.issuperset(providers) and near.holds(names):
                        found.update(providers)
