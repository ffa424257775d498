"""A command line -> what in it keeps the hooks from running that look for keys.

Lines that are handed to another shell are read as well. What only running would tell (aliases, scripts, variables) is
not seen; the push stands behind that.
"""

import re

from keyguard.sources.shell import is_interpreter, is_shell, program, simple

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
_DEEPEST = 8


def without_hooks(command: str, depth: int = 0) -> str:
    """The words that do it, or ''."""
    if depth > _DEEPEST:
        return ''
    for words, inside in simple(command):
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
    names = [program(word) for word in words]
    tool = next((name for name in names if name in _FRAMEWORKS), '')
    if tool and 'uninstall' in words:
        return f'{tool.replace("_", "-")} uninstall'
    hooks = next((at for at, word in enumerate(words) if _HOOKS.search(word)), 0)
    if hooks and (names[0] in _REMOVERS or words[hooks - 1] in ('>', '>>')):
        return f'{names[0] if names[0] in _REMOVERS else ">"} {words[hooks]}'
    if any(map(is_shell, names)):
        for word in words:
            found = without_hooks(word, depth + 1) if any(map(str.isspace, word)) else ''
            if found:
                return found
    if any(map(is_interpreter, names)) and any('git' in word and '--no-verify' in word for word in words):
        return '--no-verify'
    # `sudo git`, `time git`, `if git`, `xargs git` …
    commands = (_git(words[at + 1 :], depth) for at, name in enumerate(names) if name == 'git')
    return next(filter(None, commands), '')


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
