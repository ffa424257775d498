"""JSON with the place of every value, and the text of a cell with the way back to its letters in the file."""

import json
import re
from bisect import bisect_right

from keyguard.rewrite.words import Edit, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANK = re.compile(rb'[ \t\r\n]*')
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.S)
_SCALAR = re.compile(rb'[^ \t\r\n,\]}]+')
_ESCAPE = re.compile(rb'\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.')


class Node:
    """A JSON value from ``start`` to ``end``: ``members`` of an object, ``items`` of an array, else neither."""

    __slots__ = ('data', 'end', 'items', 'members', 'start')

    def __init__(self, data: bytes, start: int) -> None:
        self.data = data
        self.start = start
        self.end = start
        self.members: dict[str, Node] = {}
        self.items: list[Node] = []

    def get(self, *names: str) -> 'Node | None':
        """The member of the member … of this name, or None."""
        node: Node | None = self
        for name in names:
            node = node.members.get(name) if node else None
        return node

    @property
    def is_text(self) -> bool:
        return self.data.startswith(b'"', self.start)

    @property
    def text(self) -> str:
        """The string, or ''."""
        return str(json.loads(self.data[self.start : self.end])) if self.is_text else ''


def parsed(data: bytes) -> Node:
    """The value that the bytes are; raises ``Unsafe``."""
    try:
        json.loads(data)
        node, _ = _value(data, _skip(data, 0))
    except (ValueError, RecursionError):
        raise Unsafe('it is no valid JSON') from None
    return node


def _skip(data: bytes, at: int) -> int:
    found = _BLANK.match(data, at)
    return found.end() if found else at


def _value(data: bytes, at: int) -> 'tuple[Node, int]':
    node = Node(data, at)
    opened = data[at : at + 1]
    if opened in (b'{', b'['):
        at = _skip(data, at + 1)
        while data[at : at + 1] not in (b'}', b']'):
            name = ''
            if opened == b'{':
                member, at = _value(data, at)
                name = member.text
                at = _skip(data, _skip(data, at) + 1)
            value, at = _value(data, at)
            if opened == b'{':
                node.members[name] = value
            else:
                node.items.append(value)
            at = _skip(data, at)
            if data[at : at + 1] == b',':
                at = _skip(data, at + 1)
        node.end = at + 1
    else:
        found = (_STRING if opened == b'"' else _SCALAR).match(data, at)
        node.end = found.end() if found else at + 1
    return node, node.end


class CellText:
    """The text of a string, or of an array of strings, as UTF-8, and the way back to where it stands in the file."""

    def __init__(self, node: Node) -> None:
        self._data = node.data
        self._lines = node.items if not node.is_text else [node]
        # what stands between two strings of the array
        self._between = b''
        if node.items:
            self._between = b',' + node.data[node.start + 1 : node.items[0].start]
        # where each string begins in the text, and each of its runs and escapes in the text and in the file
        self._begins: list[int] = []
        self._starts: list[int] = []
        self._origins: list[int] = []
        parts: list[bytes] = []
        self._size = 0
        for line in self._lines:
            self._begins.append(self._size)
            for origin, part in _pieces(self._data, line.start + 1, line.end - 1):
                self._starts.append(self._size)
                self._origins.append(origin)
                parts.append(part)
                self._size += len(part)
        self.data = b''.join(parts)
        self.origin = node.start, node.end

    def inside(self, start: int, end: int) -> 'tuple[int, int] | None':
        """Where in the text the bytes ``start`` to ``end`` of the file stand; None where they stand elsewhere."""
        if not (self.origin[0] <= start and end <= self.origin[1] and self._starts):
            return None
        first = bisect_right(self._origins, start) - 1
        last = bisect_right(self._origins, end - 1) - 1
        if first < 0:
            return None
        begin = self._starts[first] + start - self._origins[first]
        return begin, self._starts[last] + end - self._origins[last]

    def back(self, edit: Edit) -> Edit:
        """An edit of the text as an edit of the file, string by string where it takes or adds whole lines."""
        start, end, text = edit.start, edit.end, edit.text
        if start == end and text.endswith(b'\n') and start in self._begins and self._between:
            at = self._lines[self._begins.index(start)].start + 1
            between = self._between
            new = [_written(line) + b'"' + between + b'"' for line in text.splitlines(keepends=True)]
            return Edit(at, at, b''.join(new))
        if not text and start in self._begins and (end in self._begins or end == self._size) and end > start:
            return self._without(start, end)
        if text.endswith(b'\n') and start in self._begins and (end in self._begins or end == self._size):
            return self._instead(start, end, text)
        last = self._origin(end - 1, True) if end > start else self._origin(start, False)
        return Edit(self._origin(start, False), last, _written(text))

    def _instead(self, start: int, end: int, text: bytes) -> Edit:
        """The edit that puts lines in the place of whole strings."""
        first = self._lines[self._begins.index(start)].start + 1
        joint = b'"' + self._between + b'"' if self._between else b''
        lines = joint.join(_written(line) for line in text.splitlines(keepends=True))
        if end in self._begins:
            return Edit(first, self._lines[self._begins.index(end)].start + 1, lines + joint)
        return Edit(first, self._lines[-1].end - 1, lines)

    def _without(self, start: int, end: int) -> Edit:
        """The edit that takes whole strings out of the array."""
        first = self._begins.index(start)
        if end in self._begins:
            return Edit(self._lines[first].start, self._lines[self._begins.index(end)].start, b'')
        if first:
            return Edit(self._lines[first - 1].end, self._lines[-1].end, b'')
        return Edit(self._lines[0].start + 1, self._lines[-1].end - 1, b'')

    def _origin(self, at: int, behind: bool) -> int:
        """Where the character at ``at`` stands in the file, or what follows on it."""
        if at >= self._size:
            return self._lines[-1].end - 1
        piece = bisect_right(self._starts, at) - 1
        length = (self._starts[piece + 1] if piece + 1 < len(self._starts) else self._size) - self._starts[piece]
        escape = self._data[self._origins[piece] : self._origins[piece] + 1] == b'\\'
        if escape and (behind and at == self._starts[piece] + length - 1):
            found = _ESCAPE.match(self._data, self._origins[piece])
            return found.end() if found else self._origins[piece]
        return self._origins[piece] + (0 if escape else at - self._starts[piece] + behind)


def _pieces(data: bytes, at: int, end: int) -> 'Iterator[tuple[int, bytes]]':
    """The runs and the escapes of a string: where each stands, and what it means."""
    for escape in _ESCAPE.finditer(data, at, end):
        if at < escape.start():
            yield at, data[at : escape.start()]
        try:
            meaning = str(json.loads(b'"' + escape.group() + b'"')).encode()
        except UnicodeError:
            raise Unsafe('it has half of a character in it') from None
        yield escape.start(), meaning
        at = escape.end()
    if at < end:
        yield at, data[at:end]


def _written(text: bytes) -> bytes:
    return json.dumps(text.decode())[1:-1].encode()
