"""A baseline on disk: whole at any moment, and nothing lost where many write at once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from keyguard import locks
from keyguard.baseline import Baseline, load, writing
from keyguard.errors import Fatal
from keyguard.places import BASELINE
from keyguard.samples import sample
from keyguard.secret import Secret
from testing.baselines import DETECTOR, entry

ROOT = Path(__file__).parents[2]


def _environment() -> dict[str, str]:
    return {**os.environ, 'PYTHONPATH': str(ROOT)}


_AT_ONCE = """
import multiprocessing, sys
from keyguard.cli import main
from keyguard.commands.baseline import accept

def accept_one(barrier, at):
    barrier.wait()
    sys.exit(main(['baseline', 'accept', f'{at}.py:1', '--reason', f'number {at}']))

if __name__ == '__main__':
    ways = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context('fork' if 'fork' in ways else 'spawn')
    number = int(sys.argv[1])
    barrier = context.Barrier(number)
    processes = [context.Process(target=accept_one, args=(barrier, at)) for at in range(number)]
    for each in processes:
        each.start()
    for each in processes:
        each.join()
    sys.exit(any(each.exitcode for each in processes))
"""


def test_twenty_processes_that_accept_at_once_lose_nothing(tmp_path: Path) -> None:
    """They have loaded all they need, and go on together."""
    keys = [sample(DETECTOR, seed) for seed in range(20)]
    for at, key in enumerate(keys):
        (tmp_path / f'{at}.py').write_bytes(b'key = "' + key + b'"\n')
    program = tmp_path / 'at_once.py'
    program.write_text(_AT_ONCE)
    done = subprocess.run(
        [sys.executable, str(program), str(len(keys))],
        cwd=tmp_path,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    kept = load(str(tmp_path / BASELINE))
    assert {each['fingerprint']: each['reason'] for each in kept.entries} == {
        Secret(key).fingerprint: f'number {at}' for at, key in enumerate(keys)
    }
    assert [each.name for each in tmp_path.iterdir() if each.suffix != '.py' and each.is_file()] == [BASELINE]


@pytest.mark.skipif(os.name == 'nt', reason='SIGKILL')
def test_killed_writer_leaves_a_whole_file_and_no_lock(tmp_path: Path) -> None:
    path = tmp_path / 'b.json'
    writing.save(Baseline([entry(number) for number in range(2000)]), str(path))
    code = (
        'import sys\nfrom keyguard.baseline import writing\nat = 0\n'
        'while True:\n'
        '    at += 1\n'
        '    def change(kept):\n        kept.rest["at"] = at\n'
        '    writing.update(sys.argv[1], change)\n'
    )
    source = random.Random(1)
    for _ in range(8):
        before = path.stat().st_ino
        process = subprocess.Popen([sys.executable, '-c', code, str(path)], env=_environment())
        while path.stat().st_ino == before:
            time.sleep(0.005)
        time.sleep(source.random() / 10)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert len(load(str(path)).entries) == 2000
    assert load(str(path)).rest['at'] > 0
    # what a killed process left keeps nobody from writing, and is gone afterwards
    writing.update(str(path), lambda kept: kept.add(entry(9999)))
    assert [each.name for each in tmp_path.iterdir()] == ['b.json']


def test_update_keeps_mode_unknown_fields_and_what_it_does_not_touch(tmp_path: Path) -> None:
    path = tmp_path / 'b.json'
    path.write_text(Baseline([entry(2, ticket=7), entry(1)], {'team': ['x']}).dump())
    path.chmod(0o640)
    assert writing.update(str(path), lambda kept: kept.add(entry(2, reason='another')))
    kept = load(str(path))
    assert kept.entries == [entry(1), entry(2, reason='another', ticket=7)]
    assert kept.rest == {'team': ['x']}
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    'data',
    [
        Baseline([entry(2), entry(1)]).dump().encode(),
        json.dumps({'accepted': [entry(2), entry(1)], 'schema': 1}, indent=4).encode(),
        Baseline([entry(1)]).dump().replace('\n', '\r\n').encode(),
        Baseline([entry(1)]).dump().encode('utf-16'),
    ],
    ids=['ours', 'formatted-by-hand', 'crlf', 'utf-16'],
)
def test_nothing_changed_is_nothing_written(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / 'b.json'
    path.write_bytes(data)
    before = path.stat()
    assert not writing.update(str(path), lambda kept: kept.add(entry(1)))
    assert path.read_bytes() == data
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_file_that_cannot_be_trusted_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / 'b.json'
    for text in ('{"schema": 2, "accepted": []}', '{"schema": 1, "accepted": [', '<<<<<<< HEAD\n'):
        path.write_text(text)
        with pytest.raises(Fatal):
            writing.update(str(path), lambda kept: kept.add(entry(1)))
        assert path.read_text() == text
    assert [each.name for each in tmp_path.iterdir()] == ['b.json']


def test_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / 'real').mkdir()
    (tmp_path / 'b.json').symlink_to('real/b.json')
    writing.update(str(tmp_path / 'b.json'), lambda kept: kept.add(entry(1)))
    assert (tmp_path / 'b.json').is_symlink()
    assert load(str(tmp_path / 'real' / 'b.json')).entries == [entry(1)]


def test_read_only_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / 'b.json'
    path.write_text(Baseline().dump())
    path.chmod(0o444)
    with pytest.raises(Fatal, match='read-only'):
        writing.update(str(path), lambda kept: kept.add(entry(1)))
    assert path.read_text() == Baseline().dump()
    assert [each.name for each in tmp_path.iterdir()] == ['b.json']


def test_half_a_character_and_line_separators_survive(tmp_path: Path) -> None:
    path = str(tmp_path / 'b.json')
    odd = entry(1, reason='half \ud800 of one', path='a\u2028b\x85c')
    writing.update(path, lambda kept: kept.add(odd))
    assert load(path).entries == [odd]


def test_a_lock_that_is_held_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / 'b.json')
    monkeypatch.setattr(locks, '_PATIENCE', 0.05)
    with locks.Lock(path, 'x'), pytest.raises(Fatal, match='another keyguard'):
        writing.update(path, lambda kept: kept.add(entry(1)))
    with pytest.raises(Fatal, match='cannot be written'):
        writing.update(str(tmp_path / 'none' / 'b.json'), lambda kept: kept.add(entry(1)))


def test_write_that_fails_leaves_the_old_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / 'b.json'
    path.write_text(Baseline([entry(1)]).dump())

    def full(*_: object) -> None:
        raise OSError(28, 'No space left on device')

    monkeypatch.setattr(os, 'fsync', full)
    with pytest.raises(Fatal, match='no space left'):
        writing.update(str(path), lambda kept: kept.add(entry(2)))
    assert load(str(path)).entries == [entry(1)]
    assert [each.name for each in tmp_path.iterdir()] == ['b.json']


def test_lock_whose_file_was_removed_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / 'b.json'
    with locks.Lock(str(path), 'x'):
        (tmp_path / 'b.json.lock').unlink()
        assert writing.update(str(path), lambda kept: kept.add(entry(1)))
    assert [each.name for each in tmp_path.iterdir()] == ['b.json']


def test_save_of_the_same_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / 'b.json'
    writing.save(Baseline([entry(1)]), str(path))
    before = path.stat().st_ino
    writing.save(Baseline([entry(1)]), str(path))
    assert path.stat().st_ino == before


@pytest.mark.parametrize('end', ['\n', '\r\n'], ids=['lf', 'crlf'])
@pytest.mark.parametrize('write', ['update', 'save'])
def test_lines_end_as_they_did(tmp_path: Path, end: str, write: str) -> None:
    path = tmp_path / 'b.json'
    path.write_bytes(Baseline([entry(1)]).dump().replace('\n', end).encode())
    if write == 'update':
        writing.update(str(path), lambda kept: kept.add(entry(2)))
    else:
        writing.save(Baseline([entry(1), entry(2)]), str(path))
    assert path.read_bytes() == Baseline([entry(1), entry(2)]).dump().replace('\n', end).encode()


def test_file_system_without_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / 'b.json'

    def no_locks(handle: int) -> bool:
        raise OSError(37, 'No locks available')

    monkeypatch.setattr(locks, '_taken', no_locks)
    with pytest.raises(Fatal, match=r'cannot be written [(]no locks available'):
        writing.update(str(path), lambda kept: kept.add(entry(1)))
    assert list(tmp_path.iterdir()) == []


def test_folder_in_the_files_place_is_told(tmp_path: Path) -> None:
    (tmp_path / 'b.json').mkdir()
    for write in (lambda path: writing.save(Baseline(), path), lambda path: writing.update(path, lambda _: None)):
        with pytest.raises(Fatal, match=r'not a regular file|is a directory|permission denied'):
            write(str(tmp_path / 'b.json'))
    assert [each.name for each in tmp_path.iterdir()] == ['b.json']


def test_writing_many_entries_takes_no_longer_for_each(tmp_path: Path) -> None:
    """Counted, not timed: how often an entry is written out grows with their number, not with its square."""
    written = []
    real = json.JSONEncoder.encode
    kept = Baseline()
    for number in range(3000):
        kept.add(entry(number))
        kept.drop({(f'kg1:{number:032x}', 'any')})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json.JSONEncoder, 'encode', lambda self, value: written.append(1) or real(self, value))
        kept.dump()
    assert len(kept.entries) == len(written) == 3000


def test_what_a_killed_process_left_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / 'b.json.new').write_text('half of a')
    (tmp_path / 'b.json.lock').write_text('')
    writing.update(str(tmp_path / 'b.json'), lambda kept: kept.add(entry(1)))
    assert [each.name for each in tmp_path.iterdir()] == ['b.json']
    (tmp_path / 'b.json.new').mkdir()
    with pytest.raises(Fatal, match='cannot be written'):
        writing.update(str(tmp_path / 'b.json'), lambda kept: kept.add(entry(2)))
    assert load(str(tmp_path / 'b.json')).entries == [entry(1)]
