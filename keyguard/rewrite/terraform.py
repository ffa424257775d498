"""Terraform: the value leaves the file and comes from ``TF_VAR_…``; which name that has is for a person to decide."""

import re

from keyguard.rewrite.lines import Line, by_line, text_problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.words import Edit, Spot

_VARIABLE = re.compile(rb'variable[ \t]+"(\w+)"[ \t]*\{[^{}]*\Z')
_SETTING = re.compile(rb'^[ \t]*(\w+)[ \t]*=[ \t]*"\Z', re.MULTILINE)


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' when the bytes are text, else why not."""
    return text_problem(data)


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':
    """The edits of comments; raises ``Unsafe`` with the advice for any other place."""

    def each(spot: 'Spot', line: Line) -> 'Edit':
        variable = _VARIABLE.search(data, 0, spot.start)
        setting = _SETTING.search(line.before)
        if name.endswith('.tfvars') and setting:
            words = setting.group(1).decode('ascii')
            raise line.unsafe(f'take the line out, and set TF_VAR_{words} in the environment')
        if variable:
            words = variable.group(1).decode('ascii')
            raise line.unsafe(f'take the default out, say sensitive = true, and set TF_VAR_{words} in the environment')
        raise line.unsafe('declare a variable with sensitive = true, use it here, and set TF_VAR_ and its name')

    return by_line(data, spots, (b'#', b'//'), each)
