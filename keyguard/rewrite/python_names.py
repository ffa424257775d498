"""What the names of a Python file stand for, and where ``import os`` is, or belongs."""

import _ast as ast
import re
import sys

from keyguard.rewrite.python_source import Source
from keyguard.rewrite.syntax import begins_with_words, walk
from keyguard.rewrite.words import Edit, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SPARE = '_os'
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
# what binds names: few nodes do
_BINDING = (
    *(ast.Import, ast.ImportFrom, ast.Name, ast.arg, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
    *(ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping),
)
# the comments that have to stand in the first lines of a file
_HEAD = re.compile(rb'#!|#.*coding[:=]')


# what was told of the file that was asked for last
_latest: 'list[Names]' = []


def names_of(source: Source) -> 'Names':
    """``Names`` of a file, which is looked through once where it is asked for again and again."""
    if not (_latest and _latest[0].source is source):
        _latest[:] = [Names(source)]
    return _latest[0]


class Names:
    """The imports of a file, and the names that something else is bound to."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.imported: dict[str, str] = {}
        # names that are bound by anything but an import of the same module
        self.bound: set[str] = set()
        for node in walk(source.tree):
            if not isinstance(node, _BINDING):
                continue
            for name, whole in _bindings(node):
                if whole and self.imported.setdefault(name, whole) == whole:
                    continue
                self.bound.add(name)

    def whole(self, node: ast.AST) -> str:
        """The name with its module (``openai.OpenAI``), as far as the imports tell; '' for what is no name."""
        words: list[str] = []
        while isinstance(node, ast.Attribute):
            words.insert(0, node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ''
        return '.'.join([self.imported.get(node.id, node.id), *words])

    def is_one_of(self, node: ast.AST, calls: 'Sequence[str]') -> bool:
        """Is it one of these SDK objects? What the file defines itself, or takes from its own package, is not."""
        whole = self.whole(node)
        root: ast.AST = node
        while isinstance(root, ast.Attribute):
            root = root.value
        if not whole or whole.startswith('.') or (isinstance(root, ast.Name) and root.id in self.bound):
            return False
        return any(f'.{whole}'.endswith(f'.{call}') for call in calls)

    def system(self, spots: 'Sequence[int]') -> 'tuple[str, Edit | None]':
        """The name of the module ``os`` for whoever reads it at these places, and the edit that imports it, if any."""
        source, first = self.source, min(spots)
        for node in source.tree.body:
            if not isinstance(node, ast.Import) or source.span(node)[0] >= first:
                continue
            for alias in node.names:
                name = _bound_by(alias)
                if (alias.name == 'os' or (alias.name.startswith('os.') and not alias.asname)) and self._free(
                    name, spots
                ):
                    return name, None
        name = 'os' if self._free('os', spots) else _SPARE
        if name == _SPARE and re.search(rb'(?<![A-Za-z0-9_])_os(?![A-Za-z0-9_])', source.data):
            raise Unsafe('the names os and _os stand for something else in it')
        return name, self._importing(b'import os' + (b'' if name == 'os' else b' as _os'), first)

    def _free(self, name: str, spots: 'Sequence[int]') -> bool:
        """Does the name stand for the module wherever it is read?"""
        if name in self.bound or self.imported.get(name, 'os') != 'os':
            return False
        for node in walk(self.source.tree):
            # an import within a function makes the name its own, from the function's beginning on
            if not isinstance(node, _FUNCTIONS) or isinstance(node, ast.Lambda):
                continue
            start, end = self.source.span(node)
            inside = [at for at in spots if start <= at < end]
            own = [each for each in walk(node) if isinstance(each, ast.Import) and _imports(each, name)]
            if inside and own:
                here = [self.source.span(each)[1] for each in own if each in node.body]
                if not here or min(inside) < min(here):
                    return False
        return True

    def _importing(self, words: bytes, first: int) -> Edit:
        """The edit that puts the import in: among the others, below the docstring and what is from the future."""
        source, body = self.source, self.source.tree.body
        at = 0
        if begins_with_words(source.tree):
            at = 1
        while at < len(body) and _is_future(body[at]):
            at += 1
        block = self._block(at, first)
        if block:
            return self._among(block, words)
        if at:
            return self._below(body[at - 1], words)
        return Edit(*(2 * (self._top(),)), words + 2 * source.newline)

    def _block(self, at: int, first: int) -> 'list[ast.stmt]':
        """The first imports that stand together from statement ``at`` on, before the first use."""
        source = self.source
        block: list[ast.stmt] = []
        for node in source.tree.body[at:]:
            start, _ = source.span(node)
            if start >= first:
                break
            if not isinstance(node, (ast.Import, ast.ImportFrom)):
                if block:
                    break
                continue
            gap = source.data[source.span(block[-1])[1] : start] if block else b''
            if re.search(rb'(?:\r\n|\r|\n)[ \t\f]*(?:\r\n|\r|\n)', gap):
                break
            if source.line_of(start)[0] == start:
                block.append(node)
        return block

    def _among(self, block: 'list[ast.stmt]', words: bytes) -> Edit:
        source = self.source
        if not _is_standard(block[0]):
            start = source.span(block[0])[0]
            return Edit(start, start, words + 2 * source.newline)
        for node in block:
            if not isinstance(node, ast.Import) or node.names[0].name > 'os':
                start = source.span(node)[0]
                return Edit(start, start, words + source.newline)
        return self._below(block[-1], words, 0)

    def _below(self, node: ast.stmt, words: bytes, blank: int = 1) -> Edit:
        """The edit that puts the words below the line that the statement ends on."""
        source = self.source
        end = source.span(node)[1]
        _, following = source.line_of(end)
        rest = source.data[end:following].strip()
        if rest and not rest.startswith(b'#'):
            raise Unsafe('there is no line of its own for `import os`')
        newline = source.newline
        lead = b'' if source.data[end:following].endswith((b'\n', b'\r')) else newline
        spaced = not blank or source.data[following : following + 1] in (b'\r', b'\n', b'')
        return Edit(following, following, lead + newline * blank + words + newline + (b'' if spaced else newline))

    def _top(self) -> int:
        """Where a file without imports begins: below its head, and above the comment on its first statement."""
        data, head, commented = self.source.data, 0, False
        lines = self.source.starts
        for number, (start, end) in enumerate(zip(lines, [*lines[1:], len(data)])):
            text = data[start:end].strip()
            if not text.startswith(b'#'):
                # a blank line below it makes it a comment on the whole file
                return end if commented and not text else head
            commented = True
            if number < 2 and _HEAD.match(text):
                head = end
        return head


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == '__future__'


def _is_standard(node: ast.stmt) -> bool:
    if isinstance(node, ast.ImportFrom):
        return not node.level and (node.module or '').partition('.')[0] in sys.stdlib_module_names
    return isinstance(node, ast.Import) and node.names[0].name.partition('.')[0] in sys.stdlib_module_names


def _imports(node: ast.Import, name: str) -> bool:
    return any(_bound_by(alias) == name for alias in node.names)


def _bound_by(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition('.')[0]


def _bindings(node: ast.AST) -> 'Iterator[tuple[str, str]]':
    """The names that a node binds, each with what it is imported from, or ''."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield _bound_by(alias), alias.name if alias.asname else alias.name.partition('.')[0]
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            yield alias.asname or alias.name, f'{"." * node.level}{node.module or ""}.{alias.name}'
    elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id, ''
    elif isinstance(node, ast.arg):
        yield node.arg, ''
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name, ''
    elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
        if node.name:
            yield node.name, ''
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest, ''
