"""`keyguard fix`: the key leaves the file and lands where it may live; nothing is lost, nothing is shown."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import stat
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from keyguard import hook
from keyguard.cli import main
from keyguard.errors import Fatal
from keyguard.moving import doing, files, undo
from keyguard.remedies import stores
from keyguard.remedies.words import MANAGER, Store
from keyguard.secret import Secret
from testing.fixing import entered, fixed
from testing.repository import Repository
from testing.rewriting import KEYS, filled

APP = filled('from openai import OpenAI\n\nclient = OpenAI(api_key="@@")\n')
FIXED = 'from openai import OpenAI\n\nclient = OpenAI()\n'
LINE = filled('OPENAI_API_KEY=@@\n')

Run = Callable[..., tuple[int, str]]
POSIX = pytest.mark.skipif(os.name == 'nt', reason='modes, links and scripts are those of POSIX')


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    return entered(tmp_path, monkeypatch)


@pytest.fixture
def fix(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``keyguard fix``: exit code and all that it printed."""
    return partial(fixed, capsys)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of a work tree, with its mode."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), mode(path))
        for path in sorted(folder.rglob('*'))
        if path.is_file() and '.git/' not in path.as_posix()
    }


# --- the whole way


def test_it_shows_what_it_would_do_and_changes_nothing(repository: Repository, fix: Run) -> None:
    repository.write('app.py', APP)
    repository.stage()
    before = everything(repository.folder)
    code, text = fix()
    assert code == 1
    assert '-client = OpenAI(api_key="sk-proj-…' in text
    assert '+client = OpenAI()' in text
    assert '@@ -1,3 +1,3 @@' in text
    assert 'would take 1 key out of 1 file' in text
    assert 'goes to .env  (staged, in no commit yet)' in text
    assert 'Do it:  keyguard fix --write' in text
    assert everything(repository.folder) == before
    assert not (repository.folder / '.git' / 'keyguard').exists()


@POSIX
def test_the_whole_way_and_back(repository: Repository, fix: Run) -> None:
    repository.write('app.py', APP)
    os.chmod(repository.folder / 'app.py', 0o755)
    repository.stage()
    before = everything(repository.folder)
    code, text = fix('--write')
    assert code == 0
    assert everything(repository.folder) == {
        'app.py': (FIXED.encode(), 0o755),
        '.env': (LINE.encode(), 0o600),
        '.gitignore': (b'.env\n', 0o644),
    }
    assert 'git add -- .gitignore app.py\n' in text
    assert 'set -a; . ./.env; set +a' in text
    assert 'dotenv run -- python ./app.py\n' in text
    assert 'Undo:  keyguard fix --undo' in text
    assert repository.git('status', '--porcelain') == 'AM app.py\n?? .gitignore\n'
    assert mode(repository.folder / '.git' / 'keyguard') == 0o700
    kept = list((repository.folder / '.git' / 'keyguard' / 'undo').rglob('*'))
    assert {mode(path) for path in kept if path.is_file()} == {0o600}
    assert {mode(path) for path in kept if path.is_dir()} == {0o700}
    code, text = fix()
    assert code == 1 and 'what is staged of app.py still has one' in text and 'git add -- .gitignore app.py\n' in text
    repository.git('add', '.gitignore', 'app.py')
    assert fix() == (0, f'keyguard fix: no key to take out\n\n  examined 2 files, {len(FIXED) + 5} bytes\n')
    code, text = fix('--undo')
    assert code == 0
    assert '3 files as before' in text
    assert everything(repository.folder) == before
    assert fix('--undo')[0] == 2


def test_undo_goes_back_step_by_step(repository: Repository, fix: Run) -> None:
    repository.write('a.py', filled('import os\nk = "@@"\n'))
    assert fix('--write')[0] == 0
    first = everything(repository.folder)
    repository.write('b.py', filled('import os\nk = "@a@"\n'))
    assert fix('--write')[0] == 0
    assert fix('--undo')[0] == 0
    (repository.folder / 'b.py').unlink()
    assert everything(repository.folder) == first
    assert fix('--undo')[0] == 0
    assert set(everything(repository.folder)) == {'a.py'}


def test_json_for_programs(repository: Repository, fix: Run) -> None:
    repository.write('app.py', APP)
    repository.write('b.txt', filled('@a@\n'))
    code, text = fix('--format', 'json')
    told = json.loads(text)
    assert code == 1
    assert told['written'] is False and told['undo'] is None
    assert [each['status'] for each in told['files']] == ['fixed', 'left']
    assert told['files'][0]['edits'] == [
        {
            'line': 1,
            'before': ['from openai import OpenAI', '', f'client = OpenAI(api_key="sk-proj-…{KEYS["@@"][-4:]}")'],
            'after': FIXED.splitlines(),
        }
    ]
    assert told['files'][1]['steps'] == ['Take it out of the file.']
    assert told['keys'][0]['variable'] == 'OPENAI_API_KEY'
    assert told['keys'][0]['fingerprint'] == Secret(KEYS['@@'].encode()).fingerprint
    assert told['keys'][0]['state'] == 'written' and told['keys'][0]['moved'] is True
    assert told['changes'] == ['.gitignore', '.env', 'app.py']
    told = json.loads(fix('--write', '--format', 'json', 'app.py')[1])
    assert told['written'] is True and told['undo'] == 'keyguard fix --undo'
    assert told['next'][0] == 'git add -- .gitignore app.py'


def test_quiet_and_colour(repository: Repository, fix: Run) -> None:
    assert fix('--quiet') == (0, '')
    repository.write('app.py', APP)
    assert '\x1b[32m+client = OpenAI()\x1b[0m' in fix('--color', 'always')[1]


# --- the file of variables


@POSIX
@pytest.mark.parametrize(
    ('before', 'after', 'name'),
    [
        pytest.param('', LINE, 'OPENAI_API_KEY', id='empty'),
        pytest.param('A=1', f'A=1\n{LINE}', 'OPENAI_API_KEY', id='no-final-newline'),
        pytest.param('A=1\r\n', f'A=1\r\n{LINE[:-1]}\r\n', 'OPENAI_API_KEY', id='crlf'),
        pytest.param('OPENAI_API_KEY=\nB=2\n', f'{LINE}B=2\n', 'OPENAI_API_KEY', id='empty-value'),
        pytest.param('export OPENAI_API_KEY="" # new\n', f'export {LINE[:-1]} # new\n', 'OPENAI_API_KEY', id='empty-quoted'),
        pytest.param(f'{LINE}B=2\n', f'{LINE}B=2\n', 'OPENAI_API_KEY', id='the-same'),
        pytest.param(f'OPENAI_API_KEY="{KEYS["@@"]}"\n', f'OPENAI_API_KEY="{KEYS["@@"]}"\n', 'OPENAI_API_KEY', id='the-same-quoted'),
        pytest.param('OPENAI_API_KEY=other # x\n', f'OPENAI_API_KEY=other # x\nOPENAI_API_KEY_2={KEYS["@@"]}\n', 'OPENAI_API_KEY_2', id='another-value'),
        pytest.param(f'MY_OWN={KEYS["@@"]}\n', f'MY_OWN={KEYS["@@"]}\n', 'MY_OWN', id='under-another-name'),
        pytest.param('A="1\n2"\n# c\n', f'A="1\n2"\n# c\n{LINE}', 'OPENAI_API_KEY', id='value-of-two-lines'),
    ],
)  # fmt: skip
def test_no_value_is_overwritten(repository: Repository, fix: Run, before: str, after: str, name: str) -> None:
    repository.write('app.py', filled('import os\nk = "@@"\n'))
    repository.write('.env', before)
    repository.write('.gitignore', '.env\n')
    os.chmod(repository.folder / '.env', 0o644)
    code, text = fix('--write')
    assert code == 0
    assert repository.read('.env').decode() == after
    assert repository.read('app.py').decode() == f'import os\nk = os.environ["{name}"]\n'
    if after != before:
        assert mode(repository.folder / '.env') == 0o600
    assert ('has the name OPENAI_API_KEY already' in text) == (name == 'OPENAI_API_KEY_2')


