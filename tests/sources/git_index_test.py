"""The index as a commit would take it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from keyguard.errors import USAGE, Fatal
from keyguard.model import Blob, Report
from keyguard.sources import index
from testing.repository import Repository

pytestmark = pytest.mark.usefixtures('cut_off')


def staged(folder: Path, report: Report | None = None) -> list[tuple[bytes, bytes]]:
    blobs = list(index.staged(str(folder), report or Report()))
    assert all(blob.where == 'index' and blob.oid and not blob.reason for blob in blobs)
    return sorted((blob.path, bytes(blob.data[:])) for blob in blobs)


def test_before_the_first_commit_everything_is_staged(repository: Repository) -> None:
    assert staged(repository.folder) == []
    repository.write('a', 'one')
    repository.write('sub/b', 'two')
    repository.write('not staged', 'three')
    repository.stage('a', 'sub')
    repository.write('wanted', 'later')
    repository.git('add', '--intent-to-add', 'wanted')
    assert staged(repository.folder) == [(b'a', b'one'), (b'sub/b', b'two')]
    assert staged(repository.folder / 'sub') == [(b'a', b'one'), (b'sub/b', b'two')]


def test_only_what_differs_from_head_and_as_it_is_staged(repository: Repository) -> None:
    for name in ('same', 'changed', 'gone', 'partly'):
        repository.write(name, name)
    repository.record()
    repository.write('changed', 'new')
    repository.write('partly', 'staged')
    repository.git('rm', '-q', 'gone')
    repository.stage()
    repository.write('partly', 'work tree')
    repository.write('same', 'work tree')
    repository.write('wanted', 'later')
    repository.git('add', '--intent-to-add', 'wanted')
    assert staged(repository.folder) == [(b'changed', b'new'), (b'partly', b'staged')]


def test_same_bytes_under_two_names_are_told_twice(repository: Repository) -> None:
    repository.write('a', 'x')
    repository.write('b', 'x')
    repository.stage()
    assert staged(repository.folder) == [(b'a', b'x'), (b'b', b'x')]


def test_user_configuration_changes_nothing(repository: Repository) -> None:
    repository.write('sub/b', 'x' * 100)
    repository.record()
    repository.git('mv', 'sub/b', 'sub/c')
    for name in ('diff.relative', 'diff.renames', 'diff.noprefix'):
        repository.git('config', name, 'true')
    for name, value in (('color.ui', 'always'), ('core.abbrev', '5'), ('diff.orderFile', 'none')):
        repository.git('config', name, value)
    assert staged(repository.folder / 'sub') == [(b'sub/c', b'x' * 100)]


@pytest.mark.skipif(sys.platform != 'linux', reason='such names do not exist elsewhere')
@pytest.mark.parametrize('name', [b'caf\xe9', b'new\nline', b' blank', b'%0A%25', b'\t"quoted"', b'-dash', b':(top)x'])
def test_any_name_comes_back(name: bytes, repository: Repository) -> None:
    repository.write(name, 'x')
    repository.git('add', '.')
    assert staged(repository.folder) == [(name, b'x')]


@pytest.mark.skipif(sys.platform == 'win32', reason='symbolic links need a right there')
def test_symbolic_link_is_its_target(repository: Repository) -> None:
    (repository.folder / 'link').symlink_to('where/to')
    repository.stage()
    assert staged(repository.folder) == [(b'link', b'where/to')]


def test_submodule_is_named_not_read(repository: Repository) -> None:
    inner = Repository(repository.folder / 'lib', repository.environment)
    inner.write('x', 'x')
    inner.record()
    repository.git('-c', 'advice.addEmbeddedRepo=false', 'add', 'lib')
    report = Report()
    assert staged(repository.folder, report) == []
    assert report.notes == ["the submodule 'lib' is a repository of its own and was not looked into"]


def test_every_side_of_a_conflict_is_read(repository: Repository) -> None:
    repository.write('a', 'base')
    repository.record()
    repository.git('checkout', '-q', '-b', 'side')
    repository.write('a', 'theirs')
    repository.record()
    repository.git('checkout', '-q', 'main')
    repository.write('a', 'ours')
    repository.record()
    assert repository.run('git', 'merge', 'side').code
    assert staged(repository.folder) == [(b'a', b'base'), (b'a', b'ours'), (b'a', b'theirs')]
    (repository.folder / 'sub').mkdir()
    assert len(staged(repository.folder / 'sub')) == 3


def test_linked_work_tree_has_an_index_of_its_own(repository: Repository) -> None:
    repository.write('a', 'a')
    repository.record()
    repository.git('worktree', 'add', '-q', '../tree')
    repository.write('../tree/b', 'b')
    repository.git('-C', '../tree', 'add', '.')
    assert staged(repository.folder.parent / 'tree') == [(b'b', b'b')] and staged(repository.folder) == []


HOOK = """#!/bin/sh
cd "${0%/*}/../.." 2>/dev/null; cd "$WHERE"
PYTHONPATH="$ROOT" exec "$PYTHON" -c '
from keyguard.model import Report
from keyguard.sources import index
print(sorted((blob.path, bytes(blob.data[:])) for blob in index.staged(".", Report())))' >>"$LOG"
"""


@pytest.mark.skipif(sys.platform == 'win32', reason='the hook is a shell script')
@pytest.mark.parametrize('arguments', [['-a'], ['--', 'b'], []], ids=['all', 'a path', 'the index'])
@pytest.mark.parametrize('linked', [False, True])
def test_hook_sees_the_index_of_the_commit_that_is_made(
    arguments: list[str], linked: bool, repository: Repository, tmp_path: Path
) -> None:
    for name in ('a', 'b', 'c'):
        repository.write(name, 'old')
    repository.record()
    folder = repository.folder
    if linked:
        folder = tmp_path / 'tree'
        repository.git('worktree', 'add', '-q', folder)
    for name in ('a', 'b', 'c'):
        (folder / name).write_text(f'new {name}')
    repository.git('-C', folder, 'add', 'a')
    hook = repository.folder / '.git' / 'hooks' / 'pre-commit'
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(HOOK)
    hook.chmod(0o755)
    root = Path(__file__).parents[2]
    variables = {'PYTHON': sys.executable, 'ROOT': str(root), 'LOG': str(tmp_path / 'log'), 'WHERE': str(folder)}
    done = repository.run('git', '-C', folder, 'commit', '-qm', 'x', *arguments, variables=variables)
    assert done.code == 0, done
    taken = {'-a': 'abc', '--': 'b', '': 'a'}[arguments[0] if arguments else '']
    assert (tmp_path / 'log').read_text().strip() == str([(os.fsencode(x), f'new {x}'.encode()) for x in taken])


def test_staged_bytes_that_are_gone_are_told(repository: Repository) -> None:
    repository.write('a', 'x')
    repository.stage()
    id = repository.git('rev-parse', ':a').strip()
    (repository.folder / '.git' / 'objects' / id[:2] / id[2:]).unlink()
    found: list[Blob] = list(index.staged(str(repository.folder), Report()))
    assert [(blob.oid, blob.reason) for blob in found] == [(id, 'git lacks the staged bytes')]


def test_bare_repository_has_no_index(repository: Repository) -> None:
    repository.git('init', '-q', '--bare', '../bare')
    with pytest.raises(Fatal, match='bare') as caught:
        staged(repository.folder.parent / 'bare')
    assert caught.value.code == USAGE
