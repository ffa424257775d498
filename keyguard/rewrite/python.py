"""Python: the SDK's argument goes where the SDK reads the variable by itself; elsewhere it is ``os.environ[…]``."""

import _ast as ast
import re

from keyguard.rewrite import python_calls, python_literal
from keyguard.rewrite.python_given import forbidden, given_to, taker
from keyguard.rewrite.python_names import names_of
from keyguard.rewrite.python_source import Coding, Source, source_of
from keyguard.rewrite.words import Edit, Spot, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.python_literal import Part

PARTS = True

_WORD = re.compile(rb'[A-Za-z0-9_]')
# no Python file has this character: it stands for the name of the module os
_MODULE = b'\0'


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' when this Python can read the file, else why not."""
    try:
        source_of(Coding(data).data)
    except Unsafe as error:
        return str(error)
    return ''


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':  # noqa: ARG001
    """The variables of ``os.environ`` that the file gives the keys to, or asks for first."""
    coding = Coding(data)
    return names_in(source_of(coding.data), coding.spots(data, spots))


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':  # noqa: ARG001
    """The edits of a Python file in any encoding that it names."""
    coding = Coding(data)
    return coding.edits(edits(source_of(coding.data), coding.spots(data, spots)))


def names_in(source: Source, spots: 'Sequence[Spot]') -> 'list[str]':
    """``variables`` of a file that was read."""
    names = names_of(source)
    found = []
    for spot in spots:
        node = source.literal(spot)
        whole = node is not None and _fills(source, node, [spot])
        found.append(given_to(source, names, node) if node is not None and whole else '')
    return found


def edits(source: Source, spots: 'Sequence[Spot]') -> 'list[Edit]':
    """``rewrite`` of a file that was read."""
    return _Rewrite(source).all(spots)


