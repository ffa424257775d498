"""Names that a text gives to parts of a key: what their values are, and where they are used.

For ``walk``, which puts parts together over bytes.
"""

from keyguard.gaps import BLANKS_AND_QUOTES
from keyguard.joints import APART, INNER, PREFIX_LETTERS, QUOTES
from keyguard.tokens import TOKEN, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# How much is read for the rest of the key, in bytes.
REST = 800
# A file with more is not an ordinary one: how many names are looked up, at how many places each, and how many of a
# name's uses count
_NAMES = 64
_LOOKS = 300
_USES = 12

ONE_QUOTE = bytes.maketrans(b"'`", b'""')
OTHERS = bytes(range(256)).translate(None, TOKEN)
_NO_SIGNS = bytes.maketrans(b':&$*', b'    ')
_WORD = table((TOKEN.replace(b'-', b''), 1))
_TYPES = (b'As', b'as', b'str', b'string', b'String', b'char')
# before and behind a constant that is joined to something
_BEFORE_USE = (b'+', b'.', b'&', b'~', b'|', b'<', b'>', b'{', b'$', b'%', b',')
_BEHIND_USE = (b'+', b'.', b'&', b'~', b'|', b'<', b'{', b'$', b'"', b',')
_HOLE_ENDS = (b'}', b')', b'%')
# behind a name that gets a value, or before its type
_BEFORE_VALUE = (b'=', b' =', b':', b' :', b'  ', b' A', b' a', b' S', b' s')


class Constants:
    """The names of one text."""

    __slots__ = ('_data', '_places')

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._places: dict[bytes, list[int]] = {}

    def name(self, stop: int) -> bytes:
        """The name to which a value is assigned; what ends at ``stop`` is the name, or its type."""
        line = self._data[max(0, stop - 100) : stop]
        line = line[line.rfind(b'\n') + 1 :]
        # a type may stand behind it
        line = line.partition(b':')[0]
        if len(line.translate(None, b'<(,{[')) < len(line):
            # an attribute or an argument, which is used nowhere
            return b''
        words = line.translate(_NO_SIGNS).split()
        if len(words) == 1 and line[:1].isspace() and self._data[stop : stop + 1] == b'=':
            # the same, on a line of its own
            return b''
        while len(words) > 1 and words[-1] in _TYPES:
            words.pop()
        return words[-1] if words else b''

    def values(self, name: bytes) -> 'Iterator[bytes]':
        """What is assigned to the name: the token characters that each value begins with, and those behind a sign that
        stands within a key (``AQ.``).
        """
        for at in self._where(name):
            if self._data.startswith(_BEFORE_VALUE, at + len(name)):
                value = self._value(at + len(name))
                first = run(value)
                yield first
                if value[len(first) : len(first) + 1] in INNER:
                    yield run(value[len(first) + 1 :])

    def _value(self, stop: int) -> bytes:
        text = self._data[stop : stop + APART].lstrip(b' \t')
        equals = text.find(b'=', 0, 48)
        # a type may stand between
        if equals < 0 or (equals > 2 and not (text[:1] == b':' or text[:1].isalpha())):
            return b''
        value = text[equals + 1 :].lstrip(b' \t(')
        opening = value[:3].lstrip(PREFIX_LETTERS)
        return value[len(value[:3]) - len(opening) + 1 :] if opening[:1] in QUOTES else value

    def uses(self, name: bytes) -> 'Iterator[tuple[int, bytes]]':
        """Where the name is joined to what stands before it, and the sign that does it; a comma may be one."""
        for at in self._where(name)[-_USES:]:
            before = self._data[max(0, at - 8) : at].rstrip(BLANKS_AND_QUOTES)[-1:]
            if before in _BEFORE_USE:
                yield at, before

    def followers(self, name: bytes) -> 'list[bytes | None]':
        """What follows on the name where it is used; None for another constant."""
        found: list[bytes | None] = []
        for at in self._where(name)[-_USES:]:
            rest = self._data[at + len(name) : at + len(name) + REST]
            after = rest.lstrip(b' })%')
            if len(after) < len(rest) or after[:1] in _BEHIND_USE:
                found.append(rest.translate(None, OTHERS))
                found.append(b''.join(rest.translate(ONE_QUOTE).split(b'"')[1::2]).translate(None, OTHERS))
                if after.lstrip(b' +.&~|<>{$,')[:1].isalpha():
                    found.append(None)
        return found

    def uses_before(self, name: bytes) -> 'Iterator[tuple[int, bytes]]':
        """Where something is joined to the name from behind, and the sign that does it; a comma may be one."""
        for at in self._where(name)[-_USES:]:
            rest = self._data[at + len(name) : at + len(name) + APART]
            after = rest.lstrip(b' })%')[:1]
            # the end of a placeholder, and more of the template
            if after in _BEHIND_USE or (rest[:1] in _HOLE_ENDS and after and after in TOKEN):
                yield at, after

    def _where(self, name: bytes) -> 'list[int]':
        """Where the name stands as a word of its own."""
        found = self._places.get(name)
        if found is None:
            found = self._places[name] = []
            data = self._data
            size = len(data)
            looks = _LOOKS if name and len(self._places) <= _NAMES else 0
            at = data.find(name) if looks else -1
            while at >= 0 and looks:
                looks -= 1
                stop = at + len(name)
                if not ((at and _WORD[data[at - 1]]) or (stop < size and _WORD[data[stop]])):
                    found.append(at)
                at = data.find(name, stop)
        return found


def run(text: bytes) -> bytes:
    """The token characters at the beginning."""
    return text[: len(text) - len(text.lstrip(TOKEN))]
