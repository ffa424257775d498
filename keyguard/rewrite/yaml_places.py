"""Where the texts of a YAML file stand, and how one of them is written anew. Offsets are in characters.

The parser tells where a value begins and ends; comments and everything between are left as they are.
"""

import re
from functools import lru_cache

import yaml

from keyguard.rewrite.words import Edit, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    # names, and positions in lists
    Path = tuple[str | int, ...]


# the parser's own words
Node = yaml.Node
Mapping = yaml.MappingNode
Scalar = yaml.ScalarNode

_PROPERTIES = re.compile(r'(?:[!&][^\s,\[\]{}]*[ \t\r\n]+)*')
_HEADER = re.compile(r'[|>][^\n]*\n')
_COMMENT = re.compile(r'(?:^|[ \t])#')


class Place:
    """A text of the file: the value at the ``path``, or, where ``key`` is true, the name that ends it.

    ``start`` and ``end``: where its text stands, without quotes, tag and the head of a block; ``style`` is that of
    PyYAML ('' for a plain one); ``flow``: it stands in ``[…]`` or ``{…}``; ``document``: which of the file it is in.
    """

    __slots__ = ('document', 'end', 'flow', 'key', 'node', 'path', 'start', 'style')

    def __init__(self, text: str, node: 'Scalar', path: 'Path', key: bool, flow: bool, document: int) -> None:
        self.node = node
        self.path = path
        self.key = key
        self.flow = flow
        self.document = document
        self.style = node.style or ''
        properties = _PROPERTIES.match(text, node.start_mark.index)
        self.start = properties.end() if properties else node.start_mark.index
        self.end = node.end_mark.index
        if self.style in ('"', "'"):
            self.start, self.end = self.start + 1, self.end - 1
        elif self.style:
            header = _HEADER.match(text, self.start)
            self.start = header.end() if header else self.end

    @property
    def value(self) -> str:
        return str(self.node.value)


