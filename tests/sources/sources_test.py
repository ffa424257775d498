from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from keyguard import places
from keyguard.sources import files, tree

POSIX = pytest.mark.skipif(sys.platform == 'win32', reason='what this makes does not exist on Windows')


def _read(path: Path) -> tuple[bytes, str, str]:
    blob = files.read(os.fsencode(path), b'shown')
    assert blob.path == b'shown'
    return bytes(blob.data[:]), blob.reason, blob.where


def test_file_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / 'a').write_bytes(b'one\r\n\0\xff')
    assert _read(tmp_path / 'a') == (b'one\r\n\0\xff', '', 'work tree')
    (tmp_path / 'empty').write_bytes(b'')
    assert _read(tmp_path / 'empty') == (b'', '', 'work tree')


def test_large_file_is_mapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mmap import mmap

    monkeypatch.setattr(files, 'MAP_FROM', 4)
    (tmp_path / 'a').write_bytes(b'12345')
    blob = files.read(os.fsencode(tmp_path / 'a'), b'a')
    assert isinstance(blob.data, mmap) and blob.data[:] == b'12345'


@pytest.mark.parametrize(('name', 'reason'), [('none', 'no such file or directory'), ('.', 'a directory, not a file')])
def test_what_cannot_be_read_says_why(name: str, reason: str, tmp_path: Path) -> None:
    assert _read(tmp_path / name)[1] == reason


def test_name_that_no_file_can_have_is_a_reason_too() -> None:
    assert 'null' in files.read(b'a\0b', b'a').reason


@POSIX
def test_pipe_socket_and_device_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / 'pipe')
    assert _read(tmp_path / 'pipe')[1] == 'a named pipe, not a file'
    assert _read(Path(os.devnull))[1] == 'a device, not a file'
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind('socket')
        assert _read(tmp_path / 'socket')[1] == 'a socket, not a file'


@POSIX
def test_symbolic_link_is_read_as_git_stores_it(tmp_path: Path) -> None:
    (tmp_path / 'link').symlink_to('target/of/it')
    assert _read(tmp_path / 'link') == (b'target/of/it', '', 'symbolic link')


def test_folder_without_git_is_listed_whole_and_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ('b.py', 'a/c.py', 'a/d.py', '.git/config'):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text('')
    monkeypatch.chdir(tmp_path)
    listed = list(tree.names(str(tmp_path), ['.', 'a', 'b.py', 'none'], ''))
    assert [name.replace(b'\\', b'/') for name in listed] == [b'b.py', b'a/c.py', b'a/d.py', b'none']


def test_folder_that_cannot_be_listed_is_yielded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(path: bytes, onerror):  # type: ignore[no-untyped-def]
        onerror(PermissionError(13, 'Permission denied', os.path.join(path, b'locked')))
        return iter(())

    monkeypatch.setattr(os, 'walk', walk)
    assert [os.path.basename(name) for name in tree.names(str(tmp_path), [str(tmp_path)], '')] == [b'locked']


@pytest.mark.parametrize(
    ('name', 'folder', 'root', 'shown'),
    [
        (b'a.py', b'/r', b'/r', b'a.py'),
        (b'./a.py', b'/r', b'/r', b'a.py'),
        (b'a.py', b'/r/sub', b'/r', b'sub/a.py'),
        (b'../a.py', b'/r/sub', b'/r', b'a.py'),
        (b'/r/sub/a.py', b'/x', b'/r', b'sub/a.py'),
        (b'/elsewhere/a.py', b'/r', b'/r', b'/elsewhere/a.py'),
        (b'../../a.py', b'/r/sub', b'/r', b'../../a.py'),
        (b'a.py', b'/r', b'', b'a.py'),
        (b'a.py', b'/sub', b'/', b'sub/a.py'),
    ],
)
@POSIX
def test_paths_are_shown_from_the_root(name: bytes, folder: bytes, root: bytes, shown: bytes) -> None:
    assert places.shown(name, folder, root) == shown


def test_backslashes_of_windows_become_slashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, 'sep', '\\')
    assert places.shown(b'a\\b.py', b'C:\\r', b'') == b'a/b.py'


def test_files_are_found_upwards_to_the_root_and_no_further(tmp_path: Path) -> None:
    root, sub = tmp_path / 'repo', tmp_path / 'repo' / 'a' / 'b'
    sub.mkdir(parents=True)
    (tmp_path / 'x.yaml').write_text('')
    assert places.find(str(sub), 'x.yaml') == ('', '')
    (root / '.git').mkdir()
    assert places.find(str(sub), 'x.yaml') == (str(root), '')
    (root / 'x.yaml').write_text('')
    assert places.find(str(sub), 'x.yaml') == (str(root), str(root / 'x.yaml'))
    (sub / 'x.yaml').write_text('')
    assert places.find(str(sub), 'x.yaml') == (str(root), str(sub / 'x.yaml'))
    alone = tmp_path / 'alone'
    alone.mkdir()
    (alone / 'x.yaml').write_text('')
    assert places.find(str(alone), 'x.yaml') == ('', str(alone / 'x.yaml'))
