"""What CPython writes of a compiled module (``marshal``), read within bounds: Python's own reader may crash on bytes
that are not its own.

The format: https://github.com/python/cpython/blob/main/Python/marshal.c
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    # what there may be: a text, a tuple of objects, a compiled function, nothing that matters
    Object: TypeAlias = 'bytes | tuple[Object, ...] | Code | None'

# in how many others an object stands at most: so deep no source is nested
_DEEPEST = 60
# objects of one size: behind their letter so many bytes
_WIDTHS = {b'i': 4, b'I': 8, b'g': 8, b'y': 16, b'N': 0, b'F': 0, b'T': 0, b'S': 0, b'.': 0}
# texts, and how many bytes say how long each is; a number as a text; lists, and the same of them
_TEXTS = {b's': 4, b't': 4, b'u': 4, b'a': 4, b'A': 4, b'z': 1, b'Z': 1}
_LISTS = {b')': 1, b'(': 4, b'[': 4, b'<': 4, b'>': 4}
_REFERRED = 0x80
# how many numbers follow on that of a function's arguments: up to Python 3.10, and since
_NUMBERS, _FEWER = 5, 4


class Damaged(Exception):
    """This is nothing that CPython wrote."""


class Code:
    """A compiled function, class or module: its instructions, constants, the names that it uses, those of its
    variables, and how many of these are its arguments.
    """

    __slots__ = ('arguments', 'cells', 'code', 'constants', 'names', 'variables')

    def __init__(
        self,
        arguments: int,
        code: bytes,
        constants: 'tuple[Object, ...]',
        names: 'Sequence[bytes]',
        variables: 'Sequence[bytes]',
        cells: 'Sequence[bytes]',
    ) -> None:
        self.arguments = arguments
        self.code = code
        self.constants = constants
        self.names = names
        self.variables = variables
        self.cells = cells


class Reader:
    """Reads objects one after the other. ``since_11``: as Python 3.11 and later write a function."""

    __slots__ = ('_at', '_data', '_known', '_since_11')

    def __init__(self, data: bytes, at: int, since_11: bool) -> None:
        self._data = data
        self._at = at
        self._since_11 = since_11
        # what is referred to by its number
        self._known: list[Object] = []

    def read(self, depth: int = 0) -> 'Object':
        """The next object. Raises ``Damaged``. Each takes a byte at least, so there are no more than bytes."""
        if depth > _DEEPEST:
            raise Damaged
        head = self._take(1)[0]
        kind = bytes((head & ~_REFERRED,))
        own = len(self._known)
        if head & _REFERRED:
            # its number is that of its beginning
            self._known.append(None)
        found = self._object(kind, depth)
        if head & _REFERRED:
            self._known[own] = found
        return found

    def _object(self, kind: bytes, depth: int) -> 'Object':
        if kind in _TEXTS:
            return self._take(self._number(_TEXTS[kind]))
        if kind in _LISTS:
            return tuple([self.read(depth + 1) for _ in range(self._bounded(self._number(_LISTS[kind])))])
        if kind == b'r':
            number = self._number(4)
            return self._known[number] if number < len(self._known) else None
        if kind == b'c':
            return self._code(depth + 1)
        if kind in _WIDTHS:
            self._take(_WIDTHS[kind])
        elif kind == b'l':
            # fifteen bits in each two bytes, and the sign in how many there are
            size = int.from_bytes(self._take(4), 'little', signed=True)
            self._take(2 * abs(size))
        elif kind in b'fx':
            for _ in range(1 + (kind == b'x')):
                self._take(self._number(1))
        elif kind == b':':
            for _ in range(3):
                self.read(depth + 1)
        elif kind == b'{':
            self._pairs(depth + 1)
        elif kind != b'0':
            raise Damaged
        return None

    def _pairs(self, depth: int) -> None:
        while self._data[self._at : self._at + 1] not in (b'0', b''):
            self.read(depth)
            self.read(depth)
        self._take(1)

    def _code(self, depth: int) -> Code:
        arguments = self._number(4)
        self._take(4 * (_FEWER if self._since_11 else _NUMBERS))
        code, constants, names = (self.read(depth) for _ in range(3))
        variables = self.read(depth)
        if self._since_11:
            cells: Object = variables
            self.read(depth)
        else:
            free = self.read(depth)
            cells = (*_tuple(self.read(depth)), *_tuple(free))
        # the names of the file and of what it is, lines, and what handles exceptions
        for _ in range(3 if self._since_11 else 2):
            self.read(depth)
        self._take(4)
        for _ in range(2 if self._since_11 else 1):
            self.read(depth)
        return Code(
            arguments,
            code if isinstance(code, bytes) else b'',
            _tuple(constants),
            _texts(names),
            _texts(variables),
            _texts(cells),
        )

    def _take(self, count: int) -> bytes:
        found = self._data[self._at : self._at + count]
        if len(found) < count:
            raise Damaged
        self._at += count
        return found

    def _number(self, width: int) -> int:
        return int.from_bytes(self._take(width), 'little')

    def _bounded(self, count: int) -> int:
        if count > len(self._data) - self._at:
            raise Damaged
        return count


def _tuple(value: 'Object') -> 'tuple[Object, ...]':
    return value if isinstance(value, tuple) else ()


def _texts(value: 'Object') -> 'list[bytes]':
    """The texts of a tuple, in their places."""
    return [each if isinstance(each, bytes) else b'' for each in _tuple(value)]
