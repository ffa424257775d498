"""`keyguard fix`: two runs at once, places that are relied upon, keys that are public already, names of variables."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from keyguard.cli import main
from keyguard.locks import Lock
from keyguard.moving import doing, files, job, place, undo
from testing.fixing import entered, fixed
from testing.repository import Repository
from testing.rewriting import KEYS, filled, unfilled

APP = filled('from openai import OpenAI\n\nclient = OpenAI(api_key="@@")\n')
FIXED = 'from openai import OpenAI\n\nclient = OpenAI()\n'
LINE = filled('OPENAI_API_KEY=@@\n')

Run = Callable[..., tuple[int, str]]
POSIX = pytest.mark.skipif(os.name == 'nt', reason='modes, links and owners are those of POSIX')


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    return entered(tmp_path, monkeypatch)


@pytest.fixture
def fix(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``keyguard fix``: exit code and all that it printed, on one line."""

    def run(*argv: str) -> tuple[int, str]:
        code, text = fixed(capsys, *argv)
        return code, ' '.join(text.split())

    return run


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# --- two runs at once


def test_run_that_waited_for_another_one_begins_anew(
    repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write('a.py', APP)
    repository.write('b.py', filled('k = "@a@"\n'))
    enter = Lock.__enter__
    ended: list[int] = []

    def late(self: Lock) -> Lock:
        if not ended:
            ended.append(0)
            ended[0] = main(['fix', '--write'])
        return enter(self)

    monkeypatch.setattr(Lock, '__enter__', late)
    code, text = fix('--write')
    assert (code, ended) == (0, [0])
    assert 'no key to take out' in text
    assert repository.read('a.py').decode() == FIXED
    assert repository.read('.env').decode() == LINE + filled('ANTHROPIC_API_KEY=@a@\n')


@POSIX
def test_many_runs_lose_no_key(repository: Repository) -> None:
    for number in range(10):
        repository.write(f'f{number}.py', filled('import os\n\nk = "@@"\nj = "@a@"\n'))
    words = [sys.executable, '-m', 'keyguard', 'fix', '--write', '--quiet']
    root = Path(doing.__file__).parents[2]
    variables = {**os.environ, 'PYTHONPATH': str(root)}
    runs = [
        subprocess.Popen(words, cwd=repository.folder, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    told = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], told
    assert sorted(repository.read('.env').decode().splitlines()) == sorted(
        filled('OPENAI_API_KEY=@@\nANTHROPIC_API_KEY=@a@').splitlines()
    )
    left = {repository.read(f'f{number}.py') for number in range(10)}
    assert left == {b'import os\n\nk = os.environ["OPENAI_API_KEY"]\nj = os.environ["ANTHROPIC_API_KEY"]\n'}


def test_only_what_this_run_made_is_taken_back(
    repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else makes the very same changes in between."""
    repository.write('a.py', APP)
    keep = undo.keep

    def late(*words: object) -> str:
        kept = keep(*words)  # type: ignore[arg-type]
        repository.write('.env', LINE)
        repository.write('a.py', FIXED)
        return kept

    monkeypatch.setattr(undo, 'keep', late)
    code, text = fix('--write')
    assert (code, '.env: it changed while keyguard looked at it nothing was changed' in text) == (3, True)
    assert repository.read('.env').decode() == LINE
    assert repository.read('a.py').decode() == FIXED
    assert not (repository.folder / '.gitignore').exists()


def test_value_that_is_relied_upon_has_to_be_there_still(
    repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write('a.py', APP)
    repository.write('.env', LINE)
    repository.write('.gitignore', '.env\n')
    keep = undo.keep

    def late(*words: object) -> str:
        kept = keep(*words)  # type: ignore[arg-type]
        (repository.folder / '.env').unlink()
        return kept

    monkeypatch.setattr(undo, 'keep', late)
    code, text = fix('--write')
    assert (code, '.env: it changed while keyguard looked at it nothing was changed' in text) == (3, True)
    assert repository.read('a.py').decode() == APP


def test_undo_waits_for_a_run(repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write('a.py', APP)
    assert fix('--write')[0] == 0
    monkeypatch.setattr('keyguard.locks._PATIENCE', 0.01)
    with doing.alone(str(repository.folder), ''):
        assert fix('--undo')[0] == 2
    assert repository.read('a.py').decode() == FIXED
    assert fix('--undo')[0] == 0


# --- what goes wrong among the files


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files with these names find no room on the disk."""
    put = files.put
    names: list[str] = []

    def nearly(path: str, data: bytes, mode: int = 0o600) -> None:
        if os.path.basename(path).startswith(tuple(f'.{name}.' for name in names)):
            raise OSError(28, 'No space left on device')
        put(path, data, mode)

    monkeypatch.setattr(files, 'put', nearly)
    return names


def test_report_tells_what_was_done(repository: Repository, fix: Run, full: list[str]) -> None:
    repository.write('a.py', APP)
    repository.write('b.py', APP)
    full.append('b.py')
    code, text = fix('--write')
    assert code == 1
    assert '1 key taken out of 1 file, not all went well' in text
    assert 'changed: .gitignore, .env, a.py Left as they are: b.py it could not be changed: no space left' in text
    assert 'git add -- .gitignore a.py ' in text
    # what was not changed is nobody's concern when all is put back
    repository.write('b.py', FIXED)
    assert '3 files as before' in fix('--undo')[1]


def test_report_for_programs_tells_what_was_done(repository: Repository, fix: Run, full: list[str]) -> None:
    repository.write('a.py', APP)
    repository.write('b.py', APP)
    full.append('b.py')
    whole = json.loads(fix('--write', '--format', 'json')[1])
    assert [each['status'] for each in whole['files']] == ['fixed', 'left']
    assert whole['changes'] == ['.gitignore', '.env', 'a.py']
    assert whole['failed'] == [{'path': 'b.py', 'reason': 'no space left on device'}]
    assert whole['next'][0] == 'git add -- .gitignore a.py'


def test_no_file_that_can_be_changed_is_no_change(repository: Repository, fix: Run, full: list[str]) -> None:
    repository.write('a.py', APP)
    full.append('a.py')
    code, text = fix('--write')
    assert (code, 'a.py: no space left on device nothing was changed' in text) == (3, True)
    assert sorted(os.listdir(repository.folder)) == ['.git', 'a.py']


@POSIX
def test_file_keeps_its_owner_and_what_else_is_known_of_it(
    repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write('a.py', APP)
    given: list[tuple[str, int, int]] = []
    marks: dict[str, bytes] = {}
    stat_of = os.stat

    def owned(path: str, *words: object, **named: object) -> os.stat_result:
        found = list(stat_of(path, *words, **named))  # type: ignore[arg-type]
        if str(path).endswith(('a.py', 'work')):
            found[4] = found[5] = 4711
        return os.stat_result(found)

    monkeypatch.setattr(files.os, 'stat', owned)
    monkeypatch.setattr(files.os, 'geteuid', lambda: 0)
    monkeypatch.setattr(
        files.os, 'chown', lambda path, user, group: given.append((os.path.basename(path), user, group))
    )
    monkeypatch.setattr(files.os, 'listxattr', lambda _path: ['user.note'], raising=False)
    monkeypatch.setattr(files.os, 'getxattr', lambda _path, _name: b'mine', raising=False)
    monkeypatch.setattr(files.os, 'setxattr', lambda path, name, value: marks.update({path: value}), raising=False)
    assert fix('--write')[0] == 0
    assert [each for each in given if each[0] != '..gitignore.keyguard'] == [
        ('..env.keyguard', 4711, 4711),
        ('.a.py.keyguard', 4711, 4711),
    ]
    assert [os.path.basename(path) for path in marks] == ['.a.py.keyguard']


def test_file_of_the_persons_own_is_not_taken_for_a_leftover(repository: Repository, fix: Run) -> None:
    repository.write('a.py', APP)
    repository.write('.a.py.keyguard', 'mine\n')
    assert fix('--write')[0] == 0
    assert repository.read('.a.py.keyguard') == b'mine\n'


# --- the places that are relied upon


@POSIX
@pytest.mark.parametrize('tracked', [False, True], ids=['new', 'tracked'])
def test_file_of_variables_that_has_the_key_leaves_git_too(repository: Repository, fix: Run, tracked: bool) -> None:
    repository.write('.env', LINE)
    if tracked:
        repository.record()
    repository.write('a.py', APP)
    os.chmod(repository.folder / '.env', 0o644)
    code, text = fix('--write', 'a.py')
    assert code == 0
    assert repository.git('ls-files', '.env') == ''
    assert repository.git('check-ignore', '.env') == '.env\n'
    assert mode(repository.folder / '.env') == 0o600
    assert ('.env git no longer tracks it' in text) == tracked
    assert fix('--undo')[0] == 0
    assert repository.git('ls-files', '.env') == ('.env\n' if tracked else '')
    assert mode(repository.folder / '.env') == 0o644


@POSIX
def test_file_of_variables_that_holds_a_key_is_its_owners(repository: Repository, fix: Run) -> None:
    repository.write('.gitignore', '.env\n')
    repository.write('.env', LINE)
    os.chmod(repository.folder / '.env', 0o644)
    code, text = fix('.env')
    assert (code, 'would stay on this machine: its owner alone can read it' in text) == (1, True)
    assert 'Do it: keyguard fix .env --write' in text
    code, text = fix('--write', '.env')
    assert (code, mode(repository.folder / '.env')) == (0, 0o600)
    assert 'Undo: keyguard fix --undo' in text
    assert fix('.env')[0] == 0
    assert fix('--undo')[0] == 0
    assert mode(repository.folder / '.env') == 0o644


def _pushed(repository: Repository) -> None:
    repository.git('update-ref', 'refs/remotes/origin/main', 'HEAD')


def test_new_value_of_a_pushed_key_leaves_git_too(repository: Repository, fix: Run) -> None:
    repository.write('a.py', APP)
    repository.record()
    _pushed(repository)
    repository.write('.env', filled('OPENAI_API_KEY=@2@\n'))
    code, text = fix('--write', 'a.py')
    assert (code, '.env has a value for OPENAI_API_KEY already' in text) == (0, True)
    assert repository.git('check-ignore', '.env') == '.env\n'
    assert repository.read('.env').decode() == filled('OPENAI_API_KEY=@2@\n')


# --- how far a key has got


@pytest.mark.parametrize('gone', [False, True], ids=['there', 'removed-here'])
def test_key_that_was_pushed_in_another_file_is_not_kept(repository: Repository, fix: Run, gone: bool) -> None:
    repository.write('a.py', APP)
    repository.record()
    _pushed(repository)
    if gone:
        repository.git('rm', '--quiet', 'a.py')
        repository.record('gone')
    repository.write('b.py', APP)
    repository.write('c.py', filled('k = "@a@"\n'))
    repository.stage()
    code, text = fix('--write', 'b.py', 'c.py')
    assert code == 0
    assert '(pushed to origin/main)' in text
    assert 'goes to .env (staged, in no commit yet)' in text
    assert 'revoke' in text.lower()
    assert repository.read('.env').decode() == filled('ANTHROPIC_API_KEY=@a@\nOPENAI_API_KEY=\n')


def test_worst_place_of_a_key_counts(repository: Repository, fix: Run) -> None:
    """Pushed in one file, staged in another that comes first."""
    repository.write('z.py', APP)
    repository.record()
    _pushed(repository)
    repository.write('a.py', APP)
    repository.stage()
    job_of: list[job.Job] = []
    plan = job.Job.plan

    def looked(self: job.Job) -> None:
        # as if only the file itself had been asked for
        for source in self.sources:
            for reach in source.reaches:
                if source.file.endswith('a.py'):
                    reach.state, reach.refs = 'staged', ()
        job_of.append(self)
        plan(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(job.Job, 'plan', looked)
        assert fix('--write')[0] == 0
    assert [(move.reach.state, move.moved) for move in job_of[0].moves] == [('pushed', False)]
    assert repository.read('.env') == b'OPENAI_API_KEY=\n'


# --- names


def test_name_of_one_file_is_not_that_of_others(repository: Repository, fix: Run) -> None:
    repository.write('a.sh', filled('TOKEN=@@\n'))
    repository.write('b.py', filled('import os\n\nk = "@@"\n'))
    repository.write('c.py', filled('import os\n\nos.environ["OPENAI_BASE_KEY"] = "@a@"\n'))
    repository.write('d.py', filled('import os\n\nk = "@a@"\n'))
    assert fix('--write')[0] == 0
    assert repository.read('b.py') == b'import os\n\nk = os.environ["OPENAI_API_KEY"]\n'
    assert repository.read('d.py') == b'import os\n\nk = os.environ["ANTHROPIC_API_KEY"]\n'
    assert unfilled(repository.read('.env').decode()).splitlines() == [
        'TOKEN=@@',
        'OPENAI_API_KEY=@@',
        'OPENAI_BASE_KEY=@a@',
        'ANTHROPIC_API_KEY=@a@',
    ]


def test_programs_choose_their_names_before_examples(repository: Repository, fix: Run) -> None:
    repository.write('.env.example', filled('OPENAI_API_KEY=@2@\n'))
    repository.write('docs/a.py', filled('import os\n\nk = "@2@"\n'))
    repository.write('src/app.py', APP)
    code, text = fix('--write')
    assert code == 0
    assert repository.read('src/app.py').decode() == FIXED
    assert 'so a key is called OPENAI_API_KEY_2' in ' '.join(text.split())


def test_odd_file_of_variables_renames_nothing_elsewhere(repository: Repository, fix: Run) -> None:
    repository.write('.gitignore', '.env\n')
    repository.write('sub/.env', filled('OPENAI_API_KEY=@2@\n'))
    repository.write('sub/a.py', filled('import os\n\nk = "@@"\n'))
    repository.write('app.py', APP)
    assert fix('--write', 'app.py', 'sub/a.py')[0] == 0
    assert repository.read('app.py').decode() == FIXED
    assert repository.read('.env').decode() == LINE
    assert repository.read('sub/a.py') == b'import os\n\nk = os.environ["OPENAI_API_KEY_2"]\n'
    assert repository.read('sub/.env').decode() == filled('OPENAI_API_KEY=@2@\nOPENAI_API_KEY_2=@@\n')


def test_nothing_is_said_of_names_in_files_that_stay(repository: Repository, fix: Run) -> None:
    repository.write('a.py', filled('@@ = "@@"\nk = "@2@"\n').replace('-', '_'))
    repository.write('b.js', filled('"use client";\nconst a = "@@", b = "@2@";\n'))
    code, text = fix()
    assert (code, 'already, so a key is called' in text) == (1, False)


# --- links and rules


@POSIX
def test_link_that_is_named_leads_to_its_file(repository: Repository, fix: Run) -> None:
    repository.write('d/real.py', APP)
    os.symlink('d/real.py', repository.folder / 'a.py')
    code, text = fix('a.py')
    assert (code, 'a.py: not looked at: it is a link to d/real.py: name that file' in text) == (3, True)
    code, text = fix('a.py', 'd')
    assert (code, 'not looked at' in text) == (1, False)
    assert fix('--write')[0] == 0


@POSIX
def test_second_name_of_a_file_is_told(repository: Repository, fix: Run, tmp_path: Path) -> None:
    repository.write('a.py', APP)
    os.link(repository.folder / 'a.py', tmp_path / 'b.py')
    assert 'a.py has a second name on this disk (a hard link): the key stays in that one' in fix()[1]


def test_rule_for_two_files_stands_once_and_signs_are_themselves(repository: Repository, fix: Run) -> None:
    repository.write('a/.env', 'A=1\n')
    repository.write('b/.env', 'A=1\n')
    repository.write('a/a.py', APP)
    repository.write('b/b.py', APP)
    assert fix('--write')[0] == 0
    assert repository.read('.gitignore') == b'.env\n'


@POSIX
def test_rule_names_a_file_with_signs(repository: Repository, fix: Run) -> None:
    name = 'a\\b[c]*?.env.local'
    repository.write(f'{name}/.env.local', LINE)
    assert fix('--write')[0] == 0
    assert repository.read('.gitignore').decode() == '/a\\\\b\\[c\\]\\*\\?.env.local/.env.local\n'.replace('\\]', ']')
    assert repository.git('status', '--porcelain') == '?? .gitignore\n'


def test_old_copies_go(repository: Repository, fix: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = repository.folder / '.git' / 'keyguard' / 'undo' / '20250101T000000-000'
    kept.mkdir(parents=True)
    near = kept.with_name('20250120T000000-000')
    near.mkdir()
    monkeypatch.setattr(undo.time, 'time', lambda: 1738368000.0)  # the first of February
    repository.write('a.py', APP)
    assert fix('--write')[0] == 0
    assert (kept.exists(), near.exists()) == (False, True)


def test_other_keys_in_the_words_of_a_store_are_hidden() -> None:
    from keyguard.secret import Secret

    words = [sys.executable, '-c', f'import sys; sys.exit("no: {KEYS["@a@"]}")']
    with pytest.raises(files.Failed) as told:
        place.into_store(words, Secret(KEYS['@@'].encode()))
    assert 'exit code 1: no: ' in str(told.value)
    assert KEYS['@a@'][12:30] not in str(told.value)
