"""Java: ``System.getenv("NAME")``.

An annotation and a ``case`` ask for a constant, so a key there is refused; so is a ``final`` field or variable whose
name stands in one in the same file. An app for Android has no environment.
"""

import re

from keyguard.rewrite.code import Code, Literal, in_order, joined, named, quoted, rewritten, sum_in, within
from keyguard.rewrite.trees import Grammar, walk
from keyguard.rewrite.words import Edit, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.trees import Node
    from keyguard.rewrite.words import Spot

_JAVA = Grammar('Java', 'tree_sitter_java')
_STRINGS = ('string_literal',)
_FIXED = ('annotation', 'switch_label', 'annotation_type_element_declaration')
_PLAIN = (
    'argument_list', 'variable_declarator', 'assignment_expression', 'return_statement', 'parenthesized_expression',
    'array_initializer', 'lambda_expression', 'ternary_expression',
)  # fmt: skip
APP = 'it is built into an app, and whoever has the app can read the key: call the API from a server instead'
# what the key is given to, or stands in for
_NAMED = re.compile(rb'(?:[eE]nv\w*|getOrDefault)\("([A-Z_][A-Z0-9_]*)",\s*"\Z')


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' when the bytes are Java, else why not."""
    return _JAVA.problem(data)


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':  # noqa: ARG001
    """For each spot the variable that the file itself gives the key to, or ''."""
    return named(data, spots, _NAMED)


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':
    """The edits that take the keys out; raises ``Unsafe``."""
    code = Code(_JAVA, data, name)
    for node in code.root.children:
        if node.type == 'import_declaration' and code.text(node.named_children[0]).startswith(
            (b'android.', b'androidx.')
        ):
            raise Unsafe(APP)
    return in_order(rewritten(code, spots, _STRINGS, quoted, lambda literal: [_edit(code, literal)]))


def _read(spot: 'Spot') -> bytes:
    return b'System.getenv("%s")' % spot.variable.encode()


def _edit(code: Code, literal: Literal) -> Edit:
    node = literal.node
    if within(node, *_FIXED):
        raise code.unsafe(node, 'an annotation or a case asks for a constant, which cannot be read at run time')
    _check_name(code, node)
    fallback = _without_default(code, literal)
    if fallback:
        return fallback
    if literal.whole:
        return code.instead(node, _read(literal.spots[0]))
    quote = code.data[node.start_byte : literal.opened]
    if quote == b'"""':
        raise code.unsafe(node, 'the key stands in a text block')
    return code.instead(node, sum_in(node, joined(literal, quote, quote, b' + ', _read), _PLAIN))


def _check_name(code: Code, node: 'Node') -> None:
    """Raises ``Unsafe`` where what the key is assigned to must stay a constant."""
    declarator = within(node, 'variable_declarator')
    name = declarator.child_by_field_name('name') if declarator else None
    if name is None:
        return
    for other in walk(code.root):
        if other.type == 'identifier' and code.text(other) == code.text(name) and within(other, *_FIXED):
            raise code.unsafe(
                other, f'an annotation or a case uses {code.text(name).decode()}, so it must stay a constant'
            )


def _without_default(code: Code, literal: Literal) -> 'Edit | None':
    """``System.getenv().getOrDefault("NAME", "key")`` without the default."""
    arguments = literal.node.parent
    call = arguments.parent if arguments else None
    if arguments is None or call is None or call.type != 'method_invocation' or not literal.whole:
        return None
    named = arguments.named_children
    if (
        code.text(call.child_by_field_name('object')) != b'System.getenv()'
        or len(named) != 2
        or named[1] != literal.node
    ):
        return None
    if code.text(call.child_by_field_name('name')) != b'getOrDefault':
        return None
    if code.text(named[0]) != b'"%s"' % literal.spots[0].variable.encode():
        return None
    return Edit(call.start_byte, call.end_byte, _read(literal.spots[0]))
