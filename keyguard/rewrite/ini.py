"""Files of settings (``.properties``, ``.ini``): a reference where the program that reads the file follows it.

Spring reads ``${NAME}`` from the environment (https://docs.spring.io/spring-boot/reference/features/external-config.html),
tox ``{env:NAME}`` (https://tox.wiki/en/latest/config.html).
"""

import re

from keyguard.rewrite.lines import Line, by_line, text_problem
from keyguard.rewrite.words import Edit, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.words import Spot

_FORMS = (
    (re.compile(r'(?:^|/)(?:application|bootstrap)[\w.-]*\.properties$', re.IGNORECASE), '${@}'),
    (re.compile(r'(?:^|/)tox\.ini$', re.IGNORECASE), '{env:@}'),
)
_PLAIN = 'no form is known in which the program that reads this file would take a variable: keep the file out of git'
_VALUE = re.compile(rb'[ \t]*[\w.\[\]-]+[ \t]*[=:]')
_SPRING = re.compile(rb'[=:][ \t]*\$\{([A-Z_][A-Z0-9_]*):\Z')


def problem(data: bytes, name: str) -> str:  # noqa: ARG001
    """'' when the bytes are text, else why not."""
    return text_problem(data)


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':  # noqa: ARG001
    """For each spot the variable that the file falls back from (Spring's ``${NAME:key}``), or ''."""
    found = [_SPRING.search(Line(data, spot).before) for spot in spots]
    return [match.group(1).decode('ascii') if match else '' for match in found]


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':
    """The edits that take the keys out; raises ``Unsafe``."""
    path = name.replace('\\', '/')
    form = next((form for pattern, form in _FORMS if pattern.search(path)), '')

    def each(spot: 'Spot', line: Line) -> Edit:
        if not form:
            raise Unsafe(_PLAIN)
        fallback = _SPRING.search(line.before)
        if fallback and fallback.group(1) == spot.variable.encode() and line.behind.startswith(b'}'):
            return Edit(spot.start - 1, spot.end, b'')
        if b'${' in line.before or not _VALUE.match(line.before) or line.joined or line.before.endswith(b'\\'):
            raise line.unsafe('the key is no value of a setting')
        return Edit(spot.start, spot.end, form.replace('@', spot.variable).encode())

    return by_line(data, spots, (b'#', b'!', b';'), each)
