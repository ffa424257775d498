"""Shell scripts: the key becomes ``${NAME:?set NAME first}``, in the quotes that let it be read; in fish ``$NAME``."""

import re

from keyguard.rewrite import shell_text
from keyguard.rewrite.overwriting import overwritten
from keyguard.rewrite.shell_text import ANSI, BARE, CLOSED, COMMENT, DOUBLE, LITERAL, PARAMETER, SINGLE, Piece, Script
from keyguard.rewrite.words import Edit, Spot, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# files that a shell reads when it starts: a variable that is missing may not stop it
_PROFILES = frozenset(
    (
        *('.bashrc', '.bash_profile', '.bash_login', '.bash_aliases', '.profile', '.zshrc', '.zprofile', '.zshenv'),
        *('.zlogin', '.kshrc', 'config.fish'),
    )
)
_OTHER = re.compile(rb'#!.*\b(?:python|perl|ruby|node|php|lua|Rscript|awk|make|expect|tclsh)')
# what gives a value to a variable; in a script only what is written in capitals belongs to the environment
_GIVEN = re.compile(rb'(?:^|[\s;&|(`"\'])([A-Z_][A-Z0-9_]*)=(?:\$?["\'])?$')
_GIVEN_IN_FISH = re.compile(rb'(?:^|[\s;&|(])set(?:\s+-[-\w]+)+\s+([A-Z_][A-Z0-9_]*)\s+["\']?$')
_FALLBACK = re.compile(rb'\$\{([A-Z_][A-Z0-9_]*)(:?[-=])$')
_ENDS = re.compile(rb'["\']?(?=[\s;&|)`]|$)')
_EXPORT = re.compile(rb'[ \t]*(?:export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*=["\']?$')
_LOADS = re.compile(rb'^[ \t]*dotenv', re.M)


def problem(data: bytes, name: str) -> str:
    """'' when every quote and every substitution of the script is closed, else what is not."""
    if _OTHER.match(data):
        return 'its first line says that it is no shell script'
    try:
        Script(data, name.endswith('.fish'))
    except Unsafe as error:
        return str(error)
    return ''


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':
    """The variables, written in capitals, that the script gives the keys to, or falls back from."""
    script = Script(data, name.endswith('.fish'))
    names = [_own(script, spot).decode() for spot in spots]
    # a name for a few lines is no name to export everywhere
    shortest = 1 if name.rpartition('/')[2] == '.envrc' else 3
    return [each if len(each) >= shortest else '' for each in names]


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':
    """The edits of a script."""
    last = name.rpartition('/')[2]
    if last in _PROFILES:
        raise Unsafe('a shell that starts reads it: read a file that is not in git there, and set the variable in that')
    script = Script(data, name.endswith('.fish'))
    if last == '.envrc':
        return _in_envrc(data, spots, name, script)
    _ask_safely(data, spots, name)
    found: list[Edit] = []
    opened: set[tuple[int, int]] = set()
    for spot in spots:
        piece = script.at(spot.start, spot.end)
        if piece.kind == LITERAL and piece.word not in opened:
            found.append(_readable(data, piece))
            opened.add(piece.word)
        found.append(_edit(script, spot, piece))
    return sorted(found, key=lambda edit: edit.start)


def _ask_safely(data: bytes, spots: 'Sequence[Spot]', name: str) -> None:
    """Raises ``Unsafe`` where the script gives a variable another value than its key."""
    marks = [spot.variable for spot in spots]
    for variable in dict.fromkeys(marks):
        lost = overwritten('fish' if name.endswith('.fish') else 'shell', data, variable, spots, marks)
        at = next((at for at in sorted(lost) if marks[at] == variable), None)
        if at is not None:
            raise _unsafe(data, spots[at].start, f'{variable} has another value elsewhere in the script')


def _unsafe(data: bytes, at: int, why: str) -> Unsafe:
    return Unsafe(f'line {data.count(bytes((10,)), 0, at) + 1}: {why}')


def _own(script: Script, spot: Spot) -> bytes:
    """The variable that the key is given to, or stands in for; else nothing."""
    data = script.data
    before, piece = data[max(0, spot.start - 200) : spot.start], script.at(spot.start, spot.end)
    fallback = _fallback(script, spot)
    if fallback:
        return fallback[0]
    given = (_GIVEN_IN_FISH.search(before) if script.fish else None) or _GIVEN.search(before)
    if not given or piece.kind == COMMENT or not _ENDS.match(data, spot.end):
        return b''
    if piece.kind in (SINGLE, DOUBLE, ANSI) and (piece.start, piece.end) != (spot.start, spot.end):
        return b''  # a script within the script
    return given.group(1)


