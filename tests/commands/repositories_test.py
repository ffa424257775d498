"""Many repositories in one audit: on this machine, and on a Dask cluster of several worker processes."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import string
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from typing import Any

import pytest

from keyguard import wire
from keyguard.cli import main
from keyguard.commands import hands, repositories, repository
from keyguard.model import Report
from keyguard.progress import Progress
from keyguard.settings import Settings
from testing.audits import KEYS, audit, line, where
from testing.histories import deep
from testing.repository import Repository, isolated

pytestmark = pytest.mark.usefixtures('here')


_NAMES = ('r c', 'ra', 'rb')


def _repository(folder: Path, number: int, environment: dict[str, str]) -> Repository:
    """One key that stands, and one that went."""
    repository = Repository(folder, environment)
    repository.write('src/a.py', line(number))
    repository.write('old.py', line(number + 10))
    repository.record()
    (folder / 'old.py').unlink()
    repository.record()
    return repository


@pytest.fixture(scope='module')
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp('three')
    environment = isolated(folder / 'home')
    for number, name in enumerate(_NAMES):
        _repository(folder / 'all' / name, number, environment)
    return folder / 'all'


@pytest.fixture
def three(made: Path, here: Path) -> list[Repository]:
    shutil.copytree(made, here / 'all')
    environment = isolated(here / 'home')
    (here / 'list').write_text('# ours\nall/rb\nall/ra\n\nall/r c\n')
    return [Repository.at(here / 'all' / name, environment) for name in _NAMES]


STANDING = ['all/r c/src/a.py', 'all/ra/src/a.py', 'all/rb/src/a.py']
EVER = [path for top in ('all/r c/', 'all/ra/', 'all/rb/') for path in (f'{top}old.py', f'{top}src/a.py')]


@pytest.mark.usefixtures('three')
@pytest.mark.parametrize('jobs', ['1', '2', '8'])
@pytest.mark.parametrize(
    ('source', 'paths'),
    [
        ([], STANDING),
        (['--history'], EVER),
        (['--range', 'HEAD~1'], EVER),
        (['--range', 'HEAD'], []),
        (['--since', '2025-01-01'], EVER),
        (['--staged'], []),
    ],
    ids=['files', 'history', 'commit', 'commit-without', 'since', 'staged'],
)
def test_one_report_whoever_looks(
    capsys: pytest.CaptureFixture[str], source: list[str], paths: list[str], jobs: str
) -> None:
    code, report = audit(capsys, '--repos', 'list', '--jobs', jobs, *source)
    assert (code, where(report)) == (bool(paths), paths)
    if source and paths:
        assert {finding['first_seen'] for finding in report['findings']} == {'2026-01-01'}
        assert [finding['in_head'] for finding in report['findings']] == [False, True] * 3
        assert report['examined']['commits'] == 3 * (1 if '--range' in source else 2)
    as_paths = audit(capsys, '--jobs', jobs, *source, 'all/rb', 'all/ra', 'all/r c')
    assert as_paths == (code, report)


def test_repository_that_is_named_twice_is_looked_at_once(
    here: Path, three: list[Repository], capsys: pytest.CaptureFixture[str]
) -> None:
    (here / 'link').symlink_to(three[1].folder)
    names = ['all/ra', './all/ra/', str(three[1].folder), 'all/rb/../ra', 'link', 'all/ra/src', 'all/ra/.git']
    (here / 'list').write_text('\n'.join(names))
    code, report = audit(capsys, '--repos', 'list', '--history')
    assert (code, where(report)) == (1, ['all/ra/old.py', 'all/ra/src/a.py'])
    (here / 'list').write_text('all/ra/src\n')
    assert where(audit(capsys, '--repos', 'list')[1]) == ['all/ra/src/a.py']


@pytest.mark.parametrize('jobs', ['1', '2'])
def test_each_has_its_own_configuration_and_baseline(
    here: Path, three: list[Repository], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, jobs: str
) -> None:
    acme = 'acme_' + ''.join(random.Random(5).choices(string.ascii_lowercase + string.digits, k=40))
    own = "[{id: acme-key, title: ACME key, literals: [acme_], pattern: 'acme_[a-z0-9]{40}'}]"
    three[0].write('.keyguard.yaml', f'providers:\n- id: acme\n  name: ACME\n  env: ACME_KEY\n  detectors: {own}\n')
    three[1].write('.keyguard.yaml', "exclude: ['^src/']\n")
    for each in three:
        each.write('acme.py', f'acme_key = "{acme}"\n')
    monkeypatch.chdir(three[2].folder)
    assert main(['baseline', 'accept', 'src/a.py:1', '--reason', 'a sample']) == 0
    monkeypatch.chdir(here)
    capsys.readouterr()
    code, report = audit(capsys, '--repos', 'list', '--jobs', jobs)
    assert code == 1
    found = {(finding['path'], finding['provider']) for finding in report['findings']}
    assert ('all/r c/acme.py', 'acme') in found
    assert {path for path, _ in found if path.endswith('a.py')} == {'all/r c/src/a.py'}
    assert [finding['path'] for finding in report['accepted']] == ['all/rb/src/a.py']


@pytest.mark.parametrize('jobs', ['1', '2'])
def test_each_has_its_own_age_for_keys(three: list[Repository], capsys: pytest.CaptureFixture[str], jobs: str) -> None:
    """The keys are 147 days old."""
    three[0].write('.keyguard.yaml', 'max_age: 146\n')
    three[1].write('.keyguard.yaml', 'max_age: 147\n')
    report = audit(capsys, '--repos', 'list', '--history', '--jobs', jobs)[1]
    assert [finding.get('due') for finding in report['findings']] == [True, True, False, False, None, None]
    report = audit(capsys, '--repos', 'list', '--history', '--jobs', jobs, '--max-age', '100')[1]
    assert [finding['due'] for finding in report['findings']] == [True] * 6
    assert main(['audit', '--repos', 'list', '--history', '--jobs', jobs]) == 1
    assert ' '.join(capsys.readouterr().out.split()).count('due for rotation (older than 146 days)') == 2


@pytest.mark.parametrize('jobs', ['1', '2'])
def test_what_cannot_be_read_is_named_and_the_others_go_on(
    here: Path, three: list[Repository], capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    three[0].git('clone', '--quiet', '--bare', str(three[0].folder), str(here / 'bare.git'))
    (here / 'plain').mkdir()
    three[1].write('.keyguard.yaml', 'skpi: []\n')
    with (here / 'list').open('a') as file:
        file.write('gone\nplain\nlist\nbare.git\n')
    code, report = audit(capsys, '--repos', 'list', '--jobs', jobs)
    assert code == 3
    assert where(report) == [STANDING[0], STANDING[2]]
    reasons = {each['path']: each['reason'] for each in report['unread']}
    assert list(reasons) == ['all/ra', 'gone', 'plain', 'list', 'bare.git']
    assert "unknown word 'skpi'" in reasons['all/ra']
    assert reasons['gone'] == reasons['list'] == 'no such folder'
    assert 'is in no git repository' in reasons['plain']
    assert reasons['bare.git'] == 'a bare repository has no files to look at; --history looks at its commits'
    code, report = audit(capsys, '--history', 'bare.git', 'all/rb', '--jobs', jobs)
    assert (code, where(report)) == (1, [*EVER[4:], 'bare.git/old.py', 'bare.git/src/a.py'])
    assert main(['audit', '--repos', 'list', '--range', 'main~1..main', '--jobs', jobs]) == 3


@pytest.mark.usefixtures('three')
def test_variables_of_a_hook_lead_nowhere_else(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('GIT_DIR', str(here / 'all' / 'ra' / '.git'))
    (here / 'all' / 'rb' / 'new.py').write_text(line(5))
    subprocess.run(['git', '-C', 'all/rb', 'add', 'new.py'], check=True, env=isolated(here / 'home'))
    assert where(audit(capsys, '--repos', 'list', '--staged')[1]) == ['all/rb/new.py']
    assert os.environ['GIT_DIR'] == str(here / 'all' / 'ra' / '.git')


def test_cache_is_shared(here: Path, three: list[Repository], capsys: pytest.CaptureFixture[str]) -> None:
    for each in three:
        each.write('same.py', 'x = 1\n')
        each.record()
    first = audit(capsys, '--repos', 'list', '--history', '--cache', 'cache')
    second = audit(capsys, '--repos', 'list', '--history', '--cache', 'cache')
    assert first[1]['findings'] == second[1]['findings'] and first[0] == second[0] == 1
    assert second[1]['notes'] == ['3 blobs that earlier runs found clean: not read again (--cache)']
    assert (here / 'cache').stat().st_size < 140


# ---- what goes wrong on this machine ----


def _killed(task: Any, part: Report, own: set[str], seen: Any) -> None:
    if task['name'].endswith('ra'):
        os.kill(os.getpid(), signal.SIGKILL)
    _LOOK(task, part, own, seen)


def _failing(task: Any, *_: Any) -> None:
    raise ZeroDivisionError(KEYS[3])


_LOOK = repository.look


@pytest.mark.usefixtures('three')
@pytest.mark.skipif(not hasattr(os, 'fork'), reason='what is patched is not in a process that was not forked')
def test_process_that_dies_takes_no_other_repository_along(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repository, 'look', _killed)
    code, report = audit(capsys, '--repos', 'list', '--jobs', '2')
    assert (code, where(report)) == (3, [STANDING[0], STANDING[2]])
    (unread,) = report['unread']
    assert (unread['path'], unread['reason']) == ('all/ra', hands._DIED)


@pytest.mark.usefixtures('three')
def test_fault_of_ours_is_told_without_its_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repository, 'examine', _failing)
    code, report = audit(capsys, '--repos', 'list', '--jobs', '1')
    assert code == 3
    assert len(report['unread']) == 3
    assert 'keyguard itself failed: ZeroDivisionError in repositories_test.py:' in report['unread'][0]['reason']


@pytest.mark.usefixtures('three')
def test_interrupted_in_the_middle(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def look(task: Any, part: Report, own: set[str], seen: Any) -> None:
        if task['name'].endswith('r c'):
            raise KeyboardInterrupt
        _LOOK(task, part, own, seen)

    monkeypatch.setattr(repository, 'look', look)
    (Path('all') / 'zz').mkdir()
    with Path('list').open('a') as file:
        file.write('all/zz\n')
    code, report = audit(capsys, '--repos', 'list', '--jobs', '1')
    assert (code, where(report)) == (130, STANDING[1:])
    assert report['notes'] == [
        '1 of 4 repositories were not looked at: all/zz',
        'interrupted: this is what was found until then',
    ]


@pytest.mark.skipif(os.name == 'nt', reason='Windows has no SIGINT for one process')
def test_ctrl_c_gets_what_the_processes_found_so_far(here: Path) -> None:
    environment = isolated(here / 'home')
    for name in ('one', 'two'):
        deep(Repository(here / name, environment), 400, files=40, extra=line(1).encode())
    (here / 'list').write_text('\n'.join(['one', 'two'] + [f'none{number}' for number in range(3000)]))
    # each of the thousands is gone in a moment, so the signal comes in the middle of them, whatever the machine
    code = (
        'import sys, time\nfrom keyguard.commands import repository\nlook = repository.look\n'
        'def slow(task, part, own, seen):\n'
        '    look(task, part, own, seen)\n'
        '    open(f"done{task[\'number\']}", "w").close()\n'
        '    while task["number"] > 1:\n        time.sleep(0.05)\n        seen(part)\n'
        'repository.look = slow\nfrom keyguard.cli import main\nsys.exit(main(sys.argv[1:]))\n'
    )
    argv = ['audit', '--repos', 'list', '--history', '--jobs', '2', '--format', 'json', '--output', 'report.json']
    process = subprocess.Popen([sys.executable, '-c', code, *argv], cwd=here, stderr=subprocess.PIPE)
    _wait(lambda: (here / 'done3').exists() and (here / 'done1').exists())
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    report = json.loads((here / 'report.json').read_text())
    assert {path.partition('/')[0] for path in where(report)} == {'one', 'two'}
    assert report['notes'][-1] == 'interrupted: this is what was found until then'
    assert any('repositories were not looked at' in note for note in report['notes'])


class _Silent(Executor):
    """Never answers."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        self.futures.append(Future())
        return self.futures[-1]


