"""No cliff is silent: at every size what is not looked at is said, and the exit code tells."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from keyguard.catalogue import one
from keyguard.cli import main
from keyguard.hook import main as hook
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.samples import sample
from keyguard.settings import Settings
from testing.repository import Repository

KEY = sample(one('openai').detectors[0], 7)
LEAK = b'OPENAI_API_KEY="%s"\n' % KEY
MEGABYTE = 1 << 20


def _text(size: int) -> bytes:
    line = b'nothing in this line of a long log, and so on and on\n'
    return (line * (size // len(line) + 1))[:size]


# size of a file -> where its only key stands
SIZES = (0, 1, 1000, 64 << 10, (64 << 10) + 1, MEGABYTE - 1, MEGABYTE, 4 * MEGABYTE + 1)
# around what the door reads itself, and what is read in windows
LARGE = (8 * MEGABYTE - 100, 8 * MEGABYTE, 8 * MEGABYTE + 1, 9 * MEGABYTE, 20 * MEGABYTE)


def _put(path: Path, size: int, where: str) -> None:
    before = size if where == 'end' else 0 if where == 'start' else size // 2
    with path.open('wb') as stream:
        stream.write(_text(before) + b'\n' + LEAK + _text(size - before))


@pytest.mark.parametrize('where', ['start', 'middle', 'end'])
@pytest.mark.parametrize('size', SIZES + LARGE)
def test_key_is_found_in_a_file_of_any_size(
    size: int, where: str, inside: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    _put(inside.folder / 'big.log', size, where)
    inside.stage()
    code = hook(['big.log'])
    out = capsys.readouterr().out
    assert code == 1
    assert '1 key in 1 file' in out


@pytest.mark.parametrize('size', [1000, MEGABYTE, 8 * MEGABYTE + 1])
def test_key_is_found_in_a_line_of_any_length(
    size: int, inside: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    (inside.folder / 'line.json').write_bytes(
        _text(size).replace(b'\n', b' ') + LEAK + _text(size).replace(b'\n', b' ')
    )
    inside.stage()
    assert hook(['line.json']) == 1
    assert '1 key in 1 file' in capsys.readouterr().out


@pytest.mark.parametrize('encoding', ['utf-8', 'utf-16-le'])
def test_key_is_found_wherever_a_large_text_is_cut(encoding: str) -> None:
    width = 2 if encoding == 'utf-16-le' else 1
    text = bytearray(b'.' * (8 * MEGABYTE // width + 1000))
    # over the edges of pieces, each a little further on
    for number in range(12):
        line = b'\nkey = "%s"\n' % sample(one('openai').detectors[0], number)
        at = (5 * number + 1) * (128 << 10) // width - len(line) + number * len(line) // 11
        text[at : at + len(line)] = line
    found = run([Blob(b'a.log', text.decode().encode(encoding))], Settings()).blocked
    assert [finding.line for finding in found] == [*range(2, 26, 2)]


@pytest.mark.parametrize('count', [1, 100, 501, 1200])
def test_every_one_of_many_files_is_looked_at(
    count: int, inside: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(count):
        inside.write(f'{number // 100}/{number}.py', b'x = 1\n')
    inside.write('last.py', LEAK)
    inside.stage()
    assert main(['audit', '--format', 'json', '--jobs', '2']) == 1
    told = json.loads(capsys.readouterr().out)
    assert [finding['path'] for finding in told['findings']] == ['last.py']
    assert told['examined']['files'] == count + 1


@pytest.mark.parametrize('count', [1, 41, 500])
def test_every_one_of_many_keys_is_told(count: int, inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    keys = [sample(one('openai').detectors[0], seed) for seed in range(count)]
    inside.write('keys.py', b''.join(b'key = "%s"\n' % key for key in keys))
    inside.stage()
    assert main(['audit', '--format', 'json']) == 1
    found = json.loads(capsys.readouterr().out)['findings']
    assert [finding['line'] for finding in found] == [*range(1, count + 1)]


def _folder(path: Path) -> None:
    path.mkdir()


def _gone(path: Path) -> None:
    assert not path.exists()


@pytest.mark.parametrize('make', [_folder, _gone], ids=['a folder', 'gone'])
def test_what_cannot_be_read_is_said(
    make: Callable[[Path], None], inside: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    make(inside.folder / 'it')
    (inside.folder / 'other.py').write_bytes(b'x = 1\n')
    code = hook(['other.py', 'it'])
    told = capsys.readouterr()
    assert code == 3
    assert 'it' in told.out + told.err
