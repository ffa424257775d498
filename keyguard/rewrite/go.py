"""Go: ``os.Getenv("NAME")``, with the import of ``os`` where it is missing.

A constant cannot hold what is read at run time: ``const key = "…"`` becomes a variable where nothing else stands in the
declaration, and moves out of its group where others do. A tag and an import are refused.
"""

import re

from keyguard.rewrite.code import Code, Literal, in_order, joined, named, quoted, rewritten, sum_in, within
from keyguard.rewrite.trees import Grammar, up, walk
from keyguard.rewrite.words import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.trees import Node
    from keyguard.rewrite.words import Spot

_GO = Grammar('Go', 'tree_sitter_go')
_STRINGS = ('interpreted_string_literal', 'raw_string_literal')
# what may be around a sum without parentheses
_PLAIN = (
    'argument_list', 'expression_list', 'literal_element', 'keyed_element', 'return_statement',
    'parenthesized_expression', 'send_statement',
)  # fmt: skip
# what the key is given to, or stands in for
_NAMED = re.compile(rb'(?:[eE]nv\w*\(|cmp\.Or\(os\.Getenv\()"([A-Z_][A-Z0-9_]*)"\)?,\s*["`]\Z')


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' when the bytes are Go, else why not."""
    return _GO.problem(data)


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':  # noqa: ARG001
    """For each spot the variable that the file itself gives the key to, or ''."""
    return named(data, spots, _NAMED)


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':
    """The edits that take the keys out; raises ``Unsafe``."""
    return _File(data, name).rewritten(spots)


