"""A whole history, and ranges of it, beside a slow reader that asks git for one object after the other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from mmap import mmap
from pathlib import Path

import pytest

from keyguard.catalogue import one
from keyguard.commands import scan
from keyguard.errors import INCOMPLETE, USAGE, Fatal
from keyguard.git import objects, refs, walk
from keyguard.model import Blob, Report
from keyguard.naming import telling
from keyguard.pipeline import run
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.sources import commits, lacking, share
from keyguard.sources.choice import Choice
from testing.audits import DETECTOR, variable
from testing.histories import deep
from testing.repository import Repository

pytestmark = pytest.mark.usefixtures('cut_off')


def settings():  # type: ignore[no-untyped-def]
    return scan.settings(scan.Options())


def blobs(folder: Path, report: Report, unreachable: bool = False) -> Iterator[Blob]:
    return commits.blobs(commits.history(str(folder), report, unreachable), str(folder), report)


def ranged(folder: Path, words: str, since: str = '', report: Report | None = None) -> list[Blob]:
    report = report or Report()
    return list(commits.blobs(commits.commits(str(folder), words, since, report), str(folder), report))


def scanned(folder: Path, unreachable: bool = False) -> tuple[Report, set[tuple[str, str]]]:
    """The report, and each find as fingerprint and kind of place."""
    report = Report()
    run(blobs(folder, report, unreachable), settings(), report)
    return report, {(find.secret.fingerprint, find.where) for find in report.findings}


def _ask(folder: Path, *arguments: str, given: bytes = b'') -> bytes:
    variables = {**os.environ, 'GIT_ALLOW_PROTOCOL': 'none', 'GIT_GRAFT_FILE': '/nowhere'}
    command = ['git', '--no-replace-objects', *arguments]
    return subprocess.run(command, cwd=folder, env=variables, input=given, capture_output=True, check=False).stdout


def slowly(folder: Path, unreachable: bool = False) -> set[tuple[str, str]]:
    """The same finds, read by other means: every object of one list, as git prints it, all of them held at once."""
    if unreachable:
        listed = _ask(folder, 'cat-file', '--batch-all-objects', '--batch-check=%(objectname)')
    else:
        stashes = _ask(folder, 'reflog', 'show', '--format=%H', 'refs/stash', '--').decode().split()
        listed = _ask(folder, 'rev-list', '--objects', '--missing=allow-any', '--all', *stashes)
    entries = [entry.partition(b' ') for entry in dict.fromkeys(listed.splitlines())]
    printed = _ask(folder, 'cat-file', '--batch', given=b''.join(id + b'\n' for id, _, _ in entries))
    blobs = []
    for id, _, name in entries:
        header, _, printed = printed.partition(b'\n')
        assert header.startswith(id + b' ')
        if header == id + b' missing':
            continue
        kind, size = header.decode().split()[1:]
        data, printed = printed[: int(size)], printed[int(size) + 1 :]
        if kind == 'blob':
            blobs.append(Blob(name or b'blob', data, where='history'))
        elif kind in ('commit', 'tag'):
            blobs.append(Blob(b'message', data.partition(b'\n\n')[2], where=f'{kind} message'))
    assert not printed
    return {(find.secret.fingerprint, find.where) for find in run(blobs, settings()).findings}


def plain(at: Repository) -> Path:
    for number in range(3):
        at.write(f'a{number}.env', variable(number))
        at.record(f'change {number}')
    at.write('a0.env', b'')
    at.record()
    return at.folder


def merged(at: Repository) -> Path:
    plain(at)
    at.git('checkout', '-q', '-b', 'side', 'HEAD~1')
    at.write('side', variable(10))
    at.record()
    at.git('checkout', '-q', 'main')
    at.git('merge', '--no-ff', '--no-commit', '-q', 'side')
    at.write('made by the merge', variable(11))
    at.record('Merge')
    at.git('branch', '-D', 'side')
    return at.folder


def deleted(at: Repository) -> Path:
    plain(at)
    at.git('checkout', '-q', '-b', 'gone')
    at.write('gone.env', variable(12))
    at.record('a key in the message, too: ' + variable(13).decode())
    at.git('checkout', '-q', 'main')
    at.git('branch', '-D', 'gone')
    return at.folder


def stashed(at: Repository) -> Path:
    plain(at)
    for seed in (14, 15):
        at.write('a1.env', variable(seed))
        at.write(f'untracked {seed}', variable(seed + 10))
        at.git('stash', 'push', '-q', '--include-untracked')
    return at.folder


def messages(at: Repository) -> Path:
    plain(at)
    at.record('Use ' + variable(30).decode())
    at.git('tag', '-a', 'v1', '-m', 'First ' + variable(31).decode())
    at.git('tag', '-a', 'v2', 'v1', '-m', 'Of a tag ' + variable(34).decode())
    at.git('notes', 'add', '-m', variable(32).decode())
    blob = at.git('hash-object', '-w', at.folder / '.git' / 'config').strip()
    at.git('tag', 'of-a-blob', blob)
    # what git writes when a signed tag is merged
    tree, head = at.git('rev-parse', 'HEAD^{tree}', 'HEAD').split()
    who = 'A <a@test.invalid> 1767268800 +0000'
    tag = f'object {head}\ntype commit\ntag v3\ntagger {who}\n\n{variable(33).decode()}'.rstrip('\n').replace(
        '\n', '\n '
    )
    at.write('../merge', f'tree {tree}\nparent {head}\nauthor {who}\ncommitter {who}\nmergetag {tag}\n\nmerge\n')
    at.git('update-ref', 'HEAD', at.git('hash-object', '-t', 'commit', '-w', '../merge').strip())
    return at.folder


def squashed(at: Repository) -> Path:
    plain(at)
    at.git('checkout', '-q', '-b', 'feature')
    at.write('f.env', variable(40))
    at.record()
    at.write('f.env', variable(41))
    at.record()
    at.git('mv', 'f.env', 'renamed.env')
    at.record()
    at.git('checkout', '-q', 'main')
    at.git('merge', '--squash', '-q', 'feature')
    at.record('squashed')
    at.git('branch', '-D', 'feature')
    return at.folder


def only_staged(at: Repository) -> Path:
    plain(at)
    at.write('s.env', variable(42))
    at.stage()
    return at.folder


def bare(at: Repository) -> Path:
    messages(at)
    at.git('clone', '-q', '--mirror', at.folder.as_uri(), at.folder.parent / 'bare')
    return at.folder.parent / 'bare'


def shallow(at: Repository) -> Path:
    messages(at)
    at.git('clone', '-q', '--depth=2', at.folder.as_uri(), at.folder.parent / 'shallow')
    return at.folder.parent / 'shallow'


def partial(at: Repository) -> Path:
    plain(at)
    at.git('config', 'uploadpack.allowFilter', 'true')
    at.git('clone', '-q', '--filter=blob:none', at.folder.as_uri(), at.folder.parent / 'partial')
    return at.folder.parent / 'partial'


def with_module(at: Repository) -> Path:
    plain(at)
    other = Repository(at.folder.parent / 'other', at.environment)
    other.write('in the module', variable(50))
    other.record()
    at.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.folder.as_uri(), 'lib/other')
    at.record()
    return at.folder


def borrowing(at: Repository) -> Path:
    plain(at)
    at.git('clone', '-q', '--shared', at.folder, at.folder.parent / 'borrowing')
    return at.folder.parent / 'borrowing'


def sha256(at: Repository) -> Path:
    at.run('rm', '-rf', '.git')
    at.git('init', '-q', '--object-format=sha256')
    return merged(at)


def replaced(at: Repository) -> Path:
    plain(at)
    old = at.head()
    at.write('new.env', variable(51))
    new = at.record()
    at.git('checkout', '-q', '-B', 'main', old)
    at.git('replace', 'HEAD~1', new)
    blob = at.git('rev-parse', 'HEAD:a1.env').strip()
    at.write('other', variable(52))
    at.git('replace', blob, at.git('hash-object', '-w', 'other').strip())
    return at.folder


def grafted(at: Repository) -> Path:
    plain(at)
    (at.folder / '.git' / 'info').mkdir(exist_ok=True)
    (at.folder / '.git' / 'info' / 'grafts').write_text(at.head() + '\n')
    return at.folder


def odd_names(at: Repository) -> Path:
    plain(at)
    for number, name in enumerate(("refs/heads/it's-a-(b)%", 'refs/tags/HEAD', 'refs/heads/-dash', 'refs/odd/ü')):
        at.write('o', variable(60 + number))
        at.git('update-ref', name, at.record())
    at.git('reset', '-q', '--hard', 'HEAD~4')
    if sys.platform == 'linux':
        at.write(b'caf\xe9.env', variable(70))
        at.write('new\nline.env', variable(71))
        at.write(' blank.env', variable(72))
        at.record()
    return at.folder


def empty(at: Repository) -> Path:
    return at.folder


def detached(at: Repository) -> Path:
    plain(at)
    at.git('checkout', '-q', '--detach')
    at.write('d', variable(80))
    at.record()
    return at.folder


def linked(at: Repository) -> Path:
    plain(at)
    at.git('worktree', 'add', '-q', '--detach', '../tree')
    at.write('../tree/t', variable(81))
    at.git('-C', '../tree', 'add', '.')
    at.git('-C', '../tree', 'commit', '-qm', 'in the other tree')
    return at.folder


def grown(at: Repository) -> Path:
    deep(at, 45, files=6, extra=variable(90))
    return at.folder


KINDS: list[tuple[Callable[[Repository], Path], int, int]] = [
    # how many keys are reached, and how many there are in the store
    (plain, 3, 3),
    (merged, 5, 5),
    (deleted, 3, 5),
    (stashed, 7, 7),
    (messages, 8, 8),
    (squashed, 4, 5),
    (only_staged, 3, 4),
    (bare, 8, 8),
    (partial, 2, 2),
    (with_module, 3, 3),
    (borrowing, 3, 3),
    (sha256, 5, 5),
    (replaced, 5, 5),
    (grafted, 3, 3),
    (odd_names, 10 if sys.platform == 'linux' else 7, 10 if sys.platform == 'linux' else 7),
    (empty, 0, 0),
    (detached, 4, 4),
    (linked, 4, 4),
    (grown, 1, 1),
]


@pytest.mark.parametrize(('kind', 'reached', 'stored'), KINDS, ids=[kind.__name__ for kind, _, _ in KINDS])
def test_history_shows_what_a_slow_reader_finds(
    kind: Callable[[Repository], Path], reached: int, stored: int, repository: Repository
) -> None:
    folder = kind(repository)
    for unreachable, number in ((False, reached), (True, stored)):
        report, found = scanned(folder, unreachable)
        slow = slowly(folder, unreachable)
        tags = {find for find in found if find[1] == 'tag message'}
        # the tags in the headers of merges are no objects of their own
        assert found - tags == {find for find in slow if find[1] != 'tag message'}
        assert tags >= {find for find in slow if find[1] == 'tag message'}
        assert len({fingerprint for fingerprint, _ in found}) == number
        assert bool(report.unread) == (kind is partial)
        assert (report.commits > 0) == (kind is not empty)


def test_every_blob_comes_once_with_a_path(repository: Repository) -> None:
    repository.write('a/b.txt', 'same')
    repository.write('c.txt', 'same')
    repository.record('first')
    repository.git('mv', 'c.txt', 'd.txt')
    head = repository.record('second')
    report = Report()
    found = list(blobs(repository.folder, report))
    places = sorted((blob.where, blob.path, bytes(blob.data[:])) for blob in found)
    first = repository.git('rev-parse', 'HEAD~1').strip()
    assert places == sorted(
        [
            ('commit message', f'commit {head[:12]}'.encode(), b'second\n'),
            ('commit message', f'commit {first[:12]}'.encode(), b'first\n'),
            ('history', b'd.txt', b'same'),
        ]
    )
    assert report.commits == 2 and not report.unread and not report.notes


def test_names_are_all_met_and_the_telling_ones_looked_at(repository: Repository) -> None:
    """A blob whose second name makes a key of it, or is one; a merge that only renames; and a path in a subfolder."""
    bare = sample(one('zhipu').detectors[0], 3)
    repository.write('notes.txt', b'token: ' + bare + b'\n')
    repository.write('plain.txt', 'nothing')
    repository.record()
    repository.git('mv', 'notes.txt', 'zhipu_api_key.txt')
    repository.git('mv', 'plain.txt', sample(DETECTOR, 7).decode())
    repository.record()
    repository.git('checkout', '-q', '-b', 'side', 'HEAD~1')
    repository.write('other', 'x')
    repository.record()
    repository.git('merge', '-q', '--no-commit', '-s', 'ours', 'main')
    repository.git('mv', 'notes.txt', 'sub.txt')
    repository.git('mv', 'plain.txt', 'a\nb%')
    repository.record('Merge')
    repository.git('checkout', '-q', 'main')
    (repository.folder / 'sub').mkdir()
    for folder in (repository.folder, repository.folder / 'sub'):
        report = Report()
        choice = Choice(telling=lambda path: telling(path, BOOK))
        shares = commits.history(str(folder), report, choice=choice)
        report = run(commits.blobs(shares, str(folder), report), settings(), report)
        assert sorted(find.view for find in report.blocked) == ['file name', 'plain']
        assert {find.path for find in report.blocked if find.view == 'plain'} == {b'zhipu_api_key.txt'}
        id = bytes.fromhex(report.blocked[1].oid)
        assert choice.complete
        assert choice.names(id) in ({b'notes.txt', b'zhipu_api_key.txt', b'sub.txt'},
                                    {b'plain.txt', sample(DETECTOR, 7), b'a\nb%'})  # fmt: skip


def test_difference_is_that_of_the_whole_repository(repository: Repository) -> None:
    repository.write('sub/a.env', variable(1))
    repository.write('b.env', variable(2))
    repository.record()
    repository.git('config', 'diff.relative', 'true')
    assert len(scanned(repository.folder / 'sub')[1]) == 2
    assert len([blob for blob in ranged(repository.folder / 'sub', 'HEAD') if blob.where == 'history']) == 2


def test_file_and_pipe_give_the_same(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(130):
        repository.write(f'{number:03}', b'%d\n' % number * (number % 7) + b'x' * (number * 300))
    repository.record()

    def read() -> list[tuple[bytes, bytes, str]]:
        report = Report()
        found = [(blob.path, bytes(blob.data[:]), blob.reason) for blob in blobs(repository.folder, report)]
        assert not report.unread
        return found

    by_file = read()
    assert len(by_file) == 131
    monkeypatch.setattr(objects, 'limited', lambda: None)
    assert read() == by_file
    monkeypatch.undo()
    # a file that is full, and an object that would fill it alone
    for most in (40_000, 3000):
        monkeypatch.setattr(objects, 'MAP_FROM', most)
        assert read() == by_file
    # what git dies of in the middle
    monkeypatch.setattr(objects, 'MAP_FROM', 1 << 25)
    file = _object(repository, 'HEAD:064')
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-9])
    report = Report()
    assert len(list(blobs(repository.folder, report))) == 130 and len(report.unread) == 1


def test_files_are_not_shared_with_a_process_that_was_forked(repository: Repository) -> None:
    for number in range(120):
        repository.write(f'{number:03}', f'{number}\n' * 50)
    repository.record()
    expected = [bytes(blob.data[:]) for blob in blobs(repository.folder, Report())]
    (_, handle), *objects._files[:] = objects._files
    objects._files.append((os.getpid() + 1, os.dup(handle)))
    assert [bytes(blob.data[:]) for blob in blobs(repository.folder, Report())] == expected


def test_what_only_a_dropped_commit_had_keeps_its_name(repository: Repository) -> None:
    deleted(repository)
    repository.git('hash-object', '-w', '--', '.git/config')
    paths = {blob.path for blob in blobs(repository.folder, Report(), True)}
    assert b'gone.env' in paths
    assert len([path for path in paths if path.startswith(b'blob ')]) == 1


def test_shallow_clone_says_how_it_is_cut(repository: Repository) -> None:
    report, _ = scanned(shallow(repository))
    assert len(report.notes) == 1 and 'shallow: history before 2026-01-01 (' in report.notes[0]
    assert '--unshallow' in report.notes[0] and not report.unread


def test_partial_clone_is_never_fetched_and_names_what_it_lacks(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = partial(repository)
    before = _ask(folder, 'count-objects', '-v')
    report, _ = scanned(folder, True)
    assert _ask(folder, 'count-objects', '-v') == before
    assert [path.partition(b' ')[0] for path, _ in report.unread] == [b'object']
    assert 'partial clone' in report.unread[0][1]
    monkeypatch.setattr(lacking, '_MOST_NAMED', 0)
    assert scanned(folder)[0].unread[0][0] == b'1 more objects'
    report = Report()
    assert len(ranged(folder, 'HEAD~3..HEAD', report=report)) == 6 and not report.unread
    everything = ranged(folder, '', '2000-01-01', report)
    assert len(everything) == 7 and len(report.unread) == 1
    assert _ask(folder, 'count-objects', '-v') == before


def test_submodule_is_named(repository: Repository) -> None:
    report, _ = scanned(with_module(repository))
    assert report.notes == ["the submodule 'lib/other' is a repository of its own and was not looked into"]


def _object(repository: Repository, name: str) -> Path:
    id = repository.git('rev-parse', name).strip()
    return repository.folder / '.git' / 'objects' / id[:2] / id[2:]


def test_submodule_that_a_range_brought_is_named(repository: Repository) -> None:
    plain(repository)
    head = repository.head()
    repository.git('update-index', '--add', '--cacheinfo', f'160000,{head},lib/other')
    repository.git('commit', '--quiet', '--message', 'A submodule')
    repository.write('b.env', variable(7))
    repository.stage('b.env')
    repository.git('commit', '--quiet', '--message', 'And a key')
    report = Report()
    assert b'b.env' in {blob.path for blob in ranged(repository.folder, f'{head}..HEAD', report=report)}
    assert report.notes == ["the submodule 'lib/other' is a repository of its own and was not looked into"]
    assert (report.missing, report.unread) == ([], [])


def test_tree_and_blob_that_only_a_ref_names_are_read(repository: Repository) -> None:
    plain(repository)
    for name, number in (('tree', 7), ('blob', 8)):
        repository.write(name, variable(number))
    id = repository.git('hash-object', '-w', 'tree').strip()
    (repository.folder / 'entries').write_text(f'100644 blob {id}\tin a tree\n')
    tree = repository.run('sh', '-c', 'git mktree < entries').stdout.strip()
    repository.git('update-ref', 'refs/other/tree', tree)
    repository.git('update-ref', 'refs/other/blob', repository.git('hash-object', '-w', 'blob').strip())
    report, found = scanned(repository.folder)
    assert len(found) == 5 and report.unread == []
    named = {finding.path for finding in report.findings}
    assert b'in a tree' in named and any(path.startswith(b'blob ') for path in named)


def test_tag_whose_object_is_gone_is_named_and_hides_nothing(repository: Repository) -> None:
    plain(repository)
    repository.git('tag', '--annotate', '--message', 'Whole', 'whole', 'HEAD~1')
    repository.git('tag', '--annotate', '--message', variable(9).decode(), 'gone', 'HEAD')
    before = set(refs.tips(str(repository.folder)))
    file = _object(repository, 'refs/tags/gone')
    file.chmod(0o644)
    file.unlink()
    report, found = scanned(repository.folder)
    assert len(found) == 3
    assert f'object {file.parent.name}{file.name[:10]}'.encode() in dict(report.unread)
    # the others lead where they led
    assert set(refs.tips(str(repository.folder))) == {each for each in before if each[1] != b'refs/tags/gone'}
    assert len(before) == 3


@pytest.mark.parametrize('name', ['HEAD~1:a1.env', 'HEAD~1^{tree}', 'HEAD~1'], ids=['blob', 'tree', 'commit'])
@pytest.mark.parametrize('how', ['missing', 'corrupt', 'cut'])
def test_damage_is_named_and_everything_else_is_read(name: str, how: str, repository: Repository) -> None:
    plain(repository)
    file = _object(repository, name)
    file.chmod(0o644)
    if how == 'missing':
        file.unlink()
    else:
        data = file.read_bytes()
        file.write_bytes(b'nothing that git knows' if how == 'corrupt' else data[:-9])
    report, found = scanned(repository.folder)
    assert len(found) == (2 if name.endswith('env') else 3)
    assert report.unread


@pytest.mark.skipif(os.name == 'nt', reason='a program of a shell')
def test_git_that_dies_in_the_middle_of_a_line_tells_nothing_half(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it was about to say is read another way: nothing is lost, and nothing has a name that was cut."""
    plain(repository)
    real = shutil.which('git')
    wrapper = repository.folder.parent / 'bin' / 'git'
    wrapper.parent.mkdir()
    wrapper.write_text(
        '#!/bin/sh\n'
        f'case "$*" in *" log --stdin --all"*"--raw"*) {real} "$@" | head -c "$CUT"; kill -9 $$;; esac\n'
        f'exec {real} "$@"\n'
    )
    wrapper.chmod(0o755)
    size = len(_ask(repository.folder, 'log', '--all', '--format=%H', '--raw', '-z', '-c', '--root', '--no-abbrev'))
    monkeypatch.setenv('PATH', f'{wrapper.parent}{os.pathsep}{os.environ["PATH"]}')
    for cut in range(0, size, 61):
        monkeypatch.setenv('CUT', str(cut))
        report, found = scanned(repository.folder)
        assert len(found) == 3 and report.commits == 4 and not report.missing
        assert {find.path for find in report.findings} == {b'a0.env', b'a1.env', b'a2.env'}


