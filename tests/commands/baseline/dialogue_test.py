"""`keyguard baseline review`: over plain lines, over a pseudo-terminal, and from a file."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from keyguard.cli import main
from keyguard.commands.baseline import review
from keyguard.secret import Secret
from testing.baselines import KEYS, PRINTS, entry, kept, put, shown
from testing.repository import Repository

ROOT = Path(__file__).parents[3]


@pytest.fixture
def two_keys(inside: Repository) -> Repository:
    inside.write('a.py', f'import os\n\nkey = "{KEYS[0]}"\nother = "{KEYS[1]}"  # {KEYS[0][20:34]}\n')
    inside.write('b.env', f'OPENAI_API_KEY={KEYS[0]}\n')
    return inside


def _dialogue(monkeypatch: pytest.MonkeyPatch, *lines: str) -> int:
    monkeypatch.setattr(review.sys, 'stdin', io.StringIO(''.join(f'{line}\n' for line in lines)))
    return main(['baseline', 'review'])


def _answers(repository: Repository) -> dict[object, tuple[object, object, object]]:
    return {each['fingerprint']: (each['verdict'], each['reason'], each.get('until', '')) for each in kept(repository)}


@pytest.mark.parametrize(
    ('lines', 'answers'),
    [
        pytest.param(['q'], {}, id='quit'),
        pytest.param([], {}, id='end-of-input'),
        pytest.param(['s', ''], {}, id='skip'),
        pytest.param(['f', 'why', ''], {0: ('false-positive', 'why', '')}, id='end-after-an-answer'),
        pytest.param(['f', 'why', '2099-01-31', 'q'], {0: ('false-positive', 'why', '2099-01-31')}, id='quit-keeps'),
        pytest.param(['f', 'why', 'q'], {}, id='quit-before-the-end-of-an-answer'),
        pytest.param(['f', 'q'], {}, id='quit-before-the-reason'),
        pytest.param(['real', 'leak', 'q'], {0: ('real', 'leak', '')}, id='real-has-no-end'),
        pytest.param(['s', 'v', 'gone', '', 'q'], {1: ('revoked', 'gone', '')}, id='skip-and-answer'),
        pytest.param(['t', 'x y', '', 'b', 'r', '', 'q'], {0: ('real', 'x y', '')}, id='back-changes-it'),
        pytest.param(['f', 'why', 'b', 't', 'why', '', 'q'], {0: ('test-key', 'why', '')}, id='back-from-the-date'),
        pytest.param(['f', 'b', 't', 'why', 'b', 'v', 'why', '', 'q'], {0: ('revoked', 'why', '')}, id='back-inside'),
        pytest.param(
            ['z', '?', 'f', '', KEYS[2], 'why', 'soon', '2020-01-01', '-', 'q'],
            {0: ('false-positive', 'why', '')},
            id='wrong-answers-are-asked-again',
        ),
    ],
)
def test_answers_are_kept_at_once(
    two_keys: Repository,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lines: list[str],
    answers: dict[int, tuple[str, str, str]],
) -> None:
    assert _dialogue(monkeypatch, *lines) == 0
    assert _answers(two_keys) == {PRINTS[at]: answer for at, answer in answers.items()}
    out = capsys.readouterr().out
    assert f'{len(answers)} decided and kept' in out
    assert not shown(out)


def test_screen_tells_what_is_known(
    two_keys: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _dialogue(monkeypatch, 'q') == 0
    out = capsys.readouterr().out
    assert '---- 1 of 2, new finding ----' in out
    assert 'high confidence: literal and structure' in out
    assert f'  > 3 | key = "{Secret(KEYS[0].encode(), b"sk-proj-").masked}"' in out
    assert '    1 | import os\n    2 |\n' in out and 'also in 1 place: b.env:1:16' in out


def test_entries_that_want_a_look_come_too(
    two_keys: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(
        two_keys,
        entry(reason='TODO', ticket=7),
        entry(PRINTS[1], reason='known', until='2020-01-01', ticket=7),
        entry(PRINTS[2], reason='imported: x', path='gone.py', ticket=7),
        entry(0, reason='sound', ticket=7),
    )
    assert _dialogue(monkeypatch, 't', '', 'said now', '', 'f', '', '', 'v', 'revoked', '2099-01-01') == 0
    out = capsys.readouterr().out
    assert '1 of 3, entry' in out and 'no longer in the work tree' in out and 'Reason [known]' in out
    assert 'note: accepted until 2020-01-01' in out
    assert _answers(two_keys) == {
        PRINTS[0]: ('test-key', 'said now', ''),
        PRINTS[1]: ('false-positive', 'known', ''),
        PRINTS[2]: ('revoked', 'revoked', '2099-01-01'),
        'kg1:' + '0' * 32: ('false-positive', 'sound', ''),
    }
    assert {each['ticket'] for each in kept(two_keys)} == {7}
    assert _dialogue(monkeypatch) == 0
    assert 'Nothing to review' in capsys.readouterr().out


def test_lines_around_stay_silent_in_every_dress(
    two_keys: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    two_keys.write('a.py', 'a = ("' + KEYS[0][:30] + '"\n     "' + KEYS[0][30:] + '")\n' + KEYS[1] + '\n' + 'x' * 9000)
    two_keys.write('b.env', f'x\nk={KEYS[2]}\ny\n'.encode('utf-16'))
    assert _dialogue(monkeypatch, 's', 's', 's') == 0
    assert not shown(capsys.readouterr().out)


@pytest.mark.parametrize(
    ('text', 'code', 'words'),
    [
        pytest.param(
            f'# what we know\n\n{PRINTS[0]} test-key until=2099-01-31 a fake server\n{PRINTS[1]} real leak\n',
            0,
            '2 decided and kept',
            id='sound',
        ),
        pytest.param(f'{PRINTS[0]} real leak\nkg1:0 real leak\n', 2, 'answers:2: neither a finding', id='unknown'),
        pytest.param(f'{PRINTS[0]} reel leak\n', 2, "did you mean 'real'?", id='verdict'),
        pytest.param(f'{PRINTS[0]} real\n', 2, 'answers:1: say in a few words', id='no-reason'),
        pytest.param(
            f'{PRINTS[0]} revoked until=soon x\n', 2, 'answers:1: a date such as 2027-01-31 is expected', id='date'
        ),
        pytest.param(f'{KEYS[0]} real x\n', 2, 'neither a finding', id='key-instead-of-its-print'),
    ],
)
def test_answers_from_a_file(
    two_keys: Repository, capsys: pytest.CaptureFixture[str], text: str, code: int, words: str
) -> None:
    (two_keys.folder / 'answers').write_text(text)
    assert main(['baseline', 'review', '--answers', 'answers']) == code
    captured = capsys.readouterr()
    assert words in captured.out + captured.err
    assert not shown(captured.out + captured.err)
    expected = {PRINTS[0]: ('test-key', 'a fake server', '2099-01-31'), PRINTS[1]: ('real', 'leak', '')}
    assert _answers(two_keys) == (expected if code == 0 else {})


@pytest.mark.skipif(os.name == 'nt', reason='no pseudo-terminals')
@pytest.mark.parametrize('end', [b'q\n', b'\x03', b'\x04'], ids=['quit', 'ctrl-c', 'ctrl-d'])
def test_on_a_terminal(two_keys: Repository, end: bytes) -> None:
    import pty
    import select

    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, '-m', 'keyguard', 'baseline', 'review'],
        cwd=two_keys.folder,
        env={**two_keys.environment, 'PYTHONPATH': str(ROOT), 'TERM': 'xterm'},
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
        # so that Ctrl-C arrives
        preexec_fn=lambda: __import__('fcntl').ioctl(0, __import__('termios').TIOCSCTTY, 0),
    )
    os.close(follower)
    screen = b''

    def until(words: bytes, seconds: float = 60) -> bool:
        nonlocal screen
        give_up = time.monotonic() + seconds
        while words not in screen and time.monotonic() < give_up:
            if select.select([leader], [], [], 0.1)[0]:
                try:
                    screen += os.read(leader, 65536)
                except OSError:
                    break
        found = words in screen
        screen = screen.partition(words)[2] if found else screen
        return found

    try:
        menu = b'[?]\r\n> '
        for question, answer in ((menu, b'f\n'), (b'Reason: ', b'a sample\n'), (b'empty for no end): ', b'\n')):
            assert until(question), screen.decode()
            os.write(leader, answer)
        assert until(b'kept: false-positive') and until(b'2 of 2') and until(menu), screen.decode()
        # Ctrl-C just before a process waits for input is seen when the next one comes
        for _ in range(12):
            os.write(leader, end)
            if until(b'1 decided and kept in .keyguard.baseline.json, 1 left.', seconds=5):
                break
        assert process.wait(60) == (130 if end == b'\x03' else 0), screen.decode()
    finally:
        process.kill()
        process.wait()
        os.close(leader)
    assert _answers(two_keys) == {PRINTS[0]: ('false-positive', 'a sample', '')}


def test_answers_for_what_is_no_longer_there_and_odd_files(
    two_keys: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    put(two_keys, entry(0, reason='TODO', until='2020-01-01', by='X', ticket=7))
    (two_keys.folder / 'answers').write_bytes(f'\ufeffkg1:{"0" * 32} revoked gone\n'.encode())
    assert main(['baseline', 'review', '--answers', 'answers']) == 0
    assert kept(two_keys) == [
        {**entry(0, verdict='revoked', reason='gone', by='Test Author', ticket=7)},
    ]
    (two_keys.folder / 'answers').write_bytes(b'\xff\xff')
    assert main(['baseline', 'review', '--answers', 'answers']) == 2
    assert 'answers: the answers cannot be read (not utf-8 text)' in capsys.readouterr().err.lower()
    assert main(['baseline', 'review', '--answers', 'none']) == 2
    assert 'none: the answers cannot be read (no such file' in capsys.readouterr().err


def test_key_in_a_file_name_has_no_lines_and_an_entry_shows_who_gave_it(
    inside: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inside.write(f'{KEYS[0]}.txt', 'x\n')
    inside.write('broken.zip', b'PK\x03\x04' + bytes(60))
    put(inside, entry(reason='known', by='A. Person', until='2099-01-01'))
    monkeypatch.setattr(review.sys, 'stdin', io.StringIO('f\n\n\n'))
    assert main(['baseline', 'review', '--all']) == 0
    captured = capsys.readouterr()
    assert '(in the file name)' in captured.out and ' | ' not in captured.out
    assert 'so far: false-positive: known (by A. Person), until 2099-01-01' in captured.out
    assert 'Until which day (2027-01-31; [2099-01-01], - for no end)' in captured.out
    assert 'broken.zip: not looked at' in captured.err
    assert not shown(captured.out + captured.err)
    assert kept(inside) == [entry(reason='known', by='Test Author', path='…VOFL.txt', until='2099-01-01')] or kept(
        inside
    )


def test_of_two_entries_for_a_key_the_stricter_is_reviewed(
    two_keys: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(two_keys, entry(reason='one'), entry(verdict='real', reason='todo'), entry(PRINTS[1]))
    assert _dialogue(monkeypatch, 'q') == 0
    assert 'so far: real: todo' in capsys.readouterr().out


def test_what_a_comment_accepts_is_not_asked_for(
    inside: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inside.write('a.py', f'key = "{KEYS[0]}"  # keyguard: allow\n')
    assert _dialogue(monkeypatch) == 0
    assert 'Nothing to review' in capsys.readouterr().out


def test_file_that_goes_while_it_is_looked_at(
    two_keys: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = review.common.found

    def found(*arguments: object) -> object:
        report = real(*arguments)
        (two_keys.folder / 'a.py').unlink()
        return report

    monkeypatch.setattr(review.common, 'found', found)
    assert _dialogue(monkeypatch, 'q') == 0
    out = capsys.readouterr().out
    assert '  > 3 | key = "sk-proj-…' in out and 'import os' not in out


@pytest.mark.parametrize('before', [None, entry(reason='TODO', ticket=7)], ids=['new', 'entry'])
def test_answer_of_somebody_else_is_shown_and_not_overwritten_unseen(
    two_keys: Repository,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    before: dict[str, object] | None,
) -> None:
    if before:
        put(two_keys, before)

    class Lines(io.StringIO):
        def readline(self, *_: object) -> str:  # type: ignore[override]
            line = super().readline()
            if line == 'mine\n':
                put(two_keys, entry(verdict='real', reason='theirs', ticket=7))
            return line

    turns = ['s'] if before else []
    monkeypatch.setattr(review.sys, 'stdin', Lines('\n'.join([*turns, 'f', 'mine', '', 'v', 'yet', '', 'q'])))
    assert main(['baseline', 'review']) == 0
    out = capsys.readouterr().out
    assert 'Meanwhile it was answered elsewhere' in out and 'so far: real: theirs' in out and '1 decided' in out
    assert _answers(two_keys) == {PRINTS[0]: ('revoked', 'yet', '')}
    assert kept(two_keys)[0]['ticket'] == 7


def test_answer_can_be_changed_where_an_entry_has_fields_of_its_own(
    two_keys: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(two_keys, entry(reason='TODO', ticket=7), entry(PRINTS[1], reason='TODO'))
    assert _dialogue(monkeypatch, 'f', 'one', '', 'b', 'v', 'two', '', 'q') == 0
    assert _answers(two_keys)[PRINTS[0]] == ('revoked', 'two', '')
    assert [each['ticket'] for each in kept(two_keys) if each['fingerprint'] == PRINTS[0]] == [7]
