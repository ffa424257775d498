from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from keyguard import wire, workers
from keyguard.catalogue import everything, one
from keyguard.detect import unknown_format
from keyguard.model import Blob, Report
from keyguard.pipeline import run
from keyguard.samples import sample
from keyguard.settings import Settings
from keyguard.sources.files import File
from keyguard.sources.share import Share

KEYS = [
    sample(detector, seed)
    for seed, provider in enumerate(everything())
    for detector in provider.detectors
    if detector.literals and not detector.names and not detector.fallback
][:40]


def _blobs() -> Iterator[Blob]:
    for number in range(3000):
        key = KEYS[number // 100] if number % 100 == 7 else b'none'
        yield Blob(b'folder/%04d.py' % number, b'api_key = "%s"\n' % key + b'# nothing\n' * 50)
    yield Blob(b'gone.py', reason='no such file')


def _told(report: Report) -> tuple[object, ...]:
    return (
        [(each.path, each.line, each.column, each.secret.fingerprint, each.detector.id, each.note, each.text)
         for each in report.findings],
        sorted(report.unread),
        report.files,
        report.bytes,
    )  # fmt: skip


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, '_ALONE', 1 << 16)
    monkeypatch.setattr(workers, '_BATCH', 1 << 14)


@pytest.mark.usefixtures('small')
@pytest.mark.parametrize('jobs', [1, 2, 5])
def test_report_is_the_same_whoever_scans(jobs: int) -> None:
    report = Report()
    sizes: list[int] = []
    workers.scan(_blobs(), Settings(), report, jobs, lambda so_far: sizes.append(so_far.files))
    assert _told(report) == _told(run(_blobs(), Settings()))
    assert len(report.blocked) == 30
    assert sizes == sorted(sizes)
    assert sizes[-1] == 3000


@pytest.mark.usefixtures('small')
def test_files_are_read_by_whoever_scans_them(tmp_path: Path) -> None:
    for number in range(200):
        text = b'key = "%s"\n' % KEYS[0] if number == 150 else b'x = 1\n' * 200
        (tmp_path / f'{number}.py').write_bytes(text)
    items = [File(bytes(path), path.name.encode()) for path in sorted(tmp_path.iterdir())]
    items.append(File(b'not there', b'not there'))
    report = Report()
    workers.scan(items, Settings(), report, 2)
    assert [(finding.path, finding.line) for finding in report.blocked] == [(b'150.py', 1)]
    assert report.unread == [(b'not there', 'no such file or directory')]
    assert report.files == 200


@pytest.mark.parametrize('became', ['a link', 'a pipe', 'a folder', 'nothing', 'longer', 'empty'])
def test_file_that_becomes_another_before_it_is_read_is_read_as_what_it_is(became: str, tmp_path: Path) -> None:
    path = tmp_path / 'a.py'
    path.write_bytes(b'x = 1\n')
    file = File(bytes(path), b'a.py')
    path.unlink()
    if became == 'a link':
        path.symlink_to('elsewhere')
    elif became == 'a pipe':
        os.mkfifo(path)
    elif became == 'a folder':
        path.mkdir()
    elif became != 'nothing':
        path.write_bytes(b'y = 2\n' * 30_000 if became == 'longer' else b'')
    blob = file.read()
    assert (blob.data, blob.reason) == {
        'a link': (b'elsewhere', ''),
        'a pipe': (b'', 'a named pipe, not a file'),
        'a folder': (b'', 'a directory, not a file'),
        'nothing': (b'', 'no such file or directory'),
        'longer': (b'y = 2\n' * 30_000, ''),
        'empty': (b'', ''),
    }[became]


@pytest.mark.parametrize('name', ['/proc/self/status', '/proc/self/environ'])
@pytest.mark.skipif(not os.path.exists('/proc/self/status'), reason='no such files here')
def test_file_that_does_not_say_how_long_it_is_is_read_whole(name: str) -> None:
    blob = File(name.encode(), b'a').read()
    assert not blob.reason
    assert len(blob.data[:]) >= len(Path(name).read_bytes()) - 100


@pytest.mark.usefixtures('small')
def test_what_a_worker_that_dies_leaves_undone_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    look = workers._look
    here = os.getpid()

    def die(batch: list[workers.Item], settings: Settings, report: Report) -> None:
        if os.getpid() != here:
            os._exit(9)
        look(batch, settings, report)

    monkeypatch.setattr(workers, '_look', die)
    report = Report()
    workers.scan(_blobs(), Settings(), report, 2)
    assert _told(report) == _told(run(_blobs(), Settings()))
    assert len(report.notes) == 1 and 'a process was killed' in report.notes[0]


