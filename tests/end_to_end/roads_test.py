"""Every road that brings a key into a repository, and the first hook of git that can see it; at the latest the push does.

git's own hooks call keyguard here, with the files that pre-commit would hand over, so that each action of git runs for
real. Which hooks an action fires is git's affair (man githooks), and is shown by the table.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest
from specimens import KEY

from testing.repository import Repository, Result, isolated

ROOT = Path(__file__).resolve().parents[2]
LINE = f'OPENAI_API_KEY = "{KEY}"\n'
NO_HOOKS = ('-c', 'core.hooksPath=/dev/null')

pytestmark = pytest.mark.skipif(sys.platform == 'win32', reason='hooks are scripts of the shell')

# modules without what site-packages does when Python starts, which takes as long as a commit
_MODULES = os.pathsep.join((str(ROOT), sysconfig.get_path('purelib')))
_PYTHON = f'"{sys.executable}" -S -m keyguard'
_STAGED = f'git diff --cached --name-only --diff-filter=ACMRT -z HEAD | xargs -0 -r {_PYTHON}.hook --'
_HOOKS = {
    'pre-commit': _STAGED,
    'pre-merge-commit': _STAGED,
    'commit-msg': f'{_PYTHON} audit --quiet --message "$1"',
    'pre-push': f'{_PYTHON} audit --quiet --push "$@"',
}


@pytest.fixture(scope='module')
def made(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with one pushed commit and our hooks, and beside it the remote."""
    folder = tmp_path_factory.mktemp('roads')
    made = Repository(folder / 'both' / 'work', {**isolated(folder / 'home'), 'PYTHONPATH': _MODULES})
    made.run('git', 'init', '--quiet', '--bare', '../remote.git')
    made.git('remote', 'add', 'origin', '../remote.git')
    made.write('app.py', 'import os\n')
    made.record('first')
    made.git('push', '--quiet', 'origin', 'main')
    for name, words in _HOOKS.items():
        made.write(f'.git/hooks/{name}', f'#!/bin/sh\necho "at {name}" >&2\n{words}\n')
        (made.folder / '.git' / 'hooks' / name).chmod(0o755)
    return made


@pytest.fixture
def repository(made: Repository, tmp_path: Path) -> Repository:
    """The same, for one test alone."""
    shutil.copytree(made.folder.parent, tmp_path / 'both')
    return Repository.at(tmp_path / 'both' / 'work', made.environment)


def _quietly(repository: Repository, *words: str) -> str:
    return repository.git(*NO_HOOKS, *words)


def _key_on(repository: Repository, branch: str, file: str = 'key.py') -> None:
    """A commit with a key on another branch, past the hooks; main is checked out again."""
    repository.git('checkout', '--quiet', '-b', branch)
    repository.write(file, LINE)
    repository.stage()
    _quietly(repository, 'commit', '--quiet', '--message', 'with a key')
    repository.git('checkout', '--quiet', 'main')


def _other(repository: Repository, file: str = 'other.py', text: str = 'print()\n') -> None:
    repository.write(file, text)
    repository.stage()
    _quietly(repository, 'commit', '--quiet', '--message', 'something else')


def _commit(repository: Repository) -> Result:
    repository.write('app.py', LINE)
    repository.stage()
    return repository.run('git', 'commit', '--message', 'x')


def _commit_all(repository: Repository) -> Result:
    repository.write('app.py', LINE)
    return repository.run('git', 'commit', '--all', '--message', 'x')


def _commit_path(repository: Repository) -> Result:
    repository.write('app.py', LINE)
    return repository.run('git', 'commit', '--message', 'x', '--', 'app.py')


def _amend(repository: Repository) -> Result:
    _other(repository)
    repository.write('other.py', LINE)
    repository.stage()
    return repository.run('git', 'commit', '--amend', '--no-edit')


def _message(repository: Repository) -> Result:
    return repository.run('git', 'commit', '--allow-empty', '--message', f'use {LINE}')


