"""How far a key has got: told from real repositories."""

from __future__ import annotations

import base64
import mmap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from keyguard import git, places
from keyguard.catalogue import one
from keyguard.commands import scan
from keyguard.git import objects
from keyguard.model import Blob, Finding, Report
from keyguard.pipeline import run
from keyguard.samples import sample, surroundings
from keyguard.secret import Secret
from keyguard.settings import Settings
from keyguard.sources import commits, files, index, reach
from keyguard.wire import dump, load
from testing.repository import Repository

PROVIDER = one('openai')
DETECTOR = PROVIDER.detectors[0]


def line(seed: int) -> bytes:
    return surroundings(PROVIDER, DETECTOR, sample(DETECTOR, seed))


@pytest.fixture(autouse=True)
def _isolated(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ('HOME', 'XDG_CONFIG_HOME', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM'):
        monkeypatch.setenv(name, environment[name])


def keys(path: bytes, data: object) -> set[str]:
    report = run([Blob(path, data)], Settings())  # type: ignore[arg-type]
    return {finding.secret.fingerprint for finding in report.findings}


class Look:
    """A repository, and how far the keys in files of its work tree have got."""

    def __init__(self, repository: Repository) -> None:
        self.at = repository
        self.root = str(repository.folder)

    def push(self, *words: str) -> None:
        if not (self.at.folder.parent / 'remote').exists():
            self.at.git('init', '-q', '--bare', '../remote')
            self.at.git('remote', 'add', 'origin', '../remote')
        self.at.git('push', '-q', 'origin', *(words or ('main',)))

    def findings(self, *names: str) -> list[Finding]:
        blobs = [files.read(str(self.at.folder / name).encode(), name.encode()) for name in names]
        return run(blobs, Settings()).blocked

    def one(self, name: str) -> reach.Reach:
        (finding,) = self.findings(name)
        (found,) = reach.of(self.root, [finding], keys)
        return found


@pytest.fixture
def look(repository: Repository) -> Look:
    return Look(repository)


def test_outside_of_a_repository_it_cannot_be_told() -> None:
    (finding,) = run([Blob(b'a.env', line(1))], Settings()).blocked
    (found,) = reach.of('', [finding])
    assert (found.state, found.why) == (reach.UNKNOWN, 'there is no git repository')


def test_before_the_first_commit(look: Look) -> None:
    look.at.write('a.env', line(1))
    found = look.one('a.env')
    assert (found.state, found.unborn, found.branch, repr(found)) == (reach.WRITTEN, True, b'', '<Reach written>')
    look.at.stage()
    assert look.one('a.env').state == reach.STAGED


def test_written_then_staged_in_a_file_that_commits_know(look: Look) -> None:
    look.at.write('a b.env', b'x\n')
    look.at.record()
    look.push()
    look.at.write('a b.env', line(1))
    assert look.one('a b.env').state == reach.WRITTEN
    look.at.stage()
    found = look.one('a b.env')
    assert (found.state, found.path, found.branch, found.unborn) == (reach.STAGED, b'a b.env', b'main', False)


def test_staged_and_taken_out_of_the_file_again_is_still_staged(look: Look) -> None:
    look.at.write('a.env', line(1))
    look.at.stage()
    look.at.write('a.env', b'')
    (finding,) = run(index.staged(look.root, Report()), Settings()).blocked
    assert reach.of(look.root, [finding])[0].state == reach.STAGED


def test_last_commit(look: Look) -> None:
    look.at.write('x', b'')
    look.at.record()
    look.push()
    look.at.write('a.env', line(1))
    commit = look.at.record()
    found = look.one('a.env')
    assert (found.state, found.commit, found.last, found.first) == (reach.COMMITTED, commit, True, False)
    assert (found.in_head, found.merges, found.refs) == (True, False, ())


def test_first_and_only_commit_without_a_remote(look: Look) -> None:
    look.at.write('a.env', line(1))
    commit = look.at.record()
    found = look.one('a.env')
    assert (found.state, found.commit, found.last, found.first) == (reach.COMMITTED, commit, True, True)


def test_older_commit_the_one_that_brought_it_and_who_else_holds_it(look: Look) -> None:
    look.at.write('a.env', b'A=1\n')
    look.at.record()
    look.push()
    look.at.write('a.env', b'A=1\n' + line(1))
    commit = look.at.record()
    look.at.write('a.env', b'A=2\n' + line(1))
    look.at.record()
    look.at.git('branch', 'other')
    look.at.git('tag', 'v1')
    look.at.write('b', b'')
    look.at.record()
    found = look.one('a.env')
    assert (found.state, found.commit, found.last, found.first) == (reach.COMMITTED, commit, False, False)
    assert found.refs == (b'refs/heads/other', b'refs/tags/v1')
    assert (found.merges, found.since) == (False, 2)


def test_merge_after_it_and_merge_that_brought_it(look: Look) -> None:
    look.at.write('x', b'')
    look.at.record()
    look.at.git('checkout', '-q', '-b', 'side')
    look.at.write('s', b'')
    look.at.record()
    look.at.git('checkout', '-q', 'main')
    look.at.write('a.env', line(1))
    commit = look.at.record()
    look.at.git('merge', '-q', '--no-ff', '--no-commit', 'side')
    look.at.write('m.env', line(2))
    merge = look.at.record()
    found = look.one('a.env')
    assert (found.state, found.commit, found.merges, found.last) == (reach.COMMITTED, commit, True, False)
    found = look.one('m.env')
    assert (found.state, found.commit, found.merge, found.merges) == (reach.COMMITTED, merge, True, False)
    assert found.last


def test_detached_head(look: Look) -> None:
    look.at.write('a.env', line(1))
    commit = look.at.record()
    look.at.git('checkout', '-q', '--detach')
    found = look.one('a.env')
    assert (found.state, found.branch, found.commit) == (reach.COMMITTED, b'', commit)
    assert found.refs == (b'refs/heads/main',)


def test_pushed_and_where_the_followed_branch_first(look: Look) -> None:
    look.at.write('a.env', line(1))
    look.at.record()
    look.push('main:early')
    look.at.write('b', b'')
    look.at.record()
    look.push('-u', 'main')
    look.at.git('fetch', '-q')
    look.at.git('remote', 'set-head', 'origin', 'main')
    found = look.one('a.env')
    assert (found.state, found.refs, found.in_head) == (reach.PUSHED, (b'origin/main', b'origin/early'), True)


def test_pushed_by_somebody_else_and_only_staged_here(look: Look) -> None:
    look.at.write('x', b'')
    look.at.record()
    look.push()
    look.at.git('checkout', '-q', '-b', 'theirs')
    look.at.write('a.env', line(1))
    look.at.record()
    look.push('theirs')
    look.at.git('checkout', '-q', 'main')
    look.at.write('a.env', line(1))
    look.at.stage()
    found = look.one('a.env')
    assert (found.state, found.refs, found.in_head) == (reach.PUSHED, (b'origin/theirs',), False)


def test_pushed_and_gone_from_the_branch_of_the_remote(look: Look) -> None:
    look.at.write('a.env', line(1))
    look.at.record()
    look.push()
    look.at.git('checkout', '-q', '-b', 'later')
    look.at.write('a.env', b'')
    look.at.record()
    look.push('later:main')
    look.at.git('checkout', '-q', 'main')
    assert look.one('a.env').state == reach.PUSHED
    # and taken up again by a commit of our own
    look.at.git('checkout', '-q', 'later')
    look.at.git('revert', '--no-edit', 'HEAD')
    found = look.one('a.env')
    assert (found.state, found.in_head) == (reach.COMMITTED, True) and found.last


def test_changed_here_around_a_key_whose_commit_is_pushed(look: Look) -> None:
    look.at.write('a.env', line(1))
    look.at.record()
    look.push()
    look.at.git('checkout', '-q', '-b', 'later')
    look.at.write('a.env', b'')
    look.at.record()
    look.push('later:main')
    look.at.git('checkout', '-q', 'main')
    look.at.write('a.env', b'A=1\n' + line(1))
    look.at.record()
    found = look.one('a.env')
    assert (found.state, found.refs, found.commit) == (reach.PUSHED, (b'origin/main',), '')


def test_moved_file_is_followed(look: Look) -> None:
    look.at.write('old.env', line(1) + b'A=1\n' * 9)
    look.at.record()
    look.at.git('mv', 'old.env', 'new.env')
    found = look.one('new.env')
    assert (found.state, found.path) == (reach.COMMITTED, b'new.env')
    look.push()
    assert look.one('new.env').refs == (b'origin/main',)


def test_key_that_only_an_older_commit_has(look: Look) -> None:
    look.at.write('x', b'')
    look.at.record()
    look.push()
    look.at.write('a.env', line(1))
    commit = look.at.record()
    look.at.write('a.env', b'')
    look.at.record()
    told = Report()
    shares = commits.commits(look.root, 'origin/main..HEAD', '', told)
    report = run(commits.blobs(shares, look.root, told), Settings())
    (found,) = reach.of(look.root, report.blocked)
    assert (found.state, found.commit, found.in_head, found.last) == (reach.COMMITTED, commit, False, False)


def test_key_of_a_commit_that_head_does_not_have(look: Look) -> None:
    look.at.write('x', b'')
    look.at.record()
    look.at.git('checkout', '-q', '-b', 'side')
    look.at.write('a.env', line(1))
    look.at.record()
    look.at.git('checkout', '-q', 'main')
    told = Report()
    report = run(commits.blobs(commits.history(look.root, told), look.root, told), Settings())
    (found,) = reach.of(look.root, report.blocked)
    assert (found.state, found.why) == (reach.UNKNOWN, 'the commit that brought it was not found')


@pytest.mark.parametrize(
    'dress',
    [
        lambda text: text.decode().encode('utf-16'),
        lambda text: b'\xfe\xff' + text.decode().encode('utf-16-be'),
        lambda text: b'data: ' + base64.b64encode(text) + b'\n',
    ],
    ids=['utf-16 little-endian', 'utf-16 big-endian', 'base64'],
)
def test_key_in_another_dress(look: Look, dress: Callable[[bytes], bytes]) -> None:
    look.at.write('a.env', dress(line(1)))
    look.at.record()
    assert look.one('a.env').state == reach.COMMITTED


def test_key_whose_letters_stayed_in_another_process(look: Look) -> None:
    look.at.write('a.env', line(1))
    look.at.record()
    report = load(dump(run([Blob(b'a.env', line(1))], Settings())), Settings().provider)
    assert reach.of(look.root, report.blocked, keys)[0].state == reach.COMMITTED
    assert reach.of(look.root, report.blocked)[0].why == 'its letters stayed in another process'


def test_file_inside_of_an_archive(look: Look, tmp_path: Path) -> None:
    import zipfile

    for name in ('a.zip', 'odd!name.zip'):
        with zipfile.ZipFile(look.at.folder / name, 'w', zipfile.ZIP_DEFLATED) as archive:
            archive.writestr('in.env', line(1))
        (finding,) = look.findings(name)
        assert finding.path == name.encode() + b'!in.env'
    look.at.stage()
    for name in ('a.zip', 'odd!name.zip'):
        found = look.one(name)
        assert (found.state, found.path) == (reach.STAGED, name.encode())


def test_names_with_magic_in_them(look: Look) -> None:
    names = ['1:a.env', ':(top)b.env', '*.env', 'd blob', "it's.env", '-x.env', 'a!b.env']
    for name in names:
        look.at.write(name, line(1))
    look.at.write('decoy.env', line(1))
    look.at.git('add', '--', 'decoy.env')
    look.at.git('commit', '-q', '-m', 'x')
    decoy = look.at.head()
    commit = look.at.record()
    for name in names:
        found = look.one(name)
        assert (name, found.state, found.commit, found.path) == (name, reach.COMMITTED, commit, name.encode())
    assert look.one('decoy.env').commit == decoy


def test_what_cannot_be_asked_for(look: Look) -> None:
    look.at.write('x', b'')
    look.at.record()
    blobs = [
        Blob(b'a\nb.env', line(1)),
        Blob(b'../a.env', line(2)),
        Blob(b'COMMIT_EDITMSG', line(3), where='commit message'),
        Blob(sample(DETECTOR, 4) + b'.env', b''),
    ]
    found = reach.of(look.root, [run([blob], Settings()).blocked[0] for blob in blobs])
    assert [each.state for each in found] == [reach.UNKNOWN] * 4
    assert [each.why.split()[-1] for each in found] == ['repository', 'repository', 'message', 'file']


def test_no_key_and_no_path_stands_on_a_command_line(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    look.at.write('peculiar.env', line(1))
    look.at.record()
    look.push()
    look.at.write('peculiar2.env', line(2))
    look.at.record()
    seen: list[str] = []
    whole = git.command

    def command(*arguments: str | bytes) -> list[str | bytes]:
        seen.append(repr(arguments))
        return whole(*arguments)

    monkeypatch.setattr(git, 'command', command)
    found = reach.of(look.root, look.findings('peculiar.env', 'peculiar2.env'), keys)
    assert [each.state for each in found] == [reach.PUSHED, reach.COMMITTED]
    told = ' '.join(seen)
    assert 'peculiar' not in told and sample(DETECTOR, 1).decode()[8:16] not in told
    # their number does not grow with that of the files
    assert len(seen) == 7, seen
    assert places.find(look.root, places.CONFIG)[0] == look.root


def test_new_key_costs_few_processes(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    look.at.write('a.env', b'')
    look.at.record()
    look.push()
    look.at.write('a.env', b''.join(map(line, range(9))))
    look.at.stage()
    number = 0
    whole = git.command

    def command(*arguments: str | bytes) -> list[str | bytes]:
        nonlocal number
        number += 1
        return whole(*arguments)

    monkeypatch.setattr(git, 'command', command)
    found = reach.of(look.root, look.findings('a.env'))
    assert {each.state for each in found} == {reach.STAGED} and len(found) == 9
    assert number == 2


def test_damaged_repository_is_no_error(look: Look) -> None:
    look.at.write('a.env', line(1))
    look.at.record()
    look.push()
    (look.at.folder / '.git' / 'refs' / 'remotes' / 'origin' / 'broken').write_text('1' * 40 + '\n')
    assert look.one('a.env').state == reach.PUSHED
    (look.at.folder / '.git' / 'HEAD').write_text('nonsense')
    assert look.one('a.env').state in (reach.WRITTEN, reach.UNKNOWN)


def test_settings_of_a_scan_name_the_root(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(look.at.folder)
    assert scan.settings(scan.Options()).root == look.root


@pytest.mark.parametrize('encoding', ['ascii', 'utf-16-le', 'utf-16-be'])
def test_key_over_the_edge_of_two_pieces_is_seen(
    encoding: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = Secret(sample(DETECTOR, 1))
    text = found.reveal().decode().encode(encoding)
    monkeypatch.setattr(reach, '_PIECE', 4096)
    for at in range(4096 - len(text) - 1, 4098):
        data = b'x' * at + text + b'y' * 9000
        assert reach._holds(found, data)
        assert not reach._holds(found, data[: at + len(text) - 2])
    file = tmp_path / 'large'
    file.write_bytes(data)
    with file.open('rb') as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert reach._holds(found, mapped)


@pytest.mark.parametrize('form', ['sha1', 'sha256'])
def test_large_blob_is_read_from_the_file_that_is_the_same(
    form: str, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repository = Repository(tmp_path / 'r', environment | {'GIT_DEFAULT_HASH': form})
    look = Look(repository)
    monkeypatch.setattr(reach, '_LARGE', 10)
    monkeypatch.setattr(reach, '_BYTES', 10)
    monkeypatch.setattr(files, 'MAP_FROM', 10)
    monkeypatch.setattr(objects, '_PIECE', 7)
    asked = []
    contents = objects.contents

    def counted(*words: object, **more: object) -> Iterator[objects.Object]:
        asked.append(words)
        return contents(*words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(objects, 'contents', counted)
    repository.write('a.env', line(1))
    repository.stage()
    assert (look.one('a.env').state, asked) == (reach.STAGED, [])
    repository.record()
    assert (look.one('a.env').state, len(asked)) == (reach.COMMITTED, 0)
    # another file by now: git has the blob
    repository.write('b.env', b'# as good as empty\n')
    repository.stage()
    repository.write('b.env', line(2))
    assert (look.one('b.env').state, len(asked)) == (reach.WRITTEN, 1)
    repository.stage()
    repository.write('b.env', b'more\n' + line(2))
    assert (look.one('b.env').state, len(asked)) == (reach.STAGED, 2)


def test_link_is_no_large_file(look: Look, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reach, '_LARGE', 10)
    monkeypatch.setattr(files, 'MAP_FROM', 10)
    (tmp_path / 'large').write_bytes(line(1))
    (look.at.folder / 'a.env').symlink_to(tmp_path / 'large')
    with (tmp_path / 'large').open('rb') as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        id = objects.id_of(data, 40)
    assert reach._Look(look.root, None, True).file(id, b'a.env') is None