@pytest.mark.skipif(sys.platform != 'linux', reason='asks Linux which processes there are')
@pytest.mark.parametrize('late', ['', 'time.sleep(2), '], ids=['begun', 'not-begun-yet'])
def test_no_process_stays_when_the_first_one_is_killed(late: str) -> None:
    program = (
        'import os, sys, time\n'
        'from keyguard import workers\n'
        'from keyguard.settings import Settings\n'
        'from keyguard.model import Blob, Report\n'
        'workers._ALONE = 0\n'
        'workers._BATCH = 1\n'
        'begin = workers._begin\n'
        f'workers._begin = lambda *words: ({late}begin(*words))\n'
        'def blobs():\n'
        '    for _ in range(9):\n'
        '        yield Blob(b"x", b"nothing " * 100)\n'
        '    children = open(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read()\n'
        '    print(children, flush=True)\n'
        '    time.sleep(60)\n'
        '    yield Blob(b"x", b"")\n'
        'workers.scan(blobs(), Settings(), Report(), 3)\n'
    )
    with subprocess.Popen([sys.executable, '-c', program], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        children = process.stdout.readline().split()
        process.kill()
    assert len(children) == 2
    until = time.monotonic() + 20
    try:
        while any(_runs(int(pid)) for pid in children):
            assert time.monotonic() < until
            time.sleep(0.1)
    finally:
        for pid in filter(_runs, map(int, children)):
            os.kill(pid, 9)


def _runs(pid: int) -> bool:
    """Is there such a process, and is it more than what nobody asked the end of yet?"""
    try:
        return ') Z' not in Path(f'/proc/{pid}/stat').read_text()
    except OSError:
        return False


@pytest.mark.usefixtures('small')
@pytest.mark.parametrize('jobs', [1, 2])
def test_ctrl_c_leaves_what_was_found_in_order(jobs: int) -> None:
    def interrupted() -> Iterator[Blob]:
        blobs = list(_blobs())
        yield from reversed(blobs[:1500])
        raise KeyboardInterrupt

    report = Report()
    with pytest.raises(KeyboardInterrupt):
        workers.scan(interrupted(), Settings(), report, jobs)
    paths = [finding.path for finding in report.blocked]
    assert len(paths) > 5
    assert paths == sorted(paths)


def _until_asked(batch: list[workers.Item], settings: Settings, report: Report) -> None:
    """In another process: look at it, and come to no end of it before the process is asked to stop."""
    _LOOK(batch, settings, report)
    while workers._stop and not workers._stop[0][0]:
        time.sleep(0.01)


def _never(batch: list[workers.Item], settings: Settings, report: Report) -> None:
    if workers._stop:
        time.sleep(60)
    _LOOK(batch, settings, report)


_LOOK = workers._look


@pytest.mark.usefixtures('small')
@pytest.mark.parametrize(('look', 'late'), [(_until_asked, False), (_never, True)], ids=['asked', 'too-late'])
def test_ctrl_c_gets_what_the_processes_found(look: Any, late: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, '_look', look)
    monkeypatch.setattr(workers, '_GRACE', 0.2 if late else 30)

    def interrupted() -> Iterator[Blob]:
        for at, blob in enumerate(_blobs()):
            if at == 225:
                time.sleep(0.5)  # the processes have begun
                raise KeyboardInterrupt
            yield blob

    report = Report()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        workers.scan(interrupted(), Settings(), report, 2)
    assert time.monotonic() - began < 15
    lost = ['what was under way when it was interrupted could not be waited for']
    assert report.notes == (lost if late else [])
    # 128 blobs are looked at before the other process starts, 32 are a batch of it, and of this one
    assert report.files == (160 if late else 192)


def test_interrupted_process_has_what_it_found() -> None:
    def interrupted() -> Iterator[Blob]:
        yield from list(_blobs())[:120]
        raise KeyboardInterrupt

    class Half(Share):
        def read(self, report: Report) -> Iterator[Blob]:
            return interrupted()

    report = Report()
    with pytest.raises(KeyboardInterrupt):
        workers.scan([Half('', [])], Settings(), report)
    assert len(report.blocked) == 2 and report.files >= 100


def test_no_key_goes_to_another_process() -> None:
    report = run([Blob(b'a.py', b'key = "%s"\n' % key) for key in KEYS], Settings())
    assert len(report.blocked) == len(KEYS)
    data = wire.dump(report)
    for key in KEYS:
        body = key[len(key) // 2 - 6 : len(key) // 2 + 6]
        assert body not in data
    copy = wire.load(data, Settings().provider)
    assert _told(copy) == _told(report)
    assert all(each.provider is one(each.provider.id) or each.provider.id for each in copy.blocked)


def test_detector_of_unknown_format_arrives() -> None:
    text = b'OPENAI_API_KEY=sk-%s\n' % sample(unknown_format(one('openai')), 3)
    report = run([Blob(b'.env', text)], Settings())
    (finding,) = report.blocked
    (copy,) = wire.load(wire.dump(report), Settings().provider).blocked
    assert copy.detector.id == finding.detector.id
    assert copy.secret == finding.secret


def test_a_report_is_not_pickled_with_its_providers() -> None:
    report = run([Blob(b'a.py', b'key = "%s"\n' % KEYS[0])], Settings())
    with pytest.raises(pickle.UnpicklingError):
        pickle.loads(wire.dump(report))


def test_what_is_no_report_is_not_unpickled() -> None:
    data = pickle.dumps(print)
    with pytest.raises(pickle.UnpicklingError, match=r'builtins\.print is no part of a report'):
        wire.load(data, Settings().provider)


def test_provider_that_the_other_side_does_not_have_goes_as_it_is(tmp_path: Path) -> None:
    config = tmp_path / '.keyguard.yaml'
    config.write_text(
        'providers:\n- id: acme\n  name: ACME\n  env: ACME_KEY\n  detectors:\n'
        "  - {id: acme-key, title: ACME key, literals: [acme_], pattern: 'acme_[a-zA-Z0-9]{40}'}\n"
    )
    settings = Settings(config=str(config))
    (detector,) = settings.provider('acme').detectors
    lines = [sample(detector, 1), b'OPENAI_API_KEY=' + KEYS[0]]
    report = run([Blob(b'a.env', b'\n'.join(lines))], settings)
    copy = wire.load(wire.dump(report, settings.own), Settings().provider)
    assert _told(copy) == _told(report)
    assert copy.blocked[0].provider.name == 'ACME'
    assert lines[0][10:25] not in wire.dump(report, settings.own)