class File:
    """The texts of a YAML file, by where they stand and by their path. Raises ``Unsafe`` where it is not YAML."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            self.text = data.decode('utf-8')
        except UnicodeDecodeError:
            raise Unsafe('it is not written in UTF-8') from None
        self.roots = _composed(self.text)
        self.places: list[Place] = []
        self.nodes: 'list[dict[Path, Node]]' = []
        self.pairs: 'list[dict[Path, tuple[Node, Node]]]' = []
        self._seen: set[int] = set()
        for number, root in enumerate(self.roots):
            self.nodes.append({})
            self.pairs.append({})
            self._read(root, (), False, number)

    def _read(self, node: 'Node', path: 'Path', flow: bool, document: int) -> None:
        waiting = [(node, path, flow)]
        while waiting:
            node, path, flow = waiting.pop()
            self.nodes[document][path] = node
            if id(node) in self._seen:
                continue  # an alias: it stands where its anchor is
            self._seen.add(id(node))
            inside = flow or bool(getattr(node, 'flow_style', False))
            if isinstance(node, Scalar):
                self.places.append(Place(self.text, node, path, False, flow, document))
            elif isinstance(node, yaml.SequenceNode):
                waiting += [(value, (*path, at), inside) for at, value in enumerate(node.value)]
            for name, value in node.value if isinstance(node, Mapping) else ():
                step = str(name.value) if isinstance(name, Scalar) else '?'
                if isinstance(name, Scalar) and id(name) not in self._seen:
                    self._seen.add(id(name))
                    self.places.append(Place(self.text, name, (*path, step), True, inside, document))
                self.pairs[document][(*path, step)] = (name, value)
                waiting.append((value, (*path, step), inside))

    def span(self, start: int, end: int) -> 'tuple[int, int]':
        """Bytes -> characters."""
        first = len(self.data[:start].decode('utf-8'))
        return first, first + len(self.data[start:end].decode('utf-8', 'replace'))

    def at(self, start: int, end: int) -> 'Place | None':
        """The text in which these characters stand, or None. Raises ``Unsafe`` where it says something else there."""
        found = next((place for place in self.places if place.start <= start and end <= place.end), None)
        if found is not None:
            key = self.text[start:end]
            if self.text.count(key, found.start, found.end) != found.value.count(key):
                raise self.unsafe(start, 'the key is a part of something that is written with an escape')
        return found

    def in_comment(self, start: int) -> bool:
        """Does a comment stand before these characters, in their line?"""
        first = self.text.rfind('\n', 0, start) + 1
        for mark in _COMMENT.finditer(self.text[first:start]):
            at = first + mark.end() - 1
            if not any(place.start <= at < place.end for place in self.places):
                return True
        return False

    def line_of(self, at: int) -> int:
        """The number of the line, from 1."""
        return self.text.count('\n', 0, at) + 1

    def unsafe(self, at: int, reason: str) -> Unsafe:
        """The reason with the number of the line."""
        return Unsafe(f'line {self.line_of(at)}: {reason}')

    def column(self, at: int) -> int:
        """How far the characters stand from the beginning of their line."""
        return at - self.text.rfind('\n', 0, at) - 1

    @property
    def eol(self) -> str:
        return '\r\n' if '\r\n' in self.text else '\n'

    def edit(self, start: int, end: int, text: str) -> Edit:
        """Characters -> the edit in bytes."""
        if self.text.isascii():
            return Edit(start, end, text.encode('utf-8'))
        first = len(self.text[:start].encode('utf-8'))
        return Edit(first, first + len(self.text[start:end].encode('utf-8')), text.encode('utf-8'))

    def put(self, place: Place, start: int, end: int, text: str) -> Edit:
        """``text``, which has neither quotes nor backslashes, in place of some characters of a value; in quotes where a
        plain value could not hold it.
        """
        whole = (start, end) == (place.start, place.end)
        special = any(sign in text for sign in '{}[],') and place.flow
        if place.style or not (special or (start == place.start and text[0] in '{%@`')):
            return self.edit(start, end, text)
        if whole:
            return self.edit(start, end, '"' + text + '"')
        left, right = self.text[place.start : start], self.text[end : place.end]
        if any(sign in left + right for sign in '"\\\n'):
            raise self.unsafe(start, 'the key stands beside quotes')
        return self.edit(place.start, place.end, '"' + left + text + right + '"')


@lru_cache(maxsize=1)
def read(data: bytes) -> File:
    """The file, which nobody changes: one after the other asks for the same, and to read a long one takes a second."""
    return File(data)


def _composed(text: str) -> 'list[Node]':
    try:
        loader = yaml.SafeLoader(text)
        roots = []
        while loader.check_node():
            roots.append(loader.get_node())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f'line {mark.line + 1} cannot be read' if mark else 'it cannot be read'
        raise Unsafe(f'{where} as YAML') from None
    except yaml.YAMLError:
        raise Unsafe('it cannot be read as YAML') from None
    except RecursionError:
        raise Unsafe('it is nested too deeply') from None
    return [root for root in roots if root is not None]


def gone(file: File, document: int, path: 'Path', names: 'Sequence[str]') -> 'list[Edit]':
    """The edits that take these names with their values out of the mapping at the path, each with its line; the mapping
    itself goes, with its name, when nothing is left of it. Raises ``Unsafe`` where they stand otherwise.
    """
    mapping = file.nodes[document].get(path)
    cuts = []
    for name in names:
        key, value = file.pairs[document][(*path, name)]
        cuts.append(_lines(file, key, value))
    if isinstance(mapping, Mapping) and len(mapping.value) == len(cuts) and path:
        holder = file.nodes[document].get(path[:-1])
        start, end = min(cuts)[0], max(cuts)[1]
        outer = file.pairs[document].get(path)
        only = not isinstance(holder, Mapping) or len(holder.value) < 2
        if outer is None or only or '#' in file.text[outer[0].start_mark.index : end]:
            raise file.unsafe(start, 'nothing would be left of the mapping around it')
        first = outer[0].start_mark.index
        if file.text[file.text.rfind('\n', 0, first) + 1 : first].strip():
            raise file.unsafe(start, 'nothing would be left of the mapping around it')
        return [file.edit(file.text.rfind('\n', 0, first) + 1, end, '')]
    return [file.edit(start, end, '') for start, end in sorted(cuts)]


def _lines(file: File, key: 'Node', value: 'Node') -> 'tuple[int, int]':
    """The lines that hold a name and its value, and nothing else but a comment behind them."""
    text = file.text
    start = text.rfind('\n', 0, key.start_mark.index) + 1
    end = text.find('\n', value.end_mark.index)
    end = len(text) if end < 0 else end + 1
    behind = text[value.end_mark.index : end].strip()
    style = value.style if isinstance(value, Scalar) else '|'
    if text[start : key.start_mark.index].strip() or (behind and not behind.startswith('#')) or style in ('|', '>'):
        raise file.unsafe(start, 'the name and its value do not stand in a line of their own')
    return start, end
