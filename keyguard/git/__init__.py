"""The only place that runs git. Nothing in here fetches or asks, and only ``work`` writes."""

import os

from keyguard.errors import INCOMPLETE, USAGE, Fatal
from keyguard.git.calling import call

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from typing import IO

# the options that name the commits of a whole history
EVERYTHING = ('--all',)
# the oldest git with all that is asked of it (`%cs`, `--no-replace-objects` with alternates, `:/` in ls-files)
OLDEST = (2, 25)
# of git's own variables these say how git is set up; any other could point it at another repository, index or object
# store than those of the folder it is started in: they are set while git runs a hook
_SETUP = ('GIT_CONFIG', 'GIT_EXEC_PATH', 'GIT_CEILING_DIRECTORIES', 'GIT_DISCOVERY_ACROSS_FILESYSTEM')
# and these say which index is about to be committed (`commit -- path` makes one of its own), and where its objects are
_INDEX = (
    'GIT_ALTERNATE_OBJECT_DIRECTORIES',
    'GIT_COMMON_DIR',
    'GIT_DIR',
    'GIT_INDEX_FILE',
    'GIT_OBJECT_DIRECTORY',
    'GIT_WORK_TREE',
)

_SETTINGS = (
    *('-c', 'core.bigFileThreshold=32m', '-c', 'core.packedGitWindowSize=2m', '-c', 'core.packedGitLimit=32m'),
    # what git keeps of objects that others are made of: six times as much by default, and no faster here
    *('-c', 'core.deltaBaseCacheLimit=16m'),
    # a difference is that of the whole repository, in whatever folder git runs
    *('-c', 'diff.relative=false'),
    # a repository may name programs for these, and to be looked at is no reason to run them; an empty name is none in
    # any git
    *('-c', 'core.fsmonitor=', '-c', 'log.showSignature=false', '-c', 'gpg.program=false'),
    *('-c', 'i18n.logOutputEncoding=UTF-8'),
)


# what is pushed lies there until the hooks of the receiving side have said yes (man githooks, pre-receive)
_QUARANTINE = 'GIT_QUARANTINE_PATH'


def environment(index: bool = False) -> 'dict[str, str]':
    """The variables for git; with ``index`` those that lead to the index of the commit that is being made are kept, and
    always those that lead to what is being received.
    """
    index = index or _QUARANTINE in os.environ
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith('GIT_') or name.startswith(_SETUP) or (index and name in _INDEX)
    }
    return {
        **kept,
        'LC_ALL': 'C',  # answers in English
        'GIT_OPTIONAL_LOCKS': '0',  # no lock taken only to refresh the index
        'GIT_TERMINAL_PROMPT': '0',
        # a partial clone fetches what it misses when it is asked for it. The first is known to git 2.44 and later; the
        # second forbids every way to fetch, in any git
        'GIT_NO_LAZY_FETCH': '1',
        'GIT_ALLOW_PROTOCOL': 'none',
        # a path below a file does not exist: parents are what the commits say, whatever .git/info/grafts says
        'GIT_GRAFT_FILE': os.path.join(os.devnull, 'none'),
    }


def command(*arguments: 'str | bytes') -> 'list[str | bytes]':
    """The words that start git: objects as they are, whatever refs/replace says, and large ones in pieces; a pack is
    looked at through small windows, so that memory does not grow with it (nor does the time).
    """
    return ['git', '--no-replace-objects', *_SETTINGS, *arguments]


def start(
    folder: str,
    arguments: 'list[str]',
    source: 'int | IO[bytes] | None' = None,
    words: 'int | IO[bytes] | None' = None,
    index: bool = False,
    target: 'int | IO[bytes] | None' = None,
) -> 'subprocess.Popen[bytes]':
    """``git arguments`` in ``folder`` as it runs: it reads ``source``, what it prints is a pipe or goes to the file
    ``target``, what it complains of to the file ``words``; without a file there is nothing to read, and nobody to
    complain to. Raises ``Fatal`` when git does not start.
    """
    # the short questions of a blocked commit do without it
    import subprocess

    try:
        return subprocess.Popen(
            command(*arguments),
            bufsize=1 << 16,
            cwd=folder,
            stdin=subprocess.DEVNULL if source is None else source,
            stdout=subprocess.PIPE if target is None else target,
            stderr=subprocess.DEVNULL if words is None else words,
            env=environment(index),
            # a file that becomes too long is an error to git, not its death
            restore_signals=target is None,
        )
    except OSError as error:
        raise _not_started(error) from None


def run(folder: str, *arguments: 'str | bytes', index: bool = False) -> bytes:
    """What ``git arguments`` prints in ``folder``; raises ``Fatal`` with git's own words when it fails."""
    code, output, words = ask(folder, *arguments, index=index)
    if code:
        name = next(word for word in map(os.fsdecode, arguments) if not word.startswith('-'))
        raise Fatal(f'git {name} failed in {folder}: {words}', INCOMPLETE)
    return output


def ask(folder: str, *arguments: 'str | bytes', index: bool = False, source: bytes = b'') -> 'tuple[int, bytes, str]':
    """Exit code, output, and git's own words where it complains; raises ``Fatal`` only when git does not start.

    ``source`` is what it reads from standard input.
    """
    try:
        code, output, complaints = call(command(*arguments), folder, environment(index), source)
    except OSError as error:
        raise _not_started(error) from None
    words = complaints.decode('utf-8', 'replace').strip()
    return code, output, words or f'exit code {code}'


def _not_started(error: OSError) -> Fatal:
    return Fatal(f'git could not be started ({error.strerror}); is it installed and on the PATH?', INCOMPLETE)


def recent(folder: str) -> None:
    """Raise ``Fatal`` where git is too old to be asked."""
    told = run(folder, 'version').decode('utf-8', 'replace').strip()
    parts = told.removeprefix('git version ').split('.')
    if len(parts) > 1 and parts[0].isdigit() and parts[1].isdigit() and (int(parts[0]), int(parts[1])) < OLDEST:
        oldest = '.'.join(map(str, OLDEST))
        raise Fatal(f'{told} is too old to read a repository with; keyguard needs git {oldest} or later', INCOMPLETE)


def ready(folder: str, index: bool = False) -> bool:
    """Is the repository around ``folder`` a bare one? Raises ``Fatal`` where there is none, or git is too old."""
    recent(folder)
    code, output, words = ask(folder, 'rev-parse', '--is-bare-repository', index=index)
    if 'not a git repository' in words:
        hint = ' (GIT_DIR is set and not followed)' if os.environ.get('GIT_DIR') and not index else ''
        raise Fatal(f'{folder} is in no git repository{hint}; `keyguard audit PATH` looks at plain folders', USAGE)
    if code:
        raise Fatal(f'git cannot read the repository of {folder}: {words}', INCOMPLETE)
    return output.strip() == b'true'


def user_name(folder: str) -> str:
    """The committer's name as git knows it, or ''."""
    try:
        return run(folder, 'config', 'user.name').decode('utf-8', 'replace').strip()
    except Fatal:
        return ''
