"""PHP: ``getenv('NAME')``, or ``env('NAME')`` and ``$_ENV['NAME']`` in files that read their variables so.

Where PHP asks for a constant expression (a class constant, the default of a property or a parameter, an attribute, a
case of an enum), no function can be called, so a key there is refused; so is one in the text of a page or a heredoc.
"""

import re

from keyguard.rewrite.code import Code, Literal, in_order, joined, named, rewritten, sum_in, within
from keyguard.rewrite.trees import Grammar, walk
from keyguard.rewrite.words import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.trees import Node
    from keyguard.rewrite.words import Spot

_PHP = Grammar('PHP', 'tree_sitter_php', 'language_php')
_STRINGS = ('string', 'encapsed_string', 'heredoc', 'nowdoc', 'text', 'shell_command_expression')
_FIXED = (
    'const_declaration', 'property_declaration', 'property_element', 'simple_parameter', 'property_promotion_parameter',
    'attribute', 'enum_case', 'static_variable_declaration', 'declare_statement',
)  # fmt: skip
_PLAIN = (
    'argument', 'assignment_expression', 'array_element_initializer', 'return_statement', 'parenthesized_expression',
    'echo_statement', 'sequence_expression',
)  # fmt: skip
_BODIES = ('anonymous_function', 'compound_statement', 'arrow_function')
# what the key is given to, or stands in for
_NAMED = re.compile(
    rb'(?:env\([\'"]([A-Z_][A-Z0-9_]*)[\'"](?:\)\s*\?:|,)\s*[\'"]|putenv\([\'"]([A-Z_][A-Z0-9_]*)=|'
    rb'\$_(?:ENV|SERVER)\[[\'"]([A-Z_][A-Z0-9_]*)[\'"]\]\s*(?:\?\?=?|=)\s*[\'"])\Z'
)


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' when the bytes are PHP, else why not."""
    return _PHP.problem(data)


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':  # noqa: ARG001
    """For each spot the variable that the file itself gives the key to, or ''."""
    return named(data, spots, _NAMED)


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':
    """The edits that take the keys out; raises ``Unsafe``."""
    return _File(data, name).rewritten(spots)


class _File:
    def __init__(self, data: bytes, name: str) -> None:
        self.code = Code(_PHP, data, name)
        calls = {
            self.code.text(node.child_by_field_name('function'))
            for node in walk(self.code.root)
            if node.type == 'function_call_expression'
        }
        self.form = b'env(%s)' if b'env' in calls else b'getenv(%s)'
        if not calls & {b'env', b'getenv'} and re.search(rb'\$_ENV\[[^\]]*\](?!\s*\??\??=[^=>])', data):
            self.form = b'$_ENV[%s]'

    def rewritten(self, spots: 'Sequence[Spot]') -> 'list[Edit]':
        return in_order(rewritten(self.code, spots, _STRINGS, self._bounds, self._edits))

    def _bounds(self, code: Code, node: 'Node') -> 'tuple[int, int]':
        if node.type not in _STRINGS[:2]:
            return node.start_byte, node.end_byte
        prefix = code.data[node.start_byte : node.start_byte + 1] in (b'b', b'B')
        return node.start_byte + 1 + prefix, node.end_byte - 1

    def _read(self, spot: 'Spot', quote: bytes = b"'") -> bytes:
        return self.form % (quote + spot.variable.encode() + quote)

    def _edits(self, literal: Literal) -> 'list[Edit]':
        node, code = literal.node, self.code
        if node.type == 'text':
            raise code.unsafe(node, 'the key stands in the text of the page, which everybody reads')
        if node.type not in _STRINGS[:2]:
            raise code.unsafe(node, 'the key stands in a heredoc or a command, where no function can be called')
        fixed = within(node, *_FIXED, *_BODIES)
        if fixed is not None and fixed.type in _FIXED:
            raise code.unsafe(node, 'PHP asks for a constant there, which cannot be read at run time')
        edit = self._set(literal) or self._without_default(literal)
        if edit:
            return [edit]
        quote = code.data[node.start_byte : literal.opened]
        if quote not in (b"'", b'"'):
            raise code.unsafe(node, 'the key stands in a string with a prefix')
        if literal.whole:
            return [code.instead(node, self._read(literal.spots[0], quote))]
        total = joined(literal, quote, quote, b' . ', lambda spot: self._read(spot, quote))
        return [code.instead(node, sum_in(node, total, _PLAIN, ('.',)))]

    def _names(self, spot: 'Spot') -> 'list[bytes]':
        name = spot.variable.encode()
        forms = (b'getenv(%s)', b'env(%s)', b'$_ENV[%s]', b'$_SERVER[%s]')
        return [form % (quote + name + quote) for form in forms for quote in (b"'", b'"')]

    def _without_default(self, literal: Literal) -> 'Edit | None':
        """``getenv('NAME') ?: 'key'``, ``$_ENV['NAME'] ?? 'key'`` and ``env('NAME', 'key')`` without the default."""
        node, code = literal.node, self.code
        parent = node.parent
        if parent is None or not literal.whole:
            return None
        names = self._names(literal.spots[0])
        if parent.type == 'conditional_expression' and parent.child_by_field_name('alternative') == node:
            condition = parent.child_by_field_name('condition')
            short = parent.child_by_field_name('body') is None
            if condition is not None and short and code.text(condition) in names:
                return Edit(condition.end_byte, node.end_byte, b'')
        arguments = parent.parent
        call = arguments.parent if arguments else None
        if call is not None and call.type == 'function_call_expression' and parent.type == 'argument':
            head = re.sub(rb'\s', b'', code.data[call.start_byte : node.start_byte])
            if any(head == name[:-1] + b',' for name in names if name.startswith(b'env(')):
                comma = code.data.rindex(b',', call.start_byte, node.start_byte)
                return Edit(comma, node.end_byte, b'')
        return code.without_fallback(node, ('??',), names)

    def _set(self, literal: Literal) -> 'Edit | None':
        """``putenv('NAME=key')`` becomes a word to whoever has not set it."""
        node, code = literal.node, self.code
        spot = literal.spots[0]
        name = spot.variable.encode()
        statement = within(node, 'expression_statement')
        if statement is None or literal.pieces[0] != name + b'=':
            return None
        around = statement.parent
        head = re.sub(rb'\s', b'', code.data[statement.start_byte : node.start_byte])
        behind = re.sub(rb'\s', b'', code.data[spot.end + 1 : statement.end_byte])
        if head != b'putenv(':
            return None
        if behind != b');' or around is None or around.type not in ('program', 'compound_statement'):
            raise code.unsafe(node, 'the variable is set in the middle of something else')
        words = b"if (!getenv('%s')) { throw new \\RuntimeException('set %s first'); }" % (name, name)
        return Edit(statement.start_byte, statement.end_byte, words)
