"""Rust: ``std::env::var("NAME").expect("set NAME first")``, in the type that the text had.

An owned text (``"…".to_string()``, ``String::from("…")``) becomes the ``String`` itself, an argument a ``&str``. A
constant, a static, a pattern, an attribute, a macro and whatever must live longer than the line are refused.
"""

import re

from keyguard.rewrite.code import Code, Literal, in_order, named, rewritten, within
from keyguard.rewrite.trees import Grammar
from keyguard.rewrite.words import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.trees import Node
    from keyguard.rewrite.words import Spot

_RUST = Grammar('Rust', 'tree_sitter_rust')
_STRINGS = ('string_literal', 'raw_string_literal')
_OWNED = (b'to_string', b'to_owned')
_FIXED = ('const_item', 'static_item', 'attribute_item', 'inner_attribute_item', 'match_pattern', 'const_block')
_REASON = 'the text must live longer than one that is read at run time'
# what the key is given to, or stands in for
_NAMED = re.compile(
    rb'env::(?:var\("([A-Z_][A-Z0-9_]*)"\)\s*\.unwrap_or(?:_else)?\((?:\|_\|\s*)?(?:String::from\()?|'
    rb'set_var\("([A-Z_][A-Z0-9_]*)",\s*)"\Z'
)


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' when the bytes are Rust, else why not."""
    return _RUST.problem(data)


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':  # noqa: ARG001
    """For each spot the variable that the file itself gives the key to, or ''."""
    return named(data, spots, _NAMED)


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':
    """The edits that take the keys out; raises ``Unsafe``."""
    code = Code(_RUST, data, name)
    return in_order(rewritten(code, spots, _STRINGS, _bounds, lambda literal: [_edit(code, literal)]))


def _bounds(_code: Code, node: 'Node') -> 'tuple[int, int]':
    if node.type == 'string_literal':
        return node.children[0].end_byte, node.children[-1].start_byte
    return node.children[0].start_byte, node.children[-1].end_byte


def _read(spot: 'Spot') -> bytes:
    name = spot.variable.encode()
    return b'std::env::var("%s")' % name + _refuse(spot)


def _refuse(spot: 'Spot') -> bytes:
    return b'.expect("set %s first")' % spot.variable.encode()


def _string(code: Code, literal: Literal) -> bytes:
    """The text as an expression of the type ``String``."""
    if literal.whole:
        return _read(literal.spots[0])
    opening = code.data[literal.node.start_byte : literal.opened]
    closing = code.data[literal.closed : literal.node.end_byte]
    text = b'{}'.join(piece.replace(b'{', b'{{').replace(b'}', b'}}') for piece in literal.pieces)
    reads = b', '.join(_read(spot) for spot in literal.spots)
    return b'format!(' + opening + text + closing + b', ' + reads + b')'


def _edit(code: Code, literal: Literal) -> Edit:
    node = literal.node
    if not code.text(node).startswith((b'"', b'r"', b'r#')):
        raise code.unsafe(node, 'the key stands in a string of bytes')
    fixed = within(node, *_FIXED, 'closure_expression')
    if fixed is not None and fixed.type != 'closure_expression':
        raise code.unsafe(node, 'the language asks for a constant there, which cannot be read at run time')
    parent = node.parent or code.root
    if parent.type == 'token_tree':
        return _in_macro(code, literal, parent)
    method = parent.parent
    if parent.type == 'field_expression' and method is not None and method.type == 'call_expression':
        called = code.text(parent.child_by_field_name('field'))
        if called in _OWNED:
            return _owned(code, literal, method)
        if called == b'into':
            return code.instead(node, _string(code, literal))
    if parent.type == 'arguments' and method is not None:
        return _argument(code, literal, parent, method)
    if parent.type == 'let_declaration' and code.text(parent.child_by_field_name('type')) in (b'', b'&str'):
        pattern = parent.child_by_field_name('pattern')
        if pattern is not None and pattern.type == 'identifier':
            return code.instead(node, b'&*' + _string(code, literal))
    if parent.type == 'binary_expression':
        return code.instead(node, _string(code, literal) + b'.as_str()')
    raise code.unsafe(node, _REASON)


def _in_macro(code: Code, literal: Literal, tree: 'Node') -> Edit:
    """A value of ``json!``, which takes expressions; other macros may want a fixed text."""
    siblings = tree.children
    at = siblings.index(literal.node)
    macro = within(literal.node, 'macro_invocation')
    name = code.text(macro.child_by_field_name('macro')) if macro else b''
    before, after = code.text(siblings[at - 1]), code.text(siblings[at + 1])
    if name.rpartition(b':')[2] != b'json' or before != b':' or after not in (b',', b'}'):
        raise code.unsafe(literal.node, 'the key stands among the words of a macro')
    return code.instead(literal.node, _string(code, literal))


def _owned(code: Code, literal: Literal, call: 'Node') -> Edit:
    """An owned text; the fallback of a read of the same variable goes."""
    edit = _without_default(code, literal, call)
    return edit or code.instead(call, _string(code, literal))


def _without_default(code: Code, literal: Literal, value: 'Node') -> 'Edit | None':
    """``env::var("NAME").unwrap_or("key".to_string())`` and ``….unwrap_or_else(|_| …)`` without the default."""
    holder = value.parent
    if holder is not None and holder.type == 'closure_expression':
        holder = holder.parent
    call = holder.parent if holder is not None and holder.type == 'arguments' else None
    method = call.child_by_field_name('function') if call is not None else None
    if call is None or method is None or method.type != 'field_expression' or not literal.whole:
        return None
    read = method.child_by_field_name('value')
    name = literal.spots[0].variable.encode()
    if read is None or code.text(method.child_by_field_name('field')) not in (b'unwrap_or', b'unwrap_or_else'):
        return None
    if code.text(read) not in (b'std::env::var("%s")' % name, b'env::var("%s")' % name):
        return None
    return Edit(read.end_byte, call.end_byte, _refuse(literal.spots[0]))


def _argument(code: Code, literal: Literal, arguments: 'Node', call: 'Node') -> Edit:
    function = code.text(call.child_by_field_name('function'))
    name = literal.spots[0].variable.encode()
    last = function.replace(b'.', b':').rpartition(b':')[2]
    if function == b'String::from':
        return _owned(code, literal, call)
    if last == b'set_var' and code.text(arguments.named_children[0]) == b'"%s"' % name and literal.whole:
        return Edit(call.start_byte, call.end_byte, _read(literal.spots[0]))
    if last[:1].isupper() or b'static' in last:
        raise code.unsafe(literal.node, _REASON)
    return code.instead(literal.node, _string(code, literal) + b'.as_str()')
