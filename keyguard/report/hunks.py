"""A file before and after, as the lines that differ and three around them. Every key in them is masked."""

from bisect import bisect_right

from keyguard.excerpt import masked
from keyguard.rewrite.coded import applied
from keyguard.rewrite.words import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from keyguard.model import Finding
    from keyguard.rewrite.plan import Draft

_AROUND = 3
_WIDTH = 300
# more lines than this at one place are not compared one by one
_MOST = 400


class Hunk:
    """Lines of a file from ``old`` on, and what is there instead from ``new`` on, both counted from 1.

    ``rows`` are a sign and a text each: ``-`` for a line that goes, ``+`` for one that comes, a blank for one that
    stays.
    """

    __slots__ = ('new', 'old', 'rows')

    def __init__(self, old: int, new: int) -> None:
        self.old = old
        self.new = new
        self.rows: list[tuple[str, str]] = []

    @property
    def head(self) -> str:
        """The line that begins a hunk in a unified diff."""
        went = sum(sign != '+' for sign, _ in self.rows)
        came = sum(sign != '-' for sign, _ in self.rows)
        # of no lines the one before them is named
        return f'@@ -{self.old - (not went)},{went} +{self.new - (not came)},{came} @@'


def hunks(draft: 'Draft', names: 'Collection[str]') -> 'list[Hunk]':
    """What changes in the file; ``names`` are the variables that are read in it."""
    return _Hunks(draft, names).all()


class _Hunks:
    def __init__(self, draft: 'Draft', names: 'Collection[str]') -> None:
        self.text = draft.text
        self.draft = draft
        self.names = names
        self.lines = _lines(draft.text)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def all(self) -> 'list[Hunk]':
        found: list[Hunk] = []
        shift = end = 0
        for first, last, new in self.blocks():
            if not found or first - _AROUND > end + _AROUND:
                if found:
                    self.around(found[-1], end, min(len(self.lines), end + _AROUND))
                begin = max(0, first - _AROUND)
                found.append(Hunk(begin + 1, begin + 1 + shift))
                self.around(found[-1], begin, first)
            else:
                self.around(found[-1], end, first)
            rows = found[-1].rows
            rows += [('-', self.old(at)) for at in range(first, last)]
            rows += [('+', self.shown(line, [])) for line in new]
            shift += len(new) - (last - first)
            end = last
        if found:
            self.around(found[-1], end, min(len(self.lines), end + _AROUND))
        return found

    def around(self, hunk: Hunk, first: int, last: int) -> None:
        hunk.rows += [(' ', self.old(at)) for at in range(first, last)]

    def blocks(self) -> 'list[tuple[int, int, list[bytes]]]':
        """First and last line (from 0, the last is not one of them) of what changes, and the new lines."""
        spans: list[list[int]] = []
        for edit in sorted(self.draft.edits, key=lambda each: each.start):
            first, last = self.line(edit.start), self.line(edit.end) + 1
            if spans and first <= spans[-1][1]:
                spans[-1][1] = max(spans[-1][1], last)
            else:
                spans.append([first, last])
        found = []
        for first, last in spans:
            start, end = self.starts[first], self.starts[last]
            edits = [
                Edit(edit.start - start, edit.end - start, edit.text)
                for edit in self.draft.edits
                if start <= edit.start < end or edit.start == end == len(self.text)
            ]
            new, old = _lines(applied(self.text[start:end], edits)), self.lines[first:last]
            if len(new) + len(old) > _MOST:
                found.append((first, last, new))
                continue
            found += [(first + low, first + high, lines) for low, high, lines in _changes(old, new)]
        return found

    def line(self, at: int) -> int:
        """The number of the line that holds the character, from 0."""
        return min(bisect_right(self.starts, at), len(self.lines)) - 1

    def old(self, number: int) -> str:
        start, end = self.starts[number], self.starts[number + 1]
        marks = [
            (max(0, first - start), min(last, end) - start, finding)
            for first, last, finding in self.draft.marks
            if first < end and start < last
        ]
        return self.shown(self.lines[number], marks)

    def shown(self, line: bytes, marks: 'list[tuple[int, int, Finding]]') -> str:
        here = [finding for _, _, finding in marks]
        others = [finding for _, _, finding in self.draft.marks if finding not in here]
        spans = [(first, last) for first, last, _ in marks]
        text = masked(line.rstrip(b'\r\n'), spans, [*here, *others], self.names)
        return text[:_WIDTH] + ('…' if len(text) > _WIDTH else '')


def _changes(old: 'list[bytes]', new: 'list[bytes]') -> 'list[tuple[int, int, list[bytes]]]':
    """Where in the old lines others stand instead, and which."""
    if len(old) == 1 and old[0] not in new:
        return [(0, 1, new)]
    # a message about one line does without
    from difflib import SequenceMatcher

    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(low, high, new[begin:stop]) for tag, low, high, begin, stop in found if tag != 'equal']


def _lines(text: bytes) -> 'list[bytes]':
    """The lines with their ends; an end is a newline, as git sees it."""
    found = text.split(b'\n')
    return [line + b'\n' for line in found[:-1]] + ([found[-1]] if found[-1] else [])
