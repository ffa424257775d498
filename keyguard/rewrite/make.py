"""Makefiles: a variable of the same name is asked for with ``?=``, another is made of ``$(NAME)``; make takes both from
the environment. In a recipe the shell reads the variable, so that make does not print the key.
"""

import re

from keyguard.rewrite import shell
from keyguard.rewrite.lines import Line, by_line, text_problem
from keyguard.rewrite.words import Edit, Spot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_SET = re.compile(rb'((?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*)(\?|::?:?)?=[ \t]*')

# what opens and closes a text over several lines, and what stands between a rule and its recipe
_DEFINE = re.compile(rb'[ \t]*(?:override[ \t]+|export[ \t]+)*define\b')
_ENDS = re.compile(rb'(?<!\\)\r?\n')
_ENDEF = re.compile(rb'[ \t]*endef\b')
_BETWEEN = re.compile(rb'[ \t]*(?:#|$|(?:else|endif|ifn?def|ifn?eq)\b)')
_RULE = re.compile(rb'[^\t#=][^=#]*::?(?!=)')
# what runs the recipes, where that is no shell of Unix
_SHELL = re.compile(rb'^(?:export[ \t]+)?SHELL[ \t]*[:?]?=(?![^\n]*\b(?:ba|da|z|k|a)?sh\b)', re.MULTILINE)


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' when the bytes are text, else why not."""
    return text_problem(data)


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':  # noqa: ARG001
    """For each spot the variable that the file sets to the key, or ''."""
    found = [_SET.fullmatch(Line(data, spot).before) for spot in spots]
    names = [match.group(2).decode('ascii') if match else '' for match in found]
    return [name if name.isupper() and len(name) > 2 else '' for name in names]


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':  # noqa: ARG001
    """The edits that take the keys out; raises ``Unsafe``."""
    recipes: dict[int, list[Spot]] = {}
    foreign = _SHELL.search(data)
    others = []
    for spot in spots:
        line = Line(data, spot)
        if _in_define(data, line):
            raise line.unsafe('the key stands between define and endef, of which nobody can tell where it is put in')
        if line.text.startswith(b'\t'):
            if not _in_recipe(data, line):
                raise line.unsafe('the line begins with a tab, and no rule stands above it')
            if foreign:
                raise line.unsafe('the commands are not written for a shell of Unix')
            recipes.setdefault(line.start, []).append(spot)
        else:
            others.append(spot)
    edits = by_line(data, others, (b'#',), _edit)
    for start, inside in recipes.items():
        edits += _recipe(Line(data, inside[0]), start, inside)
    return sorted(edits, key=lambda edit: edit.start)


def _in_define(data: bytes, line: Line) -> bool:
    """Does the line stand between ``define`` and ``endef``?"""
    deep = 0
    for each in data[: line.start].splitlines():
        if _DEFINE.match(each):
            deep += 1
        elif _ENDEF.match(each):
            deep -= 1
    return deep > 0


def _in_recipe(data: bytes, line: Line) -> bool:
    """Is what stands above the line, but for other lines of a recipe, a rule?"""
    for each in reversed(_ENDS.split(data[: line.start])):
        if not each.startswith(b'\t') and not _BETWEEN.match(each):
            return bool(_RULE.match(each))
    return False


def _edit(spot: Spot, line: Line) -> Edit:
    variable = spot.variable.encode()
    head = _SET.match(line.before)
    if head is None or line.joined or b'#' in line.before:
        raise line.unsafe('the key is no value of a variable that stands in one line')
    whole = head.end() == len(line.before) and not line.behind.strip()
    if head.group(2) == variable:
        if not whole:
            raise line.unsafe('the variable is set to more than the key')
        return Edit(line.start + len(head.group(1)), spot.end, b'?=')
    return Edit(spot.start, spot.end, b'$(' + variable + b')')


def _recipe(line: Line, start: int, spots: 'list[Spot]') -> 'list[Edit]':
    """The edits of one line of a recipe, which is a script of the shell with its dollar signs doubled."""
    if line.joined:
        raise line.unsafe('the command goes over several lines')
    # of one length, so that every place stays: what make puts in is no matter of quotes
    script = line.text.replace(b'$', b'_')
    moved = [Spot(spot.start - start, spot.end - start, spot.variable) for spot in spots]
    trouble = shell.problem(script, 'recipe.sh')
    if trouble:
        raise line.unsafe('the command cannot be read as one of the shell')
    edits = shell.rewrite(script, moved, 'recipe.sh')
    return [Edit(start + edit.start, start + edit.end, edit.text.replace(b'$', b'$$')) for edit in edits]
