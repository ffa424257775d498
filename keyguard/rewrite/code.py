"""What the rewrites of programs share: where a key stands in the tree, and what surrounds it."""

import re

from keyguard.rewrite.trees import line_of, up
from keyguard.rewrite.words import Edit, Spot, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from keyguard.rewrite.trees import Grammar, Node

# parts of a string that are as they are written, and comments
_TEXT = re.compile('content|fragment|characters|nowdoc_(?:string|body)|heredoc_body|bare_string')
_COMMENT = re.compile('comment')
# so far before a key its variable may be named
_BEFORE = 200
_WORD = re.compile(rb'[\w$]')


class Literal:
    """A string in the source with the keys that stand in it.

    ``node``
        the string as a whole, quotes included; ``opened`` and ``closed``: where its text begins and ends.
    ``spots``
        its keys, in order.
    ``pieces``
        what stands between them, as it is written: one more than there are keys.
    """

    __slots__ = ('closed', 'node', 'opened', 'pieces', 'spots')

    def __init__(self, node: 'Node', opened: int, closed: int, spots: 'Sequence[Spot]', data: bytes) -> None:
        self.node = node
        self.opened = opened
        self.closed = closed
        self.spots = sorted(spots, key=lambda spot: spot.start)
        edges = [opened, *(edge for spot in self.spots for edge in (spot.start, spot.end)), closed]
        self.pieces = [data[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2)]

    @property
    def whole(self) -> bool:
        """Is the key all that the string says?"""
        return len(self.spots) == 1 and not any(self.pieces)


class Code:
    """A program's file: its bytes, its tree, and the way its lines end."""

    __slots__ = ('data', 'eol', 'name', 'root')

    def __init__(self, grammar: 'Grammar', data: bytes, name: str) -> None:
        self.root = grammar.parse(data)
        if self.root.has_error:
            raise Unsafe(grammar.problem(data))
        self.data = data
        self.name = name
        self.eol = b'\r\n' if b'\r\n' in data else b'\n'

    def text(self, node: 'Node | None') -> bytes:
        """The node as it is written; b'' for none."""
        return self.data[node.start_byte : node.end_byte] if node else b''

    def unsafe(self, node: 'Node', reason: str) -> Unsafe:
        """The reason with the line of the node."""
        return Unsafe(f'line {line_of(self.data, node.start_byte)}: {reason}')

    def indent(self, offset: int) -> bytes:
        """The blanks at the beginning of the line in which the offset lies."""
        start = self.data.rfind(b'\n', 0, offset) + 1
        line = self.data[start:offset]
        return line[: len(line) - len(line.lstrip(b' \t'))]

    def instead(self, node: 'Node', read: bytes) -> Edit:
        """An expression in place of the node, with a blank where it would grow together with a word beside it."""
        before = b' ' if _WORD.match(self.data[node.start_byte - 1 : node.start_byte]) and node.start_byte else b''
        after = b' ' if _WORD.match(self.data[node.end_byte : node.end_byte + 1]) else b''
        return Edit(node.start_byte, node.end_byte, before + read + after)

    def without_fallback(self, node: 'Node', operators: 'Sequence[str]', names: 'Sequence[bytes]') -> 'Edit | None':
        """The edit that leaves ``A`` of ``A or "key"``, where A is one of the ``names``; else None."""
        around = node.parent
        if around is None or around.child_by_field_name('right') != node:
            return None
        left = around.child_by_field_name('left')
        if left is None or self.text(left) not in names:
            return None
        operator = self.data[left.end_byte : node.start_byte].strip()
        if operator.decode('latin-1') not in operators:
            return None
        return Edit(left.end_byte, node.end_byte, b'')


