"""A push: what it brings is read, however it is told of, and nothing that the other side has."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import sys
import sysconfig
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from keyguard import cli, samples
from keyguard.errors import INCOMPLETE, Fatal
from keyguard.git import refs, walk
from keyguard.kinds import Detector
from keyguard.model import Blob, Report
from keyguard.providers import load
from keyguard.sources import pushes
from testing.repository import Repository, isolated

ZEROS = '0' * 40


def _detector() -> Detector:
    return next(each for each in load(['groq'])[0].detectors)


def _key(seed: int = 1) -> str:
    return samples.sample(_detector(), seed).decode()


@pytest.fixture(scope='module')
def made(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    folder = tmp_path_factory.mktemp('push')
    made = Repository(folder / 'both' / 'work', isolated(folder / 'home'))
    made.run('git', 'init', '--quiet', '--bare', '../remote.git')
    made.git('remote', 'add', 'origin', '../remote.git')
    made.write('readme', 'first\n')
    made.record('first')
    made.git('push', '--quiet', 'origin', 'main')
    return made


@pytest.fixture
def repository(made: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with one pushed commit and the remote ``origin``."""
    for name in [name for name in os.environ if name.startswith(('GIT_', 'PRE_COMMIT'))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv('GIT_CONFIG_GLOBAL', made.environment['GIT_CONFIG_GLOBAL'])
    shutil.copytree(made.folder.parent, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path / 'work')
    return Repository.at(tmp_path / 'work', made.environment)


def _read(repository: Repository, push: pushes.Push) -> list[bytes]:
    """The contents and messages that are read, without line ends; not the names of refs."""
    report = Report()
    found: list[Blob] = []
    for item in pushes.blobs(str(repository.folder), push, report):
        found += [item] if isinstance(item, Blob) else list(item.read(report))
    assert not report.unread
    assert not report.missing
    return sorted(bytes(blob.data).strip() for blob in found if blob.where != 'ref name')


def _line(repository: Repository, local: str, remote: str = ZEROS, name: str = 'refs/heads/main') -> bytes:
    id = repository.git('rev-parse', local).strip() if local else ZEROS
    return f'{local or "(delete)"} {id} {name} {remote}\n'.encode()


class TestWhatIsRead:
    def test_new_commits_and_what_came_and_went_between_them(self, repository: Repository) -> None:
        old = repository.head()
        repository.write('a', 'came and went\n')
        repository.record('came')
        (repository.folder / 'a').unlink()
        repository.record('went')
        push = pushes.told(_line(repository, 'HEAD', old), 'origin')
        assert _read(repository, push) == [b'came', b'came and went', b'went']

    def test_of_a_new_branch_only_what_no_branch_of_the_remote_has(self, repository: Repository) -> None:
        repository.git('checkout', '--quiet', '-b', 'topic')
        repository.write('a', 'topic\n')
        repository.record('on topic')
        assert _read(repository, pushes.told(_line(repository, 'topic'), 'origin')) == [b'on topic', b'topic']

    def test_a_remote_that_was_never_fetched_has_nothing(self, repository: Repository) -> None:
        repository.git('update-ref', '-d', 'refs/remotes/origin/main')
        assert _read(repository, pushes.told(_line(repository, 'HEAD'), 'origin')) == [b'first', b'first']

    def test_what_its_ref_leads_to_is_known_of_a_remote_without_a_name(self, repository: Repository) -> None:
        old = repository.head()
        repository.git('update-ref', '-d', 'refs/remotes/origin/main')
        repository.write('a', 'new\n')
        repository.record('second')
        address = 'https://example.invalid/[a]*.git'
        assert _read(repository, pushes.told(_line(repository, 'HEAD', old), address)) == [b'new', b'second']

    def test_an_id_of_the_remote_that_is_not_here_hides_nothing(self, repository: Repository) -> None:
        repository.write('a', 'new\n')
        repository.record('second')
        assert _read(repository, pushes.told(_line(repository, 'HEAD', 'ab' * 20), 'origin')) == [b'new', b'second']

    def test_what_only_a_merge_brought(self, repository: Repository) -> None:
        old = repository.head()
        repository.git('checkout', '--quiet', '-b', 'topic')
        repository.record('empty')
        repository.git('checkout', '--quiet', 'main')
        repository.git('merge', '--quiet', '--no-ff', '--no-commit', 'topic')
        repository.write('a', 'only in the merge\n')
        repository.record('merged')
        push = pushes.told(_line(repository, 'HEAD', old), 'origin')
        assert _read(repository, push) == [b'empty', b'merged', b'only in the merge']

    def test_the_message_of_a_tag_on_a_commit_that_is_there(self, repository: Repository) -> None:
        repository.git('tag', '--annotate', '--message', 'the words of a tag', 'v1')
        found = _read(repository, pushes.told(_line(repository, 'v1', name='refs/tags/v1'), 'origin'))
        assert len(found) == 1
        assert found[0].endswith(b'the words of a tag')

    def test_a_tag_of_a_blob(self, repository: Repository) -> None:
        repository.write('loose', 'no commit has it\n')
        id = repository.git('hash-object', '-w', 'loose').strip()
        repository.git('tag', 'blob', id)
        found = _read(repository, pushes.told(_line(repository, 'blob', name='refs/tags/blob'), 'origin'))
        assert found == [b'no commit has it']

    def test_notes(self, repository: Repository) -> None:
        repository.git('notes', 'add', '--message', 'a note')
        push = pushes.told(_line(repository, 'refs/notes/commits', name='refs/notes/commits'), 'origin')
        assert b'a note' in _read(repository, push)

    def test_hundreds_of_refs(self, repository: Repository) -> None:
        tree = repository.git('rev-parse', 'HEAD^{tree}').strip()
        ids = [repository.git('commit-tree', tree, '-p', 'HEAD', '-m', f'number {at}').strip() for at in range(3)]
        lines = b''.join(f'x {ids[at % 3]} refs/heads/b{at} {ZEROS}\n'.encode() for at in range(900))
        assert _read(repository, pushes.told(lines, 'origin')) == [b'number 0', b'number 1', b'number 2']

    def test_the_names_that_refs_get(self, repository: Repository) -> None:
        lines = _line(repository, 'HEAD', name='refs/heads/a-b') + _line(repository, '', repository.head())
        for push in (pushes.told(lines, 'origin'), pushes.Push([], names=[b'refs/heads/a-b'])):
            found = list(pushes.blobs(str(repository.folder), push, Report()))
            assert (found[0].where, found[0].data) == ('ref name', b'refs/heads/a-b\n')

    def test_nothing_for_a_ref_that_is_deleted(self, repository: Repository) -> None:
        push = pushes.told(_line(repository, '', repository.head()), 'origin')
        assert push.new == ()
        assert _read(repository, push) == []

    def test_of_what_head_has_only_what_no_remote_has(self, repository: Repository) -> None:
        assert _read(repository, pushes.current(str(repository.folder))) == []
        repository.record('empty')
        assert _read(repository, pushes.current(str(repository.folder))) == [b'empty']


class TestWhatIsTold:
    @pytest.mark.parametrize(
        'line',
        [
            pytest.param(b'refs/heads/main 1234 refs/heads/main 5678\n', id='ids that are none'),
            pytest.param(b'refs/heads/main\n', id='too few words'),
            pytest.param(b'a ' + b'G' * 40 + b' b ' + b'0' * 40 + b'\n', id='no hex digits'),
        ],
    )
    def test_what_git_would_not_say_stops_the_push(self, line: bytes) -> None:
        for read in (lambda text: pushes.told(text, ''), pushes.received):
            with pytest.raises(Fatal, match='line 2: not what git tells a pre-') as told:
                read(_good(read) + line)
            assert told.value.code == INCOMPLETE

    def test_an_expression_with_blanks(self) -> None:
        push = pushes.told(f':/fix the thing {"ab" * 20} refs/heads/x {ZEROS}\r\n'.encode(), 'origin')
        assert push.new == ('ab' * 20,)

    def test_sha256(self) -> None:
        push = pushes.received(f'{"0" * 64} {"ab" * 32} refs/heads/x\n'.encode())
        assert (push.new, push.old, push.received) == (('ab' * 32,), (), True)

    def test_a_framework_names_one_ref_and_all_branches_count(self, repository: Repository) -> None:
        repository.git('checkout', '--quiet', '-b', 'topic')
        repository.record('on topic')
        repository.git('checkout', '--quiet', '-b', 'other', 'main')
        repository.record('on other')
        variables = {'PRE_COMMIT_LOCAL_BRANCH': 'topic', 'PRE_COMMIT_REMOTE_NAME': 'origin'}
        push = pushes.hinted(str(repository.folder), variables)
        assert push is not None
        assert _read(repository, push) == [b'on other', b'on topic']

    def test_a_commit_that_no_branch_has_is_pushed_as_well(self, repository: Repository) -> None:
        repository.git('checkout', '--quiet', '--detach')
        repository.record('detached')
        push = pushes.hinted(str(repository.folder), {'PRE_COMMIT_TO_REF': repository.head()})
        assert push is not None
        assert _read(repository, push) == [b'detached']

    @pytest.mark.parametrize('word', ['no-such-branch', '--all', '', '$(touch x)', "'; rm"])
    def test_a_ref_that_is_none(self, repository: Repository, word: str) -> None:
        variables = {'PRE_COMMIT_LOCAL_BRANCH': word, 'PRE_COMMIT_REMOTE_NAME': 'origin'}
        with pytest.raises(Fatal, match='does not know') as told:
            pushes.hinted(str(repository.folder), variables)
        assert told.value.code == INCOMPLETE

    def test_no_variables_no_hint(self, repository: Repository) -> None:
        assert pushes.hinted(str(repository.folder), {'PRE_COMMIT': '1'}) is None

    def test_nothing_to_push_before_the_first_commit(self, tmp_path: Path) -> None:
        made = Repository(tmp_path / 'empty', isolated(tmp_path / 'home'))
        with pytest.raises(Fatal, match='no commit yet'):
            pushes.current(str(made.folder))


class TestWhoTells:
    """git's own hook has a remote and an address as words, and the refs on standard input; others have neither."""

    @pytest.fixture
    def audit(self, repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
        repository.write('settings.py', f'GROQ_API_KEY = "{_key()}"\n')
        repository.record('a key')

        def run(*words: str, told: bytes | None = b'', **variables: str) -> str:
            stdin = SimpleNamespace(buffer=io.BytesIO(told or b''), isatty=lambda: told is None)
            monkeypatch.setattr(sys, 'stdin', stdin)
            with monkeypatch.context() as patch:
                for name, value in variables.items():
                    patch.setenv(name, value)
                code = cli.main(['audit', '--format', 'json', '--push', *words])
            out = capsys.readouterr().out
            assert code == (1 if json.loads(out)['findings'] else 0)
            return ' '.join(finding['path'] for finding in json.loads(out)['findings'])

        return run

    def test_an_empty_input_means_nothing_only_from_git_itself(self, audit: Any) -> None:
        assert audit('origin', 'address') == ''
        # `pre-commit run --hook-stage pre-push`, a hook without "$@", somebody's script
        for words in ((), ('origin',)):
            assert audit(*words) == 'settings.py'
            assert audit(*words, told=None) == 'settings.py'
        assert audit('elsewhere') == 'settings.py'

    def test_what_git_tells_goes_before_variables_of_a_hook_around_it(self, audit: Any, repository: Repository) -> None:
        around = {
            'PRE_COMMIT_TO_REF': repository.git('rev-parse', 'HEAD~1').strip(),
            'PRE_COMMIT_REMOTE_NAME': 'origin',
        }
        repository.git('checkout', '--quiet', '--detach')
        repository.git('branch', '--force', 'main', 'HEAD~1')
        assert audit(**around) == ''
        assert audit('origin', 'address', told=_line(repository, 'HEAD'), **around) == 'settings.py'

    def test_a_key_in_a_name(self, audit: Any, repository: Repository) -> None:
        repository.git('reset', '--quiet', '--hard', 'HEAD~1')
        name = f'refs/heads/use-{_key()}'
        path = '(names of branches and tags)'
        assert audit('origin', 'address', told=_line(repository, 'HEAD', name=name)) == path
        variables = {
            'PRE_COMMIT_LOCAL_BRANCH': 'HEAD',
            'PRE_COMMIT_REMOTE_BRANCH': name,
            'PRE_COMMIT_REMOTE_NAME': 'origin',
        }
        assert audit(**variables) == path

    def test_a_repository_apart_from_its_work_tree(
        self, audit: Any, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        apart, home = tmp_path / 'apart', tmp_path / 'place'
        home.mkdir()
        repository.git('clone', '--quiet', '--bare', '.', apart)
        monkeypatch.chdir(home)
        assert audit('origin', 'address', told=_line(repository, 'HEAD'), GIT_DIR=str(apart)) == 'settings.py'
        monkeypatch.chdir(repository.folder)
        assert pushes.place('.', {'GIT_DIR': '.git'}) == pushes.place('.', {'GIT_DIR': '/no/such'}) == '.'

    def test_where_a_find_comes_from_is_looked_for_only_in_what_is_pushed(self, repository: Repository) -> None:
        repository.write('a', _key())
        head = repository.record('a key')
        push = pushes.told(_line(repository, 'HEAD'), 'origin')
        assert pushes.within(push) == ['--all', '--not', '--remotes=origin']
        assert pushes.within(pushes.Push(['ab'], received=True)) == ['--not', '--all']
        assert pushes.within(pushes.Push(['ab'], remote='https://example.invalid/[a]*.git')) == ['--all']
        blob = repository.git('rev-parse', 'HEAD:a').strip()
        folder = str(repository.folder)
        changes = list(walk.mentions(folder, [blob], '%H', [], pushes.within(push)))
        assert [(change.commit.decode(), change.path) for change in changes] == [(head, b'a')]
        held = refs.holders(folder, {head}, refs.tips(folder), pushes.within(push))
        assert held == {head: [b'refs/heads/main']}


def _good(read: object) -> bytes:
    """A first line that is right."""
    id = '12' * 20
    words = [id, ZEROS, 'refs/heads/x'] if read is pushes.received else ['refs/heads/x', id, 'refs/heads/x', ZEROS]
    return (' '.join(words) + '\n').encode()


def _hook(folder: Path, name: str, line: str) -> None:
    root = Path(__file__).resolve().parents[2]
    path = folder / 'hooks' / name
    path.parent.mkdir(exist_ok=True)
    modules = os.pathsep.join((str(root), sysconfig.get_path('purelib')))
    path.write_text(f"#!/bin/sh\nPYTHONPATH='{modules}' exec '{sys.executable}' -S -m keyguard audit --quiet {line}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.skipif(sys.platform == 'win32', reason='a hook of the shell')
class TestHooksOfGit:
    def test_pre_push_stops_a_key_that_came_and_went(self, repository: Repository) -> None:
        _hook(repository.folder / '.git', 'pre-push', '--push "$@"')
        repository.write('settings.py', f'GROQ_API_KEY = "{_key()}"\n')
        repository.record('came')
        (repository.folder / 'settings.py').unlink()
        gone = repository.record('went')
        refused = repository.run('git', 'push', 'origin', 'main')
        assert refused.code
        assert 'keyguard: push blocked, 1 key in 1 file, not pushed' in refused.text
        assert 'keyguard guide leak' in refused.text
        assert _key() not in refused.text
        # the deletion of a branch, and what the other side has, pass
        repository.git('push', 'origin', 'HEAD~2:refs/heads/other', ':refs/heads/none')
        assert gone not in repository.git('ls-remote', 'origin')

    def test_pre_push_stops_the_message_of_a_tag(self, repository: Repository) -> None:
        _hook(repository.folder / '.git', 'pre-push', '--push "$@"')
        repository.git('tag', '--annotate', '--message', f'GROQ_API_KEY={_key()}', 'v1')
        refused = repository.run('git', 'push', 'origin', 'v1')
        assert refused.code
        assert 'git tag --annotate --force v1 v1^{}' in refused.text

    def test_names_that_a_shell_would_obey_are_only_names(self, repository: Repository) -> None:
        _hook(repository.folder / '.git', 'pre-push', '--push "$@"')
        names = ('--all', '-dash', 'a$(touch${IFS}pwned)', 'b`touch${IFS}pwned`', "it's;true", '日本', 'x' * 200)
        for name in names:
            repository.git('update-ref', f'refs/heads/{name}', 'HEAD')
        repository.git('push', '--quiet', '--mirror', 'origin')
        assert len(repository.git('ls-remote', 'origin', 'refs/heads/*').splitlines()) == len(names) + 1
        repository.write('settings.py', _key())
        head = repository.record('a key')
        for name in names[:3]:
            repository.git('update-ref', f'refs/heads/{name}', head)
            refused = repository.run('git', 'push', '--atomic', 'origin', f'refs/heads/{name}', 'main~1:refs/heads/new')
            assert 'keyguard: push blocked' in refused.text
        assert head not in repository.git('ls-remote', 'origin')
        assert sorted(path.name for path in repository.folder.iterdir()) == ['.git', 'readme', 'settings.py']

    def test_pre_receive_reads_what_is_in_quarantine(self, repository: Repository, tmp_path: Path) -> None:
        _hook(tmp_path / 'remote.git', 'pre-receive', '--receive')
        repository.write('settings.py', f'GROQ_API_KEY = "{_key()}"\n')
        repository.record('a key')
        refused = repository.run('git', 'push', 'origin', 'main:topic')
        assert refused.code
        assert 'remote: keyguard: push refused, 1 key in 1 file' in refused.text
        assert 'settings.py:1:17' in refused.text
        repository.git('reset', '--quiet', '--hard', 'HEAD~1')
        named = repository.run('git', 'push', 'origin', f'HEAD:refs/heads/{_key()}')
        assert 'remote: keyguard: push refused, 1 key in 1 file' in named.text
        repository.write('settings.py', 'import os\n')
        repository.record('no key')
        # over the wire, and beside the rules of the other side
        repository.run('git', '-C', tmp_path / 'remote.git', 'config', 'receive.denyNonFastForwards', 'true')
        address = f'file://{tmp_path}/remote.git'
        repository.git('push', '--quiet', address, 'main:topic')
        repository.git('commit', '--quiet', '--amend', '--message', 'rewritten')
        refused = repository.run('git', 'push', '--force', address, 'main:topic')
        assert 'non-fast-forward' in refused.text
        assert 'keyguard' not in refused.text
