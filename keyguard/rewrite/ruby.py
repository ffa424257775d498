"""Ruby: ``ENV.fetch('NAME')``, and ``#{…}`` in a longer string."""

import re

from keyguard.rewrite.code import Code, Literal, in_order, named, rewritten
from keyguard.rewrite.trees import Grammar
from keyguard.rewrite.words import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.trees import Node
    from keyguard.rewrite.words import Spot

_RUBY = Grammar('Ruby', 'tree_sitter_ruby')
_STRINGS = ('string', 'heredoc_body', 'string_array', 'chained_string', 'delimited_symbol', 'uninterpreted')
_QUOTED = re.compile(rb'\\(.)|(")|(#(?=[{$@]))', re.DOTALL)
# where a heredoc is opened that takes its text as it stands
_RAW = re.compile(rb"^<<[~-]?'")
# what the key is given to, or stands in for
_NAMED = re.compile(
    rb'ENV(?:\[[\'"]([A-Z_][A-Z0-9_]*)[\'"]\]\s*(?:\|\|=?|=|or)|\.fetch\([\'"]([A-Z_][A-Z0-9_]*)[\'"](?:,|\)\s*\{))\s*[\'"]\Z'
)


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' when the bytes are Ruby, else why not."""
    return _RUBY.problem(data)


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':  # noqa: ARG001
    """For each spot the variable that the file itself gives the key to, or ''."""
    return named(data, spots, _NAMED)


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':
    """The edits that take the keys out; raises ``Unsafe``."""
    code = Code(_RUBY, data, name)
    return in_order(rewritten(code, spots, _STRINGS, _bounds, lambda literal: _edits(code, literal)))


def _bounds(_code: Code, node: 'Node') -> 'tuple[int, int]':
    if node.type == 'string':
        return node.children[0].end_byte, node.children[-1].start_byte
    return node.start_byte, node.end_byte


def _read(spot: 'Spot', quote: bytes = b"'") -> bytes:
    return b'ENV.fetch(' + quote + spot.variable.encode() + quote + b')'


def _edits(code: Code, literal: Literal) -> 'list[Edit]':
    node = literal.node
    parent = node.parent
    if node.type == 'heredoc_body':
        return _heredoc(code, literal)
    if node.type != 'string' or (parent is not None and parent.type == 'chained_string'):
        raise code.unsafe(node, 'the key stands in a symbol, a list of words, joined strings or the data at the end')
    opening = code.data[node.start_byte : literal.opened]
    name = parent is not None and parent.type == 'pair' and parent.child_by_field_name('key') == node
    if name and code.data[node.end_byte : node.end_byte + 1] == b':':
        raise code.unsafe(node, 'the key stands in a symbol')
    inside = [Edit(spot.start, spot.end, b'#{' + _read(spot) + b'}') for spot in literal.spots]
    if not literal.whole:
        if opening == b'"' or opening[:2] == b'%Q' or (opening[:1] == b'%' and not opening[1:2].isalnum()):
            return inside
        if opening != b"'":
            raise code.unsafe(node, 'the key stands in a string that takes no values')
        text = _converted(literal.pieces[0])
        for spot, piece in zip(literal.spots, literal.pieces[1:]):
            text += b'#{' + _read(spot) + b'}' + _converted(piece)
        return [Edit(node.start_byte, node.end_byte, b'"' + text + b'"')]
    read = _read(literal.spots[0], opening if opening == b'"' else b"'")
    return [_without_default(code, literal, read) or code.instead(node, read)]


def _converted(piece: bytes) -> bytes:
    """What stands between single quotes, as it stands between double quotes."""

    def one(match: 're.Match[bytes]') -> bytes:
        if match.group(1) is not None:
            if match.group(1) == b"'":
                return b"'"
            return b'\\\\' if match.group(1) == b'\\' else b'\\\\' + _QUOTED.sub(one, match.group(1))
        return b'\\' + match.group(0)

    return _QUOTED.sub(one, piece)


def _heredoc(code: Code, literal: Literal) -> 'list[Edit]':
    """The text of a heredoc; which of those that are open it belongs to is told by the word that ends it."""
    node = literal.node
    word = code.text(node.children[-1])
    head = code.data[code.data.rfind(b'\n', 0, node.start_byte) + 1 : node.start_byte]
    opened = re.findall(rb'<<[~-]?([\'"`]?)%s\b' % re.escape(word), head)
    if opened != [b''] and opened != [b'"']:
        raise code.unsafe(node, 'the key stands in a text that takes no values')
    return [Edit(spot.start, spot.end, b'#{' + _read(spot) + b'}') for spot in literal.spots]


def _without_default(code: Code, literal: Literal, read: bytes) -> 'Edit | None':
    """``ENV['NAME'] || 'key'``, ``ENV.fetch('NAME', 'key')``, ``ENV['NAME'] = 'key'`` and their like, as one read."""
    node = literal.node
    name = literal.spots[0].variable.encode()
    names = [form % (quote + name + quote) for quote in (b"'", b'"') for form in (b'ENV[%s]', b'ENV.fetch(%s)')]
    edit = code.without_fallback(node, ('||', 'or'), names)
    if edit:
        return edit
    around = node.parent
    while around is not None and around.type in ('argument_list', 'block', 'block_body'):
        around = around.parent
    if around is not None and around.type == 'call':
        head = code.data[around.start_byte : node.start_byte].strip()
        behind = code.data[node.end_byte : around.end_byte].strip()
        for quote in (b"'", b'"'):
            if re.sub(rb'\s', b'', head) in (
                b'ENV.fetch(%s,' % (quote + name + quote), b'ENV.fetch(%s){' % (quote + name + quote),
            ) and behind in (b')', b'}'):  # fmt: skip
                return Edit(around.start_byte, around.end_byte, read)
    if around is not None and around.type in ('assignment', 'operator_assignment'):
        left, right = around.child_by_field_name('left'), around.child_by_field_name('right')
        if right == node and code.text(left) in names:
            return Edit(around.start_byte, around.end_byte, read)
    return None
