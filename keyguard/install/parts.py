"""What is put into a repository so that its commits and pushes are looked at: each part says what it changes, then does
it, and changes nothing where it is done already.
"""

import difflib
import json
import os
import shutil
import subprocess

from keyguard import git, places
from keyguard.errors import Fatal
from keyguard.git import work
from keyguard.install import precommit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


_DRIVER = 'keyguard baseline merge %O %A %B %P'
ATTRIBUTE = f'{places.BASELINE} merge=keyguard'
IGNORED = ('.env', '.env.*', '!.env.example')


class Change:
    """``what`` says in a sentence what is done, ``shown`` is the difference or the command, ``do`` does it; ``file``
    is the one that it writes, '' for none.
    """

    __slots__ = ('do', 'file', 'shown', 'what')

    def __init__(self, what: str, shown: str, do: 'Callable[[], object]', file: str = '') -> None:
        self.what = what
        self.shown = shown
        self.do = do
        self.file = file


def source() -> 'tuple[str, str]':
    """The address and the revision that this keyguard was installed from, '' and '' where nobody has kept them.

    pip keeps them for what comes from a repository (https://peps.python.org/pep-0610/).
    """
    from importlib import metadata

    try:
        told = json.loads(metadata.distribution('keyguard').read_text('direct_url.json') or '{}')
    except (metadata.PackageNotFoundError, ValueError):
        return '', ''
    info = told.get('vcs_info') or {}
    if info.get('vcs') != 'git':
        return '', ''
    return str(told['url']), str(info.get('requested_revision') or info.get('commit_id') or '')


def hooks(root: str, ids: 'Sequence[str]', repo: str, rev: str) -> 'Change | None':
    """Our hooks in the configuration of pre-commit; None where they are in it. Raises ``Fatal``."""
    path = os.path.join(root, precommit.NAME)
    before = read(path)
    after = precommit.added(before, ids, repo, rev)
    if after == before:
        return None
    what = 'Add the hooks to' if before else 'Create'
    return _file(path, precommit.NAME, f'{what} {precommit.NAME}.', before, after)


def install(root: str, ids: 'Sequence[str]') -> 'Change | None':
    """The stages of these hooks, installed by pre-commit or prek; None where they are, or nobody can."""
    missing = [stage for stage in precommit.stages(ids) if not installed(root, stage)]
    tool = next((name for name in ('pre-commit', 'prek') if shutil.which(name)), '')
    # pre-commit installs nothing where git is told to look elsewhere
    if not missing or not tool or not git.ask(root, 'config', '--get', 'core.hooksPath')[0]:
        return None
    words = [tool, 'install', *(word for stage in missing for word in ('--hook-type', stage))]

    def do() -> None:
        done = subprocess.run(
            words, cwd=root, stdin=subprocess.DEVNULL, capture_output=True, check=False, env=git.environment()
        )
        if done.returncode:
            told = (done.stdout + done.stderr).decode('utf-8', 'replace').strip()
            raise Fatal(f'`{" ".join(words)}` failed: {told}')

    return Change('Let git run them, in this clone.', '  ' + ' '.join(words), do)


def installed(root: str, stage: str) -> bool:
    """Does a hook of git lead to pre-commit or prek at this stage?"""
    words = hook_of(root, stage)
    return any(name in words for name in ('pre-commit', 'pre_commit', 'prek'))


def hook_of(root: str, stage: str) -> str:
    """What git runs at this stage, '' for nothing."""
    path = git.ask(root, 'rev-parse', '--git-path', f'hooks/{stage}')[1].decode('utf-8', 'surrogateescape').rstrip('\n')
    file = os.path.join(root, path)
    return read(file) if os.access(file, os.X_OK) or os.name == 'nt' else ''


def merge(root: str) -> 'list[Change]':
    """The merge driver for the baseline: the line that is committed, and the command for this clone."""
    found = []
    path = os.path.join(root, '.gitattributes')
    before = read(path)
    if 'merge=keyguard' not in before:
        found.append(_lines(path, '.gitattributes', 'Let the baseline merge without conflicts.', before, [ATTRIBUTE]))
    if git.ask(root, 'config', '--get', 'merge.keyguard.driver')[0]:
        shown = f"  git config merge.keyguard.driver '{_DRIVER}'"
        found.append(
            Change(
                'The driver for that, in this clone.',
                shown,
                lambda: work.configure(root, 'merge.keyguard.driver', _DRIVER),
            )
        )
    return found


def ignore(root: str) -> 'Change | None':
    """The files that hold the keys of this machine are none of git's; None where it ignores them."""
    if not git.ask(root, 'check-ignore', '--quiet', '--no-index', '.env')[0]:
        return None
    path = os.path.join(root, '.gitignore')
    return _lines(path, '.gitignore', 'Keep `.env` files out of git.', read(path), list(IGNORED))


def _lines(path: str, name: str, what: str, before: str, lines: 'list[str]') -> Change:
    newline = '\r\n' if '\r\n' in before else '\n'
    ended = before if not before or before.endswith('\n') else before + newline
    return _file(path, name, what, before, ended + ''.join(f'{line}{newline}' for line in lines))


def _file(path: str, name: str, what: str, before: str, after: str) -> Change:
    split = before.splitlines(), after.splitlines()
    difference = difflib.unified_diff(*split, f'a/{name}', f'b/{name}', n=1, lineterm='')
    return Change(what, '\n'.join(f'  {line}' for line in difference), lambda: _write(path, before, after), name)


def read(path: str) -> str:
    """The text of a file as it is, '' where there is none. Raises ``Fatal``."""
    try:
        with open(path, encoding='utf-8', newline='') as file:
            return file.read()
    except FileNotFoundError:
        return ''
    except UnicodeDecodeError:
        raise Fatal(f'{path}: this is not UTF-8; save it as UTF-8 and start again') from None
    except OSError as error:
        raise Fatal(f'{path}: cannot be read ({(error.strerror or "").lower()})') from None


def _write(path: str, before: str, after: str) -> None:
    """The old file or the new one is there at any moment. Raises ``Fatal``, also when it is not what was shown."""
    if read(path) != before:
        raise Fatal(f'{path}: it has changed since; nothing was written, start again')
    path = os.path.realpath(path)
    temporary = f'{path}.keyguard-new'
    try:
        with open(temporary, 'w', encoding='utf-8', newline='') as file:
            file.write(after)
        if os.path.exists(path):
            shutil.copymode(path, temporary)
        os.replace(temporary, path)
    except OSError as error:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise Fatal(f'{path}: cannot be written ({(error.strerror or "").lower()})') from None
