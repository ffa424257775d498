"""Dockerfiles: a key in an instruction stays in a layer of the image, so there is only advice."""

import re

from keyguard.rewrite.lines import Line, by_line, text_problem
from keyguard.rewrite.words import Edit, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.words import Spot

_INSTRUCTION = re.compile(rb'^[ \t]*(?:ONBUILD[ \t]+)?([A-Za-z]+)[ \t]', re.MULTILINE)
_CONTINUED = re.compile(rb'\\[ \t]*\r?\n(?:[ \t]*#[^\n]*\n)*\Z')
_MOUNT = 'use RUN --mount=type=secret,id=NAME,env=NAME, and build with --secret id=NAME,env=NAME'
_ADVICE = {
    'ENV': 'what ENV sets stays in the image: take the line out, and give the variable to docker run with --env',
    'ARG': f'what ARG sets stays in the history of the image: {_MOUNT}',
    'RUN': f'the command stays in the history of the image: {_MOUNT}',
    'LABEL': 'a label stays in the image, and everybody can read it',
    'COPY': 'the key becomes a file in a layer of the image: use RUN --mount=type=secret instead',
}  # fmt: skip
_PLAIN = (
    'the key stays in the image: let the program read the variable when it runs, and give it to docker run with --env'
)


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' when the bytes are text, else why not."""
    return text_problem(data)


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':  # noqa: ARG001
    """The edits of comments; raises ``Unsafe`` with the advice for any other place."""

    found: dict[str, list[int]] = {}

    def each(spot: 'Spot', line: Line) -> 'Edit':
        advice = _ADVICE.get(_instruction(data, line.start), _PLAIN).replace('NAME', spot.variable)
        found.setdefault(advice, []).append(line.number)
        return Edit(spot.start, spot.end, b'')

    edits = by_line(data, spots, (b'#',), each)
    if found:
        raise Unsafe('; '.join(f'line {", ".join(map(str, lines))}: {advice}' for advice, lines in found.items()))
    return edits


def _instruction(data: bytes, start: int) -> str:
    """The instruction that a line belongs to, in capitals."""
    while start and _CONTINUED.search(data, 0, start):
        start = data.rfind(b'\n', 0, start - 1) + 1
    found = _INSTRUCTION.match(data, start)
    return found.group(1).decode('ascii').upper() if found else ''