class _Rewrite:
    """One file: what is to be changed, and where ``os`` is read."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.names = names_of(source)
        # (start, end, the words that stand there instead)
        self.made: list[tuple[int, int, bytes]] = []
        self.read_at: list[int] = []
        self.dropped: dict[ast.Call, list[ast.expr | ast.keyword]] = {}

    def all(self, spots: 'Sequence[Spot]') -> 'list[Edit]':
        groups: dict[ast.expr, list[Spot]] = {}
        for spot in sorted(spots, key=lambda each: each.start):
            node = self.joined(spot) if spot.parts else self.source.literal(spot)
            if node is not None:
                groups.setdefault(node, []).append(spot)
            elif self.source.in_comment(spot.start):
                self.made.append((spot.start, spot.end, b'$' + spot.variable.encode()))
            else:
                raise self.unsafe(spot.start, 'the key stands in no text')
        for node, inside in groups.items():
            self.literal(node, inside)
        found = [edit for call, given in self.dropped.items() for edit in python_calls.drop(self.source, call, given)]
        module = 'os'
        if self.read_at:
            module, imported = self.names.system(self.read_at)
            found += [imported] if imported else []
        found += [Edit(start, end, text.replace(_MODULE, module.encode())) for start, end, text in self.made]
        return sorted(found, key=lambda edit: (edit.start, edit.end))

    def unsafe(self, at: int, why: str) -> Unsafe:
        return Unsafe(f'line {self.source.line(at)}: {why}')

    def joined(self, spot: Spot) -> ast.expr:
        """The sum or the text that is the key of this spot and nothing else."""
        source = self.source
        inner = Spot(spot.start, spot.start, '')
        node = source.literal(inner)
        while node is not None:
            if _fills(source, node, [spot]):
                return node
            parent = source.parents[node]
            node = parent if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add) else None
        raise self.unsafe(spot.start, 'the key is put together of parts')

    def put(self, start: int, end: int, text: bytes) -> None:
        """``text`` instead of what stands there, as a word of its own."""
        touches = _WORD.match(self.source.data[start - 1 : start])
        self.made.append((start, end, b' ' + text if touches else text))

    def read(self, spot: Spot, quote: bytes) -> bytes:
        self.read_at.append(spot.start)
        return _MODULE + b'.environ[' + quote + spot.variable.encode() + quote + b']'

    def literal(self, node: ast.expr, spots: 'list[Spot]') -> None:
        """The edits for the keys in one text."""
        source = self.source
        parent = source.parents[node]
        start, end = source.span(node)
        if isinstance(parent, ast.Expr):
            if spots[0].parts:
                raise self.unsafe(start, 'the key is put together of parts')
            for spot in spots:
                self.made.append((spot.start, spot.end, b'$' + spot.variable.encode()))
            return
        for inner, outer in source.up(node):
            why = forbidden(inner, outer)
            if why:
                raise self.unsafe(start, why)
        literals = _literals(source, node)
        if _fills(source, node, spots):
            self.whole(node, spots[0], literals[0])
            return
        binary = isinstance(node, ast.Constant) and isinstance(node.value, bytes)
        for number, part in enumerate(literals):
            inside = [spot for spot in spots if part.first <= spot.start and spot.end <= part.last]
            spots = [spot for spot in spots if spot not in inside]
            self.within(part, inside, binary, number > 0, number + 1 < len(literals))
        # what is left stands in comments between the literals
        self.made += [(spot.start, spot.end, b'$' + spot.variable.encode()) for spot in spots]
        if binary:
            self.made += [(start, start, b'('), (end, end, b')')]

    def within(self, part: 'Part', spots: 'list[Spot]', binary: bool, before: bool, after: bool) -> None:
        """The edit for keys that are a part of a literal."""
        if not spots:
            return
        data = self.source.data
        for spot in spots:
            if any(start < spot.end and spot.start < end for start, end in part.fields):
                raise self.unsafe(spot.start, 'the key stands in the field of an f-string')
            head = data[part.first : spot.start]
            if (len(head) - len(head.rstrip(b'\\'))) % 2:
                raise self.unsafe(spot.start, 'a backslash stands before the key')
        if binary:
            places = [(each.start, each.end, self.read(each, part.quote[:1]) + b'.encode()') for each in spots]
            self.made.append((part.start, part.end, python_literal.in_pieces(data, part, places, before, after)))
        else:
            places = [(each.start, each.end, self.read(each, part.other)) for each in spots]
            opening, *rest = python_literal.with_fields(data, part, places)
            self.put(*opening)
            self.made += rest

    def whole(self, node: ast.expr, spot: Spot, part: 'Part') -> None:
        """The edit for a text that is the key and nothing else."""
        source, names = self.source, self.names
        start, end = source.span(node)
        if given_to(source, names, node) == spot.variable:
            whole = taker(source, names, node)
            if isinstance(whole, ast.expr) and not self.commented(*source.span(whole)):
                self.put(*source.span(whole), self.read(spot, part.quote[:1]))
                return
            if isinstance(whole, ast.stmt) and self.remove(whole):
                return
        call, given = python_calls.argument(source, node)
        if call and names.is_one_of(call.func, spot.reads) and python_calls.may_drop(source, call, given):
            self.dropped.setdefault(call, []).append(given)
            return
        text = self.read(spot, part.quote[:1])
        binary = isinstance(node, ast.Constant) and isinstance(node.value, bytes)
        if self.commented(start, end):
            raise self.unsafe(start, 'comments stand between the parts of the key')
        self.put(start, end, text + (b'.encode()' if binary else b''))

    def commented(self, start: int, end: int) -> bool:
        """Is there a comment in what would be replaced?"""
        source, at = self.source, start
        for first, last in [each for each in source.texts if start <= each[0] < end]:
            if b'#' in source.data[at:first] or python_literal.parts(source.data, first, last)[1]:
                return True
            at = last
        return b'#' in source.data[at:end]

    def remove(self, node: ast.stmt) -> bool:
        """Take a statement out that has its lines for itself."""
        source = self.source
        start, end = source.span(node)
        first, last = source.line_of(start)[0], source.line_of(end)[1]
        if source.data[first:start].strip() or source.data[end:last].strip() or self.commented(start, end):
            return False
        parent = source.parents[node]
        for name in ('body', 'orelse', 'finalbody', 'handlers'):
            if getattr(parent, name, None) == [node] and not isinstance(parent, ast.Module):
                self.made.append((start, end, b'pass'))
                return True
        self.made.append((first, last, b''))
        return True


def _literals(source: Source, node: ast.expr) -> 'list[Part]':
    """The literals of a text, or of a sum of texts."""
    found: list[Part] = []
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, ast.BinOp):
            waiting += [each.right, each.left]
        else:
            found += python_literal.parts(source.data, *source.span(each))[0]
    return found


def _fills(source: Source, node: ast.expr, spots: 'list[Spot]') -> bool:
    """Is the text, or the sum of texts, this one key and nothing else?"""
    if len(spots) > 1:
        return False
    waiting = [node]
    kinds = set()
    while waiting:
        each = waiting.pop()
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Add):
            waiting += [each.left, each.right]
        elif isinstance(each, ast.Constant) and isinstance(each.value, (str, bytes)):
            kinds.add(type(each.value))
        elif isinstance(each, ast.JoinedStr):
            kinds.add(str)
        else:
            return False
    literals = _literals(source, node)
    whole = literals[0].first == spots[0].start and literals[-1].last == spots[0].end
    return whole and len(kinds) == 1 and not any(part.fields for part in literals)