class _File:
    def __init__(self, data: bytes, name: str) -> None:
        self.code = Code(_GO, data, name)
        self.package = b''  # how the file calls the package os, once a read of it is written

    def rewritten(self, spots: 'Sequence[Spot]') -> 'list[Edit]':
        edits = rewritten(self.code, spots, _STRINGS, quoted, self._literal)
        if self.package == b'os' and not _imports(self.code).get(b'os'):
            edits.append(self._import())
        return in_order(edits)

    def _os(self) -> bytes:
        """The name of the package in this file; raises ``Unsafe`` where something else is called so."""
        self.package = _imports(self.code).get(b'os') or b'os'
        if self.package == b'os':
            for other in walk(self.code.root):
                named = other.type in ('identifier', 'type_identifier', 'import_spec')
                if named and _called(self.code, other) == b'os' and _declares(self.code, other):
                    raise self.code.unsafe(other, 'something other than the package is called os')
        return self.package

    def _read(self, spot: 'Spot') -> bytes:
        package = self._os()
        return (b'' if package == b'.' else package + b'.') + b'Getenv("%s")' % spot.variable.encode()

    def _literal(self, literal: Literal) -> 'list[Edit]':
        node, code = literal.node, self.code
        parent = node.parent
        kind = parent.type if parent else ''
        size = next((around for around in [node, *up(node)] if _is_size(around)), None)
        if kind in ('field_declaration', 'import_spec') or size is not None:
            raise code.unsafe(node, 'the language asks for a fixed text there, which cannot be read at run time')
        constant = within(node, 'const_spec')
        if constant:
            return self._variable(constant, literal)
        return self._set(literal) or self._or(literal) or [self._expression(literal)]

    def _expression(self, literal: Literal) -> Edit:
        node = literal.node
        if literal.whole:
            return self.code.instead(node, self._read(literal.spots[0]))
        quote = self.code.data[node.start_byte : literal.opened]
        total = joined(literal, quote, quote, b' + ', self._read)
        return self.code.instead(node, sum_in(node, total, _PLAIN))

    def _or(self, literal: Literal) -> 'list[Edit] | None':
        """``cmp.Or(os.Getenv("NAME"), "key")`` without the choice, ``getenv("NAME", "key")`` without the key."""
        node, code = literal.node, self.code
        arguments = node.parent
        call = arguments.parent if arguments else None
        if arguments is None or call is None or call.type != 'call_expression' or not literal.whole:
            return None
        named = arguments.named_children
        function = code.text(call.child_by_field_name('function'))
        if len(named) != 2 or named[1] != node:
            return None
        if b'env' in function.lower() and code.text(named[0]) == b'"%s"' % literal.spots[0].variable.encode():
            return [Edit(node.start_byte, node.end_byte, b'""')]
        if function != b'cmp.Or' or code.text(named[0]) != self._read(literal.spots[0]):
            return None
        if sum(code.text(other) == b'cmp' for other in walk(code.root) if other.type == 'identifier') < 2:
            return None  # the import of cmp would have no use any more, and then nothing compiles
        return [Edit(call.start_byte, named[0].start_byte, b''), Edit(named[0].end_byte, call.end_byte, b'')]

    def _set(self, literal: Literal) -> 'list[Edit] | None':
        """``os.Setenv("NAME", "key")`` becomes a word to whoever has not set it."""
        node, code = literal.node, self.code
        arguments = node.parent
        call = arguments.parent if arguments else None
        if arguments is None or call is None or call.type != 'call_expression':
            return None
        if not code.text(call.child_by_field_name('function')).endswith(b'.Setenv'):
            return None
        spot = literal.spots[0]
        first = arguments.named_children[0]
        if code.text(first)[1:-1] != spot.variable.encode():
            return None
        statement = call.parent
        plain = statement is not None and statement.type == 'expression_statement' and statement.parent is not None
        if not plain or not literal.whole or code.text(call.child_by_field_name('function')) != b'os.Setenv':
            raise code.unsafe(node, 'the variable is set in the middle of something else')
        indent = code.indent(call.start_byte)
        lines = (
            b'if %s == "" {' % self._read(spot), indent + b'\tpanic("set %s first")' % spot.variable.encode(),
            indent + b'}',
        )  # fmt: skip
        return [Edit(call.start_byte, call.end_byte, code.eol.join(lines))]

    def _variable(self, constant: 'Node', literal: Literal) -> 'list[Edit]':
        """The constant as a variable; out of its group, where others stand beside it."""
        code = self.code
        declaration, value = constant.parent, constant.child_by_field_name('value')
        names = [child for child in constant.children if child.type == 'identifier']
        if declaration is None or value is None or len(names) != 1:
            raise code.unsafe(constant, 'the key is a constant beside others; a constant cannot be read at run time')
        name = code.text(names[0])
        uses = [
            other
            for other in walk(code.root)
            if other.type == 'identifier' and code.text(other) == name and other != names[0]
        ]
        fixed = next((other for other in uses if within(other, 'const_spec', 'array_type')), None)
        if fixed:
            raise code.unsafe(fixed, f'another constant is made of {name.decode()}, so it must stay one')
        if within(declaration, 'block') and not uses:
            raise code.unsafe(constant, 'the constant is never used, and Go refuses a variable that is not')
        expression = self._expression(literal)
        specs = [child for child in declaration.named_children if child.type == 'const_spec']
        if len(specs) == 1:
            word = declaration.children[0]
            return [Edit(word.start_byte, word.end_byte, b'var'), expression]
        if value.named_children != [literal.node]:
            raise code.unsafe(
                constant, 'the key is a part of a constant beside others, which cannot be read at run time'
            )
        return self._apart(declaration, constant, expression)

    def _apart(self, declaration: 'Node', constant: 'Node', expression: Edit) -> 'list[Edit]':
        code, data = self.code, self.code.data
        start = data.rfind(b'\n', 0, constant.start_byte) + 1
        end = data.find(b'\n', constant.end_byte) + 1
        counted = any(code.text(inner) == b'iota' for inner in walk(declaration)) or any(
            spec.type == 'const_spec' and spec.child_by_field_name('value') is None
            for spec in declaration.named_children
        )
        behind = data[constant.end_byte : end].strip()
        if counted or data[start : constant.start_byte].strip() or not (behind == b'' or behind.startswith(b'//')):
            raise code.unsafe(constant, 'the key is a constant beside others; a constant cannot be read at run time')
        kind = code.text(constant.child_by_field_name('type'))
        words = [b'var', code.text(constant.child_by_field_name('name')), *([kind] if kind else []), b'=']
        line = (
            code.eol * 2
            + code.indent(declaration.start_byte)
            + b' '.join([*words, expression.text.strip(), *([behind] if behind else [])])
        )
        return [Edit(start, end, b''), Edit(declaration.end_byte, declaration.end_byte, line)]

    def _import(self) -> Edit:
        """Where gofmt would put ``os``."""
        code, line = self.code, b'"os"'
        declarations = [node for node in code.root.children if node.type == 'import_declaration']
        if not declarations:
            clause = next(node for node in code.root.children if node.type == 'package_clause')
            return Edit(clause.end_byte, clause.end_byte, code.eol * 2 + b'import ' + line)
        lists = [inner for each in declarations for inner in each.named_children if inner.type == 'import_spec_list']
        if not lists:
            only = declarations[0]
            return Edit(only.end_byte, only.end_byte, code.eol + b'import ' + line)
        specs = [spec for spec in lists[0].named_children if spec.type == 'import_spec']
        group = _standard(code, specs)
        if not group:
            opening = lists[0].children[0].end_byte
            blank = code.eol if specs else b''
            inside = code.eol + b'\t' + line + blank
            return Edit(opening, opening, inside if specs else inside + code.eol)
        after = [spec for spec in group if _path(code, spec) < line]
        if after:
            return Edit(after[-1].end_byte, after[-1].end_byte, code.eol + code.indent(after[-1].start_byte) + line)
        before = group[0].start_byte
        return Edit(before, before, line + code.eol + code.indent(before))


