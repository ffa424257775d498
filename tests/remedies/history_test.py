"""The way out of git's history: every command is run, in real repositories, as it is printed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from keyguard import cli
from keyguard.catalogue import one
from keyguard.remedies import history, published
from keyguard.remedies.place import Place, word
from keyguard.remedies.words import Step
from keyguard.samples import sample
from testing.repository import Repository

KEY = sample(one('openai').detectors[0], 7)
CODE = b'import openai\n\nclient = openai.OpenAI(api_key="' + KEY + b'")\n'
CLEAN = b'import openai\n\nclient = openai.OpenAI()\n'
AWKWARD = b"it's a file.py"


@pytest.fixture(autouse=True)
def _isolated(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ('HOME', 'XDG_CONFIG_HOME', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM'):
        monkeypatch.setenv(name, environment[name])


class Story:
    """A repository and its user, who does what the steps say."""

    def __init__(self, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = repository
        self.folder = repository.folder
        # whoever is asked for a message writes one
        self.at.environment['GIT_EDITOR'] = 'echo A message >'
        self.monkeypatch = monkeypatch
        self.asked = 0

    def commit(self, files: dict[str | bytes, bytes], message: str = 'A change') -> str:
        for name, content in files.items():
            self.at.write(name, content)
        return self.at.record(message)

    def fix(self, name: str | bytes, content: bytes = CLEAN) -> None:
        self.at.write(name, content)

    def follow(
        self, steps: list[Step], files: dict[str | bytes, bytes], *, leave: tuple[str, ...] = ('Or ', 'If git')
    ) -> None:
        """Do every step but those that begin so: type what is printed, and edit the files where it says that."""
        for step in steps:
            if step.words.startswith(leave):
                continue
            if step.code.startswith('keyguard fix'):
                for name, content in files.items():
                    self.fix(name, content)
                continue
            self.type(step.code)

    def type(self, code: str, answer: bytes = b'') -> None:
        for part in code.split('\n') if 'keyguard' in code else [code]:
            if part.startswith('keyguard '):
                self.monkeypatch.chdir(self.folder)
                self.monkeypatch.setattr('sys.stdin', None)  # what a push brings would be told there
                assert cli.main([*part.split()[1:], '--quiet']) == 0, part
                continue
            done = subprocess.run(
                ['bash', '-ec', part],
                cwd=self.folder,
                env=self.at.environment,
                input=answer,
                capture_output=True,
                check=False,
            )
            assert done.returncode == 0, (part, done.stdout, done.stderr)

    def gone(self) -> bool:
        """Does no object hold the key any more, reached or not?"""
        return KEY not in _objects(self.folder, self.at.environment)

    def messages(self) -> list[str]:
        return self.at.git('log', '--format=%s', '--reverse').split('\n')[:-1]


def _objects(folder: Path, environment: dict[str, str]) -> bytes:
    arguments = ['git', 'cat-file', '--batch-all-objects', '--batch']
    return subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, check=True).stdout


@pytest.fixture
def story(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Story:
    return Story(repository, monkeypatch)


@pytest.mark.parametrize('name', [b'app.py', AWKWARD, b'-x.py'], ids=['plain', 'awkward', 'like an option'])
def test_staged_and_corrected(story: Story, name: bytes) -> None:
    story.commit({name: b'', 'other': b'1'})
    story.fix(name, CODE)
    story.at.stage()
    story.follow(history.staged(Place([name])), {name: CLEAN})
    assert story.gone() and story.at.git('show', b'HEAD:' + name) == CLEAN.decode()
    assert story.messages() == ['A change', 'A message']


@pytest.mark.parametrize('unborn', [False, True], ids=['in a later commit', 'in the first commit'])
def test_staged_and_left_out(story: Story, unborn: bool) -> None:
    if not unborn:
        story.commit({'other': b'1'})
    story.fix('app.py', CODE)
    story.at.stage()
    story.fix('app.py', CODE + b'# and one more line\n')
    leave = [step for step in history.staged(Place([b'app.py']), unborn) if step.words.startswith(('Or', 'The staged'))]
    story.follow(leave, {}, leave=())
    assert story.at.git('ls-files') == ('' if unborn else 'other\n')
    assert story.gone() and story.at.read('app.py').startswith(CODE)


def test_staged_env_file_stays_on_the_disk_and_is_ignored(story: Story) -> None:
    story.commit({'other': b'1', '.env': b''})
    story.fix('.env', b'OPENAI_API_KEY=' + KEY)
    story.fix('[a]/.env', b'OPENAI_API_KEY=' + KEY)
    story.at.git('add', '--force', '--all')
    steps = history.staged(Place([b'.env', b'[a]/.env']))
    story.follow(steps, {})
    story.at.commit()
    assert story.at.git('ls-files') == '.gitignore\nother\n' and not story.at.git('status', '--short')
    assert story.at.read('.env').endswith(KEY) and story.at.read('[a]/.env').endswith(KEY)
    assert 'git commit' not in ''.join(step.code for step in steps)


def test_written_env_file_is_ignored_or_not(story: Story) -> None:
    story.commit({'.gitignore': b'.env\n'})
    story.fix('.env', KEY)
    (step,) = history.written(Place([b'.env']))
    story.type(step.code)
    assert [step.code for step in history.written(Place([b'app.py']))] == ['keyguard fix --write app.py']


@pytest.mark.parametrize('first', [False, True], ids=['a later commit', 'the first commit'])
def test_last_commit_is_amended_and_what_else_is_staged_stays_out(story: Story, first: bool) -> None:
    if not first:
        story.commit({'other': b'1'})
    story.commit({'app.py': CODE}, 'The application')
    story.fix('staged', b'2')
    story.at.stage('staged')
    place = Place([b'app.py'], b'main')
    story.follow([*history.amended(place), history.forget(place)], {'app.py': CLEAN})
    assert story.gone() and story.messages()[-1] == 'The application'
    assert story.at.git('diff', '--cached', '--name-only') == 'staged\n'


def test_last_commit_with_an_env_file_beside_code(story: Story) -> None:
    story.commit({'other': b'1'})
    story.commit({'app.py': CODE, '.env': KEY})
    place = Place([b'app.py', b'.env'], b'main')
    story.follow([*history.amended(place), history.forget(place)], {'app.py': CLEAN})
    assert story.gone() and story.at.read('.env') == KEY
    assert story.at.git('ls-files') == '.gitignore\napp.py\nother\n'


def test_last_commit_that_is_a_merge(story: Story) -> None:
    story.commit({'x': b''})
    story.at.git('checkout', '-q', '-b', 'side')
    story.commit({'s': b''}, 'Side')
    story.at.git('checkout', '-q', 'main')
    story.commit({'m': b''}, 'Main')
    story.at.git('merge', '-q', '--no-ff', '--no-commit', 'side')
    story.commit({'app.py': CODE}, 'Merge')
    place = Place([b'app.py'], b'main')
    story.follow([*history.amended(place), history.forget(place)], {'app.py': CLEAN})
    assert story.gone() and len(story.at.git('rev-parse', 'HEAD^@').split()) == 2


@pytest.mark.parametrize('first', [False, True], ids=['an older commit', 'the first commit'])
@pytest.mark.parametrize('merges', [False, True], ids=['in a line', 'with a merge after it'])
def test_older_commit_is_corrected_and_the_later_ones_stay(story: Story, first: bool, merges: bool) -> None:
    if not first:
        story.commit({'other': b'1'}, 'Other')
    bad = story.commit({AWKWARD: CODE}, 'The application')
    if merges:
        story.at.git('checkout', '-q', '-b', 'side')
        story.commit({'s': b''}, 'Side')
        story.at.git('checkout', '-q', 'main')
        story.commit({'m': b''}, 'Main')
        story.at.git('merge', '-q', '--no-ff', 'side', '-m', 'Merge')
        story.at.git('branch', '-D', 'side')
    story.commit({'later': b'1'}, 'Later')
    before = story.messages()
    story.fix('later', b'not committed yet')
    place = Place([AWKWARD], b'main')
    story.follow([*history.fixed_up(place, bad, first, merges), history.forget(place)], {AWKWARD: CLEAN})
    assert story.gone() and sorted(story.messages()) == sorted(before)
    assert story.at.read('later') == b'not committed yet' and story.at.git('stash', 'list') == ''
    assert len(story.at.git('log', '--merges', '--format=%h').split()) == merges


def test_older_commit_whose_line_was_changed_since_stops_and_goes_on(story: Story) -> None:
    story.commit({'other': b'1'})
    bad = story.commit({'app.py': CODE}, 'The application')
    story.commit({'app.py': CODE.replace(b'client', b'remote')}, 'A better name')
    place = Place([b'app.py'], b'main')
    better = CLEAN.replace(b'client', b'remote')
    # an editor that is asked for keeps the messages as they are
    del story.at.environment['GIT_EDITOR']
    take, fix, join, stopped, seen = history.fixed_up(place, bad, first=False, merges=False)
    story.follow([take, fix], {'app.py': better})
    done = story.at.run('bash', '-c', join.code)
    assert done.code and 'CONFLICT' in done.text
    # the correction meets the commit that it corrects: what that one had, without the key
    story.fix('app.py', CLEAN)
    story.type(stopped.code.split('\n')[0])
    done = story.at.run('bash', '-c', stopped.code.split('\n')[1])
    assert done.code and 'CONFLICT' in done.text
    story.fix('app.py', better)
    story.type(stopped.code)
    story.follow([seen, history.forget(place)], {})
    assert story.gone() and story.messages() == ['A change', 'The application', 'A better name']
    assert story.at.read('app.py') == better


@pytest.mark.parametrize('first', [False, True], ids=['an older commit', 'the first commit'])
def test_commits_that_become_one(story: Story, first: bool) -> None:
    if not first:
        story.commit({'other': b'1'}, 'Other')
    bad = story.commit({'app.py': CODE, '.env': KEY}, 'The application')
    story.commit({'later': b'1'}, 'Later')
    story.fix('later', b'not committed yet')
    place = Place([b'app.py', b'.env'], b'main')
    story.follow([*history.joined(place, bad, first, in_head=True), history.forget(place)], {'app.py': CLEAN})
    assert story.gone() and story.messages() == [*([] if first else ['Other']), 'A message']
    assert story.at.read('.env') == KEY and story.at.read('later') == b'not committed yet'
    assert '.env' not in story.at.git('ls-files').split()


@pytest.mark.parametrize('first', [False, True], ids=['an older commit', 'the first commit'])
def test_key_that_head_no_longer_has(story: Story, first: bool) -> None:
    if not first:
        story.commit({'other': b'1'}, 'Other')
    bad = story.commit({'app.py': CODE}, 'The application')
    story.commit({'app.py': CLEAN}, 'Without the key')
    place = Place([b'app.py'], b'main')
    steps = history.joined(place, bad, first, in_head=False)
    assert not any('fix' in step.code for step in steps)
    story.follow([*steps, history.forget(place)], {})
    assert story.gone() and story.at.git('show', 'HEAD:app.py') == CLEAN.decode()


def test_pushed_key_leaves_the_branch_and_stays_in_its_history(story: Story) -> None:
    story.at.git('init', '-q', '--bare', '../remote')
    story.at.git('remote', 'add', 'origin', '../remote')
    story.commit({'app.py': CODE, '.env': KEY})
    story.at.git('push', '-q', '-u', 'origin', 'main')
    story.follow(published.gone_on(Place([b'app.py', b'.env']), 'origin/main'), {'app.py': CLEAN})
    assert story.at.git('show', 'origin/main:app.py') == CLEAN.decode() and not story.gone()
    assert story.at.git('ls-tree', '--name-only', 'origin/main') == '.gitignore\napp.py\n'
    assert story.at.read('.env') == KEY


def test_pushed_history_is_written_anew(story: Story) -> None:
    tool = shutil.which('git-filter-repo') or shutil.which('git-filter-repo', path=os.path.dirname(sys.executable))
    if tool is None:
        pytest.skip('git-filter-repo is not installed')
    story.at.environment['PATH'] = os.pathsep.join([os.path.dirname(tool), story.at.environment['PATH']])
    story.at.git('init', '-q', '--bare', '../remote')
    story.at.git('remote', 'add', 'origin', '../remote')
    story.commit({'app.py': CODE}, 'With ' + KEY.decode())
    story.commit({'app.py': CLEAN}, 'Without')
    story.at.git('push', '-q', '-u', 'origin', 'main')
    remote = story.folder.parent / 'remote'
    steps = {step.words.split()[0]: step.code for step in published.rewritten(Place([b'app.py']), installed=True)}
    assert 'Install' not in steps and 'GitHub' in steps
    story.type(steps['Work'])
    story.folder = story.folder.parent / 'rewritten'
    story.type(steps['Write'], KEY + b'\n')
    expressions = story.folder.parent / 'expressions.txt'
    assert expressions.stat().st_mode & 0o77 == 0
    story.type(steps['Files'])
    story.type(steps['See'])
    assert not expressions.exists()
    story.at.git('-C', remote, 'gc', '-q', '--prune=now')
    assert KEY not in _objects(remote, story.at.environment)
    assert story.at.git('-C', remote, 'show', 'main~1:app.py') == CODE.decode().replace(KEY.decode(), 'REMOVED')


@pytest.mark.parametrize('shell', ['bash', 'zsh', 'sh', 'fish', 'powershell'])
def test_file_with_the_key_is_written_in_every_shell(shell: str, tmp_path: Path) -> None:
    steps = published.rewritten(Place([b'a'], shell=shell), installed=False)
    assert any('pipx install' in step.code for step in steps)
    (step,) = [step for step in steps if 'REMOVED' in step.code]
    assert step.language == (shell if shell in ('fish', 'powershell') else 'sh')
    if shutil.which(shell) is None or shell == 'powershell':
        return
    (tmp_path / 'clone').mkdir()
    code = step.code.replace('stty -echo; ', '').replace('stty echo; ', '')
    subprocess.run([shell, '-c', code], cwd=tmp_path / 'clone', input=KEY + b'\n', capture_output=True, check=True)
    assert (tmp_path / 'expressions.txt').read_bytes() == KEY + b'==>REMOVED\n'
    assert (tmp_path / 'expressions.txt').stat().st_mode & 0o77 == 0


@pytest.mark.parametrize('shell', ['bash', 'zsh', 'sh', 'fish'])
@pytest.mark.parametrize(
    'name', [b'a.py', b'a b', b"it's", b'$(x)`y`', b'"', b'back\\slash', b'*', b'~', b'#', '·'.encode(), b'']
)
def test_name_is_one_word_of_the_shell(shell: str, name: bytes) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f'{shell} is not installed')
    code = f'printf %s {word(name, shell)}'
    assert subprocess.run([shell, '-c', code], capture_output=True, check=True).stdout == name


def test_name_that_is_no_text_is_one_word_of_bash() -> None:
    name = b"a\xff\n\x1b[b'"
    done = subprocess.run(['bash', '-c', f'printf %s {word(name)}'], capture_output=True, check=True)
    assert done.stdout == name
    assert word(name, 'sh').isprintable() and '\x1b' not in word(name, 'powershell')


def test_names_for_powershell() -> None:
    assert word(b"it's $x", 'powershell') == "'it''s $x'"
    (step,) = history.aside(Place([b'.env'], shell='powershell'))
    assert "Add-Content .gitignore '', '/.env'" in step.code and '>>' not in step.code
    assert published.rewritten(Place([b'a'], shell='powershell'), True)[-3].code.endswith(
        'Remove-Item ../expressions.txt'
    )


def test_nothing_is_said_of_files_that_are_not_there() -> None:
    assert history.take_out(Place([b'.env'])) == history.aside(Place([b'a.py'])) == []
    assert history.take_out(Place([b'-a.py', b'b.py']))[0].code == 'keyguard fix --write -- -a.py b.py'
    assert 'each file' in history.take_out(Place([b'a.py', b'b.py']))[0].words
    assert history.forget(Place([b'a'])).code.startswith('git reflog expire --expire-unreachable=now HEAD\n')