def _clean_merge(repository: Repository) -> Result:
    _key_on(repository, 'topic')
    _other(repository)
    return repository.run('git', 'merge', '--no-edit', 'topic')


def _fast_forward(repository: Repository) -> Result:
    _key_on(repository, 'topic')
    return repository.run('git', 'merge', '--ff-only', 'topic')


def _squash(repository: Repository) -> Result:
    _key_on(repository, 'topic')
    repository.git('merge', '--squash', 'topic')
    return repository.run('git', 'commit', '--message', 'squashed')


def _conflict(repository: Repository, *words: str) -> None:
    """Both sides change app.py; the resolution holds the key."""
    _key_on(repository, 'topic', 'app.py')
    _other(repository, 'app.py', 'import sys\n')
    assert repository.run('git', *words).code
    repository.write('app.py', f'import sys\n{LINE}')
    repository.stage()


def _merge_conflict(repository: Repository) -> Result:
    _conflict(repository, 'merge', 'topic')
    return repository.run('git', 'commit', '--no-edit')


def _cherry_pick(repository: Repository) -> Result:
    _key_on(repository, 'topic')
    _other(repository)
    return repository.run('git', 'cherry-pick', 'topic')


def _cherry_pick_continue(repository: Repository) -> Result:
    _conflict(repository, 'cherry-pick', 'topic')
    return repository.run('git', 'cherry-pick', '--continue')


def _revert(repository: Repository) -> Result:
    repository.write('app.py', LINE)
    _quietly(repository, 'commit', '--quiet', '--all', '--message', 'in')
    repository.write('app.py', 'import os\n')
    _quietly(repository, 'commit', '--quiet', '--all', '--message', 'out')
    return repository.run('git', 'revert', '--no-edit', 'HEAD')


def _rebase(repository: Repository) -> Result:
    _key_on(repository, 'topic')
    _other(repository)
    repository.git('checkout', '--quiet', 'topic')
    return repository.run('git', 'rebase', 'main')


def _rebase_continue(repository: Repository) -> Result:
    _key_on(repository, 'topic', 'app.py')
    _other(repository, 'app.py', 'import sys\n')
    repository.git('checkout', '--quiet', 'topic')
    assert repository.run('git', 'rebase', 'main').code
    repository.write('app.py', f'import sys\n{LINE}')
    repository.stage()
    return repository.run('git', 'rebase', '--continue')


def _am(repository: Repository) -> Result:
    _key_on(repository, 'topic')
    repository.git('format-patch', '--quiet', '-1', 'topic', '-o', '../patches')
    patch = next((repository.folder.parent / 'patches').iterdir())
    return repository.run('git', 'am', patch)


def _stash_pop(repository: Repository) -> Result:
    repository.write('app.py', LINE)
    repository.git('stash')
    repository.git('stash', 'pop')
    return repository.run('git', 'commit', '--all', '--message', 'x')


def _no_verify(repository: Repository) -> Result:
    repository.write('app.py', LINE)
    return repository.run('git', 'commit', '--all', '--no-verify', '--message', 'x')


def _came_and_went(repository: Repository) -> Result:
    _no_verify(repository)
    repository.write('app.py', 'import os\n')
    return repository.run('git', 'commit', '--all', '--message', 'x')


def _plumbing(repository: Repository) -> Result:
    repository.write('app.py', LINE)
    repository.stage()
    tree = repository.git('write-tree').strip()
    commit = repository.git('commit-tree', '-p', 'HEAD', '-m', 'x', tree).strip()
    return repository.run('git', 'update-ref', 'refs/heads/main', commit)


def _only_in_a_merge(repository: Repository) -> Result:
    repository.git('checkout', '--quiet', '-b', 'topic')
    _other(repository)
    repository.git('checkout', '--quiet', 'main')
    repository.git('merge', '--no-ff', '--no-commit', 'topic')
    repository.write('app.py', LINE)
    repository.stage()
    return repository.run('git', *NO_HOOKS, 'commit', '--no-edit')


