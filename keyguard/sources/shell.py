"""A command line -> its simple commands, read as a shell reads it: quotes, comments, documents (``<<EOF``),
substitutions, pipes.
"""

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# hand lines on to a shell, or are one
_SHELLS = frozenset(
    ('sh', 'bash', 'dash', 'zsh', 'ksh', 'fish', 'pwsh', 'powershell', 'cmd', 'eval', 'ssh', 'su', 'watch', 'script')
)
_INTERPRETERS = frozenset(('python', 'py', 'node', 'perl', 'ruby', 'deno', 'bun'))
_MARK = re.compile(r'(?P<dash>-?)[ \t]*(?P<mark>\'[^\'\n]*\'|"[^"\n]*"|[^\s;&|<>()]+)')
_PLAIN = re.compile(r'[^\\\'"`$<>#;&|()\n \t\r]+')
_QUOTED = re.compile(r'[^"\\`$]+')
_ENDS = frozenset(';&|()\n')


def program(word: str) -> str:
    """A program without its folder and ``.exe``."""
    return re.split(r'[/\\]', word)[-1].lower().removesuffix('.exe')


def is_shell(name: str) -> bool:
    """Does this program run lines that it is given?"""
    return name in _SHELLS


def is_interpreter(name: str) -> bool:
    """Does it run a program in another language, which stands in one of its words or in what it reads?"""
    return name.rstrip('0123456789.') in _INTERPRETERS


def simple(line: str) -> 'Iterator[tuple[list[str], list[str]]]':
    """The simple commands of a command line: their words, and the lines that a shell runs for them: substitutions, and
    the document that a shell is given to read.
    """
    reader = _Reader(line)
    while reader.at < len(reader.line):
        if reader.step():
            yield reader.finished()
    yield reader.finished()


class _Reader:
    """Reads the simple commands of a command line: ``words`` and ``inside`` are those of the one that it is at."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.at = 0
        self.words: list[str] = []
        self.inside: list[str] = []
        self.documents: list[str] = []
        # what the command before sends through a pipe
        self.piped: list[str] = []
        self.word: list[str] | None = None

    def add(self, text: str) -> None:
        """More of a word."""
        if self.word is None:
            self.word = []
        self.word.append(text)

    def close(self) -> None:
        """The word is at its end."""
        if self.word is not None:
            self.words.append(''.join(self.word))
            self.word = None

    def finished(self) -> 'tuple[list[str], list[str]]':
        """The command that is at its end."""
        self.close()
        names = [program(word) for word in self.words]
        sent = [*self.documents, *(word for word in self.words if any(map(str.isspace, word)))]
        read = [*self.documents, *self.piped]
        if any(map(is_shell, names)):
            self.inside += read
        elif any(map(is_interpreter, names)):
            self.words += read
        made = self.words, self.inside
        self.piped = sent if self.line[self.at - 1 : self.at] == '|' else []
        self.words, self.inside, self.documents = [], [], []
        return made

    def step(self) -> bool:
        """Read on; is a command at its end?"""
        line, at = self.line, self.at
        char = line[at]
        self.at += 1
        if char == '\\' and not (self.word and self.word[0][1:2] == ':'):  # C:\...
            if line[at + 1 : at + 2] != '\n':
                self.add(line[at + 1 : at + 2])
            self.at += 1
        elif char == "'" and (close := line.find("'", at + 1)) >= 0:
            self.add(line[at + 1 : close])
            self.at = close + 1
        # one that is not closed is none: other shells than those of POSIX may read on
        elif char == '"' and (read := _double(line, at + 1))[1] <= len(line):
            self.add(read[0])
            self.at = read[1]
            self.inside += read[2]
        elif char == '`' or line.startswith(('$(', '<(', '>('), at):
            text, self.at = _substitution(line, at)
            self.inside.append(text)
            self.add('')
        elif line.startswith(("$'", '$"'), at):
            pass  # quotes of another kind; what is in them is read as in any
        elif char == '#' and self.word is None:
            self.at = _found(line, '\n', at)
        elif line.startswith('<<', at) and not line.startswith('<<<', at):
            self._document()
        elif char in _ENDS:
            return True
        elif char in ' \t\r':
            self.close()
        elif char in '<>':
            self.close()
            if self.words[-1:] == ['>'] and char == '>':
                char, self.words[-1:] = '>>', []
            self.words.append(char)
        else:
            match = _PLAIN.match(line, at)
            self.at = match.end() if match else at + 1
            self.add(line[at : self.at])
        return False

    def _document(self) -> None:
        """Take the lines of a document out of the line, from below it on."""
        match = _MARK.match(self.line, self.at + 1)
        if not match:
            return
        self.at = match.end()
        mark, dash = match['mark'].strip('\'"'), bool(match['dash'])
        start = at = _found(self.line, '\n', self.at) + 1
        while at < len(self.line):
            close = _found(self.line, '\n', at)
            text = self.line[at:close].rstrip('\r')
            if (text.lstrip('\t') if dash else text) == mark:
                break
            at = close + 1
        else:
            at = close = len(self.line)
        self.documents.append(self.line[start:at])
        self.line = self.line[:start] + self.line[close + 1 :]


def _found(line: str, char: str, at: int) -> int:
    """The next place of a character, or the end."""
    place = line.find(char, at)
    return len(line) if place < 0 else place


def _double(line: str, at: int) -> 'tuple[str, int, list[str]]':
    """The text between double quotes, the place behind them, and the substitutions in it."""
    parts: list[str] = []
    nested: list[str] = []
    while at < len(line) and line[at] != '"':
        if line[at] == '\\' and at + 1 < len(line):
            if line[at + 1] != '\n':
                parts.append(line[at + 1] if line[at + 1] in '"\\$`' else line[at : at + 2])
            at += 2
        elif line[at] == '`' or line.startswith('$(', at):
            text, at = _substitution(line, at)
            nested.append(text)
        else:
            match = _QUOTED.match(line, at)
            close = match.end() if match else at + 1
            parts.append(line[at:close])
            at = close
    return ''.join(parts), at + 1, nested


def _substitution(line: str, at: int) -> 'tuple[str, int]':
    """The command line in ``$( )``, ``<( )`` or backquotes that begins there, and the place behind it."""
    if line[at] == '`':
        close = _found(line, '`', at + 1)
        return line[at + 1 : close], close + 1
    at += 2
    start, depth = at, 1
    while at < len(line):
        char = line[at]
        if char == '\\':
            at += 1
        elif char == "'":
            at = _found(line, "'", at + 1)
        elif char == '"':
            at = _double(line, at + 1)[1] - 1
        elif char in '()':
            depth += 1 if char == '(' else -1
            if not depth:
                return line[start:at], at + 1
        at += 1
    return line[start:], len(line)
