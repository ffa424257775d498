"""A command line -> what in it keeps the hooks from running that look for keys.

It is read as a shell reads it: quotes, comments, documents (``<<EOF``), substitutions, and the lines that are handed to
another shell. What only running would tell (aliases, scripts, variables) is not seen; the push stands behind that.
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
_FRAMEWORKS = frozenset(('pre-commit', 'pre_commit', 'prek', 'husky', 'lefthook'))
_REMOVERS = frozenset(('rm', 'mv', 'chmod', 'unlink', 'truncate', 'ln', 'cp', 'tee', 'del', 'remove-item'))
_HOOKS = re.compile(r'(?:^|[/\\])\.git[/\\]hooks(?:[/\\]|$)|(?:^|[/\\])\.husky(?:[/\\]|$)')
# variables that switch hooks off -> the value that does; pre-commit and prek take lists of ids
_SWITCHES = {'HUSKY': '0', 'HUSKY_SKIP_HOOKS': '1', 'LEFTHOOK': '0', 'PRE_COMMIT_ALLOW_NO_CONFIG': '1'}
_LISTS = re.compile(r'(?P<shell>\$env:)?(?P<name>(?:PREK_)?SKIP)(?:=(?P<value>.*))?', re.I | re.S)
_SETTERS = ('set', 'setenv', 'setx')
_PATH = 'core.hookspath'
# options of git itself that have a value behind them
_GLOBAL = frozenset(
    ('-C', '-c', '--git-dir', '--work-tree', '--namespace', '--exec-path', '--config-env', '--super-prefix')
)
# options of its commands that do; what stands there is no option
_VALUED = {
    'commit': frozenset(
        (
            *('--message', '--file', '--author', '--date', '--template', '--reuse-message', '--reedit-message'),
            *('--fixup', '--squash', '--cleanup', '--trailer', '--pathspec-from-file'),
        )
    ),
    'push': frozenset(('-o', '--push-option', '--repo', '--receive-pack', '--exec', '--recurse-submodules')),
    'merge': frozenset(('-m', '-F', '-s', '-X', '--file', '--into-name', '--strategy', '--strategy-option')),
    'rebase': frozenset(('-x', '-s', '-X', '--exec', '--strategy', '--strategy-option', '--onto')),
    'pull': frozenset(('-s', '-X', '--strategy', '--strategy-option', '--upload-pack')),
    'am': frozenset(('-C', '-p', '--directory', '--exclude', '--include', '--patch-format')),
}
# commands of git that are given lines for a shell
_RUNNERS = ('rebase', 'submodule', 'bisect', 'filter-branch')
# of `git commit`: what is behind these letters is their value, of the first row in the next word too
_LETTERS, _OWN = 'mFCct', 'Su'
_MARK = re.compile(r'(?P<dash>-?)[ \t]*(?P<mark>\'[^\'\n]*\'|"[^"\n]*"|[^\s;&|<>()]+)')
_PLAIN = re.compile(r'[^\\\'"`$<>#;&|()\n \t\r]+')
_QUOTED = re.compile(r'[^"\\`$]+')
_ENDS = frozenset(';&|()\n')
_DEEPEST = 8


def without_hooks(command: str, depth: int = 0) -> str:
    """The words that do it, or ''."""
    if depth > _DEEPEST:
        return ''
    for words, inside in _simple(command):
        for line in inside:
            found = without_hooks(line, depth + 1)
            if found:
                return found
        found = _one(words, depth)
        if found:
            return found
    return ''


def _one(words: 'list[str]', depth: int) -> str:
    """The same for the words of one simple command."""
    found = _variables(words)
    if found:
        return found
    names = [_name(word) for word in words]
    tool = next((name for name in names if name in _FRAMEWORKS), '')
    if tool and 'uninstall' in words:
        return f'{tool.replace("_", "-")} uninstall'
    hooks = next((at for at, word in enumerate(words) if _HOOKS.search(word)), 0)
    if hooks and (names[0] in _REMOVERS or words[hooks - 1] in ('>', '>>')):
        return f'{names[0] if names[0] in _REMOVERS else ">"} {words[hooks]}'
    if any(name in _SHELLS for name in names):
        for word in words:
            found = without_hooks(word, depth + 1) if any(map(str.isspace, word)) else ''
            if found:
                return found
    if any(map(_is_interpreter, names)) and any('git' in word and '--no-verify' in word for word in words):
        return '--no-verify'
    # `sudo git`, `time git`, `if git`, `xargs git` …
    return _git(words[names.index('git') + 1 :], depth) if 'git' in names else ''


def _name(word: str) -> str:
    """A program without its folder and ``.exe``."""
    return re.split(r'[/\\]', word)[-1].lower().removesuffix('.exe')


def _is_interpreter(name: str) -> bool:
    return name.rstrip('0123456789.') in _INTERPRETERS


def _variables(words: 'list[str]') -> str:
    """Variables that switch hooks off: set before a command, exported, or as other shells do it."""
    for at, word in enumerate(words):
        name, _, value = word.partition('=')
        name = name.rpartition(':')[2].upper() if name.lower().startswith('$env:') else name
        if _SWITCHES.get(name) == value.strip('\'" ') and '=' in word:
            return f'{name}={value}'
        if name.startswith('GIT_CONFIG_') and _PATH in value.lower():
            return 'core.hooksPath'
        match = _LISTS.fullmatch(word)
        # SKIP=…, $env:SKIP = …, `set -x SKIP …`
        if match and (match['value'] is not None or match['shell'] or words[0] in _SETTERS):
            rest = match['value'] or ' '.join(words[at + 1 :]).strip('= ')
            if 'keyguard' in rest:
                return f'{match["name"]}={rest}'
    return ''


def _git(words: 'list[str]', depth: int) -> str:
    """What in the words behind ``git`` does it."""
    at = 0
    while at < len(words) and words[at].startswith('-'):
        name, equals, value = words[at].partition('=')
        if name in _GLOBAL and not equals and at + 1 < len(words):
            at += 1
            value = words[at]
        if name in ('-c', '--config-env') and value.lower().startswith(_PATH):
            return value.partition('=')[0]
        at += 1
    command, rest = (words[at], words[at + 1 :]) if at < len(words) else ('', [])
    if command == 'config':
        return _config(rest, depth)
    if command in ('send-pack', 'http-push'):
        return f'git {command}'
    if command in _RUNNERS:
        lines = [word for word in rest if any(map(str.isspace, word))]
        found = next(filter(None, (without_hooks(line, depth + 1) for line in lines)), '')
        if found:
            return found
    valued = _VALUED.get(command)
    return '' if valued is None else _options(command, rest, valued)


def _config(words: 'list[str]', depth: int) -> str:
    reads = any(word in ('get', 'list') or word.startswith(('--get', '--list')) for word in words)
    for at, word in enumerate(words):
        key, behind = word.lower(), words[at + 1 :]
        changes = behind or 'unset' in words or '--unset' in words or '--unset-all' in words
        if key.startswith(_PATH) and changes and not reads:
            return word.partition('=')[0]
        if key.startswith('alias.') and behind:
            line = behind[0][1:] if behind[0].startswith('!') else f'git {behind[0]}'
            return without_hooks(line, depth + 1)
    return ''


def _options(command: str, words: 'list[str]', valued: 'frozenset[str]') -> str:
    at = 0
    while at < len(words) and words[at] != '--':
        word = words[at]
        # git takes the begin of an option for it, where no other begins so
        if word.startswith('--no-veri') and '--no-verify'.startswith(word):
            return '--no-verify'
        if word in valued:
            at += 1
        elif command == 'commit' and word.startswith('-') and not word.startswith('--'):
            flags = re.split(f'[{_LETTERS}{_OWN}]', word[1:], maxsplit=1)[0]
            # `push -n` only tries, `merge -n` shows less
            if 'n' in flags:
                return '-n'
            at += word[1 + len(flags) :] in tuple(_LETTERS)
        at += 1
    return ''


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
        names = [_name(word) for word in self.words]
        sent = [*self.documents, *(word for word in self.words if any(map(str.isspace, word)))]
        read = [*self.documents, *self.piped]
        if any(name in _SHELLS for name in names):
            self.inside += read
        elif any(map(_is_interpreter, names)):
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


def _simple(line: str) -> 'Iterator[tuple[list[str], list[str]]]':
    """The simple commands of a command line: their words, and the lines that a shell runs for them: substitutions, and
    the document that a shell is given to read.
    """
    reader = _Reader(line)
    while reader.at < len(reader.line):
        if reader.step():
            yield reader.finished()
    yield reader.finished()


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
