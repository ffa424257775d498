"""`keyguard baseline accept`: which finding is meant, and what is refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from keyguard.cli import main
from keyguard.places import BASELINE
from testing.baselines import DIGESTS, KEYS, PRINTS, entry, kept, put
from testing.repository import Repository


def _accepted(repository: Repository) -> set[object]:
    return {each['fingerprint'] for each in kept(repository)}


@pytest.mark.parametrize(
    ('folder', 'words', 'accepted'),
    [
        pytest.param('.', ['sub/a.py:1'], {0}, id='from-the-root'),
        pytest.param('sub', ['sub/a.py:1'], {0}, id='as-the-report-says-it-from-a-subfolder'),
        pytest.param('sub', ['a.py:1'], {0}, id='as-seen-from-a-subfolder'),
        pytest.param('sub', ['sub/a.py:2:8'], {1}, id='with-its-column'),
        pytest.param('.', ['./sub/a.py:2', 'b.py:1'], {1, 2}, id='several-places'),
        pytest.param('.', [PRINTS[0], 'b.py:1'], {0, 2}, id='print-and-place'),
        pytest.param('.', [PRINTS[0], PRINTS[1], PRINTS[0]], {0, 1}, id='several-prints'),
        pytest.param('.', ['old.py:1'], {3}, id='place-in-the-history'),
        pytest.param('.', [PRINTS[3], PRINTS[0]], {0, 3}, id='print-in-the-history'),
    ],
)
def test_finding_that_is_meant(
    inside: Repository, monkeypatch: pytest.MonkeyPatch, folder: str, words: list[str], accepted: set[int]
) -> None:
    inside.write('old.py', f'key = "{KEYS[3]}"\n')
    inside.record()
    (inside.folder / 'old.py').unlink()
    inside.write('sub/a.py', f'key = "{KEYS[0]}"\nkey = "{KEYS[1]}"\n')
    inside.write('b.py', f'key = "{KEYS[2]}"\n')
    inside.record()
    monkeypatch.chdir(inside.folder / folder)
    assert main(['baseline', 'accept', *words, '--reason', 'a sample']) == 0
    assert _accepted(inside) == {PRINTS[at] for at in accepted}


@pytest.mark.parametrize(
    ('argv', 'words'),
    [
        pytest.param(['a.py:1', '--reason', 'x', '--until', '2020-01-31'], 'is over already', id='ended'),
        pytest.param(['a.py:1', 'a.py:9', '--reason', 'x'], 'no such finding in a.py at line 9', id='one-is-unknown'),
        pytest.param(['a.py:1', '--reason', KEYS[0]], 'seems to hold a key', id='key-in-the-reason'),
    ],
)
def test_refused_whole(inside: Repository, argv: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    inside.write('a.py', f'key = "{KEYS[0]}"\n')
    assert main(['baseline', 'accept', *argv]) == 2
    err = capsys.readouterr().err
    assert words in err and KEYS[0][8:] not in err
    assert _accepted(inside) == set()


def test_same_name_here_and_at_the_root_is_a_question(
    inside: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inside.write('a.py', f'key = "{KEYS[0]}"\n')
    inside.write('sub/a.py', f'key = "{KEYS[1]}"\n')
    monkeypatch.chdir(inside.folder / 'sub')
    assert main(['baseline', 'accept', 'a.py:1', '--reason', 'x']) == 2
    assert 'a.py:1 can be either of a.py, sub/a.py' in capsys.readouterr().err


def test_entry_is_changed_though_its_key_is_gone(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    inside.write('a.py', f'key = "{KEYS[0]}"\n')
    assert main(['baseline', 'accept', PRINTS[0], '--reason', 'x', '--until', '2099-01-01']) == 0
    inside.write('a.py', '')
    assert main(['baseline', 'accept', PRINTS[0], '--reason', 'revoked', '--verdict', 'revoked']) == 0
    entry = json.loads(inside.read(BASELINE))['accepted'][0]
    assert (entry['verdict'], entry['reason'], 'until' in entry) == ('revoked', 'revoked', False)
    capsys.readouterr()
    assert main(['baseline', 'accept', PRINTS[0], '--reason', 'revoked', '--verdict', 'revoked']) == 0
    assert 'nothing was written' in capsys.readouterr().out


def test_digest_of_an_import_gives_way_to_the_finding(inside: Repository) -> None:
    inside.write('a.py', f'key = "{KEYS[0]}"\n')
    put(inside, entry(DIGESTS[0], detector='any', verdict='real'))
    assert main(['audit', '--quiet']) == 1
    assert main(['baseline', 'accept', 'a.py:1', '--reason', 'x']) == 0
    assert _accepted(inside) == {PRINTS[0]}
    assert main(['audit', '--quiet']) == 0


def test_place_in_a_message_and_in_an_archive(inside: Repository) -> None:
    import zipfile

    inside.write('MESSAGE', f'Add it\n\n{KEYS[0]}\n')
    assert main(['baseline', 'accept', 'MESSAGE:3', '--message', 'MESSAGE', '--reason', 'x']) == 0
    with zipfile.ZipFile(inside.folder / 'a.zip', 'w') as archive:
        archive.writestr('b.py', f'key = "{KEYS[1]}"\n')
        archive.writestr('c.py', f'key = "{KEYS[2]}"\n')
    assert main(['baseline', 'accept', 'a.zip!c.py:1', '--reason', 'x']) == 0
    assert _accepted(inside) == {PRINTS[0], PRINTS[2]}


@pytest.mark.parametrize('word', ['sub/a.py', 'a.py', 'sub'], ids=['from-the-root', 'from-here', 'folder'])
def test_path_without_a_line_is_told(
    inside: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    inside.write('sub/a.py', f'key = "{KEYS[0]}"\n')
    monkeypatch.chdir(inside.folder / 'sub')
    assert main(['baseline', 'accept', word, '--reason', 'x']) == 2
    assert f'{word}: its line is needed too, as in {word}:1' in capsys.readouterr().err


@pytest.mark.parametrize('reason', ['', '  ', '…', '...', '"…"'])
def test_dots_are_no_reason(inside: Repository, capsys: pytest.CaptureFixture[str], reason: str) -> None:
    inside.write('a.py', f'key = "{KEYS[0]}"\n')
    assert main(['baseline', 'accept', 'a.py:1', '--reason', reason]) == 2
    assert 'say in a few words why' in capsys.readouterr().err
    assert _accepted(inside) == set()


@pytest.mark.parametrize(
    ('folder', 'baseline', 'name'),
    [
        pytest.param('.', '', BASELINE, id='here'),
        pytest.param('deep/er', '', f'../../{BASELINE}', id='from-a-subfolder'),
        pytest.param('.', '../own.json', '../own.json', id='beside-the-repository'),
        pytest.param('deep/er', '../../../own.json', '../../../own.json', id='far-away'),
    ],
)
def test_file_to_stage_is_named_as_seen_from_here(
    inside: Repository,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: str,
    baseline: str,
    name: str,
) -> None:
    inside.write('deep/er/a.py', f'key = "{KEYS[0]}"\n')
    inside.write('../own.json', '{"schema": 1, "accepted": []}')
    monkeypatch.chdir(inside.folder / folder)
    options = ['--baseline', baseline] if baseline else []
    assert main(['baseline', 'accept', 'deep/er/a.py:1', '--reason', 'x', *options]) == 0
    out = capsys.readouterr().out
    assert f' in {name.replace("/", os.sep)}\n' in out
    assert ('git add' in out) == (not baseline)


def test_outside_of_a_repository_nothing_is_to_be_staged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / 'a.py').write_text(f'key = "{KEYS[0]}"\n')
    assert main(['baseline', 'accept', 'a.py:1', '--reason', 'x']) == 0
    out = capsys.readouterr().out
    assert out.startswith('accepted: kg1:') and 'git add' not in out
    assert main(['baseline', 'accept', 'kg1:' + '0' * 32, '--reason', 'x']) == 2
    assert main(['baseline', 'accept', 'b.py:1', '--reason', 'x']) == 2


def test_place_of_several_keys_is_a_question(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    inside.write('old.py', f'key = "{KEYS[2]}"\n')
    inside.record()
    inside.write('old.py', f'\t"{KEYS[3]}"\n')
    inside.record()
    (inside.folder / 'old.py').unlink()
    inside.write('a.py', f'keys = "{KEYS[0]}", "{KEYS[1]}"\n')
    for word, ats in (('a.py:1', (0, 1)), ('old.py:1', (2, 3))):
        assert main(['baseline', 'accept', word, '--reason', 'x']) == 2
        err = capsys.readouterr().err
        assert f'{word}: more than one key stands there' in err and all(PRINTS[at] in err for at in ats)
    assert main(['baseline', 'accept', 'a.py:1:9', 'old.py:1:8', '--reason', 'x']) == 0
    assert _accepted(inside) == {PRINTS[0], PRINTS[2]}


def test_print_of_a_key_in_a_message(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    inside.write('MESSAGE', f'Add it\n\n{KEYS[0]}\n')
    inside.write('a.py', f'key = "{KEYS[1]}"\n')
    assert main(['baseline', 'accept', PRINTS[0], '--message', 'MESSAGE', '--reason', 'x']) == 0
    assert _accepted(inside) == {PRINTS[0]}
    assert main(['baseline', 'accept', PRINTS[1], '--message', 'MESSAGE', '--reason', 'x']) == 2
    assert 'no such finding in MESSAGE' in capsys.readouterr().err


def test_real_is_said_to_keep_blocking(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    inside.write('a.py', f'key = "{KEYS[0]}"\n')
    assert main(['baseline', 'accept', 'a.py:1', '--reason', 'x', '--verdict', 'real']) == 0
    assert 'recorded as a real leak, which keeps blocking: kg1:' in capsys.readouterr().out
    assert main(['audit', '--quiet']) == 1


def test_entry_says_who_accepted_what(inside: Repository) -> None:
    inside.write('a.py', f'key = "{KEYS[0]}"\n')
    options = ['--reason', ' the  fake\nserver ', '--verdict', 'test-key', '--until', '2099-01-31']
    assert main(['baseline', 'accept', 'a.py:1', *options]) == 0
    assert kept(inside) == [
        entry(verdict='test-key', reason='the fake server', by='Test Author', path='a.py', until='2099-01-31')
    ]
