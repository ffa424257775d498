from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from keyguard import places
from keyguard.sources import files, message, tree
from testing.repository import Repository

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


SCISSORS = '# ------------------------ >8 ------------------------'
EDITED = {'GIT_INDEX_FILE': '.git/index', 'GIT_EDITOR': 'vi'}


@pytest.mark.parametrize(
    ('text', 'variables', 'config', 'read'),
    [
        pytest.param(f'a\n{SCISSORS}\n# b\n+c\n', {}, (), 'a\n', id='scissors'),
        pytest.param(f'a\r\n{SCISSORS}\r\nb\r\n', {}, (), 'a\r\n', id='scissors-of-windows'),
        pytest.param(f'{SCISSORS}\nb\n', {}, (), '', id='nothing-but-a-difference'),
        pytest.param(f'a\nsee {SCISSORS}\n b{SCISSORS} c\n', {}, (), 'as it is', id='scissors-inside-of-a-line'),
        pytest.param('a\n# b\n #c\n', EDITED, (), 'a\n\n #c\n', id='comments-behind-an-editor'),
        pytest.param('a\r# b\n', EDITED, (), 'as it is', id='no-line-for-git'),
        pytest.param('a\n# b\n', {**EDITED, 'GIT_EDITOR': ':'}, (), 'as it is', id='comments-of-a-command-line'),
        pytest.param('a\n# b\n', {'GIT_EDITOR': 'vi'}, (), 'as it is', id='nobody-says-that-git-calls'),
        pytest.param('a\n# b\n', EDITED, ('commit.cleanup', 'whitespace'), 'as it is', id='kept-by-configuration'),
        pytest.param('a\n# b\n;c\n', EDITED, ('core.commentChar', ';'), 'a\n# b\n\n', id='another-character'),
        pytest.param('a\n# b\n', EDITED, ('core.commentChar', 'auto'), 'as it is', id='a-character-that-nobody-knows'),
    ],
)
def test_message_is_what_git_keeps_of_it(
    repository: Repository,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    variables: dict[str, str],
    config: tuple[str, ...],
    read: str,
) -> None:
    for name, value in repository.environment.items():
        if name.startswith('GIT_CONFIG'):
            monkeypatch.setenv(name, value)
    if config:
        repository.git('config', *config)
    repository.write('MESSAGE', text)
    monkeypatch.chdir(repository.folder)
    found = bytes(message.read('MESSAGE', variables).data)
    assert found == (text if read == 'as it is' else read).encode()


def test_real_git_says_whether_there_was_an_editor(repository: Repository) -> None:
    """The variables that the comments are judged by are those that git hands to its hook."""
    hook = repository.folder / '.git' / 'hooks' / 'commit-msg'
    hook.parent.mkdir(exist_ok=True)
    hook.write_text('#!/bin/sh\necho "editor=$GIT_EDITOR index=$GIT_INDEX_FILE" >&2\nexit 1\n')
    hook.chmod(0o755)
    typed = repository.run('git', 'commit', '--allow-empty', '--message', '# a')
    edited = repository.run('git', 'commit', '--allow-empty', variables={'GIT_EDITOR': 'echo a >'})
    assert 'editor=: index=.git/index' in typed.text
    assert 'editor=echo a > index=.git/index' in edited.text