def _fallback(script: Script, spot: Spot) -> 'tuple[bytes, tuple[int, int]] | None':
    """Of ``${NAME:-key}`` the name, and where the rest of it stands; None for any other place."""
    data = script.data
    quote = data[spot.start - 1 : spot.start]
    around = quote in (b'"', b"'") and data[spot.end : spot.end + 1] == quote
    start, end = spot.start - around, spot.end + around
    outer = script.at(start, end)
    found = _FALLBACK.search(data, max(0, start - 200), start)
    if not found or outer.kind != PARAMETER or outer.start != found.start() + 2 or outer.end != end:
        return None
    return found.group(1), (start - len(found.group(2)), end)


def _edit(script: Script, spot: Spot, piece: Piece) -> Edit:
    data, start, end = script.data, spot.start, spot.end
    name = spot.variable.encode()
    if piece.kind == COMMENT:
        return Edit(start, end, b'$' + name)
    if shell_text.escaped(data, piece.start, start):
        raise _unsafe(data, start, 'a backslash stands before the key')
    if piece.kind == CLOSED:
        raise _unsafe(data, start, 'the key stands in backticks or in arithmetic')
    if script.fish:
        return _edit_in_fish(data, spot, piece)
    read = b'${' + name + b':?set ' + name + b' first}'
    fallback = _fallback(script, spot)
    if fallback and fallback[0] == name:
        return Edit(*fallback[1], b':?set ' + name + b' first')
    if piece.kind == BARE:
        return Edit(start, end, b'"' + read + b'"')
    if piece.kind in (SINGLE, ANSI):
        escapes = piece.kind == ANSI and b'\\' in data[end : piece.end]
        return _reopened(spot, piece, b"$'" if escapes else b"'", b'"' + read + b'"', piece.kind == ANSI)
    return Edit(start, end, read)


def _reopened(spot: Spot, piece: Piece, opening: bytes, read: bytes, ansi: bool = False) -> Edit:
    """The edit that ends the quotes before the key and opens them again behind it, where something is left in them."""
    closes, opens = spot.start > piece.start, spot.end < piece.end
    start = spot.start if closes else spot.start - 1 - ansi
    return Edit(start, spot.end if opens else spot.end + 1, b"'" * closes + read + opening * opens)


def _edit_in_fish(data: bytes, spot: Spot, piece: Piece) -> Edit:
    read = b'$' + spot.variable.encode()
    if piece.kind == SINGLE:
        return _reopened(spot, piece, b"'", b'"' + read + b'"')
    if piece.kind == DOUBLE:
        # what follows could be taken for a part of the name, or for an index
        follows = re.match(rb'[A-Za-z0-9_\[]', data[spot.end : spot.end + 1])
        return Edit(spot.start, spot.end, read + b'""' if follows else read)
    return Edit(spot.start, spot.end, b'"' + read + b'"')


def _readable(data: bytes, piece: Piece) -> Edit:
    """The edit that lets variables be read in a here-document whose ending is quoted, where nothing else changes."""
    start, end = piece.word
    if any(sign in data[piece.start : piece.end] for sign in (b'$', b'`', b'\\')):
        raise _unsafe(data, start, 'variables are not read in this here-document, and it has signs that would be')
    return Edit(start, end, re.sub(rb'\\(.)|[\'"]', rb'\1', data[start:end]))


def _in_envrc(data: bytes, spots: 'Sequence[Spot]', name: str, script: Script) -> 'list[Edit]':
    """direnv loads the ``.env`` beside the file, and asks for what has to be in it."""
    found = []
    for spot in spots:
        first = data.rfind(b'\n', 0, spot.start) + 1
        end = data.find(b'\n', spot.end)
        end = len(data) if end < 0 else end
        rest = data[spot.end : end].strip(b' \t\r"\'')
        if script.at(spot.start, spot.end).kind == COMMENT:
            found.append(_edit(script, spot, script.at(spot.start, spot.end)))
            continue
        if '/' in name or rest or not _EXPORT.match(data[first : spot.start]):
            raise _unsafe(data, spot.start, 'let direnv read it from a file that is not in git (dotenv_if_exists .env)')
        loads = b'' if _LOADS.search(data) or any(edit.text.startswith(b'dotenv') for edit in found) else b'\n'
        lead = b'dotenv_if_exists .env' + loads if loads else b''
        ending = data[spot.end : end]
        found.append(Edit(first, end - ending.endswith(b'\r'), lead + b'env_vars_required ' + spot.variable.encode()))
    return found
