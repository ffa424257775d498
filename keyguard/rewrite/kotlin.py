"""Kotlin: ``System.getenv("NAME")``, and ``${…}`` in a longer string.

``const val`` becomes ``val``, unless an annotation of the file uses it. An app for Android has no environment.
"""

import re

from keyguard.rewrite.code import Code, Literal, in_order, named, quoted, rewritten, within
from keyguard.rewrite.java import APP
from keyguard.rewrite.trees import Grammar, walk
from keyguard.rewrite.words import Edit, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.trees import Node
    from keyguard.rewrite.words import Spot

_KOTLIN = Grammar('Kotlin', 'tree_sitter_kotlin')
_STRINGS = ('string_literal', 'multiline_string_literal')
_ANNOTATIONS = ('annotation', 'annotated_expression', 'file_annotation')
# what the key is given to, or stands in for
_NAMED = re.compile(rb'(?:[eE]nv|getOrDefault)\("([A-Z_][A-Z0-9_]*)"(?:\)\s*\?:|,)\s*"\Z')


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' when the bytes are Kotlin, else why not."""
    return _KOTLIN.problem(data)


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':  # noqa: ARG001
    """For each spot the variable that the file itself gives the key to, or ''."""
    return named(data, spots, _NAMED)


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':
    """The edits that take the keys out; raises ``Unsafe``."""
    code = Code(_KOTLIN, data, name)
    for node in code.root.children:
        if node.type == 'import' and code.text(node).split()[1].startswith((b'android.', b'androidx.')):
            raise Unsafe(APP)
    return in_order(rewritten(code, spots, _STRINGS, quoted, lambda literal: _edits(code, literal)))


def _read(spot: 'Spot') -> bytes:
    return b'System.getenv("%s")' % spot.variable.encode()


def _edits(code: Code, literal: Literal) -> 'list[Edit]':
    node = literal.node
    if within(node, *_ANNOTATIONS):
        raise code.unsafe(node, 'an annotation asks for a constant, which cannot be read at run time')
    call = within(node, 'call_expression')
    if call and code.text(call).startswith((b'buildConfigField', b'resValue', b'manifestPlaceholders')):
        raise Unsafe(APP)
    edits = _no_constant(code, literal)
    if literal.whole:
        read = _read(literal.spots[0])
        fallback = code.without_fallback(node, ('?:',), (read,))
        return [*edits, fallback or code.instead(node, read)]
    return [*edits, *(Edit(spot.start, spot.end, b'${' + _read(spot) + b'}') for spot in literal.spots)]


def _no_constant(code: Code, literal: Literal) -> 'list[Edit]':
    """The word ``const`` taken away, where the key is one."""
    declaration = within(literal.node, 'property_declaration')
    modifiers = declaration.children[0] if declaration else None
    if declaration is None or modifiers is None or modifiers.type != 'modifiers':
        return []
    word = next((each for each in modifiers.children if code.text(each) == b'const'), None)
    if word is None:
        return []
    variable = next(child for child in declaration.children if child.type == 'variable_declaration')
    name = code.text(variable.named_children[0])
    used = re.compile(rb'\b%s\b' % re.escape(name))
    for other in walk(code.root):
        constant = other.type == 'property_declaration' and other != declaration and _is_constant(code, other)
        if (constant or other.type in _ANNOTATIONS) and used.search(code.text(other)):
            raise code.unsafe(other, f'{name.decode()} is used where a constant must stand')
    end = word.end_byte
    while code.data[end : end + 1] in (b' ', b'\t'):
        end += 1
    return [Edit(word.start_byte, end, b'')]


def _is_constant(code: Code, declaration: 'Node') -> bool:
    modifiers = declaration.children[0]
    return modifiers.type == 'modifiers' and any(code.text(word) == b'const' for word in modifiers.children)
