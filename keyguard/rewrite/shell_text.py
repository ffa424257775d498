"""The quoting of a shell script: in which kind of text each character stands.

One pass over the script, for the POSIX shell, bash, zsh and ksh, and for fish, whose quotes are its own. It knows
quotes, comments, here-documents, substitutions and ``case``; commands it need not understand. What it cannot follow
raises ``Unsafe``.
"""

import re

from keyguard.rewrite.words import Unsafe

BARE, SINGLE, DOUBLE, ANSI = 'bare', 'single', 'double', 'ansi'
PARAMETER, COMMENT, DOCUMENT, LITERAL = 'parameter', 'comment', 'document', 'literal document'
CLOSED = 'closed'  # nothing can be replaced in there: arithmetic, what stands in backticks

_HERE = re.compile(rb'<<(-?)[ \t]*((?:\\.|\'[^\'\n]*\'|"[^"\n]*"|[^\s;&|<>()\'"\\])+)')
_CASE = re.compile(rb'case[ \t]')
_ESAC = re.compile(rb'esac(?![A-Za-z0-9_])')
_COMMAND = re.compile(rb'(?:^|[\n;&|({`]|(?:do|then|else))[ \t]*$')
_STARTS_WORD = b' \t\r\n;&|()<>'
_DEEPEST = 60


class Piece:
    """A stretch of the script of one ``kind``: what the quotes hold, from ``start`` to ``end``.

    ``word``: where the word stands that ends a here-document.
    """

    __slots__ = ('end', 'kind', 'start', 'word')

    def __init__(self, kind: str, start: int, end: int, word: 'tuple[int, int]' = (0, 0)) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.word = word


