"""``keyguard guide leak``, followed to the letter: what the page says is typed, in the shell that it is for."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from keyguard import cli
from keyguard.catalogue import one
from keyguard.samples import sample
from testing.repository import Repository

OPENAI, GROQ = one('openai'), one('groq')
KEYS = [sample(OPENAI.detectors[0], seed).decode() for seed in range(4)]
OTHER = sample(GROQ.detectors[0], 1).decode()
# what is only for some, or asks for an address that is not there
_LEAVE = (
    'Or ',
    'If git',
    'Nobody ',
    'Revoke',
    'Tell',
    'Install',
    'Work in',
    'Write the key',
    'Files that',
    'Let everybody',
)


@pytest.fixture(autouse=True)
def _isolated(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ('HOME', 'XDG_CONFIG_HOME', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM'):
        monkeypatch.setenv(name, environment[name])
    monkeypatch.setenv('COLUMNS', '80')
    monkeypatch.setattr('sys.stdin', None)


class Person:
    """Somebody in a repository with a remote, who types what the page says."""

    def __init__(self, repository: Repository, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.at = repository
        self.capsys = capsys
        self.patch = patch
        self.shell = 'bash'
        self.stands = repository.folder
        # a command `keyguard` for the shell, and an editor for messages
        tools = repository.folder.parent / 'tools'
        tools.mkdir()
        (tools / 'keyguard').write_text(f'#!/bin/sh\nexec {sys.executable} -m keyguard "$@"\n')
        (tools / 'keyguard').chmod(0o755)
        self.variables = {
            'PATH': os.pathsep.join([str(tools), self.at.environment['PATH']]),
            'PYTHONPATH': os.pathsep.join(path for path in sys.path if path),
            'GIT_EDITOR': str(tools / 'editor'),
        }
        (tools / 'editor').write_text(
            '#!/bin/sh\ngrep -q "^[^#]" "$1" || echo A message > "$1"\n'
            'sed -i -e s/^pick/reword/ -e "s/sk-proj-.*/no key/" "$1"\n'
        )
        (tools / 'editor').chmod(0o755)
        repository.git('init', '-q', '--bare', '../remote')
        repository.git('remote', 'add', 'origin', '../remote')
        repository.write('x', b'')
        repository.record()
        repository.git('push', '-q', '-u', 'origin', 'main')

    def write(self, name: str, key: str, more: str = '') -> None:
        self.at.write(name, f'import openai\n\nclient = openai.OpenAI(api_key="{key}")\n{more}')

    def guide(self, *words: str) -> str:
        self.patch.chdir(self.stands)
        self.patch.setenv('SHELL', f'/bin/{self.shell}')
        assert cli.main(['guide', *(words or ('leak',))]) == 0
        return self.capsys.readouterr().out

    def follow(self, *leave: str, only: str = '') -> list[str]:
        """Type all that the page says, in its order, but steps that begin with ``leave``, of sections that begin with
        ``only``; which sections it had.
        """
        page = json.loads(self.guide('leak', '--format', 'json'))
        for section in page['sections']:
            blocks = [item for block in section['blocks'] if block['type'] == 'list' for item in block['items']]
            blocks += [section['blocks']]
            for item in blocks:
                words = next((each['text'] for each in item if each['type'] == 'text'), '')
                for block in item:
                    if (
                        section['title'].startswith(only)
                        and block['type'] == 'code'
                        and not words.startswith((*_LEAVE, *leave))
                    ):
                        self.type(block['text'])
        return [section['title'] for section in page['sections']]

    def type(self, code: str) -> None:
        if code.startswith(('cd ../rewritten', 'keyguard audit --history\ngit push --force')):
            return
        stop = '' if self.shell == 'fish' else 'set -e\n'
        done = subprocess.run(
            [self.shell, '-c', stop + code],
            cwd=self.stands,
            env={**self.at.environment, **self.variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, (code, done.stdout, done.stderr)

    def public(self) -> str:
        """All that the remote has."""
        arguments = ['git', 'cat-file', '--batch-all-objects', '--batch']
        folder = self.at.folder.parent / 'remote'
        done = subprocess.run(arguments, cwd=folder, env=self.at.environment, capture_output=True, check=True)
        return done.stdout.decode('utf-8', 'replace')

    def named(self) -> str:
        """All that refs and stashes of this repository have."""
        stashes = self.at.git('reflog', 'show', '--format=%H', 'refs/stash').split() if self._has_stash() else []
        listed = self.at.git('rev-list', '--objects', '--no-object-names', '--all', *stashes)
        done = subprocess.run(
            ['git', 'cat-file', '--batch'],
            cwd=self.at.folder,
            env=self.at.environment,
            input=listed.encode(),
            capture_output=True,
            check=True,
        )
        return done.stdout.decode('utf-8', 'replace')

    def _has_stash(self) -> bool:
        return self.at.run('git', 'rev-parse', '--verify', '--quiet', 'refs/stash').code == 0


@pytest.fixture
def person(repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Person:
    return Person(repository, capsys, monkeypatch)


def _shell(name: str) -> str:
    if shutil.which(name) is None:
        pytest.skip(f'{name} is not installed')
    return name


@pytest.mark.parametrize('shell', ['bash', 'zsh', 'fish', 'sh'])
def test_push_comes_last_and_takes_no_other_key_along(person: Person, shell: str) -> None:
    person.shell = _shell(shell)
    person.at.write('pkg/src/.keep', b'')
    person.at.write('.gitignore', b'*.log')  # its last line has no end
    person.write('pkg/a.py', KEYS[0])
    person.at.record()
    person.at.git('push', '-q')
    person.write('pkg/src/b.py', KEYS[1])
    person.at.record()
    person.write('pkg/src/c.py', KEYS[2])
    person.at.stage()
    person.stands = person.at.folder / 'pkg' / 'src'
    titles = person.follow()
    assert [title.partition(':')[0] for title in titles[:3]] == ['Pushed', 'First', 'Committed, not pushed']
    assert titles[-2:] == ['Last: go on without the pushed key', 'If the history has to be clean']
    public = person.public()
    assert KEYS[0] in public and KEYS[1] not in public and KEYS[2] not in public
    assert KEYS[0] not in person.at.git('show', 'origin/main:pkg/a.py')
    # the rules are whole, they went along, and .env with the keys did not
    assert person.at.git('show', 'origin/main:.gitignore').split() == ['*.log', '.env']
    assert '.env' not in person.at.git('ls-tree', '-r', '--name-only', 'origin/main').split()
    assert person.at.git('status', '--porcelain') == ''


@pytest.mark.parametrize('shell', ['bash', 'zsh'])
def test_branch_tag_and_stash_each_lose_their_key(person: Person, shell: str) -> None:
    person.shell = _shell(shell)
    person.at.git('switch', '-q', '-c', 'feat')
    person.write('a.py', KEYS[0])
    person.at.record()
    person.at.write('later', b'1')
    person.at.record()
    person.at.git('switch', '-q', '--detach', 'main')
    person.write('t.py', KEYS[1])
    person.at.record()
    person.at.git('tag', 'v1')
    person.at.git('switch', '-q', 'main')
    for name, key in (('s.py', KEYS[2]), ('r.py', KEYS[3])):
        person.write(name, key)
        person.at.stage()
        person.at.git('stash')
    assert '4 keys committed and not pushed' in person.guide()
    titles = person.follow(only='On ') + person.follow('Otherwise', 'Take the', 'And if')
    assert titles[:4] == ['On branch feat, not pushed', 'On tag v1, not pushed', 'In stash@{1}', 'In stash@{0}']
    assert titles[4:6] == titles[2:4] and person.at.git('stash', 'list') == ''
    named = person.named()
    assert not any(key in named for key in KEYS)
    assert person.at.git('log', '--format=%s', 'feat').count('\n') == 4
    assert person.at.git('symbolic-ref', '--short', 'HEAD') == 'main\n'
    assert 'OpenAI()' in person.at.git('show', 'feat:a.py') and 'OpenAI(' in person.at.git('show', 'v1:t.py')


def test_stash_is_taken_back_and_made_anew(person: Person) -> None:
    person.write('s.py', KEYS[0])
    person.at.record()
    person.at.git('reset', '-q', '--soft', 'HEAD~1')
    person.at.git('stash')
    person.stands.joinpath('sub').mkdir()
    person.stands = person.at.folder / 'sub'
    assert person.follow('If you') == ['In stash@{0}']
    assert KEYS[0] not in person.named() and person.at.git('stash', 'list').count('\n') == 1
    assert 'OpenAI()' in person.at.git('show', 'stash@{0}:s.py')


def test_env_file_of_another_branch_does_not_fall_over_the_one_here(person: Person) -> None:
    person.at.git('switch', '-q', '-c', 'feat')
    person.at.write('.env', f'OPENAI_API_KEY={KEYS[0]}\n')
    person.at.record()
    person.at.git('switch', '-q', 'main')
    person.at.write('.gitignore', b'.env\n')
    person.at.record()
    person.at.write('.env', b'MINE=1\n')
    text = person.guide()
    assert 'git switch --no-overwrite-ignore feat\n' in text
    done = person.at.run('git', 'switch', '--no-overwrite-ignore', 'feat')
    assert done.code and person.at.read('.env') == b'MINE=1\n'
    (person.at.folder / '.env').unlink()
    person.follow()
    assert KEYS[0] not in person.named() and person.at.read('.env').decode().endswith(KEYS[0] + '\n')


def test_branch_of_another_work_tree(person: Person) -> None:
    person.at.git('worktree', 'add', '-q', '-b', 'feat', '../other tree')
    person.write('../other tree/a.py', KEYS[0])
    person.at.git('-C', '../other tree', 'add', '.')
    person.at.git('-C', '../other tree', 'commit', '-q', '-m', 'A change')
    text = person.guide()
    assert f"cd '{person.at.folder.parent / 'other tree'}'\n" in text and 'cd -\n' in text and 'git switch' not in text


def test_merge_is_stopped_and_its_branch_mended(person: Person) -> None:
    person.at.git('switch', '-q', '-c', 'f')
    person.write('a.py', KEYS[0])
    person.at.record()
    person.at.git('switch', '-q', 'main')
    person.at.write('m', b'')
    person.at.record()
    person.at.git('merge', '-q', '--no-commit', 'f')
    assert person.follow() == ['A merge under way', 'On branch f, not pushed']
    assert KEYS[0] not in person.named() and person.at.run('git', 'rev-parse', '-q', '--verify', 'MERGE_HEAD').code
    # .env came along, git ignores it here, and nothing is in the way of what was to be merged
    assert person.at.git('status', '--porcelain') == '' and person.at.read('.env')
    person.at.git('merge', '-q', '--no-edit', 'f')
    assert person.at.git('show', 'HEAD:.gitignore').split() == ['.env']


def test_two_branches_share_the_list_of_the_clone(person: Person) -> None:
    for name, key in (('f', KEYS[0]), ('g', KEYS[1])):
        person.at.git('switch', '-q', '-c', name, 'main')
        person.write(f'{name}.py', key)
        person.at.record()
    person.at.git('switch', '-q', 'main')
    (person.at.folder / 'sub').mkdir()
    person.stands = person.at.folder / 'sub'
    assert person.follow() == ['On branch f, not pushed', 'On branch g, not pushed']
    listed = (person.at.folder / '.git/info/exclude').read_text().split('\n')
    assert listed.count('.env') == 1 and person.at.git('status', '--porcelain') == ''
    person.write('m.py', KEYS[2])
    person.at.git('switch', '-q', '-c', 'h')
    person.at.stage('m.py')
    person.at.git('commit', '-q', '-m', 'A change')
    person.at.git('switch', '-q', 'main')
    assert 'ignore .env here' not in person.guide()


def test_env_file_that_has_left_the_index_already(person: Person) -> None:
    person.at.write('.env', f'OPENAI_API_KEY={KEYS[0]}\n')
    person.at.record()
    person.at.write('later', b'1')
    person.at.record()
    person.patch.chdir(person.at.folder)
    assert cli.main(['fix', '--write', '.env']) == 0
    assert 'git rm --cached --force --quiet --ignore-unmatch -- .env\n' in person.guide()
    person.follow()
    assert KEYS[0] not in person.named() and KEYS[0] in person.at.read('.env').decode()
    assert person.at.git('show', 'HEAD:.gitignore').split() == ['.env']


def test_blocked_merge_says_to_stop_it(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.at.git('switch', '-q', '-c', 'f')
    person.write('a.py', KEYS[0])
    commit = person.at.record()
    person.at.git('switch', '-q', 'main')
    person.at.write('m', b'')
    person.at.record()
    person.at.git('merge', '-q', '--no-commit', 'f')
    (person.at.folder / '.git' / 'MERGE_HEAD').unlink()
    # as git tells its hooks of a merge, before there is a MERGE_HEAD
    monkeypatch.setenv(f'GITHEAD_{commit}', 'f')
    monkeypatch.chdir(person.at.folder)
    assert cli.main(['audit', '--staged']) == 1
    text = person.capsys.readouterr().out
    assert 'git merge --abort\n' in text and 'keyguard guide leak\n' in text and 'git add' not in text
    assert f'It is in commit {commit[:10]}, which is not pushed' in text


@pytest.mark.parametrize('last', [True, False], ids=['the last', 'an older one'])
def test_message_loses_its_key(person: Person, last: bool) -> None:
    person.at.write('a', b'1')
    person.at.record(f'With\n\n{KEYS[0]}')
    if not last:
        person.at.write('b', b'1')
        person.at.record('Later')
    person.at.write('staged', b'')
    person.at.stage()
    (title,) = person.follow()
    assert title.startswith('In the message of commit') and KEYS[0] not in person.named()
    assert person.at.git('diff', '--cached', '--name-only') == 'staged\n'
    assert 'no key' in person.at.git('log', '--format=%B')


def test_message_of_a_tag_loses_its_key(person: Person) -> None:
    person.at.git('tag', '--annotate', '-m', f'With\n\n{KEYS[0]}', 'v1')
    assert person.follow() == ['In the message of tag v1']
    assert KEYS[0] not in person.named() and 'no key' in person.at.git('cat-file', 'tag', 'v1')


def test_pushed_and_gone_again_is_the_most_frequent_leak(person: Person) -> None:
    person.write('a.py', KEYS[0])
    person.at.record(f'And {OTHER}')
    person.at.write('a.py', b'')
    person.at.record()
    person.at.git('push', '-q')
    text = ' '.join(person.guide().split())
    assert 'There are 2 keys pushed.' in text and '(in origin/main) (no longer in HEAD)' in text
    assert 'Revoke it now, at OpenAI.' in text and 'Revoke it now, at Groq.' in text
    assert 'Pushed: 2 keys' in person.guide('pushed') and 'No key is in this state here' in person.guide('committed')


def test_moved_file_loses_the_key_under_its_old_name_too(person: Person) -> None:
    person.write('old.py', KEYS[0], 'x = 1\n' * 9)
    person.at.record()
    person.at.git('mv', 'old.py', 'new.py')
    person.at.record()
    assert 'old.py' in person.guide()
    person.follow()
    assert KEYS[0] not in person.named()


def test_what_names_no_branch_is_told_apart(person: Person) -> None:
    person.write('a.py', KEYS[0])
    commit = person.at.record()
    person.at.git('update-ref', 'refs/original/refs/heads/main', commit)
    person.at.git('reset', '-q', '--hard', 'HEAD~1')
    assert person.follow() == ['In ref refs/original/refs/heads/main']
    assert KEYS[0] not in person.named()
    # … and what only another work tree stands on
    person.at.git('worktree', 'add', '-q', '--detach', '../tree', commit)
    assert 'another work tree may stand on it' in ' '.join(person.guide().split())


def test_what_is_older_than_it_looks_is_said(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.write('a.py', KEYS[0])
    person.at.record()
    person.at.write('a.py', b'')
    person.at.record()
    person.at.git('push', '-q')
    monkeypatch.setattr('keyguard.commands.past.MOST_REMOTE', 1)
    text = ' '.join(person.guide().split())
    assert 'No key is found here.' in text and '1 commit that remotes have' in text
    assert 'There are older commits, which were not looked at: `keyguard audit --history` looks at all.' in text


def test_shallow_clone_and_submodule_are_told(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    person.at.git('clone', '-q', '--depth', '1', f'file://{person.at.folder.parent / "remote"}', '../clone')
    person.stands = person.at.folder.parent / 'clone'
    person.patch.chdir(person.stands)
    assert cli.main(['guide', 'leak']) == 0
    assert 'note: the clone is shallow' in capsys.readouterr().err


def test_tag_with_a_key_and_a_branch_that_goes_on_from_it(person: Person) -> None:
    """No remote has it, two names hold it: the branch is mended, the tag is told."""
    person.at.git('switch', '-q', '-c', 'feat')
    person.write('a.py', KEYS[0])
    person.at.record(f'With {KEYS[1]}')
    person.at.git('tag', 'v1')
    person.at.git('switch', '-q', 'main')
    text = ' '.join(person.guide().split())
    assert 'held by: tag v1.' in text and 'git tag --delete v1' in text and 'git commit --amend --only' in text
    assert text.count('On branch feat, not pushed') == 1


def test_env_file_in_a_stash(person: Person) -> None:
    person.at.write('.env', f'OPENAI_API_KEY={KEYS[0]}\n')
    person.at.stage()
    person.at.git('stash')
    text = person.guide()
    assert "git stash pop 'stash@{0}'" in text and 'git stash push' not in text and 'keyguard fix' not in text
