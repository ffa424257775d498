"""A file is the old one or the new one, and nothing is left beside it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from keyguard.replacing import replace

POSIX = pytest.mark.skipif(os.name == 'nt', reason='modes and links are those of POSIX')


def _everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@POSIX
@pytest.mark.parametrize('mode', [0o600, 0o640, 0o755, 0o444])
def test_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / 'a'
    path.write_bytes(b'old')
    path.chmod(mode)
    replace(str(path), b'new\r\n', f'{path}.new')
    assert _everything(tmp_path) == {'a': b'new\r\n'}
    assert stat.S_IMODE(path.stat().st_mode) == mode


@POSIX
def test_new_file_has_the_mode_of_new_files(tmp_path: Path) -> None:
    (tmp_path / 'other').write_bytes(b'')
    replace(str(tmp_path / 'a'), b'new', str(tmp_path / 'a.new'))
    assert (tmp_path / 'a').stat().st_mode == (tmp_path / 'other').stat().st_mode


def test_what_a_killed_run_left_makes_room(tmp_path: Path) -> None:
    (tmp_path / 'a.new').write_bytes(b'half of something, and longer')
    replace(str(tmp_path / 'a'), b'new', str(tmp_path / 'a.new'))
    assert _everything(tmp_path) == {'a': b'new'}


@POSIX
def test_link_in_the_way_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / 'precious').write_bytes(b'mine')
    (tmp_path / 'a.new').symlink_to('precious')
    replace(str(tmp_path / 'a'), b'new', str(tmp_path / 'a.new'))
    assert _everything(tmp_path) == {'a': b'new', 'precious': b'mine'}


@pytest.mark.parametrize('fails', ['fsync', 'chmod', 'replace'])
def test_what_fails_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    def full(*_: object) -> None:
        raise OSError(28, 'No space left on device')

    (tmp_path / 'a').write_bytes(b'old')
    monkeypatch.setattr(os, fails, full)
    with pytest.raises(OSError, match='No space'):
        replace(str(tmp_path / 'a'), b'new', str(tmp_path / 'a.new'))
    assert _everything(tmp_path) == {'a': b'old'}


def test_folder_in_the_way_stays(tmp_path: Path) -> None:
    (tmp_path / 'a').write_bytes(b'old')
    (tmp_path / 'a.new').mkdir()
    with pytest.raises(OSError):
        replace(str(tmp_path / 'a'), b'new', str(tmp_path / 'a.new'))
    assert (tmp_path / 'a').read_bytes() == b'old' and (tmp_path / 'a.new').is_dir()