class Script:
    """The pieces of a script. Raises ``Unsafe`` where something is not closed."""

    def __init__(self, data: bytes, fish: bool = False) -> None:
        self.data = data
        self.fish = fish
        self.pieces: list[Piece] = []
        self._waiting: list[tuple[bytes, bool, bool, tuple[int, int]]] = []
        self._bare(0, b'', 0)
        if self._waiting:
            raise Unsafe('a here-document is not closed')

    def at(self, start: int, end: int) -> Piece:
        """The innermost piece that holds these characters; a bare one for what stands in no other."""
        inside = [each for each in self.pieces if each.start <= start and end <= each.end]
        return max(inside, key=lambda each: each.start, default=Piece(BARE, 0, len(self.data)))

    def _open(self, at: int, what: str) -> Unsafe:
        return Unsafe(f'line {self.data.count(bytes((10,)), 0, at) + 1}: {what} is not closed')

    def _bare(self, at: int, until: bytes, deep: int) -> int:
        """Read commands up to the sign ``until``, or to the end; where they end, behind that sign."""
        data, first, depth, cases = self.data, at, 0, 0
        if deep > _DEEPEST:
            raise Unsafe('it is nested too deeply')
        while at < len(data):
            char = data[at : at + 1]
            if char == b'\n':
                at = self._documents(at + 1)
            elif char == b'#' and (at == first or data[at - 1] in _STARTS_WORD):
                end = data.find(b'\n', at)
                end = len(data) if end < 0 else end
                self.pieces.append(Piece(COMMENT, at, end))
                at = end
            elif data.startswith(b'((', at) and self._arithmetic(at + 1) > at + 1:
                at = self._arithmetic(at + 1)
            elif char == b'(':
                depth += 1
                at += 1
            elif char == b')':
                at += 1
                if depth:
                    depth -= 1
                elif until == b')' and not cases:
                    return at
            elif data.startswith(b'<<', at) and not self.fish:
                at = self._here(at)
            else:
                if _CASE.match(data, at) and _COMMAND.search(data, max(first, at - 16), at):
                    cases += 1
                elif cases and _ESAC.match(data, at) and _COMMAND.search(data, max(first, at - 16), at):
                    cases -= 1
                at = self._quoted(at, deep)
        if until:
            raise self._open(first, 'a substitution')
        return at

    def _quoted(self, at: int, deep: int) -> int:
        """Pass over what begins here: an escape, a quote, a substitution, or one character."""
        data = self.data
        char = data[at : at + 1]
        if char == b'\\':
            return at + 2
        if char == b"'":
            return self._single(at)
        if char == b'"':
            return self._double(at + 1, deep + 1)
        if char == b'`' and not self.fish:
            return self._backticks(at)
        if char != b'$':
            return at + 1
        if data.startswith(b"$'", at) and not self.fish:
            return self._ansi(at + 2)
        if data.startswith(b'$"', at) and not self.fish:
            return self._double(at + 2, deep + 1)
        return self._dollar(at, False, deep)

    def _dollar(self, at: int, quoted: bool, deep: int) -> int:
        """Pass over a substitution, or over ``$`` and the character behind it."""
        data = self.data
        if data.startswith(b'$((', at) and self._arithmetic(at + 2) > at + 2:
            return self._arithmetic(at + 2)
        if data.startswith(b'$(', at):
            end = self._bare(at + 2, b')', deep + 1)
            self.pieces.append(Piece(BARE, at + 2, end - 1))
            return end
        if data.startswith(b'${', at):
            return self._parameter(at + 2, quoted, deep + 1)
        return at + 2 if data[at + 1 : at + 2] in (b'#', b'$', b'?') else at + 1

    def _single(self, at: int) -> int:
        end = self.data.find(b"'", at + 1)
        while self.fish and end > 0 and escaped(self.data, at + 1, end):
            end = self.data.find(b"'", end + 1)
        if end < 0:
            raise self._open(at, 'a quote')
        self.pieces.append(Piece(SINGLE, at + 1, end))
        return end + 1

    def _ansi(self, at: int) -> int:
        end = self.data.find(b"'", at)
        while end > 0 and escaped(self.data, at, end):
            end = self.data.find(b"'", end + 1)
        if end < 0:
            raise self._open(at, 'a quote')
        self.pieces.append(Piece(ANSI, at, end))
        return end + 1

    def _double(self, at: int, deep: int) -> int:
        data, first = self.data, at
        if deep > _DEEPEST:
            raise Unsafe('it is nested too deeply')
        while at < len(data):
            char = data[at : at + 1]
            if char == b'"':
                self.pieces.append(Piece(DOUBLE, first, at))
                return at + 1
            if char == b'\\':
                at += 2
            elif char == b'$':
                at = self._dollar(at, True, deep)
            elif char == b'`' and not self.fish:
                at = self._backticks(at)
            else:
                at += 1
        raise self._open(first, 'a quote')

    def _parameter(self, at: int, quoted: bool, deep: int) -> int:
        """Pass over ``${…}``; in double quotes a single quote means itself there."""
        data, first = self.data, at
        if deep > _DEEPEST:
            raise Unsafe('it is nested too deeply')
        while at < len(data):
            char = data[at : at + 1]
            if char == b'}':
                self.pieces.append(Piece(PARAMETER, first, at))
                return at + 1
            if char == b'$':
                at = self._dollar(at, quoted, deep)
            elif char == b"'" and quoted:
                at += 1
            else:
                at = self._quoted(at, deep)
        raise self._open(first, 'a substitution')

    def _backticks(self, at: int) -> int:
        end = self.data.find(b'`', at + 1)
        while end > 0 and escaped(self.data, at + 1, end):
            end = self.data.find(b'`', end + 1)
        if end < 0:
            raise self._open(at, 'a substitution')
        self.pieces.append(Piece(CLOSED, at + 1, end))
        return end + 1

    def _arithmetic(self, at: int) -> int:
        """Pass over ``((…))`` from its second parenthesis on; what has no such end is a command in a command."""
        depth, end = 0, at
        while not self.fish and end < len(self.data) and self.data[end] != 0x0A:
            char = self.data[end : end + 1]
            depth += (char == b'(') - (char == b')')
            end += 1
            if not depth:
                break
        if depth or self.data[end : end + 1] != b')':
            return at
        self.pieces.append(Piece(CLOSED, at, end))
        return end + 1

    def _here(self, at: int) -> int:
        found = _HERE.match(self.data, at)
        if self.data.startswith(b'<<<', at) or not found:
            return at + 3 if self.data.startswith(b'<<<', at) else at + 2
        word = found.group(2)
        plain = re.sub(rb'\\(.)|[\'"]', rb'\1', word)
        self._waiting.append((plain, bool(found.group(1)), plain != word, found.span(2)))
        return found.end()

    def _documents(self, at: int) -> int:
        """Pass over the here-documents that begin on this line."""
        for word, tabs, literal, place in self._waiting:
            start = at
            while True:
                if at >= len(self.data):
                    raise self._open(place[0], 'a here-document')
                end = self.data.find(b'\n', at)
                end = len(self.data) if end < 0 else end
                line = self.data[at:end].rstrip(b'\r')
                if (line.lstrip(b'\t') if tabs else line) == word:
                    break
                at = end + 1
            self.pieces.append(Piece(LITERAL if literal else DOCUMENT, start, at, place))
            at = end + 1
        self._waiting = []
        return min(at, len(self.data))


def escaped(data: bytes, start: int, end: int) -> bool:
    """Does a backslash take the meaning of the character at ``end``?"""
    before = data[start:end]
    return (len(before) - len(before.rstrip(b'\\'))) % 2 == 1
