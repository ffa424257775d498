"""Files of variables (``.env.example``, ``.env``): the value goes, the name stays."""

import re

from keyguard.rewrite.words import Edit, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.words import Spot

# a name and what it is given: in quotes, or up to a comment
LINE = re.compile(
    rb'[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*'
    rb'("[^"\r\n]*"|\'[^\'\r\n]*\'|[^\r\n]*?)[ \t]*(?:(?<=[ \t"\'])#[^\r\n]*)?(?=[\r\n]|\Z)'
)
_COMMENTED = re.compile(rb'[ \t]*#[# \t]*')


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' for text, else why it is none."""
    return 'it is no text' if b'\0' in data else ''


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':  # noqa: ARG001
    """The names that the keys are the values of."""
    found = []
    for spot in spots:
        line = _line(data, spot.start)
        found.append(line.group(1).decode() if line and _bare(line.group(2)) == data[spot.start : spot.end] else '')
    return found


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':  # noqa: ARG001
    """The edits that take the values out, quotes and all; in a comment that sets nothing the key becomes the name."""
    found = []
    for spot in sorted(spots, key=lambda each: each.start):
        line = _line(data, spot.start)
        start = _begin(data, spot.start)
        before = data[start : spot.start]
        if line and line.start(2) <= spot.start and spot.end <= line.end(2):
            if _bare(line.group(2)) != data[spot.start : spot.end]:
                shown = line.group(1).decode()
                raise Unsafe(f'line {_number(data, start)}: the key is only a part of what is in {shown}')
            found.append(Edit(line.start(2), line.end(2), b''))
        elif _COMMENTED.match(before) or (line and spot.start >= line.end(2)):
            found.append(Edit(spot.start, spot.end, b'$' + spot.variable.encode()))
        else:
            raise Unsafe(f'line {_number(data, start)}: it is no name with a value')
    return found


def _begin(data: bytes, at: int) -> int:
    return max(data.rfind(b'\n', 0, at), data.rfind(b'\r', 0, at)) + 1


def _number(data: bytes, start: int) -> int:
    return data.count(b'\n', 0, start) + 1


def _line(data: bytes, at: int) -> 're.Match[bytes] | None':
    """The assignment on the line, also one that is commented out."""
    start = _begin(data, at)
    lead = _COMMENTED.match(data, start)
    return LINE.match(data, lead.end() if lead else start)


def _bare(value: bytes) -> bytes:
    return value[1:-1] if value[:1] in (b'"', b"'") and len(value) > 1 else value