def _is_size(node: 'Node') -> bool:
    """Is it the length of an array?"""
    around = node.parent
    return around is not None and around.type == 'array_type' and around.child_by_field_name('length') == node


def _called(code: Code, node: 'Node') -> bytes:
    """The name that an identifier is, or that an import is used by."""
    if node.type != 'import_spec':
        return code.text(node)
    return code.text(node.child_by_field_name('name')) or _path(code, node)[1:-1].rpartition(b'/')[2]


def _declares(code: Code, identifier: 'Node') -> bool:
    """Does the identifier, or the import, give a name to something other than the package?"""
    if identifier.type == 'import_spec':
        return _path(code, identifier)[1:-1] != b'os'
    parent = within(
        identifier, 'parameter_declaration', 'var_spec', 'const_spec', 'function_declaration', 'type_spec',
        'type_alias', 'type_parameter_declaration', 'variadic_parameter_declaration',
    )  # fmt: skip
    if parent is not None and identifier in parent.children and identifier != parent.child_by_field_name('type'):
        return parent.child_by_field_name('value') != identifier
    declaration = within(identifier, 'short_var_declaration', 'range_clause')
    left = declaration.child_by_field_name('left') if declaration else None
    return left is not None and identifier in left.named_children


def _imports(code: Code) -> 'dict[bytes, bytes]':
    """Path of an imported package -> the name by which the file calls it."""
    found = {}
    for node in walk(code.root):
        if node.type == 'import_spec':
            path = _path(code, node)[1:-1]
            name = code.text(node.child_by_field_name('name'))
            if name != b'_':
                found[path] = name or path.rpartition(b'/')[2]
    return found


def _path(code: Code, spec: 'Node') -> bytes:
    return code.text(spec.child_by_field_name('path'))


def _standard(code: Code, specs: 'Sequence[Node]') -> 'list[Node]':
    """The specs of the first group (without a blank line between them) that holds packages of the standard library."""
    groups: list[list[Node]] = []
    for spec in specs:
        between = code.data[groups[-1][-1].end_byte : spec.start_byte] if groups else b''
        if groups and not re.search(rb'\n[ \t\r]*\n', between):
            groups[-1].append(spec)
        else:
            groups.append([spec])
    for group in groups:
        if all(b'.' not in _path(code, spec).partition(b'/')[0] for spec in group):
            return group
    return []
