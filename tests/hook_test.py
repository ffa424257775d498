"""The door in this process: options, and what it may say by itself. The end-to-end tests run it as pre-commit does."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from keyguard import crash, hook, output, placeholder
from keyguard.catalogue import one
from keyguard.errors import Fatal
from keyguard.samples import sample

KEY = sample(one('openai').detectors[0], 1).decode()


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / '.git').mkdir()
    for name in ('PRE_COMMIT', 'NO_COLOR', 'FORCE_COLOR', 'PRE_COMMIT_COLOR'):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv('SHELL', '/bin/bash')
    return tmp_path


@pytest.mark.parametrize(
    ('argv', 'options', 'files'),
    [
        ([], {}, []),
        (['a.py', '--config'], {}, ['a.py', '--config']),
        (['--', '--config'], {}, ['--config']),
        (['--baseline', 'b', 'a.py'], {'--baseline': ['b']}, ['a.py']),
        (['--baseline=b', '--', 'a.py'], {'--baseline': ['b']}, ['a.py']),
        (['--skip', 'x', '--skip=y', '--quiet', 'a'], {'--skip': ['x', 'y'], '--quiet': ['']}, ['a']),
        (['-odd.py', 'a.py'], {}, ['-odd.py', 'a.py']),
    ],
    ids=['nothing', 'files-end-options', 'double-dash', 'value', 'equals', 'several', 'a-file-with-a-dash'],
)
def test_split(argv: list[str], options: dict[str, list[str]], files: list[str]) -> None:
    Path('-odd.py').write_text('')
    assert hook.split(argv) == (options, files)


@pytest.mark.parametrize(
    ('argv', 'message'),
    [
        (['--basline', 'b'], "unknown option '--basline'; did you mean '--baseline'?"),
        (['-x'], "unknown option '-x'"),
        (['--config'], "'--config' needs a value"),
        (['--quiet=1'], "'--quiet' takes no value"),
    ],
)
def test_wrong_options(argv: list[str], message: str) -> None:
    with pytest.raises(Fatal) as caught:
        hook.split(argv)
    assert message in str(caught.value)


def test_clean_files(capsys: pytest.CaptureFixture[str]) -> None:
    Path('a.py').write_text('x = 1\n')
    Path('b.py').write_text('y = 2\n')
    assert hook.main(['a.py']) == 0
    assert capsys.readouterr().out == 'keyguard: no key in 1 file, 6 bytes\n'
    assert hook.main(['a.py', 'b.py']) == 0
    assert capsys.readouterr().out == 'keyguard: no key in 2 files, 12 bytes\n'
    assert hook.main(['--quiet', 'a.py']) == 0
    assert hook.main([]) == 0
    assert capsys.readouterr().out == ''


@pytest.mark.parametrize(
    ('text', 'watched', 'ends'),
    [
        ('x = 1\n', '', True),
        ('x = 1\n', 'atexit', False),
        ('x = 1\n', 'threading', False),
        (KEY, '', True),
        (KEY, 'atexit', False),
    ],
    ids=['clean', 'measured', 'with-threads', 'blocked', 'blocked-and-measured'],
)
def test_run_ends_the_process_unless_somebody_watches(
    text: str, watched: str, ends: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ended: list[int] = []
    for name in ('atexit', 'threading'):
        if name != watched:
            monkeypatch.delitem(sys.modules, name, raising=False)
    if watched:
        monkeypatch.setitem(sys.modules, watched, sys)
    monkeypatch.setattr(os, '_exit', ended.append)
    monkeypatch.setattr(sys, 'argv', ['keyguard-hook', 'a.py'])
    Path('a.py').write_text(text)
    assert hook.program() == (text == KEY)
    assert ended == [int(text == KEY)] * ends
    # what was said has been written before
    assert capsys.readouterr().out


def test_run_that_cannot_say_all_is_left_to_python(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(28, 'No space left on device')

    for name in ('atexit', 'threading'):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(os, '_exit', lambda _: pytest.fail('what was to be said is lost'))
    monkeypatch.setattr(sys, 'argv', ['keyguard-hook'])
    monkeypatch.setattr(sys, 'stderr', Full())
    assert hook.program() == 0


def test_blocked_file_among_clean_ones(capsys: pytest.CaptureFixture[str]) -> None:
    Path('a.py').write_text('x = 1\n')
    Path('b.py').write_text(f'key = "{KEY}"\n')
    assert hook.main(['a.py', 'b.py']) == 1
    out = capsys.readouterr().out
    assert 'commit blocked, 1 key in 1 file' in out
    assert 'examined 2 files' in out
    assert KEY[8:16] not in out


def test_key_in_a_file_name(capsys: pytest.CaptureFixture[str]) -> None:
    Path(f'notes {KEY}.txt').write_text('nothing\n')
    assert hook.main([f'notes {KEY}.txt']) == 1
    out = capsys.readouterr().out
    assert '(in the file name)' in out
    assert KEY[8:16] not in out


@pytest.mark.parametrize('large', [False, True], ids=['ordinary', 'large'])
def test_file_of_any_size_is_looked_at(large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    from keyguard.sources import files

    monkeypatch.setattr(hook, '_LARGE', 10 if large else 1 << 20)
    monkeypatch.setattr(files, 'MAP_FROM', 10 if large else 1 << 20)
    Path('a.py').write_text(f'{"x = 1 " * 9}\nkey = "{KEY}"\n')
    Path('b.py').write_text(f'{"x = 1 " * 9}\n')
    assert hook.main(['a.py']) == 1
    assert hook.main(['b.py']) == 0


def test_missing_file_is_not_clean(capsys: pytest.CaptureFixture[str]) -> None:
    Path('b.py').write_text(f'key = "{KEY}"\n')
    assert hook.main(['gone.py', 'b.py']) == 3
    captured = capsys.readouterr()
    assert 'keyguard: gone.py: not looked at: no such file or directory' in captured.err
    assert 'commit blocked' in captured.out and '1 file could not be read' in captured.out


@pytest.mark.parametrize(
    ('config', 'code', 'words'),
    [
        ('', 0, 'examined 1 file'),
        ("exclude: ['^a']\n", 0, '1 file excluded by the configuration'),
        ('skipp: x\n', 2, "did you mean 'skip'?"),
    ],
    ids=['empty', 'excluded', 'broken'],
)
def test_configuration_is_walked_through_to(
    config: str, code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path('.keyguard.yaml').write_text(config)
    Path('a.py').write_text('x = 1\n')
    assert hook.main(['a.py']) == code
    captured = capsys.readouterr()
    assert words in captured.out + captured.err


@pytest.mark.parametrize(
    ('options', 'code', 'words'),
    [
        (['--only', 'anthropic'], 0, 'examined 1 file'),
        (['--only', 'openai-project-key'], 1, 'commit blocked'),
        (['--skip', 'openai'], 0, '1 finding set aside'),
        (['--skip', 'openai', '--show-accepted'], 0, 'switched off'),
        (['--min-confidence', 'hihg'], 2, 'is one of low, medium, high'),
        (['--skip', 'opnai'], 2, "did you mean 'openai'?"),
        (['--color', 'blue'], 2, '--color is one of'),
        (['--config', 'none.yaml'], 2, 'none.yaml: the configuration is not there'),
        (['--baseline', 'none.json'], 2, 'none.json: the baseline is not there'),
        (['--color', 'always'], 1, '\x1b[1;31m'),
        (['--help'], 0, 'usage: keyguard-hook'),
        (['--version'], 0, 'catalogue of 2026-'),
    ],
    ids=lambda value: ' '.join(value) if isinstance(value, list) else '',
)
def test_options(options: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path('a.py').write_text(f'key = "{KEY}"\n')
    assert hook.main([*options, 'a.py']) == code
    captured = capsys.readouterr()
    assert words in captured.out + captured.err


@pytest.mark.parametrize(('inline', 'code'), [([], 0), (['--no-inline'], 1)])
def test_comment_accepts_unless_comments_are_ignored(inline: list[str], code: int) -> None:
    Path('a.py').write_text(f'key = "{KEY}"  # keyguard: allow dead\n')
    assert hook.main([*inline, 'a.py']) == code


def test_other_scanners_baseline_accepts() -> None:
    import hashlib
    import json

    Path('a.py').write_text(f'key = "{KEY}"\n')
    entry = {'type': 'x', 'filename': 'z', 'hashed_secret': hashlib.sha1(KEY.encode()).hexdigest(), 'line_number': 1}
    Path('.secrets.baseline').write_text(json.dumps({'version': '1.5.0', 'results': {'z': [entry]}}))
    assert hook.main(['a.py']) == 0
    Path('.secrets.baseline').write_text(json.dumps({'results': {'z': [{**entry, 'is_secret': True}]}}))
    assert hook.main(['a.py']) == 1


@pytest.mark.parametrize(
    ('error', 'code'),
    [
        (KeyboardInterrupt(), 130),
        (SystemExit(2), 2),
        (SystemExit(), 0),
        (SystemExit('words'), 3),
        (Fatal('x', 2), 2),
        (ValueError('x'), 3),
    ],
    ids=repr,
)
def test_how_a_run_ends(error: BaseException, code: int) -> None:
    assert crash.code_for(error) == code


def test_failure_of_ours_masks_its_words_and_asks_for_a_report(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError(f'unexpected {KEY} and {KEY[8:20]} here')
    except ValueError as error:
        assert crash.code_for(error) == 3
    err = capsys.readouterr().err
    assert 'ValueError: unexpected … and … here' in err
    assert 'report these lines' in err and 'in test_failure_of_ours' in err
    assert not any(KEY[at : at + 8] in err for at in range(8, len(KEY) - 7))


@pytest.mark.parametrize(
    ('environment', 'wish', 'coloured'),
    [
        ({}, 'always', True), ({}, 'never', False), ({'NO_COLOR': '1'}, 'auto', False), ({'FORCE_COLOR': '1'}, 'auto', True),
        ({'PRE_COMMIT_COLOR': 'always'}, 'auto', True), ({'PRE_COMMIT_COLOR': 'never', 'FORCE_COLOR': '1'}, 'auto', False),
        ({'NO_COLOR': '1', 'FORCE_COLOR': '1'}, 'auto', False), ({}, 'auto', False),
    ],
)  # fmt: skip
def test_colour(environment: dict[str, str], wish: str, coloured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert output.coloured(wish) is coloured


class _Closed:
    encoding = 'utf-8'

    def __init__(self, error: Exception) -> None:
        self.error = error

    def write(self, text: str) -> int:
        raise self.error

    def flush(self) -> None:
        raise self.error

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return os.open(os.devnull, os.O_WRONLY)


def test_reader_that_went_away_does_not_change_the_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    Path('a.py').write_text(f'key = "{KEY}"\n')
    Path('b.py').write_text('x = 1\n')
    monkeypatch.setattr(sys, 'stdout', _Closed(BrokenPipeError()))
    assert hook.main(['a.py']) == 1
    assert hook.main(['b.py']) == 0
    monkeypatch.setattr(sys, 'stdout', None)
    assert hook.main(['a.py']) == 1
    assert hook.main(['b.py']) == 0


def test_standard_error_that_is_closed_is_no_second_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, 'stderr', _Closed(ValueError('closed')))
    output.complain('words')


@pytest.mark.parametrize(
    ('typed', 'shown'),
    [
        (
            'a plain message about --min-confidence and .keyguard.yaml',
            'a plain message about --min-confidence and .keyguard.yaml',
        ),
        (
            '/home/person/my-project/some_long_file_name_here.json:3',
            '/home/person/my-project/some_long_file_name_here.json:3',
        ),
        ('src/components/UserProfileSettingsCard.tsx: x', 'src/components/UserProfileSettingsCard.tsx: x'),
        ('kg1:0123456789abcdef0123456789abcdef', 'kg1:0123456789abcdef0123456789abcdef'),
    ],
)
def test_messages_keep_what_is_no_key(typed: str, shown: str) -> None:
    assert placeholder.without_keys(typed) == shown


def test_messages_hide_every_kind_of_key() -> None:
    from keyguard.catalogue import everything

    for provider in everything():
        for detector in provider.detectors:
            key = sample(detector, 1).decode()
            start = len(detector.prefix_of(key.encode()))
            words = placeholder.without_keys(f"unknown option '{key}'")
            assert not any(key[at : at + 8] in words for at in range(start, len(key) - 7)), detector.id
