"""PowerShell: ``$env:NAME``, and ``${env:NAME}`` in a longer string.

``$env:NAME = 'key'`` becomes a word to whoever has not set it. What is stored for the user or the machine, a signed
script, an attribute and a data file are refused.
"""

import re

from keyguard.rewrite.code import Code, Literal, in_order, named, rewritten, within
from keyguard.rewrite.trees import Grammar, up
from keyguard.rewrite.words import Edit, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.trees import Node
    from keyguard.rewrite.words import Spot

_POWERSHELL = Grammar('PowerShell', 'tree_sitter_powershell')
_EXPANDED, _VERBATIM = 'expandable_string_literal', 'verbatim_string_characters'
_EXPANDED_TEXT, _VERBATIM_TEXT = 'expandable_here_string_literal', 'verbatim_here_string_characters'
_STRINGS = (_EXPANDED, _VERBATIM, _EXPANDED_TEXT, _VERBATIM_TEXT, 'generic_token')
_SPECIAL = re.compile(rb'[`"$]')
# what the key is given to, or stands in for
_NAMED = re.compile(
    rb'(?:\$env:([A-Z_][A-Z0-9_]*)\s*=|\$\{env:([A-Z_][A-Z0-9_]*)\}\s*=|'
    rb'SetEnvironmentVariable\(\s*[\'"]([A-Z_][A-Z0-9_]*)[\'"]\s*,)\s*[\'"]\Z'
)


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' when the bytes are PowerShell, else why not."""
    return _POWERSHELL.problem(data)


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':  # noqa: ARG001
    """For each spot the variable that the file itself gives the key to, or ''."""
    return named(data, spots, _NAMED)


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':
    """The edits that take the keys out; raises ``Unsafe``."""
    if name.lower().endswith('.psd1'):
        raise Unsafe('a data file takes no variables')
    if b'SIG # Begin signature block' in data:
        raise Unsafe('the script is signed; change what was signed, and sign it anew')
    code = Code(_POWERSHELL, data, name)
    return in_order(rewritten(code, spots, _STRINGS, _bounds, lambda literal: _edits(code, literal)))


def _bounds(_code: Code, node: 'Node') -> 'tuple[int, int]':
    if node.type in (_EXPANDED, _VERBATIM):
        return node.start_byte + 1, node.end_byte - 1
    return node.start_byte, node.end_byte


def _edits(code: Code, literal: Literal) -> 'list[Edit]':
    node = literal.node
    if within(node, 'attribute'):
        raise code.unsafe(node, 'an attribute asks for a constant, which cannot be read at run time')
    command = within(node, 'command')
    name = code.text(command.child_by_field_name('command_name')) if command else b''
    if name.lower() in (b'setx', b'setx.exe'):
        raise code.unsafe(node, 'the key is stored for the user, outside of the script')
    statement = _set(code, literal)
    if statement:
        return [statement]
    if literal.whole:
        read = b'$env:' + literal.spots[0].variable.encode()
        if re.match(rb'[\w?:]', code.data[node.end_byte : node.end_byte + 1]):
            read = _inside(literal.spots[0])
        return [Edit(node.start_byte, node.end_byte, read)]
    if node.type in (_EXPANDED, _EXPANDED_TEXT):
        if any(code.data[spot.start - 1 : spot.start] == b'`' for spot in literal.spots):
            raise code.unsafe(node, 'the key is a part of something that is written with an escape')
        return [Edit(spot.start, spot.end, _inside(spot)) for spot in literal.spots]
    if node.type != _VERBATIM:
        raise code.unsafe(node, 'the key stands in a text that takes no values')
    pieces = [_SPECIAL.sub(rb'`\g<0>', piece.replace(b"''", b"'")) for piece in literal.pieces]
    text = pieces[0]
    for spot, piece in zip(literal.spots, pieces[1:]):
        text += _inside(spot) + piece
    return [Edit(node.start_byte, node.end_byte, b'"' + text + b'"')]


def _inside(spot: 'Spot') -> bytes:
    return b'${env:' + spot.variable.encode() + b'}'


def _set(code: Code, literal: Literal) -> 'Edit | None':
    """``$env:NAME = 'key'``, and the method that sets a variable, as a question and its answer."""
    node = literal.node
    variable = literal.spots[0].variable
    target = within(node, 'assignment_expression', 'invokation_expression')
    if target is None:
        return None
    if target.type == 'assignment_expression':
        left, _, right = code.text(target).partition(b'=')
        if left.strip().lower().decode('utf-8') not in (f'$env:{variable}'.lower(), f'${{env:{variable}}}'.lower()):
            return None
        plain = right.strip() == code.text(node) and literal.whole
    else:
        words = re.match(
            rb'\[(?:System\.)?Environment\]::SetEnvironmentVariable\(\s*[\'"](\w+)[\'"]\s*,\s*',
            code.text(target),
            re.IGNORECASE,
        )
        if words is None:
            return None
        behind = code.data[node.end_byte : target.end_byte].strip()
        if behind.startswith(b','):
            raise code.unsafe(node, 'the key is stored for the user or the machine, outside of the script')
        if words.group(1).decode('ascii').lower() != variable.lower():
            return None
        plain = literal.whole and behind == b')'
    pipeline = next((around for around in up(target) if around.type == 'pipeline'), None)
    around = pipeline.parent if pipeline else None
    if not plain or pipeline is None or around is None or around.type not in ('statement_list', 'program') or (
        code.text(pipeline) != code.text(target)
    ):  # fmt: skip
        raise code.unsafe(node, 'the variable is set in the middle of something else')
    instead = f"if (-not $env:{variable}) {{ throw 'set {variable} first' }}"
    return Edit(target.start_byte, target.end_byte, instead.encode())