class _Broken(Executor):
    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        raise BrokenExecutor


def _whole(count: int) -> repositories.Whole:
    return repositories.Whole([{'number': number, 'name': f'r{number}'} for number in range(count)], Progress(True))


def test_tasks_that_nobody_is_left_to_do_are_given_up() -> None:
    whole = _whole(3)
    todo = deque(whole.tasks)
    lost = hands._round(_Silent(), todo, 3, whole, lambda: None, lambda: True)
    assert [(task['name'], error) for task, error in lost] == [(f'r{each}', 'CancelledError') for each in range(3)]


def test_executor_that_breaks_at_once_loses_one_task_and_leaves_the_others() -> None:
    whole = _whole(3)
    todo = deque(whole.tasks)
    lost = hands._round(_Broken(), todo, 2, whole, lambda: None)
    assert [(task['name'], error) for task, error in lost] == [('r0', 'BrokenExecutor')]
    assert [task['name'] for task in todo] == ['r1', 'r2']


def test_what_runs_when_it_is_interrupted_is_asked_for_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _whole(9)
    executor = _Silent()
    part = Report()
    part.notes.append('half of it')

    def tick() -> None:
        executor.futures[0].set_running_or_notify_cancel()
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(whole, 'tick', tick)
    with pytest.raises(KeyboardInterrupt):
        hands._round(executor, deque(whole.tasks), 2, whole, lambda: executor.futures[0].set_result(wire.dump(part)))
    report = Report()
    whole.tell(report)
    assert report.notes == ['r0: half of it', '8 of 9 repositories were not looked at: r1, r2, r3, r4, r5 and 3 more']


