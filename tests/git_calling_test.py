"""What ``calling.call`` tells of a program is what ``subprocess`` tells of it, by either way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from keyguard.git import calling

SPAWNS = pytest.mark.skipif(not hasattr(os, 'posix_spawnp'), reason='this system starts programs by subprocess alone')


@pytest.fixture(params=['spawned', 'by-subprocess'])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == 'spawned':
        if not hasattr(os, 'posix_spawnp'):
            pytest.skip('this system starts programs by subprocess alone')
        monkeypatch.setattr(subprocess, 'run', lambda *_, **__: pytest.fail('subprocess'))
        monkeypatch.setattr(calling, '_SHORT', 60_000)
    else:
        monkeypatch.delattr(os, 'posix_spawnp', raising=False)
    return str(request.param)


def _python(code: str, source: bytes = b'', **more: str) -> tuple[int, bytes, bytes]:
    return calling.call([sys.executable, '-I', '-S', '-c', code], os.getcwd(), {**os.environ, **more}, source)


@pytest.mark.usefixtures('way')
@pytest.mark.parametrize(
    ('code', 'source', 'told'),
    [
        ('print("out", end="")', b'', (0, b'out', b'')),
        ('import sys; sys.stderr.write("bad"); sys.exit(3)', b'', (3, b'', b'bad')),
        ('import sys; sys.stdout.write(sys.stdin.read()[::-1])', b'abc', (0, b'cba', b'')),
        ('import sys; print(len(sys.stdin.read()), end="")', b'', (0, b'0', b'')),
        ('import sys; print(len(sys.stdin.read()), end="")', b'x' * 50_000, (0, b'50000', b'')),
        # neither pipe holds as much: both have to be read at once
        (
            'import sys; sys.stderr.write("e" * 300000); print("o" * 300000, end="")',
            b'',
            (0, b'o' * 300_000, b'e' * 300_000),
        ),
        ('import os; print(os.environ["KEYGUARD_TOLD"], end="")', b'', (0, b'it', b'')),
        ('import os; os.kill(os.getpid(), 9)', b'', (-9, b'', b'')),
    ],
    ids=['output', 'complaint', 'input', 'no-input', 'much-input', 'much-of-both', 'variables', 'killed'],
)
def test_program_is_run(code: str, source: bytes, told: tuple[int, bytes, bytes]) -> None:
    assert _python(code, source, KEYGUARD_TOLD='it') == told


@pytest.mark.usefixtures('way')
def test_program_that_is_not_there_is_an_error() -> None:
    open_before = os.listdir('/dev/fd') if os.path.isdir('/dev/fd') else []
    with pytest.raises(FileNotFoundError):
        calling.call(['no-such-program-here'], os.getcwd(), dict(os.environ))
    assert len(os.listdir('/dev/fd') if open_before else []) == len(open_before)


@SPAWNS
def test_git_runs_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(['git', 'init', '-q', str(tmp_path / 'a')], check=True)
    monkeypatch.setattr(subprocess, 'run', lambda *_, **__: pytest.fail('subprocess'))
    code, told, _ = calling.call(['git', 'rev-parse', '--show-toplevel'], str(tmp_path / 'a'), dict(os.environ))
    assert (code, os.path.realpath(told.decode().strip())) == (0, os.path.realpath(tmp_path / 'a'))


def test_much_input_is_handed_over() -> None:
    assert _python('import sys; print(len(sys.stdin.read()), end="")', b'x' * 300_000) == (0, b'300000', b'')


def test_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        calling.call(['git', 'version'], str(tmp_path / 'none'), dict(os.environ))


@SPAWNS
def test_program_gets_no_signal_that_python_ignores() -> None:
    told = _python('import signal; print(signal.getsignal(signal.SIGPIPE) == signal.SIG_IGN)')
    plain = subprocess.run(['sh', '-c', 'kill -PIPE $$; echo alive'], capture_output=True, check=False)
    assert told[0] == 0
    assert calling.call(['sh', '-c', 'kill -PIPE $$; echo alive'], os.getcwd(), dict(os.environ)) == (
        plain.returncode,
        plain.stdout,
        plain.stderr,
    )
    assert plain.returncode == -signal.SIGPIPE


@SPAWNS
def test_stream_that_is_closed_leaves_its_number_to_no_pipe() -> None:
    root = str(Path(__file__).parents[1])
    code = (
        f'import sys; sys.path.insert(0, {root!r}); import os; os.close(0)\n'
        'from keyguard.git import calling\n'
        'told = calling.call([sys.executable, "-I", "-S", "-c", "print(7)"], os.getcwd(), dict(os.environ))\n'
        'assert told == (0, b"7\\n", b""), told\n'
    )
    done = subprocess.run([sys.executable, '-I', '-S', '-c', code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, '')


@SPAWNS
def test_interrupted_run_leaves_no_program_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    spawn = os.posix_spawnp
    monkeypatch.setattr(os, 'posix_spawnp', lambda *words, **more: started.append(spawn(*words, **more)) or started[0])

    def interrupted(*_: int) -> tuple[bytes, bytes]:
        raise KeyboardInterrupt

    monkeypatch.setattr(calling, '_read', interrupted)
    with pytest.raises(KeyboardInterrupt):
        _python('import time; time.sleep(60)')
    with pytest.raises(ChildProcessError):
        os.waitpid(started[0], 0)


@SPAWNS
def test_nobody_may_wait_for_children() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert _python('print(7, end="")') == (0, b'7', b'')
    finally:
        signal.signal(signal.SIGCHLD, before)