def test_two_keys_of_one_provider_get_two_names(repository: Repository, fix: Run) -> None:
    repository.write('a.py', filled('import os\na = "@@"\nb = "@2@"\nc = "@@"\n'))
    code, text = fix('--write')
    assert code == 0
    assert 'so a key is called OPENAI_API_KEY_2' in ' '.join(text.split())
    assert repository.read('.env').decode() == filled('OPENAI_API_KEY=@@\nOPENAI_API_KEY_2=@2@\n')
    names = ('', '_2', '')
    lines = ''.join(f'{x} = os.environ["OPENAI_API_KEY{name}"]\n' for x, name in zip('abc', names))
    assert repository.read('a.py').decode() == 'import os\n' + lines


def test_nearest_file_of_variables_takes_the_key(repository: Repository, fix: Run, monkeypatch) -> None:
    repository.write('back/src/app.py', APP)
    repository.write('front/run.sh', filled('tell "@a@"\n'))
    repository.write('back/.env', 'A=1\n')
    repository.write('.gitignore', '.env\n')
    monkeypatch.chdir(repository.folder / 'front')
    assert fix('--write', '..')[0] == 0
    assert repository.read('back/.env').decode() == f'A=1\n{LINE}'
    assert repository.read('.env').decode() == filled('ANTHROPIC_API_KEY=@a@\n')


@pytest.mark.parametrize(
    ('before', 'after'),
    [
        pytest.param(None, '.env\n', id='none'),
        pytest.param('*.pyc', '*.pyc\n.env\n', id='no-final-newline'),
        pytest.param('*.pyc\r\n', '*.pyc\r\n.env\r\n', id='crlf'),
        pytest.param('.env*\n!.env.example\n', '.env*\n!.env.example\n', id='covered'),
        pytest.param('.env\n!.env\n', '.env\n!.env\n.env\n', id='taken-back'),
    ],
)
def test_git_ignores_the_file_of_variables(repository: Repository, fix: Run, before: str | None, after: str) -> None:
    repository.write('app.py', APP)
    if before is not None:
        repository.write('.gitignore', before)
    assert fix('--write')[0] == 0
    assert repository.read('.gitignore').decode() == after
    assert repository.run('git', 'check-ignore', '.env').code == 0


def test_rule_elsewhere_that_takes_it_back_stops_all(repository: Repository, fix: Run) -> None:
    repository.write('sub/app.py', APP)
    repository.write('sub/.env', '')
    repository.write('sub/.gitignore', '!.env\n')
    before = everything(repository.folder)
    code, text = fix('--write')
    assert code == 3
    assert 'sub/.env: another rule of git says that it is not to be ignored\n  nothing was changed' in text
    assert everything(repository.folder) == before
    assert not os.listdir(repository.folder / '.git' / 'keyguard' / 'undo')


def test_tracked_file_of_variables_stays_here_and_leaves_git(repository: Repository, fix: Run) -> None:
    text = f'# all of it\nexport {LINE}DEBUG="1"\n'
    repository.write('.env', text)
    repository.write('conf/prod [1].env', filled('ANTHROPIC_API_KEY=@a@\n'))
    repository.record()
    code, told = fix()
    assert code == 1
    words = 'git no longer tracks it, .gitignore names it and its owner alone can read it'
    assert f'.env would stay on this machine: {words} whoever pulls that commit' in ' '.join(told.split())
    code, told = fix('--write')
    assert code == 0
    assert 'in commit' not in told.partition('Next:')[0]
    assert repository.read('.env').decode() == text
    assert repository.read('.env.example').decode() == 'OPENAI_API_KEY=\nDEBUG=\n'
    assert repository.read('conf/prod [1].env.example').decode() == 'ANTHROPIC_API_KEY=\n'
    assert repository.git('ls-files') == ''
    assert repository.read('.gitignore').decode() == '.env\n/conf/prod \\[1].env\n'
    assert repository.git('status', '--porcelain', '--untracked-files=all').splitlines() == [
        'D  .env', 'D  "conf/prod [1].env"', '?? .env.example', '?? .gitignore', '?? "conf/prod [1].env.example"',
    ]  # fmt: skip
    assert 'So that the last commit, which is not pushed, loses it' in told
    assert fix()[0] == 0
    assert fix('--undo')[0] == 0
    assert repository.git('status', '--porcelain') == ''


def test_untracked_file_of_variables_is_only_ignored(repository: Repository, fix: Run) -> None:
    repository.write('.env', LINE)
    assert fix('--write')[0] == 0
    assert set(everything(repository.folder)) == {'.env', '.gitignore'}
    code, told = fix('.env')
    assert (code, 'git leaves it alone already' in told) == (0, True)
    assert fix('--write', '.env')[0] == 0


def test_example_that_is_there_gets_the_name(repository: Repository, fix: Run) -> None:
    repository.write('app.py', APP)
    repository.write('.env.example', 'A=\nANTHROPIC_API_KEY=' + filled('@a@'))
    assert fix('--write')[0] == 0
    assert repository.read('.env.example').decode() == 'A=\nANTHROPIC_API_KEY=\nOPENAI_API_KEY=\n'
    assert repository.read('.env').decode() == filled('ANTHROPIC_API_KEY=@a@\n') + LINE


@POSIX
def test_link_is_followed_to_the_file_of_variables(repository: Repository, fix: Run, tmp_path: Path) -> None:
    repository.write('app.py', APP)
    (tmp_path / 'shared.env').write_text('A=1\n')
    os.symlink(tmp_path / 'shared.env', repository.folder / '.env')
    assert fix('--write')[0] == 0
    assert (tmp_path / 'shared.env').read_text() == f'A=1\n{LINE}'
    assert 'git add' not in fix()[1]
    assert os.path.islink(repository.folder / '.env')
    assert fix('--undo')[0] == 0
    assert (tmp_path / 'shared.env').read_text() == 'A=1\n'


@POSIX
def test_link_into_another_repository_is_no_place(repository: Repository, fix: Run, tmp_path: Path) -> None:
    other = Repository(tmp_path / 'other', repository.environment)
    other.write('env', 'A=1\n')
    other.record()
    os.symlink(tmp_path / 'other' / 'env', repository.folder / '.env')
    repository.write('app.py', APP)
    code, text = fix('--write')
    assert code == 1
    assert 'it is a link to' in text
    assert 'which belongs to another repository' in ' '.join(text.split())
    assert other.git('status', '--porcelain') == ''
    assert repository.read('app.py').decode() == APP


@POSIX
@pytest.mark.parametrize(
    ('make', 'why'),
    [
        pytest.param(lambda path: path.mkdir(), 'it is a folder', id='folder'),
        pytest.param(lambda path: path.symlink_to('nowhere'), 'it is a link to nothing', id='broken-link'),
        pytest.param(lambda path: path.write_bytes('A=1\n'.encode('utf-16')), 'it is written in UTF-16', id='utf-16'),
    ],
)
def test_no_place_for_the_key_is_no_change(
    repository: Repository, fix: Run, make: Callable[[Path], None], why: str
) -> None:
    repository.write('app.py', APP)
    make(repository.folder / '.env')
    before = everything(repository.folder)
    code, text = fix('--write')
    assert code == 1
    assert why in ' '.join(text.split())
    assert everything(repository.folder) == before


@POSIX
@pytest.mark.parametrize('make', [Path.mkdir, lambda path: path.symlink_to('x')], ids=['folder', 'link'])
def test_rules_that_cannot_be_written_are_no_change(
    repository: Repository, fix: Run, make: Callable[[Path], None]
) -> None:
    repository.write('app.py', APP)
    make(repository.folder / '.gitignore')
    code, text = fix('--write')
    assert code == 1
    assert '.gitignore cannot be changed: it is a' in text
    assert repository.read('app.py').decode() == APP
    assert not (repository.folder / '.env').exists()


# --- how far a key has got


