"""The file of ``--cache``, on its own. What a run makes of it: ``commands/audit/audit_test.py``."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from keyguard import cache
from keyguard.errors import Fatal
from keyguard.settings import Settings


def _entries(count: int, seed: int = 0) -> list[bytes]:
    source = random.Random(seed)
    return [source.randbytes(cache.SIZE) for _ in range(count)]


def _known(path: Path) -> list[bytes]:
    entries, word = cache.load(str(path))
    assert not word
    found = list(entries)
    entries.close()
    return found


def test_what_was_added_is_known_sorted_and_once(tmp_path: Path) -> None:
    path = tmp_path / 'cache'
    first, second = _entries(500), _entries(300, 1)
    cache.add(str(path), b''.join(first + first[:7]))
    cache.add(str(path), b''.join(second + first[100:200]))
    assert _known(path) == sorted({*first, *second})
    entries, _ = cache.load(str(path))
    assert all(entry in entries for entry in first)
    assert not any(entry in entries for entry in [*_entries(50, 2), b'\0' * cache.SIZE, b'\xff' * cache.SIZE])
    entries.close()
    assert len(entries) == 0 and first[0] not in entries
    assert os.listdir(tmp_path) == ['cache']
    head, _, body = path.read_bytes().partition(b'\n')
    assert head.startswith(b'keyguard-cache 1 ') and len(body) == 800 * cache.SIZE


@pytest.mark.parametrize('there', [False, True], ids=['no-file-yet', 'empty-file'])
def test_nothing_is_known_before_the_first_run(tmp_path: Path, there: bool) -> None:
    path = tmp_path / 'cache'
    if there:
        path.touch()
    assert _known(path) == []
    cache.add(str(path), b'')
    assert _known(path) == []


def _flip(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


@pytest.mark.parametrize(
    'damage',
    [
        pytest.param(_flip, id='a-bit'),
        pytest.param(lambda data: data[:-1], id='a-byte-is-missing'),
        pytest.param(lambda data: data[: -cache.SIZE], id='an-entry-is-missing'),
        pytest.param(lambda data: data + b'x' * cache.SIZE, id='an-entry-too-many'),
        pytest.param(lambda data: data[:30], id='cut-in-the-header'),
        pytest.param(lambda data: data.replace(b'cache 1 ', b'cache 2 '), id='of-a-later-form'),
    ],
)
def test_damaged_file_is_made_anew_and_that_is_said(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / 'cache'
    cache.add(str(path), b''.join(_entries(9)))
    path.write_bytes(damage(path.read_bytes()))
    entries, word = cache.load(str(path))
    assert len(entries) == 0 and 'was damaged; everything is looked at' in word
    cache.add(str(path), b''.join(_entries(3, 1)))
    assert _known(path) == sorted(_entries(3, 1))


def test_file_of_another_keyguard_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / 'cache'
    cache.add(str(path), b''.join(_entries(9)))
    monkeypatch.setattr(cache, '_stand', ['f' * 32])
    assert _known(path) == []
    cache.add(str(path), b''.join(_entries(2, 1)))
    assert len(_known(path)) == 2


@pytest.mark.parametrize(
    ('name', 'words'),
    [
        ('notes.txt', 'no cache of keyguard and is left alone'),
        ('folder', 'is no file'),
    ],
    ids=['foreign', 'folder'],
)
def test_what_is_no_cache_is_left_alone(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / 'notes.txt').write_text('my notes\n')
    (tmp_path / 'folder').mkdir()
    for act in (cache.check, lambda path: cache.add(path, b'x' * cache.SIZE)):
        with pytest.raises(Fatal, match=words):
            act(str(tmp_path / name))
    assert (tmp_path / 'notes.txt').read_text() == 'my notes\n'


def test_folder_that_is_not_there_is_said_first(tmp_path: Path) -> None:
    with pytest.raises(Fatal, match='the folder does not exist'):
        cache.check(str(tmp_path / 'a' / 'b'))
    # a worker of a cluster may not have the folder: it knows nothing then
    assert _known(tmp_path / 'a' / 'b') == []


def test_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / 'cache'
    cache.add(str(path), b''.join(_entries(9)))

    def full(*_: object) -> None:
        raise OSError(28, 'No space left on device')

    monkeypatch.setattr(os, 'replace', full)
    with pytest.raises(OSError, match='No space'):
        cache.add(str(path), b''.join(_entries(9, 1)))
    assert _known(path) == sorted(_entries(9))
    assert os.listdir(tmp_path) == ['cache']


def test_entry_stands_for_bytes_path_and_settings(tmp_path: Path) -> None:
    config = tmp_path / '.keyguard.yaml'
    config.write_text('store: vault\n')

    def words() -> bytes:
        return Settings(config=str(config)).words

    kinds = [
        Settings().words,
        Settings(only=['openai']).words,
        Settings(skip=['openai']).words,
        Settings(min_confidence='high').words,
        Settings(inline=False).words,
        Settings(most_inside=1).words,
        words(),
        (config.write_text('skip: [openai]\n'), words())[1],
    ]
    assert Settings().words == kinds[0]
    cleans = [cache.Clean(cache.Entries(), each) for each in kinds]
    places = [('a' * 40, b'x.py'), ('b' * 40, b'x.py'), ('a' * 40, b'y.py'), ('a' * 64, b'x.py')]
    assert len({clean.entry(*place) for clean in cleans for place in places}) == len(cleans) * len(places)


def test_stand_changes_with_the_sources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = []
    (tmp_path / 'providers').mkdir()
    for text in ('a = 1\n', 'a = 2\n'):
        (tmp_path / 'providers' / 'acme.py').write_text(text)
        monkeypatch.setattr(cache, '__file__', str(tmp_path / 'cache.py'))
        monkeypatch.setattr(cache, '_stand', [])
        found.append(cache.stand())
    monkeypatch.setattr(cache, '_stand', [])
    monkeypatch.setattr(cache, '__version__', '99')
    found.append(cache.stand())
    assert len(set(found)) == 3