def _wait(done: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, 'it never came'
        time.sleep(0.02)


def test_progress_counts_repositories() -> None:
    report = Report()
    report.files, report.bytes, report.commits = 4000, 5_000_000, 30
    progress = Progress(repositories=340)
    progress.finished = 12
    assert progress.line(report, 10.0) == (
        'keyguard: 12 of 340 repositories, 4,000 files, 30 commits, 5.0 MB, 0.5 MB/s, 273 s left, 0 found'
    )


# ---- the cluster ----


@pytest.mark.usefixtures('three')
def test_cluster_needs_its_extra(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, 'distributed', None)
    assert main(['audit', '--repos', 'list', '--scheduler', 'tcp://127.0.0.1:1']) == 2
    assert "pip install 'keyguard[cluster]'" in capsys.readouterr().err


_CLUSTER = """
import os, signal, sys, time
from distributed import LocalCluster

if __name__ == '__main__':
    workers = int(sys.argv[1])
    with LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, host='127.0.0.1'
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        scheduler = cluster.scheduler
        while sys.argv[2] == 'kill':
            # a worker that is at work, when others have handed results over
            done = any(task.state == 'memory' for task in list(scheduler.tasks.values()))
            busy = [worker for worker in list(scheduler.workers.values()) if worker.processing]
            if done and busy:
                pid = next(nanny.pid for nanny in cluster.workers.values() if nanny.worker_address == busy[0].address)
                os.kill(pid, signal.SIGKILL)
                print('killed', flush=True)
                break
            time.sleep(0.002)
        sys.stdin.read()
"""


def _cluster(folder: Path, workers: int, word: str) -> subprocess.Popen[str]:
    pytest.importorskip('distributed', reason='the extra `cluster` is not installed')
    script = folder / 'cluster.py'
    script.write_text(_CLUSTER)
    return subprocess.Popen(
        [sys.executable, str(script), str(workers), word],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[str]]]:
    processes: list[subprocess.Popen[str]] = []
    yield processes
    for process in processes:
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def _cli(*argv: str, patience: int = 10) -> tuple[int, str]:
    code = f'import sys\nfrom keyguard import cli, cluster\ncluster._PATIENCE = {patience}\nsys.exit(cli.main(sys.argv[1:]))'
    done = subprocess.run(
        [sys.executable, '-c', code, 'audit', '--output', 'report.json', '--format', 'json', *argv],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    for key in KEYS:
        assert key[-20:] not in done.stdout + done.stderr
    return done.returncode, done.stderr


@pytest.mark.skipif(os.name == 'nt', reason='kills with a signal')
def test_worker_that_is_killed_loses_nothing_and_repeats_nothing(
    here: Path, started: list[subprocess.Popen[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    started.append(_cluster(here, 3, 'kill'))
    environment = isolated(here / 'home')
    deep(Repository(here / 'deep', environment), 300, files=30)
    names = [f'r{number}' for number in range(10)]
    for number, name in enumerate(names):
        shutil.copytree(here / 'deep', here / name)
        repository = Repository.at(here / name, environment)
        for file, key in (('first.py', number), ('last.py', number + 10)):
            repository.write(file, line(key))
            repository.record()
    (here / 'list').write_text('\n'.join([*names, 'elsewhere', 'r0']))
    out = started[0].stdout
    assert out is not None
    address = out.readline().strip()
    code, err = _cli('--repos', 'list', '--history', '--scheduler', address)
    assert out.readline().strip() == 'killed', err
    assert code == 3, err
    report = json.loads((here / 'report.json').read_text())
    (unread,) = report['unread']
    assert unread['path'] == 'elsewhere' and 'no such folder on the worker' in unread['reason']
    code, alone = audit(capsys, '--repos', 'list', '--history', '--jobs', '1')
    assert report['findings'] == alone['findings'] and report['examined'] == alone['examined']
    assert len({finding['fingerprint'] for finding in report['findings']}) == 20


def test_cluster_without_workers_or_scheduler_is_an_error(
    here: Path,
    three: list[Repository],
    started: list[subprocess.Popen[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started.append(_cluster(here, 0, 'stay'))
    out = started[0].stdout
    assert out is not None
    address = out.readline().strip()
    for place, words in ((address, 'has no workers'), ('tcp://127.0.0.1:1', 'cannot be reached')):
        code, err = _cli('--repos', 'list', '--scheduler', place, patience=2)
        assert code == 2, err
        assert words in err
        assert not (here / 'report.json').exists()


@pytest.mark.usefixtures('three')
@pytest.mark.parametrize('address', ['localhost', 'foo://localhost:1', 'tcp://localhost', 'tcp://localhost:x'])
def test_address_that_is_none(capsys: pytest.CaptureFixture[str], address: str) -> None:
    pytest.importorskip('distributed', reason='the extra `cluster` is not installed')
    assert main(['audit', '--repos', 'list', '--scheduler', address]) == 2
    assert f'{address} is no address of a scheduler' in capsys.readouterr().err


def test_worker_with_another_keyguard_says_so(
    here: Path, three: list[Repository], capsys: pytest.CaptureFixture[str]
) -> None:
    """What comes back from it could not be read here."""
    words = dict.fromkeys(repositories._WORDS, '')
    task = {'folder': str(three[0].folder), 'words': words, 'jobs': 1, 'stand': 'f' * 32, 'cluster': True}
    part = wire.load(repository.audit(task), Settings().provider)
    assert 'another version of keyguard, or another catalogue, on the worker' in part.unread[0][1]
