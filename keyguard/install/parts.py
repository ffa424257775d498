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
from keyguard.install import agents, precommit
from keyguard.replacing import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from keyguard.install.agents import Agent

_DRIVER = 'keyguard baseline merge %O %A %B %P'
ATTRIBUTE = f'{places.BASELINE} merge=keyguard'
IGNORED = ('.env', '.env.*', '!.env.example')
# what a hook of git runs at each stage where no framework does
CALLS = {
    'pre-commit': 'keyguard audit --quiet --staged',
    'pre-merge-commit': 'keyguard audit --quiet --staged',
    'pre-push': 'keyguard audit --quiet --push "$@"',
    'commit-msg': 'keyguard audit --quiet --message "$1"',
}
_EXACT = f'#!/bin/sh\n# git tells exactly what is pushed, to this file alone\nexec {CALLS["pre-push"]}\n'


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
    name = precommit.name(root)
    path = os.path.join(root, name)
    before = read(path)
    after = precommit.added(before, ids, repo, rev, name)
    if after == before:
        return None
    what = f'{"Add the hooks to" if before else "Create"} {name}'
    local = '' if repo else '; they call the keyguard on the PATH (--repo URL has pre-commit install its own)'
    return _file(path, name, f'{what}{local}.', before, after)


def install(root: str, ids: 'Sequence[str]') -> 'Change | None':
    """The stages of these hooks, installed by pre-commit or prek; None where they are, or nobody can."""
    missing = [stage for stage in precommit.stages(ids) if not installed(root, stage)]
    tool = framework()
    # pre-commit installs nothing where git is told to look elsewhere
    if not missing or not tool or elsewhere(root):
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


def by_hand(root: str, ids: 'Sequence[str]') -> str:
    """What a person has to do so that git runs the hooks, where ``install`` cannot; '' where nothing is."""
    missing = [stage for stage in precommit.stages(ids) if not _runs(root, stage)]
    folder = elsewhere(root)
    if missing and folder:
        lines = ''.join(f'\n  {folder}/{stage}:  {CALLS[stage]}' for stage in missing)
        return f'git looks for hooks in {folder} (core.hooksPath), where pre-commit installs none. Put there:{lines}'
    if missing and not framework():
        return (
            'Neither pre-commit nor prek is here to install the hooks: pipx install pre-commit, then keyguard init '
            'again.'
        )
    return ''


def framework() -> str:
    """pre-commit or prek, whichever is on the PATH, '' for neither."""
    return next((name for name in ('pre-commit', 'prek') if shutil.which(name)), '')


def elsewhere(root: str) -> str:
    """The folder where git looks for hooks when it is told to, '' for its own."""
    code, value, _ = git.ask(root, 'config', '--get', 'core.hooksPath')
    return '' if code else value.decode('utf-8', 'replace').strip()


def exact_push(root: str) -> 'Change | None':
    """git's own pre-push hook, beside the one of pre-commit or prek, which run it first when it has this name; None
    where it is there. Raises ``Fatal`` where the folder of the hooks is not the repository's own.
    """
    folder = elsewhere(root)
    if folder:
        raise Fatal(
            f'git looks for hooks in {folder} (core.hooksPath): have {folder}/pre-push call:  {CALLS["pre-push"]}'
        )
    hook, legacy = _path(root, 'pre-push'), _path(root, 'pre-push.legacy')
    if CALLS['pre-push'] in read(hook) + read(legacy):
        return None
    # a framework that is installed in the same run moves what is there out of its way, to the second name
    taken = [path for path in (hook, legacy) if os.path.lexists(path)]
    if taken[installed(root, 'pre-push') :]:
        raise Fatal(f'{taken[-1]}: there is a hook already; have it call:  {CALLS["pre-push"]}')

    def do() -> None:
        path = legacy if installed(root, 'pre-push') else hook
        os.makedirs(os.path.dirname(path), exist_ok=True)
        _write(path, '', _EXACT)
        os.chmod(path, 0o755)  # noqa: S103  # git runs no other

    shown = ''.join(f'  {line}\n' for line in _EXACT.splitlines()).rstrip('\n')
    return Change('Have git tell exactly what is pushed, in this clone: a pre-push hook of its own.', shown, do)


def installed(root: str, stage: str) -> bool:
    """Does a hook of git lead to pre-commit or prek at this stage?"""
    words = hook_of(root, stage)
    return any(name in words for name in ('pre-commit', 'pre_commit', 'prek'))


def _runs(root: str, stage: str) -> bool:
    return installed(root, stage) or 'keyguard' in hook_of(root, stage)


def hook_of(root: str, stage: str) -> str:
    """What git runs at this stage, '' for nothing."""
    path = _path(root, stage)
    text = read(path) if os.access(path, os.X_OK) or os.name == 'nt' else ''
    folder, name = os.path.split(os.path.dirname(path))
    # husky's own file leads to the one of the same name above it
    return text + read(os.path.join(folder, stage)) if text and name == '_' else text


def _path(root: str, hook: str) -> str:
    told = git.ask(root, 'rev-parse', '--git-path', f'hooks/{hook}')[1]
    return os.path.join(root, told.decode('utf-8', 'surrogateescape').rstrip('\n'))


def agent(root: str, which: 'Agent') -> 'Change | None':
    """Our hooks in the file of a coding agent; None where they are in it. Raises ``Fatal``."""
    path = os.path.join(root, which.file)
    before = read(path)
    after = agents.added(before, which)
    if after == before:
        return None
    what = f'Let {which.name} ask keyguard before it acts; whoever works with it here needs keyguard on the PATH.'
    return _file(path, which.file, what, before, after)


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
    """The files that hold the keys of this machine are none of git's; None where it ignores them, for everybody."""
    if ignored(root):
        return None
    path = os.path.join(root, '.gitignore')
    return _lines(path, '.gitignore', 'Keep `.env` files out of git.', read(path), list(IGNORED))


def ignored(root: str) -> bool:
    """Does a file of the repository say that git ignores `.env`? What only this person's files say, others lack."""
    told = git.ask(root, 'check-ignore', '--verbose', '--no-index', '.env')[1].split(b':')[0]
    return os.path.basename(told) == b'.gitignore' and not os.path.isabs(told)


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
    if os.path.exists(path) and not os.stat(path).st_mode & 0o222:
        raise Fatal(f'{path}: nobody may write this file; nothing was written')
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        replace(path, after.encode('utf-8'), f'{path}.keyguard-new')
    except OSError as error:
        raise Fatal(f'{path}: cannot be written ({(error.strerror or "").lower()})') from None
