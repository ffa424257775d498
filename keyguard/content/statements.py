"""``CREATE TABLE`` statements -> the names of the columns, in the order in which a row has them."""

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
    """The names in the order of the statement, those of the primary key first where the rows have no number of their
    own (``WITHOUT ROWID``); none where it makes a table in another way. Linear.
    """
    found: list[bytes] = []
    key: list[bytes] = []
    depth = 0
    # does a column begin here, or one of the key in a rule for the whole table?
    begins = ruled = False
    last = b''
    parts = _parts(statement)
    for sign, name, quoted in parts:
        if sign == b'(':
            depth += 1
            begins = depth == 1 or (depth == 2 and ruled)
        elif sign == b')':
            depth -= 1
            ruled = False
            if depth == 0:
                break
        elif sign == b',':
            begins = depth == 1 or (depth == 2 and ruled)
        elif depth == 1:
            word = b'' if quoted else name.lower()
            if begins:
                last = b'' if word in _RULES else name
                found += filter(None, (last,))
            if word == b'primary':
                key += filter(None, (last,))
                ruled = not last
            begins = False
        elif begins:
            begins = False
            key.append(name)
    if key and b'without' in [name.lower() for _, name, _ in parts]:
        own = {name.lower(): name for name in found}
        first = dict.fromkeys(own.get(name.lower(), name) for name in key)
        found = [*first, *(name for name in found if name not in first)]
    return found


def _parts(statement: bytes) -> 'Iterator[tuple[bytes, bytes, bool]]':
    """Each sign, or name and whether it is quoted."""
    for match in _PART.finditer(statement):
        text = match.group()
        quoted = match[1] or match[2] or match[3]
        if text.startswith((b'--', b'/*')):
            continue
        yield text, quoted or match[4] or text.strip(b"'"), text[:1] in b'"`[\''
