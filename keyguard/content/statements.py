"""``CREATE TABLE`` statements -> the names of the columns."""

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# a comment, a quoted text or name, a word, a sign
_PART = re.compile(
    rb"""--[^\n]*|/\*.*?(?:\*/|\Z)|'(?:[^']|'')*'?|"((?:[^"]|"")*)"?|`([^`]*)`?|\[([^\]]*)\]?|([^\s'"`\[(),/-]+)|[^\s]""",
    re.DOTALL,
)
# what begins a rule for the whole table
_RULES = frozenset(b'constraint primary unique check foreign'.split())


def columns(statement: bytes) -> 'list[bytes]':
    """The names in the order in which the statement has them; none where it makes a table in another way. Linear."""
    found = []
    depth = 0
    begins = False
    for sign, name, quoted in _parts(statement):
        if sign == b'(':
            depth += 1
            begins = depth == 1
        elif sign == b')':
            depth -= 1
            if depth == 0:
                break
        elif sign == b',' and depth == 1:
            begins = True
        elif begins and name:
            begins = False
            if quoted or name.lower() not in _RULES:
                found.append(name)
    return found


def _parts(statement: bytes) -> 'Iterator[tuple[bytes, bytes, bool]]':
    """Each sign, or name and whether it is quoted."""
    for match in _PART.finditer(statement):
        text = match.group()
        quoted = match[1] or match[2] or match[3]
        if text.startswith((b'--', b'/*')):
            continue
        yield text, quoted or match[4] or text.strip(b"'"), text[:1] in b'"`[\''
