"""The small parts of moving a key: files, variables, a store's command, the index of git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from keyguard.errors import Fatal
from keyguard.git import work
from keyguard.moving import files, place, undo
from keyguard.moving.files import Change, Failed
from keyguard.moving.job import Job
from keyguard.moving.variables import Variables, example, quoted
from keyguard.secret import Secret


def test_only_what_is_as_it_was_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / 'a'
    path.write_bytes(b'old')
    for old in (b'other', None):
        with pytest.raises(Failed, match='changed while'):
            files.make(Change(str(path), old, b'new'), '')
    files.make(Change(str(path), b'old', None), '')
    files.make(Change(str(path), None, None), '')
    assert not path.exists()
    files.make(Change(str(path), None, b'new'), '')
    assert path.read_bytes() == b'new'


def test_what_a_killed_run_left_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / '.a.keyguard').write_bytes(b'half')
    files.make(Change(str(tmp_path / 'a'), None, b'whole'), '')
    assert [each.name for each in tmp_path.iterdir()] == ['a']


def test_reasons_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / 'a'
    path.write_bytes(b'')
    with pytest.raises(Failed, match='it is a folder'):
        files.read(str(tmp_path))

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, 'Permission denied')

    monkeypatch.setattr('builtins.open', denied)
    with pytest.raises(Failed, match='permission denied'):
        files.read(str(path))
    monkeypatch.undo()
    monkeypatch.setattr(os, 'replace', denied)
    with pytest.raises(Failed, match='permission denied'):
        files.make(Change(str(path), b'', b'new'), '')
    assert [each.name for each in tmp_path.iterdir()] == ['a']
    assert files.words(OSError()) == 'oserror'


@pytest.mark.skipif(not hasattr(os, 'mkfifo'), reason='a pipe with a name')
def test_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / 'a')
    with pytest.raises(Failed, match='it is no regular file'):
        files.read(str(tmp_path / 'a'))


@pytest.mark.parametrize(
    ('value', 'written'),
    [(b'', b''), (b'sk-a_b.c/d+e=f:g', b'sk-a_b.c/d+e=f:g'), (b'a|b c$d"', b"'a|b c$d\"'")],
)
def test_value_as_every_loader_reads_it(value: bytes, written: bytes, tmp_path: Path) -> None:
    assert quoted(value) == written
    if os.name == 'posix':
        (tmp_path / 'v').write_bytes(b'K=' + written + b'\n')
        told = subprocess.run(['sh', '-c', f'. {tmp_path}/v; printf %s "$K"'], capture_output=True, check=True)
        assert told.stdout == value
    variables = Variables(str(tmp_path / 'w'))
    variables.set('K', value)
    assert variables.get('K') == value


@pytest.mark.parametrize('value', [b"it's", b'a\nb', b'a\\b'])
def test_value_that_loaders_read_in_different_ways_is_refused(value: bytes, tmp_path: Path) -> None:
    with pytest.raises(Failed, match='different ways'):
        Variables(str(tmp_path / 'v')).set('K', value)


def test_no_other_value_is_lost(tmp_path: Path) -> None:
    path = tmp_path / 'v'
    path.write_bytes(b'K=1\nK=2\n#L=3\n')
    variables = Variables(str(path))
    assert (variables.get('K'), variables.get('L'), variables.names()) == (b'2', None, [b'K'])
    with pytest.raises(ValueError, match='K has a value'):
        variables.set('K', b'3')
    variables.set('K', b'2')
    assert variables.new == variables.old
    assert variables.called(Secret(b'1').fingerprint) == 'K'
    assert variables.called(Secret(b'3').fingerprint) == ''


def test_example_gets_each_name_once() -> None:
    assert example(None, [b'A', b'B', b'A']) == b'A=\nB=\n'
    assert example(b'A=x\r\n', [b'A', b'B']) == b'A=x\r\nB=\r\n'


@pytest.mark.skipif(os.name == 'nt', reason='the words are those of POSIX')
def test_store_that_hangs_or_does_not_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def hangs(*words: object, **_: object) -> None:
        raise subprocess.TimeoutExpired('x', 120)

    monkeypatch.setattr(subprocess, 'run', hangs)
    with pytest.raises(Failed, match='it did not end within 120 seconds'):
        place.into_store(['x'], Secret(b'k'))
    monkeypatch.undo()
    with pytest.raises(Failed, match='permission denied'):
        place.into_store([str(tmp_path)], Secret(b'k'))


def test_what_git_cannot_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert work.ignored(str(tmp_path), []) == set()
    assert work.entries(str(tmp_path), []) == {}
    with pytest.raises(Fatal, match='git cannot tell what it ignores'):
        work.ignored(str(tmp_path), [b'a'])
    with pytest.raises(Fatal, match='the index of git cannot be changed'):
        work.forget(str(tmp_path), [b'a'])
    work.restore(str(tmp_path), [])
    monkeypatch.setenv('PATH', '/nowhere')
    assert not work.bare(str(tmp_path))


def test_file_on_another_drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def drives(*_: object) -> str:
        raise ValueError

    monkeypatch.setattr(os.path, 'relpath', drives)
    assert Job('', str(tmp_path), [], None).shown('/b/c') == '/b/c'
    assert undo._within('/b/c', '/a') == '/b/c'


@pytest.mark.skipif(os.name == 'nt', reason='modes are those of POSIX')
def test_file_that_cannot_be_closed_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / '.env'
    path.write_bytes(b'A=1\n')
    path.chmod(0o644)
    assert files.exposed(str(path))
    assert not files.exposed(str(tmp_path / 'gone'))
    files.make(Change(str(path), b'A=1\n', b'A=1\n'), '')
    assert files.exposed(str(path))

    def refused(*_: object) -> None:
        raise PermissionError(1, 'Operation not permitted')

    monkeypatch.setattr(os, 'chmod', refused)
    with pytest.raises(files.Failed, match='operation not permitted'):
        files.make(Change(str(path), b'A=1\n', b'A=1\n', private=True), '')
    monkeypatch.undo()
    files.make(Change(str(path), b'A=1\n', b'A=1\n', private=True), '')
    assert not files.exposed(str(path))
    assert path.read_bytes() == b'A=1\n'
