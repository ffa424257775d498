"""Where the strings of a JSON file stand; comments and trailing commas are allowed, as editors write them."""

import re

from keyguard.rewrite.words import Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = re.compile(rb'(?:[ \t\r\n]+|//[^\n]*|/\*.*?\*/)*', re.DOTALL)
_STRING = re.compile(rb'"(?:[^"\\\x00-\x1f]|\\[^\x00-\x1f])*"')
_OTHER = re.compile(rb'(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])')
_DEEPEST = 200


class Place:
    """A string of the file, from ``start`` to ``end`` with its quotes: the value at the ``path`` (names, and positions
    in lists), or, where ``key`` is true, the name that ends the path.
    """

    __slots__ = ('end', 'key', 'path', 'start')

    def __init__(self, path: 'tuple[str | int, ...]', key: bool, start: int, end: int) -> None:
        self.path = path
        self.key = key
        self.start = start
        self.end = end


class Document:
    """The strings and comments of a file. Raises ``Unsafe`` where it is not JSON."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.places: list[Place] = []
        self.comments: list[tuple[int, int]] = []
        end = self._gap(self._value(self._gap(0), (), 0))
        if end < len(data):
            raise self._wrong(end)

    def at(self, start: int, end: int) -> 'Place | None':
        """The string in which these bytes stand, or None."""
        return next((place for place in self.places if place.start < start and end < place.end), None)

    def in_comment(self, start: int, end: int) -> bool:
        """Do these bytes stand in a comment?"""
        return any(first <= start and end <= last for first, last in self.comments)

    def _wrong(self, at: int) -> Unsafe:
        return Unsafe(f'line {self.data.count(bytes((10,)), 0, at) + 1} cannot be read as JSON')

    def _gap(self, at: int) -> int:
        gap = _GAP.match(self.data, at)
        end = gap.end() if gap else at
        if end > at and b'/' in self.data[at:end]:
            self.comments.append((at, end))
        return end

    def _value(self, at: int, path: 'tuple[str | int, ...]', deep: int) -> int:
        """Pass over the value that begins here."""
        data = self.data
        if deep > _DEEPEST:
            raise Unsafe('it is nested too deeply')
        sign = data[at : at + 1]
        if sign in (b'{', b'['):
            return self._list(at, path, deep, sign == b'{')
        found = _STRING.match(data, at)
        if found:
            self.places.append(Place(path, False, at, found.end()))
        else:
            found = _OTHER.match(data, at)
        if not found:
            raise self._wrong(at)
        return found.end()

    def _list(self, at: int, path: 'tuple[str | int, ...]', deep: int, named: bool) -> int:
        """Pass over an object (``named``) or a list."""
        data, closing, number = self.data, b'}' if named else b']', 0
        at = self._gap(at + 1)
        while data[at : at + 1] != closing:
            step: str | int = number
            if named:
                found = _STRING.match(data, at)
                if not found:
                    raise self._wrong(at)
                step = found.group()[1:-1].decode('utf-8', 'replace')
                self.places.append(Place((*path, step), True, at, found.end()))
                at = self._gap(found.end())
                if data[at : at + 1] != b':':
                    raise self._wrong(at)
                at = self._gap(at + 1)
            at = self._gap(self._value(at, (*path, step), deep + 1))
            number += 1
            if data[at : at + 1] == b',':
                at = self._gap(at + 1)
            elif data[at : at + 1] != closing:
                raise self._wrong(at)
        return at + 1


def fits(path: 'Sequence[str | int]', form: 'Sequence[str]') -> bool:
    """Is the path of this form? ``*`` stands for any one step, and ``**`` at the end for any number."""
    for at, word in enumerate(form):
        if word == '**':
            return len(path) > at
        if at >= len(path) or word not in ('*', path[at]):
            return False
    return len(path) == len(form)
