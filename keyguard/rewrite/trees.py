"""Syntax trees of source files, by the parsers of the extra ``fix``. The only importer of ``tree_sitter``.

A parser is one wheel a language, without dependencies; it is loaded when a file of that language is rewritten.
"""

from keyguard.lazy import module as imported
from keyguard.rewrite.words import Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    class Node(Protocol):
        """What is used of ``tree_sitter.Node``."""

        type: str
        text: bytes
        start_byte: int
        end_byte: int
        is_named: bool
        is_missing: bool
        has_error: bool
        parent: 'Node | None'
        children: 'list[Node]'
        named_children: 'list[Node]'

        def child_by_field_name(self, name: str, /) -> 'Node | None': ...

        def descendant_for_byte_range(self, start: int, end: int, /) -> 'Node | None': ...


# how the reason begins where a parser is not there; behind it stands the name of what is to be installed
MISSING = 'it takes a parser that is not installed: '


class Grammar:
    """A language: the ``module`` of its parser, the ``entry`` there, and the ``name`` that people know it by."""

    __slots__ = ('entry', 'module', 'name')

    def __init__(self, name: str, module: str, entry: str = 'language') -> None:
        self.name = name
        self.module = module
        self.entry = entry

    def parse(self, data: bytes) -> 'Node':
        """The root of the tree; raises ``Unsafe`` where the parser is not installed or the bytes are not UTF-8."""
        try:
            from tree_sitter import Language, Parser

            language = imported(self.module)
        except ImportError:
            raise Unsafe(MISSING + self.module.replace('_', '-')) from None
        try:
            data.decode('utf-8')
        except UnicodeDecodeError:
            raise Unsafe('it is not written in UTF-8') from None
        # some grammars know the end of a statement by the end of its line
        root: Node = Parser(Language(getattr(language, self.entry)())).parse(data + b'\n').root_node
        return root

    def problem(self, data: bytes) -> str:
        """'' when the bytes can be read as this language, else why not."""
        try:
            root = self.parse(data)
        except Unsafe as reason:
            return str(reason)
        if not root.has_error:
            return ''
        wrong = next((node for node in walk(root) if node.type == 'ERROR' or node.is_missing), root)
        return f'line {line_of(data, wrong.start_byte)} cannot be read as {self.name}'


def line_of(data: bytes, offset: int) -> int:
    """The number of the line in which the offset lies, from 1."""
    return data.count(b'\n', 0, offset) + 1


def walk(root: 'Node') -> 'Iterator[Node]':
    """Every node below the root, and the root itself, in the order of the file."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))


def up(node: 'Node') -> 'Iterator[Node]':
    """The nodes around this one, from the inside out."""
    around = node.parent
    while around is not None:
        yield around
        around = around.parent