def rewritten(
    code: Code,
    spots: 'Sequence[Spot]',
    strings: 'Sequence[str]',
    bounds: 'Callable[[Code, Node], tuple[int, int]]',
    each: 'Callable[[Literal], list[Edit]]',
) -> 'list[Edit]':
    """The edits of the keys: a comment names the variable, and ``each`` writes the read that takes the place of a key
    in a string (a node whose type is one of ``strings``, between the ``bounds``). Raises ``Unsafe`` elsewhere.
    """
    edits: list[Edit] = []
    literals: dict[int, tuple[Node, list[Spot]]] = {}
    for spot in spots:
        around = code.root.descendant_for_byte_range(spot.start, spot.end)
        while around is not None and _TEXT.search(around.type) and around.type not in strings:
            around = around.parent
        if around is not None and _COMMENT.search(around.type):
            edits.append(Edit(spot.start, spot.end, spot.variable.encode()))
            continue
        if around is None or around.type not in strings:
            raise Unsafe(f'line {line_of(code.data, spot.start)}: the key stands neither in a string nor a comment')
        start, end = bounds(code, around)
        mixed = any(
            part.start_byte < spot.end and spot.start < part.end_byte and not _TEXT.search(part.type)
            for part in around.children
        )
        if mixed or spot.start < start or end < spot.end:
            raise code.unsafe(around, 'the key is a part of something that is written with an escape')
        literals.setdefault(around.start_byte, (around, []))[1].append(spot)
    for node, inside in literals.values():
        start, end = bounds(code, node)
        edits += each(Literal(node, start, end, inside, code.data))
    return in_order(edits)


def named(data: bytes, spots: 'Sequence[Spot]', pattern: 're.Pattern[bytes]') -> 'list[str]':
    """For each spot the variable that the file gives the key to, or falls back from: a group of the pattern, which ends
    where the key begins; else ''.
    """
    names = []
    for spot in spots:
        found = pattern.search(data, max(0, spot.start - _BEFORE), spot.start)
        closed = data[spot.end : spot.end + 1] in (b'"', b"'", b'`')
        name = next((group for group in found.groups() if group), b'') if found and closed else b''
        names.append(name.decode('ascii'))
    return names


def quoted(_code: Code, node: 'Node') -> 'tuple[int, int]':
    """The bounds of a string whose first and last child are its quotes."""
    return node.children[0].end_byte, node.children[-1].start_byte


def in_order(edits: 'Sequence[Edit]') -> 'list[Edit]':
    """The same edits, sorted and each one once; raises ``Unsafe`` where two of them overlap."""
    known: dict[tuple[int, int, bytes], Edit] = {}
    for edit in edits:
        known.setdefault((edit.start, edit.end, edit.text), edit)
    ordered = sorted(known.values(), key=lambda edit: (edit.start, edit.end))
    for one, other in zip(ordered, ordered[1:]):
        if other.start < one.end:
            raise Unsafe('two keys stand too near to each other')
    return ordered


def within(node: 'Node', *types: str) -> 'Node | None':
    """The nearest node of one of these types around this one."""
    return next((around for around in up(node) if around.type in types), None)


def joined(literal: Literal, quote: bytes, closing: bytes, plus: bytes, read: 'Callable[[Spot], bytes]') -> bytes:
    """The string as a sum: its pieces in their own quotes, and the reads between them."""
    parts = []
    for at, piece in enumerate(literal.pieces):
        if piece:
            parts.append(quote + piece + closing)
        if at < len(literal.spots):
            parts.append(read(literal.spots[at]))
    return plus.join(parts)


def sum_in(node: 'Node', total: bytes, plain: 'Sequence[str]', operators: 'Sequence[str]' = ('+',)) -> bytes:
    """The sum as it may stand where the node stood: in parentheses, unless what is around it is one of the ``plain``
    node types or a sum itself.
    """
    around = node.parent
    if around is not None and around.type in plain:
        return total
    if around is not None and around.type.startswith('binary'):
        operator = around.child_by_field_name('operator')
        if operator is not None and operator.type in operators:
            return total
    return b'(' + total + b')'
