"""A script of the shell in a value of YAML: the rewrite of the shell, in the quotes of the value."""

import re

from keyguard.rewrite import shell
from keyguard.rewrite.overwriting import overwritten
from keyguard.rewrite.words import Edit, Spot, Unsafe
from keyguard.rewrite.yaml_places import File, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME = 'script.sh'
# one character of the script, as it is written
_PLAIN = re.compile('.', re.DOTALL)
_SINGLE = re.compile("''|.", re.DOTALL)
_DOUBLE = re.compile(r'\\x..|\\u.{4}|\\U.{8}|\\?.', re.DOTALL)


def in_script(file: File, place: Place, spots: 'Sequence[Spot]') -> 'list[Edit]':
    """The edits of the keys (in bytes of the file) in a value that a shell of Unix runs; raises ``Unsafe``."""
    raw = file.text[place.start : place.end]
    spans = [file.span(spot.start, spot.end) for spot in spots]
    places = _offsets(file, place, raw)
    moved = _moved(place, raw, spans, spots, places)
    script = place.value.encode('utf-8')
    trouble = shell.problem(script, _NAME)
    if trouble:
        raise file.unsafe(place.start, f'the script cannot be read ({trouble})')
    try:
        edits = shell.rewrite(script, moved, _NAME)
    except Unsafe as reason:
        raise file.unsafe(place.start, f'in a script, {reason}') from None
    return [_back(file, place, edit, places, moved, spans) for edit in edits]


def script_variables(file: File, place: Place, spots: 'Sequence[Spot]') -> 'list[str]':
    """The variables that the script gives the keys to, or ''."""
    raw = file.text[place.start : place.end]
    spans = [file.span(spot.start, spot.end) for spot in spots]
    moved = _moved(place, raw, spans, spots, _offsets(file, place, raw))
    script = place.value.encode('utf-8')
    if shell.problem(script, _NAME):
        return [''] * len(spots)
    names, marks = shell.variables(script, moved, _NAME), [str(at) for at in range(len(moved))]
    return ['' if overwritten('shell', script, name, moved, marks) else name for name in names]


def _offsets(file: File, place: Place, raw: str) -> 'list[tuple[int, int]] | None':
    """For every byte of the script the characters of the file that it is written with; None where that is not known."""
    if not place.value.isascii():
        return None
    found: list[tuple[int, int]] = []
    if place.style != '|':
        written = {"'": _SINGLE, '"': _DOUBLE}.get(place.style, _PLAIN)
        found = [(place.start + unit.start(), place.start + unit.end()) for unit in written.finditer(raw)]
        return None if '\n' in raw or len(found) != len(place.value) else found
    at, indent = place.start, -1
    for line in place.value.splitlines(keepends=True):
        end = file.text.find('\n', at, place.end)
        source = file.text[at : place.end if end < 0 else end].rstrip('\r')
        body = line.rstrip('\n')
        if indent < 0 and body:
            indent = len(source) - len(body)
        skipped = min(max(indent, 0), len(source))
        found += [(each, each + 1) for each in range(at + skipped, at + skipped + len(line))]
        at = place.end if end < 0 else end + 1
    same = ''.join(file.text[first:last] for first, last in found).replace('\r', '\n') == place.value
    return found if same else None


def _moved(
    place: Place,
    raw: str,
    spans: 'Sequence[tuple[int, int]]',
    spots: 'Sequence[Spot]',
    places: 'list[tuple[int, int]] | None',
) -> 'list[Spot]':
    """The spots as they stand in the script: the same key at the same turn."""
    moved = []
    for (start, end), spot in zip(spans, spots):
        if places is not None:
            first = next(at for at, (place_start, _) in enumerate(places) if place_start == start)
        else:
            key = raw[start - place.start : end - place.start]
            turn = raw.count(key, 0, start - place.start)
            at = -1
            for _ in range(turn + 1):
                at = place.value.index(key, at + 1)
            first = len(place.value[:at].encode('utf-8'))
        moved.append(Spot(first, first + end - start, spot.variable))
    return moved


def _back(
    file: File,
    place: Place,
    edit: Edit,
    places: 'list[tuple[int, int]] | None',
    moved: 'Sequence[Spot]',
    spans: 'Sequence[tuple[int, int]]',
) -> Edit:
    """An edit of the script as one of the file."""
    text = edit.text.decode('utf-8')
    if places is not None:
        start, end = places[edit.start][0], places[max(edit.start, edit.end - 1)][1]
    else:
        turn = next((at for at, spot in enumerate(moved) if edit.start < spot.end and spot.start < edit.end), 0)
        start = spans[turn][0] + edit.start - moved[turn].start
        end = spans[turn][1] + edit.end - moved[turn].end
        changed = place.value.encode('utf-8')[edit.start : edit.end].decode('utf-8', 'replace')
        if file.text[start:end] != changed or place.style in ('"', "'"):
            raise file.unsafe(place.start, 'the script stands there in a form that cannot be followed')
    if place.style == "'":
        text = text.replace("'", "''")
    elif place.style == '"':
        text = text.replace('\\', '\\\\').replace('"', '\\"')
    elif not place.style and (place.flow or start == place.start):
        raise file.unsafe(start, 'the script stands without quotes, and would need them')
    return file.edit(start, end, text)