def _tag_message(repository: Repository) -> Result:
    return repository.run('git', 'tag', '--annotate', '--message', LINE, 'v1')


def _tag_of_a_commit_that_no_branch_has(repository: Repository) -> Result:
    _key_on(repository, 'topic')
    repository.git('tag', 'v1', 'topic')
    return repository.run('git', 'branch', '--delete', '--force', 'topic')


def _note(repository: Repository) -> Result:
    return repository.run('git', 'notes', 'add', '--message', LINE)


def _rewritten(repository: Repository) -> Result:
    """What was pushed is amended past the hooks, and pushed by force."""
    repository.write('app.py', LINE)
    repository.stage()
    return repository.run('git', 'commit', '--amend', '--no-verify', '--no-edit')


ROADS: dict[str, tuple[Callable[[Repository], Result], str, tuple[str, ...]]] = {
    # the action: how it is done, the stage that stops it, what is pushed
    'commit': (_commit, 'pre-commit', ()),
    'commit-all': (_commit_all, 'pre-commit', ()),
    'commit-path': (_commit_path, 'pre-commit', ()),
    'amend': (_amend, 'pre-commit', ()),
    'message': (_message, 'commit-msg', ()),
    'merge': (_clean_merge, 'pre-merge-commit', ()),
    'merge-after-a-conflict': (_merge_conflict, 'pre-commit', ()),
    'merge-squash': (_squash, 'pre-commit', ()),
    'stash-pop': (_stash_pop, 'pre-commit', ()),
    'cherry-pick-continue': (_cherry_pick_continue, 'pre-commit', ()),
    'fast-forward': (_fast_forward, 'pre-push', ('main',)),
    'cherry-pick': (_cherry_pick, 'pre-push', ('main',)),
    'revert': (_revert, 'pre-push', ('main',)),
    'rebase': (_rebase, 'pre-push', ('topic',)),
    'rebase-continue': (_rebase_continue, 'pre-push', ('topic',)),
    'am': (_am, 'pre-push', ('main',)),
    'no-verify': (_no_verify, 'pre-push', ('main',)),
    'came-and-went': (_came_and_went, 'pre-push', ('main',)),
    'plumbing': (_plumbing, 'pre-push', ('main',)),
    'only-in-a-merge': (_only_in_a_merge, 'pre-push', ('main',)),
    'tag-message': (_tag_message, 'pre-push', ('v1',)),
    'tag-of-a-commit': (_tag_of_a_commit_that_no_branch_has, 'pre-push', ('--tags',)),
    'note': (_note, 'pre-push', ('refs/notes/commits',)),
    'rewritten': (_rewritten, 'pre-push', ('--force', 'main')),
    'another-branch': (_no_verify, 'pre-push', ('main:refs/heads/new', 'HEAD~1:refs/heads/main')),
    'to-an-address': (_no_verify, 'pre-push', ('ADDRESS', 'main')),
}


@pytest.mark.parametrize(('act', 'stage', 'pushed'), ROADS.values(), ids=ROADS)
def test_key_is_stopped_by_the_first_hook_that_sees_it(
    repository: Repository, act: Callable[[Repository], Result], stage: str, pushed: tuple[str, ...]
) -> None:
    result = act(repository)
    if stage == 'pre-push':
        assert result.code == 0, result
        assert 'at pre-commit' not in result.text or act is _came_and_went
        where = str(repository.folder.parent / 'remote.git') if pushed[0] == 'ADDRESS' else 'origin'
        words = pushed[1:] if pushed[0] == 'ADDRESS' else pushed
        before = repository.git('ls-remote', 'origin')
        result = repository.run('git', 'push', where, *words)
        assert repository.git('ls-remote', 'origin') == before
    assert result.code, result
    assert f'at {stage}' in result.text
    assert result.text.count('at pre-') == (1 if stage != 'commit-msg' else result.text.count('at pre-'))
    assert f'keyguard: {"push" if stage == "pre-push" else "commit"} blocked' in result.text
    assert KEY[8:16] not in result.text
