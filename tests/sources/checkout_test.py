from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from keyguard.errors import Fatal
from keyguard.git.checkout import Checkout
from keyguard.sources import files, tree
from testing.repository import Repository, isolated

_NOBODY = 65534


@pytest.fixture(autouse=True)
def _isolated(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ('HOME', 'XDG_CONFIG_HOME', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM'):
        monkeypatch.setenv(name, environment[name])


def listed(repository: Repository, *paths: str, ignored: bool = False) -> list[bytes]:
    found = Checkout(str(repository.folder), list(paths or ('.',)), ignored)
    names = list(found)
    assert found.count == len(names)
    return sorted(names)


def test_tracked_and_new_files_are_listed_ignored_ones_only_when_asked_for(repository: Repository) -> None:
    for name in ('a.py', 'in/b.py', 'new.py', 'left.log'):
        repository.write(name, 'x\n')
    repository.write('.gitignore', '*.log\n')
    repository.git('add', 'a.py', 'in', '.gitignore')
    assert listed(repository) == [b'.gitignore', b'a.py', b'in/b.py', b'new.py']
    assert listed(repository, 'in') == [b'in/b.py']
    assert b'left.log' in listed(repository, ignored=True)


def test_names_of_any_bytes(repository: Repository) -> None:
    names = ['tab\tin it', 'line\nin it', 'H 100644 0', '160000 x', ' blank', '? new', '*', 'ends.'.ljust(200, 'x')]
    for number, name in enumerate(names):
        repository.write(name, 'x\n')
        if number % 2:
            repository.git('--literal-pathspecs', 'add', '--', name)
    assert listed(repository) == sorted(map(os.fsencode, names))
    assert listed(repository, '*') == [b'*']


def test_file_that_is_gone_is_passed_over_in_the_index_or_in_a_conflict(repository: Repository) -> None:
    for name in ('a.py', 'in/b.py', 'c.py'):
        repository.write(name, 'x\n')
    repository.record()
    (repository.folder / 'a.py').unlink()
    shutil.rmtree(repository.folder / 'in')
    # a file where the folder was
    repository.write('in', 'x\n')
    assert listed(repository) == [b'c.py', b'in']
    repository.git('checkout', '--', 'a.py')
    _conflict(repository, 'a.py')
    assert listed(repository) == [b'a.py', b'c.py', b'in']
    (repository.folder / 'a.py').unlink()
    assert listed(repository) == [b'c.py', b'in']


def _conflict(repository: Repository, name: str) -> None:
    """Three sides of the file that are to be merged."""
    ids = []
    for text in ('base', 'ours', 'theirs'):
        repository.write('../side', text)
        ids.append(repository.git('hash-object', '-w', '../side').strip())
    repository.git('rm', '--quiet', '--cached', name)
    lines = ''.join(f'100644 {id} {stage}\t{name}\n' for stage, id in enumerate(ids, 1))
    repository.write('../entries', lines)
    repository.git('-c', 'alias.put=!git update-index --index-info <', 'put', str(repository.folder.parent / 'entries'))
    assert repository.git('ls-files', '--unmerged').count('\n') == 3


def test_repositories_within_are_told_apart_and_only_once(repository: Repository) -> None:
    inner = Repository(repository.folder / 'inner', repository.environment)
    inner.write('z.py', 'x\n')
    inner.record()
    other = Repository(repository.folder / 'other', repository.environment)
    other.write('y.py', 'x\n')
    other.record()
    repository.write('a.py', 'x\n')
    repository.git('add', 'a.py', 'inner')
    found = Checkout(str(repository.folder), ['.'])
    found.close()
    assert (found.nested, found.count) == ([b'inner', b'other'], 1)
    assert listed(repository) == [b'a.py']


def test_sparse_checkout(repository: Repository) -> None:
    for name in ('in/a.py', 'out/b.py', 'out/c.py'):
        repository.write(name, 'x\n')
    repository.record()
    repository.git('sparse-checkout', 'set', '--cone', 'in')
    # one that came back is there to be read
    repository.write('out/c.py', 'x\n')
    found = Checkout(str(repository.folder), ['.'])
    assert (list(found), found.absent) == ([b'in/a.py', b'out/c.py'], [b'out/b.py'])


def test_many_names_come_whole_over_the_edges_of_what_is_read_at_once(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        repository.write(f'a{number}.py', 'x\n')
    repository.git('add', '.')
    repository.write('new.py', 'x\n')
    whole = listed(repository)
    for size in (1, 7, 64):
        monkeypatch.setattr('keyguard.git.checkout._CHUNK', size)
        assert listed(repository) == whole


def test_failure_of_git_is_told_in_its_words(tmp_path: Path) -> None:
    with pytest.raises(Fatal, match=r'git ls-files failed in .*: fatal: not a git repository'):
        Checkout(str(tmp_path), ['.'])


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    """A repository of somebody who may not do everything: as root every folder can be read."""
    if not hasattr(os, 'geteuid') or sys.platform != 'linux':
        pytest.skip('needs the rights of a Unix')
    top = Path(tempfile.mkdtemp())
    top.chmod(0o755)
    environment = isolated(top / 'home')
    for name in ('HOME', 'XDG_CONFIG_HOME', 'GIT_CONFIG_GLOBAL'):
        monkeypatch.setenv(name, environment[name])
    mine = Repository(top / 'r', environment)
    for name in ('a.py', 'shut/b.py', 'new/c.py'):
        mine.write(name, 'x\n')
    mine.git('add', 'a.py', 'shut')
    root = os.geteuid() == 0
    if root:
        for parent, folders, names in os.walk(top):
            for name in ('.', *folders, *names):
                os.chown(os.path.join(parent, name), _NOBODY, _NOBODY)
        os.seteuid(_NOBODY)
    try:
        yield mine
    finally:
        if root:
            os.seteuid(0)
        for name in ('shut', 'new'):
            (mine.folder / name).chmod(0o755)
        shutil.rmtree(top)


def test_folder_that_may_not_be_entered_is_not_taken_for_gone(
    guarded: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(guarded.folder)
    for name in ('shut', 'new'):
        (guarded.folder / name).chmod(0)
    top = str(guarded.folder)
    names = list(tree.names(top, [top], top))
    found = {name: files.read(name, name).reason for name in names}
    # git lists the folder, too, where it looks for new files in it
    found.pop(b'shut', None)
    assert found == {b'a.py': '', b'shut/b.py': 'permission denied', b'new': 'permission denied'}
    # from a folder within, too
    (guarded.folder / 'sub').mkdir()
    monkeypatch.chdir(guarded.folder / 'sub')
    names = list(tree.names(f'{top}/sub', [top], top))
    assert {name: files.read(name, name).reason for name in names}[b'../new'] == 'permission denied'
