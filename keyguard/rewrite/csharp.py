"""C#: ``Environment.GetEnvironmentVariable("NAME")``, which fails at once where the variable is not set.

``System.`` stands before it where the file does not say ``using System;``, or calls something else Environment. A
constant becomes ``static readonly`` (or a plain variable in a method), unless an attribute, a ``case``, a default or
another constant of the file needs it.
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

_CSHARP = Grammar('C#', 'tree_sitter_c_sharp')
_STRINGS = ('string_literal', 'verbatim_string_literal', 'raw_string_literal', 'interpolated_string_expression')
_FIXED = ('attribute', 'constant_pattern', 'parameter', 'enum_member_declaration', 'case_switch_label')
_PLAIN = (
    'argument', 'variable_declarator', 'equals_value_clause', 'assignment_expression', 'return_statement',
    'parenthesized_expression', 'initializer_expression', 'arrow_expression_clause', 'lambda_expression',
)  # fmt: skip
_GET = b'GetEnvironmentVariable'
# what the key is given to, or stands in for
_NAMED = re.compile(rb'[gGsS]etEnvironmentVariable\("([A-Z_][A-Z0-9_]*)"(?:\)\s*\?\?|,)\s*"\Z')


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' when the bytes are C#, else why not."""
    return _CSHARP.problem(data)


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':  # noqa: ARG001
    """For each spot the variable that the file itself gives the key to, or ''."""
    return named(data, spots, _NAMED)


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':
    """The edits that take the keys out; raises ``Unsafe``."""
    return _File(data, name).rewritten(spots)


def _bounds(code: Code, node: 'Node') -> 'tuple[int, int]':
    text = code.text(node)
    if node.type == 'verbatim_string_literal':
        return node.start_byte + 2, node.end_byte - 1
    if node.type == 'interpolated_string_expression':
        return node.start_byte + text.index(b'"') + 1, node.end_byte - 1
    return node.children[0].end_byte, node.children[-1].start_byte


class _File:
    def __init__(self, data: bytes, name: str) -> None:
        self.code = Code(_CSHARP, data, name)
        self.environment = b'Environment' if self._short() else b'System.Environment'

    def rewritten(self, spots: 'Sequence[Spot]') -> 'list[Edit]':
        return in_order(rewritten(self.code, spots, _STRINGS, _bounds, self._edits))

    def _short(self) -> bool:
        """Is ``Environment`` the one of ``System`` in this file, without more words?"""
        code, using = self.code, False
        for node in walk(code.root):
            if node.type == 'using_directive':
                using = using or code.text(node).split() in ([b'using', b'System;'], [b'global', b'using', b'System;'])
            elif node.type == 'identifier' and code.text(node) == b'Environment':
                around = node.parent
                called = around.child_by_field_name('name') if around else None
                if around is None or around.type != 'member_access_expression' or called is None or called == node:
                    return False
                if code.text(called) not in (
                    _GET,
                    b'NewLine',
                    b'SetEnvironmentVariable',
                    b'Exit',
                    b'GetCommandLineArgs',
                ):
                    return False
        return using

    def _read(self, spot: 'Spot') -> bytes:
        return self.environment + b'.' + _GET + b'("%s")' % spot.variable.encode()

    def _edits(self, literal: Literal) -> 'list[Edit]':
        node, code = literal.node, self.code
        if within(node, *_FIXED):
            raise code.unsafe(node, 'the language asks for a constant there, which cannot be read at run time')
        edits = self._no_constant(literal)
        if node.type == 'interpolated_string_expression':
            return edits + self._interpolated(literal)
        if node.type == 'raw_string_literal' and not literal.whole:
            raise code.unsafe(node, 'the key stands in a raw string')
        statement = self._set(literal)
        if statement:
            return [statement]
        if literal.whole:
            return [*edits, self._whole(literal)]
        quote = code.data[node.start_byte : literal.opened]
        total = sum_in(node, joined(literal, quote, b'"', b' + ', self._read), _PLAIN)
        return [*edits, code.instead(node, total)]

    def _whole(self, literal: Literal) -> Edit:
        node, code, spot = literal.node, self.code, literal.spots[0]
        refuse = b' ?? throw new %sInvalidOperationException("set %s first")' % (
            self.environment[: -len(b'Environment')], spot.variable.encode(),
        )  # fmt: skip
        names = (self._read(spot), b'System.' + b'Environment.' + _GET + b'("%s")' % spot.variable.encode())
        fallback = code.without_fallback(node, ('??',), names)
        if fallback:
            return Edit(fallback.start, fallback.end, refuse)
        return code.instead(node, sum_in(node, self._read(spot) + refuse, _PLAIN, ()))

    def _interpolated(self, literal: Literal) -> 'list[Edit]':
        node, code = literal.node, self.code
        if code.data[node.start_byte : literal.opened] != b'$"':
            raise code.unsafe(node, 'the key stands in a verbatim or raw string with values in it')
        return [Edit(spot.start, spot.end, b'{' + self._read(spot) + b'}') for spot in literal.spots]

    def _set(self, literal: Literal) -> 'Edit | None':
        """``Environment.SetEnvironmentVariable("NAME", "key")`` becomes a word to whoever has not set it."""
        node, code = literal.node, self.code
        call = within(node, 'invocation_expression')
        if call is None or not code.text(call.child_by_field_name('function')).endswith(
            b'Environment.SetEnvironmentVariable'
        ):
            return None
        spot = literal.spots[0]
        arguments = call.child_by_field_name('arguments')
        named = arguments.named_children if arguments else []
        if code.text(named[0]) != b'"%s"' % spot.variable.encode():
            return None
        statement = call.parent
        around = statement.parent if statement else None
        plain = around is not None and around.type in ('block', 'global_statement', 'compilation_unit')
        if (
            not plain
            or statement is None
            or statement.type != 'expression_statement'
            or len(named) != 2
            or not literal.whole
        ):
            raise code.unsafe(node, 'the variable is set in the middle of something else, or for the whole machine')
        words = b'if (%s == null) throw new %sInvalidOperationException("set %s first")' % (
            self._read(spot), self.environment[: -len(b'Environment')], spot.variable.encode(),
        )  # fmt: skip
        return Edit(call.start_byte, call.end_byte, words)

    def _no_constant(self, literal: Literal) -> 'list[Edit]':
        """The word ``const`` replaced, where the key is one."""
        code = self.code
        declaration = within(literal.node, 'field_declaration', 'local_declaration_statement')
        if declaration is None:
            return []
        word = next((child for child in declaration.children if code.text(child) == b'const'), None)
        if word is None:
            return []
        declarators = [node for node in walk(declaration) if node.type == 'variable_declarator']
        name = declarators[0].child_by_field_name('name')
        if len(declarators) != 1 or name is None:
            raise code.unsafe(declaration, 'the key is a constant beside others, which cannot be read at run time')
        for other in walk(code.root):
            if other.type != 'identifier' or code.text(other) != code.text(name) or other == name:
                continue
            outer = within(other, 'field_declaration', 'local_declaration_statement')
            constant = outer and any(code.text(child) == b'const' for child in outer.children)
            if constant or within(other, *_FIXED):
                raise code.unsafe(other, f'{code.text(name).decode()} is used where a constant must stand')
        if declaration.type == 'field_declaration':
            return [Edit(word.start_byte, word.end_byte, b'static readonly')]
        return [Edit(word.start_byte, word.end_byte + 1, b'')]