def test_pushed_key_is_not_kept(repository: Repository, fix: Run) -> None:
    repository.write('app.py', APP)
    repository.record()
    repository.git('remote', 'add', 'origin', str(repository.folder))
    repository.git('fetch', '--quiet', 'origin')
    code, text = fix('--write')
    assert code == 0
    assert repository.read('app.py').decode() == FIXED
    assert repository.read('.env') == b'OPENAI_API_KEY=\n'
    assert 'is not kept; put the new key into .env, where OPENAI_API_KEY is empty now  (pushed to origin/main)' in text
    assert 'Revoke it first, for it was pushed' in text
    assert fix('--undo')[0] == 0
    repository.write('.env', 'OPENAI_API_KEY=the-new-one\n')
    code, text = fix('--write')
    assert code == 0
    assert repository.read('.env') == b'OPENAI_API_KEY=the-new-one\n'
    assert '.env has a value for OPENAI_API_KEY already: see that it is the new key' in text


def test_key_that_was_pushed_in_another_file_is_pushed(repository: Repository, fix: Run) -> None:
    repository.write('a.py', APP)
    repository.record()
    repository.git('remote', 'add', 'origin', str(repository.folder))
    repository.git('fetch', '--quiet', 'origin')
    repository.write('b.py', filled('import os\nk = "@@"\nother = "@a@"\n'))
    code, text = fix('b.py', '--write')
    assert code == 0
    assert 'pushed to origin/main' in text
    assert repository.read('.env').decode() == filled('ANTHROPIC_API_KEY=@a@\nOPENAI_API_KEY=\n')


