"""JavaScript and TypeScript: ``process.env.NAME``, with ``!`` where TypeScript asks for a string.

What a browser or an app loads is refused: whoever opens it can read the key, wherever it comes from.
"""

import re

from keyguard.rewrite import runtimes
from keyguard.rewrite.code import Code, Literal, in_order, named, quoted, rewritten, within
from keyguard.rewrite.lists import without
from keyguard.rewrite.trees import MISSING, Grammar
from keyguard.rewrite.words import Edit, Unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.rewrite.trees import Node
    from keyguard.rewrite.words import Spot

_JAVASCRIPT = Grammar('JavaScript', 'tree_sitter_javascript')
_TYPESCRIPT = Grammar('TypeScript', 'tree_sitter_typescript', 'language_typescript')
_TSX = Grammar('TypeScript', 'tree_sitter_typescript', 'language_tsx')
_STRINGS = ('string', 'template_string')
# the name of an option that holds the key and nothing else
_OPTION = re.compile(rb'(?:api_?key|token|secret_?key|public_?key|auth|^key)$', re.IGNORECASE)
_OCTAL = re.compile(rb'(?<!\\)(?:\\\\)*\\[0-9]')
# an escape, which stays as it is, or what means something else in a template
_SPECIAL = re.compile(rb'\\.|`|\$(?=\{)', re.DOTALL)
_STATEMENTS = ('program', 'statement_block')
# what the key is given to, or stands in for
_NAMED = re.compile(
    rb'(?:(?:process|Bun)\.env(?:\.([A-Z_][A-Z0-9_]*)|\[[\'"]([A-Z_][A-Z0-9_]*)[\'"]\])|'
    rb'Deno\.env\.get\([\'"]([A-Z_][A-Z0-9_]*)[\'"]\))\s*(?:\|\||\?\?|(?:\|\||\?\?)?=)\s*[\'"`]\Z'
)


def _grammar(name: str) -> Grammar:
    ending = name.rpartition('.')[2].lower()
    if ending == 'tsx':
        return _TSX
    return _TYPESCRIPT if ending in ('ts', 'mts', 'cts') else _JAVASCRIPT


def problem(data: bytes, name: str) -> str:
    """'' when the bytes are JavaScript, or TypeScript where the name says so; else why not."""
    told = _grammar(name).problem(data)
    # no parser helps where no variable can be read
    return (told.startswith(MISSING) and (runtimes.refused(name) or runtimes.at_a_glance(data))) or told


