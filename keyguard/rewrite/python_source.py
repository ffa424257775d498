"""A Python file with its tree, and the way from a node to its bytes."""

import _ast as ast
import codecs
import gc
import io
import re
import sys
import warnings
from bisect import bisect_right

from keyguard.rewrite.words import Edit, Spot, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

_LINE_END = re.compile(rb'\r\n|\r|\n')
# a text whose nodes have no place of their own in every version of Python
_TEMPLATES: 'tuple[type[ast.AST], ...]' = tuple(
    getattr(ast, name) for name in ('JoinedStr', 'TemplateStr') if hasattr(ast, name)
)
_VERSION = f'Python {sys.version_info[0]}.{sys.version_info[1]}'


# the file that was read last: a rewrite asks several times for it
_latest: 'list[Source]' = []


def source_of(data: bytes) -> 'Source':
    """``Source`` of a file's bytes, which are read once where they are asked for again and again."""
    if not (_latest and _latest[0].data == data):
        _latest[:] = [Source(data)]
    return _latest[0]


class Source:
    """The bytes of a Python file as UTF-8, and their tree. Raises ``Unsafe`` for what this Python cannot read.

    ``literals`` are the texts of the file in the order of their places: what is written as one or more literals side by
    side is one node, and what stands inside of an f-string is none. ``interactive``: ``await`` may stand outside of a
    function, as in a notebook.
    """

    parents: 'dict[ast.AST, ast.AST]'
    literals: 'list[ast.expr]'
    texts: 'list[tuple[int, int]]'
    _places: 'list[tuple[int, int]]'

    def __init__(self, data: bytes, interactive: bool = False) -> None:
        self.data = data
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(data))]
        found = _LINE_END.search(data)
        self.newline = found.group() if found else b'\n'
        self.tree = _parsed(data, interactive)

    def __getattr__(self, name: str) -> 'Any':
        # whoever only asks whether the file can be read needs none of these
        if name in ('literals', 'parents', 'texts', '_places'):
            self._walk()
            return self.__dict__[name]
        raise AttributeError(name)

    def _walk(self) -> None:
        texts: list[ast.expr] = []
        self.parents = {}
        waiting: list[ast.AST] = [self.tree]
        while waiting:
            node = waiting.pop()
            if isinstance(node, _TEMPLATES) or (
                isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))
            ):
                texts.append(node)  # type: ignore[arg-type]
                continue
            children: list[ast.AST] = []
            for field in node._fields:
                value = getattr(node, field, None)
                if isinstance(value, ast.AST):
                    children.append(value)
                elif isinstance(value, list):
                    children += [each for each in value if isinstance(each, ast.AST)]
            waiting += children
            self.parents.update(dict.fromkeys(children, node))
        texts.sort(key=self.span)
        self.texts = [self.span(node) for node in texts]
        self.literals = [node for node in texts if isinstance(node, (ast.Constant, ast.JoinedStr))]
        self._places = [self.span(node) for node in self.literals]

    def offset(self, line: int, column: int) -> int:
        """Where the character at the line (from 1) and the column (from 0, in bytes) stands."""
        return self.starts[line - 1] + column

    def span(self, node: 'ast.expr | ast.stmt | ast.keyword | ast.arg') -> 'tuple[int, int]':
        """Where the node begins and ends; a function begins with its decorators."""
        line, column = node.lineno, node.col_offset
        decorators = getattr(node, 'decorator_list', None)
        if decorators:
            # the sign stands before the expression, on its line
            line, column = decorators[0].lineno, 0
        return self.offset(line, column), self.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def line(self, at: int) -> int:
        """The number of the line that the character at ``at`` stands in, from 1."""
        return self.data.count(b'\n', 0, at) + 1

    def line_of(self, at: int) -> 'tuple[int, int]':
        """Where the line around ``at`` begins, and where the next one does."""
        start = max(self.data.rfind(b'\n', 0, at), self.data.rfind(b'\r', 0, at)) + 1
        found = _LINE_END.search(self.data, at)
        return start, found.end() if found else len(self.data)

    def up(self, node: ast.AST) -> 'Iterator[tuple[ast.AST, ast.AST]]':
        """The node and what it stands in, then that and what it stands in, and so on."""
        while node in self.parents:
            parent = self.parents[node]
            yield node, parent
            node = parent

    def literal(self, spot: Spot) -> 'ast.expr | None':
        """The text that the key stands in, or None."""
        at = bisect_right(self._places, (spot.start, len(self.data) + 1)) - 1
        inside = at >= 0 and self._places[at][0] <= spot.start and spot.end <= self._places[at][1]
        return self.literals[at] if inside else None

    def in_comment(self, at: int) -> bool:
        """Does the character stand in a comment?"""
        # a sign within a text begins none
        start = max([self.line_of(at)[0], *(last for _, last in self.texts if last <= at)])
        return b'#' in self.data[start:at]


def _parsed(data: bytes, interactive: bool) -> ast.Module:
    flags = ast.PyCF_ONLY_AST | (ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if interactive else 0)
    # a tree is no garbage, however many nodes it has; and in Python 3.11 a collection that comes to run anything that
    # parses, such as to format a traceback, breaks the tree that is just being made
    collects = gc.isenabled()
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        gc.disable()
        try:
            tree: ast.Module = compile(data.decode(), '<file>', 'exec', flags, dont_inherit=True)
        except SyntaxError as error:
            # its own words may repeat a part of the line
            unread = Unsafe(f'{_VERSION} cannot read line {error.lineno or 1}')
            unread.line = error.lineno or 1
            raise unread from None
        except (ValueError, RecursionError, MemoryError):
            raise Unsafe(f'{_VERSION} cannot read it') from None
        finally:
            if collects:
                gc.enable()
    return tree


def _encoding(data: bytes) -> str:
    """The encoding as Python tells it; raises ``SyntaxError``."""
    if data.isascii() and b'coding' not in b''.join(data.split(b'\n', 2)[:2]) and b'\r' not in data:
        return 'utf-8'
    # most files do without
    import tokenize

    return tokenize.detect_encoding(io.BytesIO(data).readline)[0]


class Coding:
    """A Python file of any encoding as UTF-8, and the way back. Raises ``Unsafe`` for bytes that do not fit it."""

    def __init__(self, data: bytes) -> None:
        try:
            name = _encoding(data)
            text = data.decode(name)
            same = text.encode(name) == data
        except (SyntaxError, ValueError, LookupError):
            raise Unsafe('it is not written in the encoding that it names') from None
        if not same:
            raise Unsafe('its encoding has more than one way to write the same text')
        self._name = '' if codecs.lookup(name).name == 'utf-8' else name
        self.data = text.encode()
        self._text = text

    def spots(self, data: bytes, spots: 'Sequence[Spot]') -> 'list[Spot]':
        """The spots of ``data``, the file's own bytes, in ``self.data``."""
        if not self._name:
            return list(spots)
        return [
            Spot(
                self._there(data, spot.start), self._there(data, spot.end), spot.variable, spot.reads, parts=spot.parts
            )
            for spot in spots
        ]

    def edits(self, edits: 'Sequence[Edit]') -> 'list[Edit]':
        """Edits of ``self.data`` as edits of the file's own bytes; what they put in is ASCII, or was there before."""
        if not self._name:
            return list(edits)
        return [
            Edit(self._back(edit.start), self._back(edit.end), edit.text.decode().encode(self._name)) for edit in edits
        ]

    def _there(self, data: bytes, at: int) -> int:
        return len(data[:at].decode(self._name).encode())

    def _back(self, at: int) -> int:
        return len(self.data[:at].decode().encode(self._name))