def test_worst_of_its_states_counts(repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write('b.py', APP)
    repository.record()
    repository.git('remote', 'add', 'origin', str(repository.folder))
    repository.git('fetch', '--quiet', 'origin')
    repository.write('a.py', APP)
    monkeypatch.setattr('keyguard.commands.fix.pushed', lambda root, secrets: {})
    assert fix('--write')[0] == 0
    assert repository.read('.env') == b'OPENAI_API_KEY=\n'


@POSIX
def test_file_of_variables_that_has_the_key_is_kept_out_of_git(repository: Repository, fix: Run) -> None:
    repository.write('.env', LINE)
    (repository.folder / '.env').chmod(0o644)
    repository.stage()
    repository.write('app.py', APP)
    code, _text = fix('app.py', '--write')
    assert code == 0
    assert repository.git('ls-files') == ''
    assert repository.read('.gitignore') == b'.env\n'
    assert mode(repository.folder / '.env') == 0o600
    assert repository.read('.env').decode() == LINE


def test_file_of_variables_that_vanishes_meanwhile_stops_all(
    repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write('.env', LINE)
    (repository.folder / '.env').chmod(0o600)
    repository.write('.gitignore', '.env\n')
    repository.write('app.py', APP)
    keep = undo.keep

    def late(*words: object) -> str:
        kept = keep(*words)  # type: ignore[arg-type]
        (repository.folder / '.env').unlink()
        return kept

    monkeypatch.setattr(undo, 'keep', late)
    code, text = fix('--write')
    assert code == 3
    assert '.env: it changed while keyguard looked at it' in text
    assert repository.read('app.py').decode() == APP


@pytest.mark.parametrize('first', ['whole', 'only .env'])
def test_two_at_once_lose_no_key(repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch, first: str) -> None:
    """Another run does the same between the plan of this one and its work."""
    repository.write('a.py', APP)
    repository.write('b.py', filled('import os\nk = "@a@"\n'))
    keep = undo.keep
    inner: list[int] = []

    def late(*words: object) -> str:
        monkeypatch.setattr(undo, 'keep', keep)
        monkeypatch.setattr(doing, 'Lock', lambda *_: contextlib.nullcontext())
        inner.append(fix(*(['a.py'] if first != 'whole' else []), '--write')[0])
        return keep(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(undo, 'keep', late)
    code, _text = fix('--write')
    assert inner == [0]
    assert code in (1, 3)
    whole = b''.join(data for data, _ in everything(repository.folder).values())
    assert KEYS['@@'].encode() in whole and KEYS['@a@'].encode() in whole
    assert repository.read('a.py').decode() == FIXED


def test_pushed_file_of_variables_says_revoke(repository: Repository, fix: Run) -> None:
    repository.write('.env', LINE)
    repository.record()
    repository.git('remote', 'add', 'origin', str(repository.folder))
    repository.git('fetch', '--quiet', 'origin')
    code, text = fix('--write')
    assert code == 0
    assert 'its key was pushed to origin/main: put the new one there' in text
    assert 'Revoke it first' in text


def test_committed_key_and_how_the_commit_loses_it(repository: Repository, fix: Run) -> None:
    repository.write('app.py', APP)
    commit = repository.record()
    code, text = fix('--write')
    assert code == 0
    assert f'(in commit {commit[:10]}, not pushed)' in text
    assert 'git commit --amend --no-edit' in text
    repository.stage()
    repository.git('commit', '--quiet', '--no-verify', '--amend', '--no-edit')
    assert KEYS['@@'] not in repository.git('log', '-p')


def test_older_commit_is_left_to_the_guide(repository: Repository, fix: Run) -> None:
    repository.write('app.py', APP)
    commit = repository.record()
    repository.write('b', '1')
    repository.record()
    assert f'How {commit[:10]} loses it, before you push:\n      keyguard guide leak\n' in fix('--write')[1]


def test_detached_head(repository: Repository, fix: Run) -> None:
    repository.write('a', '1')
    repository.record()
    repository.git('checkout', '--quiet', '--detach')
    repository.write('app.py', APP)
    assert fix('--write')[0] == 0
    assert repository.read('app.py').decode() == FIXED


def test_without_git(tmp_path: Path, repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / 'plain'
    (folder / 'sub').mkdir(parents=True)
    monkeypatch.chdir(folder)
    (folder / 'sub' / 'app.py').write_text(APP)
    (folder / 'a.env').write_text(filled('K=@a@\n'))
    code, text = fix('--write')
    assert code == 0
    assert 'whether it was pushed cannot be told: there is no git repository' in text
    assert 'If it was ever pushed, pasted or logged, revoke it first' in text
    assert 'git add' not in text
    assert set(everything(folder)) == {'.env', 'a.env', 'sub/app.py'}
    assert (folder / '.env').read_text() == LINE
    assert fix('--undo')[0] == 0
    assert set(everything(folder)) == {'a.env', 'sub/app.py'}
    assert (folder / 'sub' / 'app.py').read_text() == APP
    assert fix('--write', str(repository.folder))[0] == 0


def test_files_of_other_repositories_are_left_alone(
    repository: Repository, fix: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write('app.py', APP)
    (tmp_path / 'b.py').write_text(APP)
    code, text = fix('--write', str(tmp_path / 'b.py'))
    assert (code, 'it lies outside of the repository' in ' '.join(text.split())) == (1, True)
    monkeypatch.chdir(tmp_path)
    code, text = fix('--write', 'work/app.py')
    assert (code, 'it belongs to another repository: run keyguard fix there' in ' '.join(text.split())) == (1, True)
    assert repository.read('app.py').decode() == APP


def test_bare_repository(repository: Repository, fix: Run, tmp_path: Path, monkeypatch) -> None:
    repository.git('clone', '--quiet', '--bare', '.', str(tmp_path / 'bare'))
    monkeypatch.chdir(tmp_path / 'bare')
    code, text = fix('--write')
    assert (code, 'this is a bare repository' in text) == (2, True)


@POSIX
def test_git_that_does_not_start(repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write('app.py', APP)
    monkeypatch.setenv('PATH', '/nowhere')
    code, text = fix('--write', 'app.py')
    assert (code, 'git could not be started' in text) == (3, True)
    assert repository.read('app.py').decode() == APP


def test_words_fit_the_folder_and_the_shell(repository: Repository, fix: Run, monkeypatch) -> None:
    repository.write('a b/app.py', APP)
    repository.write('.keyguard.yaml', 'store: The Vault\n')
    monkeypatch.chdir(repository.folder / 'a b')
    monkeypatch.setenv('SHELL', '/bin/bash')
    assert 'This team keeps its keys in The Vault: see --store.' in fix()[1]
    _, text = fix('--write')
    add = next(line.strip() for line in text.splitlines() if line.strip().startswith('git add'))
    assert add == "git add -- :/.gitignore ':/a b/app.py'"
    assert 'For this shell:\n      set -a; . ../.env; set +a\n' in text
    done = repository.run('sh', '-c', f"cd 'a b' && {add}")
    assert done.code == 0, done
    assert fix('--undo')[0] == 0
    monkeypatch.setenv('SHELL', '/bin/fish')
    text = fix('--write')[1]
    load = next(line.strip() for line in text.splitlines() if line.strip().startswith('for line in'))
    if shutil.which('fish'):
        shown = repository.run('fish', '-c', f"cd 'a b'; {load}; printf %s $OPENAI_API_KEY")
        assert shown.stdout == KEYS['@@']


# --- what is left alone


def test_accepted_keys_stay_and_known_leaks_go(repository: Repository, fix: Run, capsys) -> None:
    repository.write('app.py', filled('import os\na = "@@"\nb = "@a@"  # keyguard: allow\nc = "@2@"\n'))
    for mark, verdict in (('@@', 'real'), ('@2@', 'test-key')):
        line = {'@@': 2, '@2@': 4}[mark]
        words = ['accept', f'app.py:{line}', '--reason', 'known', '--verdict', verdict]
        assert main(['baseline', *words]) == 0
    capsys.readouterr()
    code, text = fix('--write')
    assert code == 0, text
    assert repository.read('app.py').decode() == filled(
        'import os\na = os.environ["OPENAI_API_KEY"]\nb = "@a@"  # keyguard: allow\nc = "@2@"\n'
    )


def test_only_what_is_asked_for(repository: Repository, fix: Run) -> None:
    for name in ('a.py', 'b.py'):
        repository.write(name, filled('import os\na = "@@"\nb = "@a@"\n'))
    assert fix('--write', '--only', 'anthropic', 'a.py')[0] == 0
    assert repository.read('a.py').decode() == filled('import os\na = "@@"\nb = os.environ["ANTHROPIC_API_KEY"]\n')
    assert repository.read('b.py').decode() == filled('import os\na = "@@"\nb = "@a@"\n')


@POSIX
def test_files_that_cannot_be_rewritten_come_with_steps(repository: Repository, fix: Run) -> None:
    with zipfile.ZipFile(repository.folder / 'a.zip', 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('b.py', APP * 9)
    repository.write('c!d.py', filled('match x:\n    case "@@": pass\n'))
    repository.write('gone.txt', filled('@@'))
    os.symlink(filled('@@'), repository.folder / 'link')
    repository.write(filled('@@.py'), 'x = 1\n')
    before = everything(repository.folder)
    code, text = fix('--write')
    assert code == 1
    words = ' '.join(text.split())
    assert 'keyguard fix: no file can be changed' in words
    assert 'it stands in a file that is packed in this one. Take it out of the file inside' in words
    assert 'c!d.py line 2: a pattern cannot read the environment.' in words
    assert 'the key stands in what the link points to' in words
    assert 'its name holds a key' in words
    assert 'for this kind of file no safe rewrite is known' in words
    assert everything(repository.folder) == before
    assert json.loads(fix('--format', 'json')[1])['next'] == []


@POSIX
def test_file_of_variables_is_kept_only_for_what_stands_in_it(repository: Repository, fix: Run) -> None:
    repository.write(filled('@@.env'), 'A=1\n')
    os.symlink(filled('@a@'), repository.folder / 'b.env')
    code, text = fix('--write')
    assert code == 1
    assert 'stays on this machine' not in text


def test_unread_file_wins(repository: Repository, fix: Run) -> None:
    repository.write('app.py', APP)
    code, text = fix('--write', 'app.py', 'none.py')
    assert code == 3
    assert 'none.py: not looked at: no such file' in text
    assert repository.read('app.py').decode() == FIXED


# what a pipeline's file is, the program that fills its store, and words that it is started with
PIPELINES = {
    'github': ('.github/workflows/ci.yml', 'env:\n  OPENAI_API_KEY: @@\n', 'gh', 'secret set OPENAI_API_KEY'),
    'gitlab': (
        '.gitlab-ci.yml',
        'variables:\n  OPENAI_API_KEY: @@\n  A: b\n',
        'glab',
        'variable set OPENAI_API_KEY --masked --protected --raw',
    ),
    'azure': (
        'azure-pipelines.yml',
        'steps:\n  - bash: ./eval\n    env:\n      OPENAI_API_KEY: @@\n',
        'az',
        'pipelines variable create --pipeline-name PIPELINE --name OPENAI_API_KEY --secret true --value @-',
    ),
    'bitbucket': (
        'bitbucket-pipelines.yml',
        'pipelines:\n  default:\n    - step:\n        script:\n          - export OPENAI_API_KEY="@@"\n',
        'curl',
        (
            '--fail --silent --show-error --output /dev/null --user EMAIL --header Content-Type: application/json '
            '--data-binary @- https://api.bitbucket.org/2.0/repositories/WORKSPACE/REPO/pipelines_config/variables/'
        ),
    ),
    'kubernetes': (
        'k8s/app.yaml',
        'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - env:\n        - name: _MY_KEY\n          value: @@\n',
        'kubectl',
        'create secret generic my-key --from-file=_MY_KEY=/dev/stdin',
    ),
}


def typed(text: str) -> str:
    """The lines in round brackets, which a person would paste."""
    lines = text.splitlines()
    first = next(at for at, line in enumerate(lines) if line.strip().startswith('('))
    last = next(at for at in range(first, len(lines)) if lines[at].endswith(')'))
    return '\n'.join(lines[first : last + 1])


@pytest.fixture
def taker(tmp_path: Path, repository: Repository) -> Callable[[str, str], tuple[str, str]]:
    """Runs lines in a shell that has a program of this name, which notes its words and what it reads."""
    if os.name == 'nt':
        pytest.skip('the command is a script')

    def run(name: str, lines: str) -> tuple[str, str]:
        folder = tmp_path / 'programs'
        folder.mkdir()
        script = folder / name
        script.write_text(f'#!/bin/sh\ncat > {folder}/given\nprintf "%s\\n" "$*" > {folder}/words\n')
        script.chmod(0o755)
        done = repository.run('sh', '-c', lines, variables={'PATH': f'{folder}{os.pathsep}{os.environ["PATH"]}'})
        assert (done.code, done.text) == (0, '')
        return (folder / 'words').read_text().strip(), (folder / 'given').read_text()

    return run


@pytest.mark.parametrize(('path', 'text', 'program', 'words'), PIPELINES.values(), ids=PIPELINES)
def test_store_of_a_pipeline_is_filled_by_the_line_that_is_printed(
    repository: Repository, fix: Run, taker, path: str, text: str, program: str, words: str
) -> None:
    repository.write(path, filled(text))
    code, told = fix('--write')
    assert code == 0
    assert 'For this shell' not in told
    assert 'Afterwards take' in told
    started, given = taker(program, typed(told))
    assert started == words
    key = filled('@@')
    assert given == (f'{{"key":"OPENAI_API_KEY","value":"{key}","secured":true}}' if program == 'curl' else key)
    assert key not in repository.read(path).decode()


def test_runs_that_get_no_secret_are_told(repository: Repository, fix: Run) -> None:
    text = 'on:\n  workflow_call:\n  pull_request:\nenv:\n  OPENAI_API_KEY: @@\n'
    repository.write('.github/workflows/a.yml', filled(text))
    told = ' '.join(fix('--write')[1].split())
    assert (
        'OPENAI_API_KEY is empty when another workflow calls this one, unless that one has "secrets: inherit"' in told
    )
    assert 'OPENAI_API_KEY is empty in pull requests from forks' in told


def test_manifest_of_a_secret_is_told_where_it_belongs(repository: Repository, fix: Run) -> None:
    coded = base64.b64encode(KEYS['@a@'].encode()).decode()
    repository.write(
        'k8s/s.yaml', filled('apiVersion: v1\nkind: Secret\nstringData:\n  A: @@\n') + f'data:\n  B: {coded}\n'
    )
    repository.write('k8s/c.yaml', filled('apiVersion: v1\nkind: ConfigMap\ndata:\n  A: @@\n'))
    told = ' '.join(fix()[1].split())
    assert 'a ConfigMap is no place for a key' in told
    assert 'keyguard guide openai --store kubernetes' in told
    assert 'line 6: the key does not stand there in its own letters (base64)' in told
    assert 'keyguard guide anthropic --store kubernetes' in told


@POSIX
@pytest.mark.parametrize('before', ['NAME=My App\n', 'A=$(touch pwn)\n', 'A=1\r\n', 'A="$HOME"\n', 'A=x?a=1&b=2\n'])
def test_file_of_variables_that_a_shell_would_run_is_not_given_to_it(
    repository: Repository, fix: Run, taker, before: str
) -> None:
    repository.write('.env', before)
    repository.write('app.py', APP)
    path, text, program, words = PIPELINES['github']
    repository.write(path, filled(text))
    told = fix('--write')[1]
    assert 'set -a' not in told
    assert 'How a shell or a program reads ./.env:\n      keyguard guide --store dotenv\n' in told
    assert taker(program, typed(told)) == (words, filled('@@'))
    assert not (repository.folder / 'pwn').exists()


def test_manifest_and_guide_name_one_secret(repository: Repository, fix: Run, capsys) -> None:
    path, text, _, _ = PIPELINES['kubernetes']
    repository.write(path, filled(text).replace('_MY_KEY', 'OPENAI_API_KEY'))
    fix('--write')
    main(['guide', 'openai', '--store', 'kubernetes'])
    guide = capsys.readouterr().out
    assert b'name: openai-api-key\n              key: OPENAI_API_KEY' in repository.read(path)
    assert 'create secret generic openai-api-key \\ --from-file=OPENAI_API_KEY=/dev/stdin' in ' '.join(guide.split())


def test_store_of_a_pipeline_can_be_filled_at_once(repository: Repository, store: Path, fix: Run) -> None:
    path, text, _, _ = PIPELINES['github']
    repository.write(path, filled(text))
    assert f'Straight into GitHub Actions secrets:  keyguard fix {path} --store github-actions --write' in fix(path)[1]
    code, told = fix(path, '--store', 'putter', '--write')
    assert code == 0
    assert 'goes to The Putter; put it into GitHub Actions secrets from there' in told
    assert 'before the next run (asks for the key): gh secret set OPENAI_API_KEY' in ' '.join(told.split())


def test_pushed_key_of_a_pipeline_needs_no_file_of_variables(
    repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('SHELL', '/usr/bin/fish')
    for kind in ('github', 'gitlab'):
        repository.write(PIPELINES[kind][0], filled(PIPELINES[kind][1]))
    repository.record()
    repository.git('remote', 'add', 'origin', str(repository.folder))
    repository.git('fetch', '--quiet', 'origin')
    code, told = fix('--write')
    assert code == 0
    assert 'is not kept; put the new key into GitHub Actions secrets and GitLab CI/CD variables' in told
    assert '(asks for the new key): gh secret set OPENAI_API_KEY' in ' '.join(told.split())
    assert 'keyguard guide openai --store gitlab-ci' in told
    assert not (repository.folder / '.env').exists()
    assert 'Afterwards' not in told


def test_key_of_a_program_and_of_a_pipeline(repository: Repository, fix: Run) -> None:
    repository.write('app.py', APP)
    repository.write(
        '.circleci/config.yml', filled('jobs:\n  a:\n    environment:\n      OPENAI_API_KEY: @@\n      A: b\n')
    )
    told = fix('--write')[1]
    assert 'goes to .env; put it into CircleCI contexts from there' in told
    assert 'it stands in ./.env): circleci context secret set llm' in ' '.join(told.split())
    assert 'set -a; . ./.env' in told
    assert 'Afterwards' not in told
    told = fix('--undo')[1]
    fill = json.loads(fix('--format', 'json')[1])['keys'][0]['fill']
    assert fill == [
        {'store': 'circleci', 'command': 'circleci context secret set llm --org gh/ORG --name OPENAI_API_KEY'}
    ]


# --- what goes wrong in between


def changed(repository: Repository, name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody writes the file after keyguard looked at it."""
    keep = undo.keep

    def late(*words: object) -> str:
        kept = keep(*words)  # type: ignore[arg-type]
        repository.write(name, text)
        return kept

    monkeypatch.setattr(undo, 'keep', late)


def test_file_that_changed_meanwhile_is_left_and_told(
    repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write('a.py', APP)
    repository.write('b.py', APP)
    changed(repository, 'a.py', APP + 'x = 1\n', monkeypatch)
    code, text = fix('--write')
    assert code == 1
    assert 'a.py  it could not be changed: it changed while keyguard looked at it' in text
    assert 'not all went well' in text
    assert repository.read('a.py').decode() == APP + 'x = 1\n'
    assert repository.read('b.py').decode() == FIXED
    assert repository.read('.env').decode() == LINE


@pytest.mark.parametrize('name', ['.env', '.gitignore'])
def test_place_that_changed_meanwhile_stops_all(
    repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    repository.write('a.py', APP)
    changed(repository, name, 'A=1\n', monkeypatch)
    code, text = fix('--write')
    assert code == 3
    assert f'{name}: it changed while keyguard looked at it' in text
    assert repository.read('a.py').decode() == APP
    assert repository.read(name) == b'A=1\n'
    assert KEYS['@@'].encode() not in b''.join(data for data, _ in everything(repository.folder).values()).replace(
        APP.encode(), b''
    )


def full(*_: object) -> None:
    raise OSError(28, 'No space left on device')


def test_disk_that_is_full_before_a_file_changes(
    repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write('app.py', APP)
    before = everything(repository.folder)
    put = files.put

    def nearly(path: str, data: bytes, mode: int = 0o600) -> None:
        if path.endswith('.env.keyguard'):
            full()
        put(path, data, mode)

    monkeypatch.setattr(files, 'put', nearly)
    code, text = fix('--write')
    assert code == 3
    assert '.env: no space left on device\n  nothing was changed' in text
    assert everything(repository.folder) == before
    monkeypatch.setattr(files, 'put', full)
    code, text = fix('--write')
    assert code == 3
    assert 'nothing can be kept there for --undo (no space left on device); nothing was changed' in text
    assert everything(repository.folder) == before


def test_disk_that_is_full_while_files_change(
    repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write('a.py', APP)
    repository.write('b.py', APP)
    put = files.put

    def nearly(path: str, data: bytes, mode: int = 0o600) -> None:
        if path.endswith('b.py.keyguard'):
            full()
        put(path, data, mode)

    monkeypatch.setattr(files, 'put', nearly)
    code, text = fix('--write')
    assert code == 1
    assert 'b.py  it could not be changed: no space left on device' in text
    assert repository.read('a.py').decode() == FIXED
    assert repository.read('b.py').decode() == APP
    assert repository.read('.env').decode() == LINE


def test_read_only_file_and_folder(repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write('a.py', APP)
    repository.write('sub/b.py', APP)
    access = os.access
    locked = ('a.py', 'sub')
    monkeypatch.setattr(os, 'access', lambda path, how: not str(path).endswith(locked) and access(path, how))
    code, text = fix('--write')
    assert code == 1
    assert 'a.py  it is read-only.' in text
    assert 'sub/b.py  its folder is read-only.' in text
    locked = ('.env', '.gitignore')
    repository.write('.env', '')
    repository.write('.gitignore', '')
    code, text = fix('--write')
    assert code == 1
    assert 'its keys should go to .env, but it is read-only' in text
    locked = ('.gitignore',)
    code, text = fix('--write')
    assert '.gitignore cannot be changed: it is read-only' in text
    assert repository.read('a.py').decode() == APP


@POSIX
def test_another_file_system_takes_the_key_too(
    repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write('app.py', APP)
    replace = os.replace

    def elsewhere(source: str, target: str) -> None:
        if os.path.dirname(source) != os.path.dirname(target):
            raise OSError(18, 'Invalid cross-device link')
        replace(source, target)

    monkeypatch.setattr(os, 'replace', elsewhere)
    assert fix('--write')[0] == 0
    assert mode(repository.folder / '.env') == 0o600
    assert set(everything(repository.folder)) == {'.env', '.gitignore', 'app.py'}
    assert [path.name for path in (repository.folder / '.git' / 'keyguard').iterdir()] == ['undo']


def test_interrupted_before_a_file_changes(repository: Repository, fix: Run, monkeypatch) -> None:
    repository.write('app.py', APP)
    before = everything(repository.folder)
    make = doing.make

    def stopped(change: files.Change, aside: str) -> None:
        if change.private:
            raise KeyboardInterrupt
        make(change, aside)

    monkeypatch.setattr(doing, 'make', stopped)
    assert fix('--write')[0] == 130
    assert everything(repository.folder) == before


def test_interrupted_among_the_files_it_says_where_things_are(
    repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write('a.py', APP)
    repository.write('b.py', APP)
    make = doing.make

    def stopped(change: files.Change, aside: str) -> None:
        if change.path.endswith('b.py'):
            raise KeyboardInterrupt
        make(change, aside)

    monkeypatch.setattr(doing, 'make', stopped)
    code, text = fix('--write')
    assert code == 130
    assert 'stopped halfway. Not changed, or perhaps not: b.py.' in text
    assert 'The keys are in .env. All as before:  keyguard fix --undo' in text
    assert fix('--undo')[0] == 0
    assert repository.read('a.py').decode() == APP


def test_interrupted_copy_leaves_nothing(repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write('app.py', APP)
    put = files.put

    def stopped(path: str, data: bytes, mode: int = 0o600) -> None:
        put(path, data, mode)
        raise KeyboardInterrupt

    monkeypatch.setattr(files, 'put', stopped)
    assert fix('--write')[0] == 130
    assert list((repository.folder / '.git' / 'keyguard' / 'undo').iterdir()) == []


def test_tracked_file_of_variables_without_a_key_is_told(repository: Repository, fix: Run) -> None:
    repository.write('.env', 'DEBUG=1\n')
    repository.record()
    repository.write('app.py', APP)
    words = '.env git would no longer track it: whoever pulls that commit has to keep a copy of their own'
    assert words in ' '.join(fix()[1].split())
    assert '.env git no longer tracks it: whoever pulls that' in ' '.join(fix('--write')[1].split())


@pytest.mark.parametrize(
    ('names', 'words'),
    [
        ([], ''),
        (['a b.py'], 'You staged a part of a b.py; this stages the rest, too (git add --patch asks for each piece): '),
        (['a b.py', 'c.py'], 'You staged a part of a b.py and 1 more; this'),
    ],
    ids=['none', 'one', 'several'],
)
def test_who_staged_a_part_of_a_file_is_told_that_the_rest_goes_along(
    repository: Repository, fix: Run, names: list[str], words: str
) -> None:
    for name in ('a b.py', 'c.py', 'd.py'):
        repository.write(name, 'import os\n')
    repository.record()
    for name in ('a b.py', 'c.py', 'e.py'):
        repository.write(name, APP)
    repository.stage()
    repository.write('d.py', APP)  # nothing of it is staged
    for name in names:
        repository.write(name, APP + 'more = 1\n')
    told = ' '.join(fix('--write')[1].split())
    assert f'{words}{"" if words.endswith("this") else "git add -- "}' in told
    assert ('You staged' in told) == bool(names)


def test_byte_order_mark_hides_no_name(repository: Repository, fix: Run) -> None:
    repository.write('.env', '\ufeffOPENAI_API_KEY=x\n')
    repository.write('app.py', APP)
    assert 'another value has the name OPENAI_API_KEY already' in fix('--write')[1]
    assert repository.read('.env').decode() == filled('\ufeffOPENAI_API_KEY=x\nOPENAI_API_KEY_2=@@\n')


def test_private_key_of_several_lines_is_left(repository: Repository, fix: Run) -> None:
    lines = '\\n'.join(['MIIEvQIBADANBgkqhkiG9w0BAQEFAASC' + 'aB3dE5fG7hJ9' * 2 + 'kL1mN2p4', 'qR6sT8uV' * 8])
    text = f'k = {{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----\\n{lines}"}}\n'
    repository.write('app.py', text)
    code, told = fix('--write')
    assert code == 1
    assert 'it is a part of a private key, which goes as a whole' in ' '.join(told.split())
    assert 'Take the whole private key out, from BEGIN to END' in told
    assert repository.read('app.py').decode() == text
    main(['audit'])


@pytest.mark.skipif(not hasattr(os, 'fork'), reason='a process is killed')
def test_no_key_is_lost_wherever_it_is_killed(repository: Repository, capsys, monkeypatch) -> None:
    """The run is killed at each of its changes in turn, and the next one goes on from there."""
    key, other = KEYS['@@'].encode(), KEYS['@a@'].encode()
    for at in range(1, 20):
        repository.git('rm', '--quiet', '-r', '--force', '--cached', '--ignore-unmatch', '.')
        for path in repository.folder.iterdir():
            if path.is_file():
                path.unlink()
        repository.write('a.py', APP)
        repository.write('b.sh', filled('tell "@a@"\n'))
        repository.write('.env', filled('K=@2@\n'))
        repository.stage()
        capsys.readouterr()
        child = os.fork()
        if not child:  # pragma: no cover (it ends without a word)
            count = [0]
            for module, name in ((os, 'replace'), (doing.work, 'forget'), (os, 'unlink')):
                _killed(monkeypatch, module, name, count, at)
            os._exit(main(['fix', '--write']))
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        there = b''.join(data for data, _ in everything(repository.folder).values())
        assert key in there and other in there and KEYS['@2@'].encode() in there
        assert main(['fix', '--write']) in (0, 1)  # 1: nothing is left to be done, but what is staged
        assert repository.read('a.py').decode() == FIXED
        assert repository.read('b.sh') == b'tell "${ANTHROPIC_API_KEY:?set ANTHROPIC_API_KEY first}"\n'
        assert repository.read('.env').decode() == filled('K=@2@\nOPENAI_API_KEY=@@\nANTHROPIC_API_KEY=@a@\n')
        assert repository.git('ls-files') == 'a.py\nb.sh\n'
        assert not [path for path in everything(repository.folder) if path.endswith(('py.keyguard', 'env.keyguard'))]
        if ended != 77:
            assert at > 5, ended
            return
    pytest.fail('it never came to its end')


def _killed(monkeypatch, module: object, name: str, count: list[int], at: int) -> None:
    real = getattr(module, name)

    def counted(*words: object, **named: object) -> object:
        count[0] += 1
        if count[0] == at:
            os._exit(77)
        return real(*words, **named)

    monkeypatch.setattr(module, name, counted)


# --- undo


def test_undo_leaves_what_changed_since(repository: Repository, fix: Run) -> None:
    repository.write('a.py', APP)
    repository.write('b.py', APP)
    assert fix('--write')[0] == 0
    repository.write('a.py', FIXED + 'x = 1\n')
    code, text = fix('--undo')
    assert code == 1
    assert 'a.py  stays as it is now: it changed since' in text
    assert '.env  stays as it is now: it belongs to the others' in text
    assert repository.read('a.py').decode() == FIXED + 'x = 1\n'
    assert repository.read('b.py').decode() == APP
    assert repository.read('.env').decode() == LINE
    repository.write('a.py', FIXED)
    assert fix('--undo')[0] == 0
    assert set(everything(repository.folder)) == {'a.py', 'b.py'}


def test_undo_keeps_a_file_of_variables_that_grew(repository: Repository, fix: Run) -> None:
    repository.write('.env', 'A=1\n')
    repository.stage()
    repository.write('a.py', APP)
    assert fix('--write')[0] == 0
    repository.write('.env', f'A=1\n{LINE}B=2\n')
    code, text = fix('--undo')
    assert code == 1
    assert '.env  stays as it is now: it changed since' in text
    assert repository.read('a.py').decode() == APP
    assert repository.read('.gitignore') == b'.env\n'
    assert repository.git('ls-files') == ''


def test_undo_of_a_file_that_is_gone_and_of_a_copy_that_is_gone(repository: Repository, fix: Run) -> None:
    repository.write('a.py', APP)
    assert fix('--write')[0] == 0
    (repository.folder / 'a.py').unlink()
    assert 'it changed since' in fix('--undo')[1]
    repository.write('a.py', FIXED)
    kept = Path(undo.last(str(repository.folder / '.git' / 'keyguard')))
    (kept / '2').unlink()
    assert 'what was kept of it is gone' in fix('--undo')[1]
    os.replace(repository.folder / 'a.py', repository.folder / 'b.py')
    (repository.folder / 'a.py').mkdir()
    assert 'it is a folder' in fix('--undo')[1]
    (kept / 'what.json').write_text('{"schema": 2}')
    code, text = fix('--undo')
    assert (code, 'what was kept there cannot be read' in text) == (3, True)


def test_only_the_last_few_are_kept(repository: Repository, fix: Run) -> None:
    place = repository.folder / '.git' / 'keyguard' / 'undo'
    (place / '20200101T000000-000').mkdir(parents=True)
    for _ in range(7):
        repository.write('a.py', APP)
        assert fix('--write')[0] == 0
    names = sorted(os.listdir(place))
    assert len(names) == 5
    assert not names[0].startswith('2020')


def test_undo_takes_no_other_words(repository: Repository, fix: Run) -> None:
    assert fix('--undo', '--write')[0] == 2
    assert fix('--undo', 'a.py')[0] == 2
    assert 'there is nothing to undo' in fix('--undo')[1]


def test_no_place_to_keep_anything(repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write('a.py', APP)
    repository.write('.git/keyguard', '')
    code, text = fix('--write')
    assert code == 3
    assert 'nothing can be kept there for --undo (file exists); nothing was changed' in text


# --- stores


@pytest.fixture
def store(tmp_path: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store whose command notes its words and what it reads; ``fails`` in its folder makes it fail."""
    if os.name == 'nt':
        pytest.skip('the command is a script')
    folder = tmp_path / 'store'
    folder.mkdir()
    script = folder / 'putter'
    script.write_text(
        f'#!{sys.executable}\nimport sys, os\n'
        f'os.chdir({str(folder)!r})\nkey = sys.stdin.read()\n'
        'if os.path.exists("fails"):\n    print("first", file=sys.stderr)\n    sys.exit("no: " + key)\n'
        'open("log", "a").write(" ".join(sys.argv[1:]) + " < " + key + "\\n")\n'
    )
    script.chmod(0o755)
    monkeypatch.setenv('PATH', f'{folder}{os.pathsep}{os.environ["PATH"]}')
    made = Store(
        'putter', 'The Putter', place=MANAGER, about='', put=[], docs='', pipe=('putter', 'set', '@VAR@', 'at/@ID@')
    )
    other = Store('by-hand', 'By Hand', place=MANAGER, about='', put=[], docs='')
    monkeypatch.setattr(stores, 'named', lambda words: {'putter': made, 'by-hand': other}.get(words))
    ids = stores.ids()
    monkeypatch.setattr(stores, 'ids', lambda: (*ids, 'by-hand', 'putter'))
    return folder


def test_store_takes_the_keys_from_standard_input(repository: Repository, store: Path, fix: Run) -> None:
    repository.write('app.py', filled('import os\na = "@@"\nb = "@2@"\nc = "@a@"\n'))
    repository.write('.env', LINE)
    repository.stage('.env')
    code, text = fix('--store', 'putter')
    assert code == 1
    assert 'goes to The Putter' in text
    assert 'Do it:  keyguard fix --store putter --write' in text
    code, text = fix('--store', 'putter', '--write')
    assert code == 0
    assert (store / 'log').read_text() == filled(
        'set OPENAI_API_KEY at/openai < @@\nset OPENAI_API_KEY_2 at/openai-2 < @2@\n'
        'set ANTHROPIC_API_KEY at/anthropic < @a@\n'
    )
    assert repository.read('.env') == b'OPENAI_API_KEY=\n'
    assert 'keyguard guide openai --store putter\n' in text
    assert 'What was put into The Putter stays there.' in fix('--undo')[1]
    assert repository.read('.env').decode() == LINE


def test_store_that_fails_is_no_change(repository: Repository, store: Path, fix: Run) -> None:
    repository.write('app.py', filled('import os\na = "@@"\nb = "@a@"\n'))
    before = everything(repository.folder)
    (store / 'fails').write_text('')
    code, text = fix('--store', 'putter', '--write')
    assert code == 3
    assert 'did not take the key: exit code 1: first no: sk-proj-…' in text
    assert 'nothing was changed' in text
    assert everything(repository.folder) == before


# every store whose own command fix can start
PIPED = [each.id for each in stores.every() if each.pipe]


@POSIX
@pytest.mark.parametrize('fails', [False, True], ids=['takes it', 'fails'])
@pytest.mark.parametrize('id', PIPED)
def test_what_the_command_of_a_store_repeats_is_not_shown(
    repository: Repository, tmp_path: Path, capfd, monkeypatch: pytest.MonkeyPatch, id: str, fails: bool
) -> None:
    folder = tmp_path / 'programs'
    folder.mkdir()
    script = folder / stores.store(id).pipe[0]
    script.write_text(
        f'#!{sys.executable}\nimport base64, os, sys\nkey = sys.stdin.read()\nassert key, "no key came"\n'
        'coded = base64.b64encode(b"x" + key.encode()).decode()\n'
        'for file in sys.stdout, sys.stderr:\n'
        '    print("SECRET NAME", key, key[:40] + "...", key[20:], key.encode().hex(), coded, file=file)\n'
        f'print("the project is not there", file=sys.stderr)\nsys.exit({int(fails)})\n'
    )
    script.chmod(0o755)
    monkeypatch.setenv('PATH', f'{folder}{os.pathsep}{os.environ["PATH"]}')
    repository.write('app.py', APP)
    code = main(['fix', '--store', id, '--write'])
    told = ''.join(capfd.readouterr())
    key = KEYS['@@']
    for hidden in (key, key.encode().hex(), base64.b64encode(b'x' + key.encode()).decode()[2:]):
        assert not any(hidden[at : at + 6] in told for at in range(10, len(hidden) - 9)), told
    if fails:
        assert code == 3
        assert 'did not take the key: exit code 1: SECRET NAME sk-proj-…' in told
        assert 'the project is not there\n  nothing was changed' in told
        assert repository.read('app.py').decode() == APP
    else:
        assert code == 0
        assert 'SECRET NAME' not in told
        assert repository.read('app.py').decode() == FIXED


def test_store_that_fails_at_the_second_key(repository: Repository, store: Path, fix: Run, monkeypatch) -> None:
    repository.write('app.py', filled('import os\na = "@@"\nb = "@a@"\n'))
    into_store = doing.into_store

    def second(words: list[str], secret: Secret) -> None:
        if secret.masked.startswith('sk-ant'):
            raise files.Failed('it is closed')
        into_store(words, secret)

    monkeypatch.setattr(doing, 'into_store', second)
    code, text = fix('--store', 'putter', '--write')
    assert code == 3
    assert 'already in The Putter: OPENAI_API_KEY' in text
    assert repository.read('app.py').decode() == filled('import os\na = "@@"\nb = "@a@"\n')


def test_pushed_key_does_not_go_to_the_store(repository: Repository, store: Path, fix: Run) -> None:
    repository.write('app.py', APP)
    repository.record()
    repository.git('remote', 'add', 'origin', str(repository.folder))
    repository.git('fetch', '--quiet', 'origin')
    code, text = fix('--store', 'putter', '--write')
    assert code == 0
    assert 'is not kept; put the new key into The Putter' in text
    assert not (store / 'log').exists()
    assert set(everything(repository.folder)) == {'app.py'}


def test_store_that_cannot_be_used(repository: Repository, store: Path, fix: Run) -> None:
    repository.write('app.py', APP)
    assert "no store 'puter'; did you mean 'putter'?" in fix('--store', 'puter')[1]
    code, text = fix('--store', 'by-hand')
    assert code == 2
    assert 'By Hand has no command that takes a key from standard input' in text
    (store / 'putter').unlink()
    assert 'But the program putter is not there' in fix('--store', 'putter')[1]
    code, text = fix('--store', 'putter', '--write')
    assert code == 2
    assert 'the program putter is not there; is it installed and on the PATH?\n  nothing was changed' in text
    assert repository.read('app.py').decode() == APP


def test_lock_is_held_for_one(repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from keyguard import locks

    repository.write('app.py', APP)
    place = undo.folder(str(repository.folder), '')
    monkeypatch.setattr(locks, '_PATIENCE', 0.01)
    with locks.Lock(os.path.join(place, 'fix'), 'x'):
        code, text = fix('--write')
    assert (code, 'another keyguard has been writing' in text) == (2, True)
    with pytest.raises(Fatal):
        undo.last(place)


# --- what is next


@pytest.mark.parametrize('older', [False, True], ids=['the last commit', 'an older one'])
def test_commit_that_holds_an_env_file_is_told(repository: Repository, fix: Run, older: bool) -> None:
    repository.write('x', '1')
    repository.record()
    repository.write('.env', LINE)
    commit = repository.record()
    if older:
        repository.write('x', '2')
        repository.record()
    code, text = fix('--write')
    assert code == 0 and 'git add -- .gitignore .env.example\n' in text
    if older:
        assert f'How {commit[:10]} loses it, before you push:\n      keyguard guide leak\n' in text
    else:
        assert 'loses it:\n      git commit --amend --no-edit\n' in text
        done = repository.run('sh', '-ec', '\n'.join(typed_lines(text)))
        assert done.code == 0 and repository.git('ls-files') == '.env.example\n.gitignore\nx\n'


def typed_lines(text: str) -> list[str]:
    """All lines that are there to be copied."""
    return [
        line.strip() for line in text.partition('  Next:\n')[2].splitlines() if line.startswith(('      ', '    git '))
    ]


@pytest.mark.parametrize('shell', ['bash', 'zsh', 'sh', 'fish'])
@pytest.mark.parametrize(
    ('before', 'plain'),
    [
        ('A=1\nB="two words"\n# a comment\n', True),
        ('NAME=My App\n', False),
        ('PW=pa`touch ran`\n', False),
        ('CB=http://x?a=1&touch ran\n', False),
        ('P="$(touch ran)"\n', False),
        ('A=1\r\n', False),
        ('\ufeffA=1\n', False),
    ],
    ids=['plain', 'blank', 'backtick', 'ampersand', 'dollar', 'CRLF', 'byte order mark'],
)
def test_file_of_variables_is_never_run_as_a_program(
    repository: Repository, fix: Run, monkeypatch, shell: str, before: str, plain: bool
) -> None:
    monkeypatch.setenv('SHELL', f'/bin/{shell}')
    repository.write('.env', before)
    repository.write('app.py', APP)
    _, text = fix('--write')
    load = next((line for line in typed_lines(text) if 'set -a' in line or line.startswith('for ')), '')
    assert bool(load) == (plain and shell != 'fish')
    assert load or 'reads ./.env:\n      keyguard guide --store dotenv\n' in text
    if load and shutil.which(shell):
        done = repository.run(shell, '-c', f'{load}; sh -c \'printf %s "$OPENAI_API_KEY$A$B"\'')
        assert done.stdout == f'{KEYS["@@"]}1two words'
    assert not (repository.folder / 'ran').exists()


def test_images_are_kept_without_the_file(repository: Repository, fix: Run, monkeypatch) -> None:
    repository.write('Dockerfile', 'FROM scratch\nCOPY . .\n')
    repository.write('.dockerignore', 'node_modules')
    repository.write('src/app.py', APP)
    monkeypatch.chdir(repository.folder / 'src')
    text = fix('--write')[1]
    line = next(line for line in typed_lines(text) if '.dockerignore' in line)
    assert repository.run('sh', '-c', f'cd src && {line}').code == 0
    assert repository.read('.dockerignore').split() == [b'node_modules', b'**/.env']
    assert fix('--undo')[0] == 0 and '.dockerignore' not in fix('--write')[1]
    assert fix('--undo')[0] == 0
    repository.write('Dockerfile', 'FROM scratch\n')
    repository.write('.dockerignore', '')
    assert '.dockerignore' not in fix('--write')[1]


def test_pushed_key_that_the_file_of_variables_still_has(repository: Repository, fix: Run) -> None:
    repository.git('init', '-q', '--bare', '../remote')
    repository.git('remote', 'add', 'origin', '../remote')
    repository.write('app.py', APP)
    repository.record()
    repository.git('push', '-q', '-u', 'origin', 'main')
    repository.write('.gitignore', '.env\n')
    repository.write('.env', LINE)
    assert '.env still has it as OPENAI_API_KEY: put the new key in its place' in ' '.join(fix('app.py')[1].split())
    repository.write('.env', filled('OPENAI_API_KEY=@2@\n'))
    assert 'see that it is the new key' in ' '.join(fix('app.py')[1].split())


def test_what_is_staged_still_has_it(repository: Repository, fix: Run, monkeypatch) -> None:
    """The loop of somebody who forgets `git add`."""
    repository.write('a b/app.py', APP)
    repository.write('c.py', '')
    repository.stage()
    repository.write('a b/app.py', FIXED)
    for words in ((), ('--write',), ('a b',), ('a b/app.py',)):
        code, text = fix(*words)
        assert code == 1 and 'what is staged of a b/app.py still has one: stage what it has now' in ' '.join(
            text.split()
        )
        assert typed_lines(text) == ["git add -- 'a b/app.py'"]
    assert fix('c.py')[0] == 0
    told = json.loads(fix('--format', 'json')[1])
    assert told['stale'] == ['a b/app.py'] and told['next'] == ["git add -- 'a b/app.py'"]
    monkeypatch.chdir(repository.folder / 'a b')
    assert "git add -- ':/a b/app.py'" in fix()[1]
    # … and the hook of the commit, which reads the index, says the same
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(repository.folder)
        patch.setenv('GIT_PREFIX', 'a b/')
        assert main(['audit', '--staged']) == 1


def test_commands_of_a_blocked_commit_fit_the_folder_that_git_was_called_in(
    repository: Repository, monkeypatch, capsys
) -> None:
    repository.write('pkg/src/app.py', APP)
    repository.write('pkg/.env', LINE)
    repository.stage()
    monkeypatch.setenv('GIT_PREFIX', 'pkg/src/')
    monkeypatch.setenv('SHELL', '/bin/bash')
    assert hook.main(['pkg/src/app.py', 'pkg/.env']) == 1
    text = capsys.readouterr().out
    assert 'keyguard fix ../.env app.py --write\n' in text and 'begins at the top' not in text, text
    line = next(line.strip() for line in text.splitlines() if 'rm --cached' in line)
    assert repository.run('sh', '-c', f'cd pkg/src && {line}').code == 0
    assert repository.git('check-ignore', 'pkg/.env') == 'pkg/.env\n' and not repository.git('ls-files', 'pkg/.env')
    # the message of a commit is in a file of git's, and it tells some of the options it was given
    repository.write('.git/COMMIT_EDITMSG', filled('Use @@\n'))
    for index, command in (
        ('.git/index', 'git commit --edit --file=../../.git/COMMIT_EDITMSG\n'),
        ('.git/index.lock', 'git commit --all --edit --file=../../.git/COMMIT_EDITMSG\n'),
        ('.git/next-index-1.lock', '(--amend …) and the files that you named:'),
    ):
        monkeypatch.setenv('GIT_INDEX_FILE', index)
        assert main(['audit', '--message', '.git/COMMIT_EDITMSG']) == 1
        assert command in capsys.readouterr().out
