"""Batch files of Windows: ``%NAME%``; a ``set`` of the variable becomes a word to whoever has not set it."""

import re

from keyguard.rewrite.lines import Line, by_line, text_problem
from keyguard.rewrite.words import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.words import Spot

_SET = re.compile(rb'(@?)[ \t]*set[ \t]+"?([A-Z_][A-Z0-9_]*)=\Z', re.IGNORECASE)
_COMMENTS = (b'rem ', b'rem\t', b'@rem ', b'::')


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' when the bytes are text, else why not."""
    return text_problem(data)


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':  # noqa: ARG001
    """For each spot the variable that the file sets to the key, or ''."""
    found = [_SET.match(Line(data, spot).before.lstrip()) for spot in spots]
    return [match.group(2).decode('ascii') if match and match.group(2).isupper() else '' for match in found]


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':  # noqa: ARG001
    """The edits that take the keys out; raises ``Unsafe``."""
    return by_line(data, spots, _COMMENTS, _edit)


def _edit(spot: 'Spot', line: Line) -> Edit:
    variable = spot.variable.encode()
    if re.search(rb'\bsetx\b|\breg[ \t]+add\b', line.text, re.IGNORECASE):
        raise line.unsafe('the key is stored for the user, outside of the file')
    if line.before.endswith((b'%', b'^', b'!')) or line.behind.startswith((b'%', b'!')):
        raise line.unsafe('the key is a part of something that is written with an escape')
    own = _SET.match(line.before.lstrip())
    if own and own.group(2).upper() == variable.upper():
        if line.behind.strip() not in (b'', b'"'):
            raise line.unsafe('the variable is set to more than the key')
        start = line.start + len(line.before) - len(line.before.lstrip())
        words = b'if not defined %s (echo set %s first& exit /b 1)' % (variable, variable)
        return Edit(start, line.start + len(line.text.rstrip()), own.group(1) + words)
    return Edit(spot.start, spot.end, b'%' + variable + b'%')