@pytest.mark.skipif(os.name == 'nt', reason='a program of a shell')
def test_git_that_is_slow_to_end_has_not_died(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a process may have said all, and be there for a while."""
    plain(repository)
    first = repository.git('rev-list', '--max-parents=0', 'HEAD').strip()
    real = shutil.which('git')
    wrapper = repository.folder.parent / 'bin' / 'git'
    wrapper.parent.mkdir()
    wrapper.write_text(
        '#!/bin/sh\n'
        f'case "$*" in *" log "*|*" rev-list "*|*" diff-tree "*) {real} "$@"; code=$?; exec >&-; sleep 0.8; exit $code;;'
        f' esac\nexec {real} "$@"\n'
    )
    wrapper.chmod(0o755)
    folder = str(repository.folder)
    monkeypatch.setenv('PATH', f'{wrapper.parent}{os.pathsep}{os.environ["PATH"]}')
    report, found = scanned(repository.folder)
    assert (len(found), report.unread) == (3, [])
    report = Report()
    assert {blob.path for blob in ranged(repository.folder, f'{first}..HEAD', report=report)} > {b'a2.env'}
    head = repository.head()
    brought = commits.beyond(folder, [head], [f'^{first}'], [], report)
    assert b'a2.env' in {blob.path for blob in commits.blobs(brought, folder, report)}
    assert report.unread == []


def test_long_run_of_damaged_blobs_is_passed(repository: Repository) -> None:
    for number in range(20):
        repository.write(f'{number:02}', variable(number))
    repository.record()
    for number in range(3, 19):
        file = _object(repository, f'HEAD:{number:02}')
        file.chmod(0o644)
        file.write_bytes(file.read_bytes()[:20])
    report, found = scanned(repository.folder)
    assert len(found) == 4 and len(report.unread) == 16
    assert any('unable to stream' in reason for _, reason in report.unread)


def test_large_blob_is_mapped_not_held(repository: Repository) -> None:
    size = 40 << 20
    key = variable(1)
    repository.write('large', bytes(size) + b'\n' + key)
    repository.git('-c', 'core.compression=1', 'add', 'large')
    repository.record()
    found = {blob.path: blob for blob in blobs(repository.folder, Report())}
    data = found[b'large'].data
    assert isinstance(data, mmap) and len(data) == size + 1 + len(key) and data[size:] == b'\n' + key
    (find,) = run([found[b'large']], settings()).blocked
    assert (find.path, find.line) == (b'large', 2)
    data.close()


def test_large_blob_without_room_is_named_and_the_next_is_read(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain(repository)
    monkeypatch.setattr(objects, 'MAP_FROM', 20)

    def full(*_: object, **__: object) -> mmap:
        raise OSError(28, 'No space left on device')

    monkeypatch.setattr('mmap.mmap', full)
    report, found = scanned(repository.folder)
    assert not found and {path for path, _ in report.unread} >= {b'a0.env', b'a1.env', b'a2.env'}
    assert 'No space left' in report.unread[0][1]


def test_run_that_is_left_early_leaves_no_process(repository: Repository) -> None:
    found = blobs(plain(repository), Report())
    next(found)
    found.close()  # type: ignore[attr-defined]


def test_objects_that_vanish_during_the_run_are_named(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    plain(repository)
    file = _object(repository, 'HEAD:a1.env')
    read = objects.contents

    def contents(*arguments):  # type: ignore[no-untyped-def]
        file.unlink(missing_ok=True)
        return read(*arguments)

    monkeypatch.setattr(objects, 'contents', contents)
    report, found = scanned(repository.folder)
    assert len(found) == 2 and len(report.unread) == 1


def test_repository_that_is_packed_anew_meanwhile_is_read(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        repository.write(f'{number}.env', variable(number))
        repository.record()
    monkeypatch.setattr(share, 'FIRST', 2)
    monkeypatch.setattr(share, 'MOST', 3)
    report = Report()
    found = blobs(repository.folder, report)
    first = next(found)
    repository.git('repack', '-a', '-d', '-q')
    repository.git('prune-packed', '-q')
    repository.git('commit', '-q', '--allow-empty', '-m', 'meanwhile')
    report = run([first, *found], settings(), report)
    assert len(report.blocked) == 6 and not report.unread


def paths(folder: Path, words: str, since: str = '') -> set[str]:
    return {os.fsdecode(blob.path) for blob in ranged(folder, words, since) if blob.where == 'history'}


def test_range_is_what_its_commits_brought_in(repository: Repository) -> None:
    folder = merged(repository)
    assert paths(folder, 'HEAD') == {'made by the merge'}
    assert paths(folder, 'HEAD~1..HEAD') == {'made by the merge', 'side'}
    assert paths(folder, 'HEAD^1...HEAD^2') == {'side', 'a0.env'}
    assert paths(folder, 'HEAD~4') == {'a0.env'}
    assert paths(folder, 'HEAD..HEAD') == set()
    repository.git('tag', '-a', 'v1', '-m', 'v1')
    assert paths(folder, 'v1') == {'made by the merge'}
    report = Report()
    found = ranged(folder, 'HEAD~1..HEAD', report=report)
    assert [bytes(blob.data[:]) for blob in found if blob.where == 'commit message'] == [b'Merge\n', b'A change\n']
    assert report.commits == 2


def test_what_comes_and_goes_in_a_range_is_seen(repository: Repository) -> None:
    plain(repository)
    repository.write('new\nline% .env' if os.name == 'posix' else 'x', variable(5))
    repository.record()
    repository.git('rm', '-q', '--', '*line*' if os.name == 'posix' else 'x')
    repository.record()
    assert paths(repository.folder, 'HEAD~2..HEAD') == {'new\nline% .env' if os.name == 'posix' else 'x'}


def test_commits_are_counted_before_they_come(repository: Repository) -> None:
    plain(repository)
    told: list[int] = []
    found = commits.commits(str(repository.folder), 'HEAD~3..HEAD', '', Report(), None, told.append)
    next(found)
    assert told == [3]
    counter = refs.Counter(str(repository.folder))
    counter.close()  # never asked
    counter()
    assert counter._process is not None
    counter._process.wait()
    assert counter() == counter() == 4
    counter.close()


def test_since_keeps_the_younger_commits(repository: Repository) -> None:
    plain(repository)
    variables = {'GIT_COMMITTER_DATE': '2026-02-01T00:00:00+00:00'}
    repository.write('late', variable(6))
    repository.stage()
    repository.run('git', 'commit', '-qm', 'late', variables=variables)
    assert paths(repository.folder, '', '2026-01-31') == {'late'}
    assert paths(repository.folder, 'HEAD', '2026-01-31') == {'late'}
    assert len(paths(repository.folder, 'HEAD~3..HEAD', '2026-01-01')) == 3
    assert paths(repository.folder, '', '2 weeks ago') <= {'late', 'a0.env', 'a1.env', 'a2.env'}


@pytest.mark.parametrize('words', ['nowhere', 'main..nowhere', '--all', 'HEAD:a1.env', '-x', 'a' * 40])
def test_range_that_is_not_there_says_so(words: str, repository: Repository) -> None:
    with pytest.raises(Fatal, match=r'does not exist here') as caught:
        ranged(plain(repository), words)
    assert caught.value.code == USAGE


@pytest.mark.parametrize('since', ['soon', '2026-13-01', '2026-1', 'x weeks ago', '2 lightyears ago'])
def test_since_that_is_no_day_says_so(since: str, repository: Repository) -> None:
    with pytest.raises(Fatal, match='is no day'):
        ranged(plain(repository), '', since)


def test_damaged_range_says_so(repository: Repository) -> None:
    plain(repository)
    _object(repository, 'HEAD~1^{tree}').unlink()
    report = Report()
    ranged(repository.folder, 'HEAD~2..HEAD', report=report)
    assert report.unread[0][0] == b'(range)'


def test_folder_without_repository_and_old_git_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / 'none').mkdir()
    monkeypatch.setenv('GIT_CEILING_DIRECTORIES', str(tmp_path))
    with pytest.raises(Fatal, match='no git repository') as caught:
        list(blobs(tmp_path / 'none', Report()))
    assert caught.value.code == USAGE
    monkeypatch.setattr('keyguard.git.run', lambda *_, **__: b'git version 2.24.4 (Apple Git-1)\n')
    with pytest.raises(Fatal, match=r'too old.*2\.25'):
        list(blobs(tmp_path / 'none', Report()))


def test_repository_that_git_cannot_read_says_so_in_gits_words(repository: Repository) -> None:
    (repository.folder / '.git' / 'config').write_text('[core\n')
    with pytest.raises(Fatal, match=r'git cannot read the repository of .*: fatal: bad config') as caught:
        list(blobs(repository.folder, Report()))
    assert caught.value.code == INCOMPLETE


def test_git_that_is_not_there_says_so(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever way it is started."""
    folder = str(repository.folder)
    monkeypatch.setenv('PATH', str(repository.folder / 'nothing'))
    ways: list[Callable[[], object]] = [
        lambda: list(blobs(repository.folder, Report())),
        lambda: refs.tips(folder),
        lambda: list(walk.stored(folder)),
    ]
    for way in ways:
        with pytest.raises(Fatal, match=r'git could not be started .*; is it installed and on the PATH') as caught:
            way()
        assert caught.value.code == INCOMPLETE


def test_repository_elsewhere_is_read_although_git_points_here(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('GIT_DIR', str(tmp_path / 'nowhere'))
    assert len(list(blobs(plain(repository), Report()))) == 8