def variables(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[str]':  # noqa: ARG001
    """For each spot the variable that the file itself gives the key to, or ''."""
    return named(data, spots, _NAMED)


def rewrite(data: bytes, spots: 'Sequence[Spot]', name: str) -> 'list[Edit]':
    """The edits that take the keys out; raises ``Unsafe``."""
    reason = runtimes.refused(name)
    if reason:
        raise Unsafe(reason)
    return _File(_grammar(name), data, name).rewritten(spots)


def _escaped(found: 're.Match[bytes]') -> bytes:
    return found.group() if found.group().startswith(b'\\') else b'\\' + found.group()


class _File:
    def __init__(self, grammar: Grammar, data: bytes, name: str) -> None:
        self.code = Code(grammar, data, name)
        self.typed = grammar is not _JAVASCRIPT
        facts = runtimes.facts(self.code)
        if facts.refused:
            raise Unsafe(facts.refused)
        self.deno = facts.deno
        self.own = facts.declared
        self.dropped: dict[int, tuple[Node, list[Node]]] = {}  # start of an object -> (it, the pairs that go)

    def rewritten(self, spots: 'Sequence[Spot]') -> 'list[Edit]':
        edits = rewritten(self.code, spots, _STRINGS, quoted, self._literal)
        for options, pairs in self.dropped.values():
            edits += self._without(options, pairs)
        return in_order(edits)

    def _read(self, spot: 'Spot', typed: bool) -> bytes:
        name = spot.variable.encode()
        other = None if self.deno else runtimes.other_process(self.code)
        if other is not None:
            raise self.code.unsafe(other, 'something other than the process of Node is called process there')
        mark = b'!' if typed and self.typed else b''
        return (b'Deno.env.get("%s")' if self.deno else b'process.env.%s') % name + mark

    def _names(self, spot: 'Spot') -> 'tuple[bytes, ...]':
        """The ways in which the file may read the variable already."""
        name = spot.variable.encode()
        return (
            b'process.env.' + name, b"process.env['%s']" % name, b'process.env["%s"]' % name,
            b"Deno.env.get('%s')" % name, b'Deno.env.get("%s")' % name, b'Bun.env.' + name,
        )  # fmt: skip

    def _literal(self, literal: Literal) -> 'list[Edit]':
        node, code = literal.node, self.code
        parent = node.parent
        kind = parent.type if parent else ''
        if kind in ('call_expression', 'member_expression') and node.type == 'template_string':
            raise code.unsafe(node, 'the key stands in a tagged template or in a text that is taken apart')
        if kind in ('enum_assignment', 'enum_body', 'literal_type', 'property_signature', 'import_attribute') or (
            kind in ('import_statement', 'import_require_clause', 'method_definition')
            or (kind == 'export_statement' and parent and parent.child_by_field_name('source') == node)
            or (kind.endswith('field_definition') and parent and parent.child_by_field_name('value') != node)
        ):
            raise code.unsafe(node, 'the language asks for a fixed text there, which cannot be read at run time')
        if kind == 'as_expression' and parent and code.text(parent.children[-1]) == b'const':
            raise code.unsafe(node, 'the key is a constant of its own type (as const)')
        if kind == 'expression_statement':
            raise code.unsafe(node, 'the key is a statement of its own')
        around = parent.parent if parent else None
        if around is not None and code.text(around).startswith(b'Deno.env.set('):
            raise code.unsafe(node, 'a variable is set to the key')
        if within(node, 'jsx_attribute'):
            raise code.unsafe(node, 'what is given to a component may reach the browser: read the key on the server')
        public = runtimes.inlined(code, node) or runtimes.paged(code, node)
        if public:
            raise code.unsafe(node, public)
        for inside in (self._option, self._fallback, self._set):
            edits = inside(literal)
            if edits is not None:
                return edits
        return [self._expression(literal)]

    def _expression(self, literal: Literal) -> Edit:
        node, code = literal.node, self.code
        parent = node.parent
        if literal.whole:
            read = self._read(literal.spots[0], typed=True)
            if read.endswith(b'!') and code.data[node.end_byte : node.end_byte + 1] == b'=':
                read = b'(' + read + b')'
        else:
            read = self._template(literal)
        if parent and parent.type == 'pair' and parent.child_by_field_name('key') == node:
            read = b'[' + read + b']'
        return code.instead(node, read)

    def _template(self, literal: Literal) -> bytes:
        """The string as a template."""
        pieces = literal.pieces
        if literal.node.type == 'string':
            if any(_OCTAL.search(piece) for piece in pieces):
                raise self.code.unsafe(literal.node, 'the key stands beside an octal escape')
            pieces = [_SPECIAL.sub(_escaped, piece) for piece in pieces]
        text = pieces[0]
        for spot, piece in zip(literal.spots, pieces[1:]):
            text += b'${' + self._read(spot, typed=False) + b'}' + piece
        return b'`' + text + b'`'

    def _fallback(self, literal: Literal) -> 'list[Edit] | None':
        """``process.env.NAME || "key"`` without the second half."""
        if not literal.whole:
            return None
        edit = self.code.without_fallback(literal.node, ('||', '??'), self._names(literal.spots[0]))
        if edit is None:
            return None
        return [Edit(edit.start, edit.end, b'!' if self.typed else b'')]

    def _set(self, literal: Literal) -> 'list[Edit] | None':
        """``process.env.NAME = "key"`` becomes a word to whoever has not set it."""
        node, code = literal.node, self.code
        parent = node.parent
        if parent is None or not parent.type.endswith('assignment_expression'):
            return None
        left = parent.child_by_field_name('left')
        if code.text(left) not in self._names(literal.spots[0]):
            return None
        statement = parent.parent
        if not literal.whole or statement is None or statement.parent is None:
            raise code.unsafe(node, 'the variable is set to a text with the key in it')
        if statement.type != 'expression_statement' or statement.parent.type not in _STATEMENTS:
            raise code.unsafe(node, 'the variable is set in the middle of something else')
        quote = code.data[node.start_byte : node.start_byte + 1]
        if quote == b'`':
            quote = b"'"
        words = quote + b'set %s first' % literal.spots[0].variable.encode() + quote
        return [Edit(parent.start_byte, parent.end_byte, b'if (!%s) throw new Error(%s)' % (code.text(left), words))]

    def _option(self, literal: Literal) -> 'list[Edit] | None':
        """The SDK's option left out, where the SDK reads the variable by itself."""
        parent = literal.node.parent
        if not literal.whole or parent is None:
            return None
        if parent.type == 'arguments':
            if not self._reads(literal.spots[0], parent):
                return None
            return [Edit(parent.start_byte + 1, parent.end_byte - 1, b'')]
        options = parent.parent
        arguments = options.parent if options else None
        key = parent.child_by_field_name('key')
        if parent.type != 'pair' or key is None or key == literal.node or options is None or arguments is None:
            return None
        name = self.code.text(key).strip(b'"\'')
        spread = any(child.type == 'spread_element' for child in options.named_children)
        if spread or not _OPTION.search(name) or not self._reads(literal.spots[0], arguments):
            return None
        self.dropped.setdefault(options.start_byte, (options, []))[1].append(parent)
        return []

    def _reads(self, spot: 'Spot', arguments: 'Node') -> bool:
        """Is this the only argument of an SDK's object that reads the variable by itself?"""
        call = arguments.parent
        if arguments.type != 'arguments' or call is None or len(arguments.named_children) != 1:
            return False
        called = call.child_by_field_name('constructor') or call.child_by_field_name('function')
        name = self.code.text(called)
        if name in self.own:
            return False
        return any(name == read.encode() or name.endswith(b'.' + read.encode()) for read in spot.reads)

    def _without(self, options: 'Node', pairs: 'Sequence[Node]') -> 'list[Edit]':
        items = [child for child in options.named_children if child.type != 'comment']
        arguments = options.parent
        if len(items) == len(pairs) and len(items) == len(options.named_children) and arguments is not None:
            return [Edit(arguments.start_byte + 1, arguments.end_byte - 1, b'')]
        commas = [child.start_byte for child in options.children if child.type == ',']
        gone = {at for at, item in enumerate(items) if item in pairs}
        places = [(item.start_byte, item.end_byte) for item in items]
        return [Edit(start, end, b'') for start, end in without(self.code.data, places, commas, gone)]
