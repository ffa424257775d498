"""Whatever was not looked at is told with its reason and the way out, and nothing of it is made up."""

from __future__ import annotations

import ast
import io
import os
import re
import sys
import zipfile
from pathlib import Path

import pytest

import keyguard
from keyguard import cli, config
from keyguard.content import hdf5
from keyguard.content.pdf import MANY_FONTS
from keyguard.content.pdf_locked import WITH_AES
from keyguard.hook import main as hook
from keyguard.remedies import unread
from keyguard.report import unread as told
from testing.repository import Repository

ROOT = Path(keyguard.__file__).parent
OTHER = 'Mend that, and run it again'

WAYS = [
    pytest.param(b'a/pw.pdf', 'encrypted', 'qpdf --decrypt a/pw.pdf ../copy.pdf && keyguard audit ../copy.pdf', id='pdf'),
    pytest.param(b'a/aes.pdf', WITH_AES, 'qpdf --decrypt a/aes.pdf ../copy.pdf && keyguard audit ../copy.pdf', id='pdf-without-a-password'),
    pytest.param(b'b.zip!c/pw.pdf', 'encrypted', 'qpdf --decrypt pw.pdf ../copy.pdf', id='pdf-in-an-archive'),
    pytest.param(b'b.zip!.env', 'encrypted', 'unpack it with its password', id='member-of-a-zip'),
    pytest.param(b'b.xlsx', 'an encrypted Office document: save it without a password and audit that', 'keyguard audit COPY', id='office'),
    pytest.param(b'b.7z', 'compressed with 7z, which keyguard cannot read: unpack it and audit what comes out', 'keyguard audit FOLDER', id='closed-format'),
    pytest.param(b'b.zip!a', 'unsupported compression method 9 (Deflate64)', 'keyguard audit FOLDER', id='method'),
    pytest.param(b'b.pdf', MANY_FONTS, 'pdftotext b.pdf ../copy.txt', id='fonts'),
    pytest.param(b'b.pdf', 'unsupported compression method: streams with LZWDecode were not read', 'qpdf --stream-data=uncompress b.pdf', id='filter'),
    pytest.param(b'b.orc', 'its columns are compressed with LZO: write it without', 'keyguard audit COPY', id='columns'),
    pytest.param(b'b.h5', hdf5.OTHER, 'keyguard audit COPY', id='data-sets'),
    pytest.param(b'b.parquet', 'compressed with something unknown: write it without', 'Write a copy of it without compression', id='pages'),
    pytest.param(b'b.gz', 'truncated: the data ends too early', 'get it again, or make it anew', id='truncated'),
    pytest.param(b'b.gz', 'corrupt: the checksum (CRC) does not fit', 'get it again, or make it anew', id='corrupt'),
    pytest.param(b'b.ipynb', 'what is in base64 or hex there: truncated: the data ends too early', 'put it in anew', id='in-base64'),
    pytest.param(b'b.vec', 'what is in base64 or hex there: unsupported compression method: streams with LZWDecode were not read', 'Decode it', id='in-hex'),
    pytest.param(b'b.pdf', 'what is in base64 or hex there: encrypted', 'Decode it', id='encrypted-in-base64'),
    pytest.param(b'b.zip', 'nested too deep: at most 4 archives inside of each other are opened', 'audit what comes out', id='depth'),
    pytest.param(b'b.zip', 'compression ratio too high (a bomb?): the rest after 1,000:1 was not read', 'audit what comes out', id='bomb'),
    pytest.param(b'b.xz', 'unpacking it needs more than 128 MiB of memory', 'audit what comes out', id='memory'),
    pytest.param(b'b.bz2', 'compressed with bzip2, which this Python cannot read', 'another one', id='codec'),
    pytest.param(b'a b.txt', 'permission denied', "chmod u+r -- 'a b.txt'", id='permission'),
    pytest.param(b'FILE/NAME.pdf', 'encrypted', 'qpdf --decrypt FILE/NAME.pdf ../copy.pdf', id='odd-name'),
    pytest.param(b'NAME', 'permission denied', 'chmod u+r -- NAME', id='odd-name-of-a-file'),
    pytest.param(b'a.txt', 'no such file or directory', 'Name a file that is there', id='missing'),
    pytest.param(b'a', 'a named pipe, not a file', 'keyguard audit FOLDER', id='pipe'),
    pytest.param(b'-', 'standard input is closed', 'keyguard audit --stdin < PATH', id='standard-input'),
    pytest.param(b'a.py', 'git lacks the staged bytes', 'git fsck --full', id='staged'),
    pytest.param(b'object 1a2b', 'not in this partial clone, and keyguard never fetches', 'git fetch --refetch --no-filter', id='partial-clone'),
    pytest.param(b'(the rest)', 'interrupted', 'Run it again', id='interrupted'),
    pytest.param(b'(the rest)', 'keyguard itself failed: KeyError in a.py:3; please report it', 'report it', id='failed'),
    pytest.param(b'a', 'input/output error', OTHER, id='anything-else'),
]  # fmt: skip


@pytest.mark.parametrize(('path', 'reason', 'words'), WAYS)
def test_reason_has_a_way_out(path: bytes, reason: str, words: str) -> None:
    lines = unread.steps(path, reason)
    assert words in ' '.join(lines)
    assert lines[0].endswith(':' if len(lines) == 2 else '.')
    # a report that has a line for it says it in that line, too
    said = told.why(path, reason)
    assert said.startswith(reason)
    assert 'audit' in reason or lines[0].rstrip('.:') in said


def _reasons() -> set[str]:
    """Every text by which reading fails, from the syntax trees of what reads; of those with a name their value."""
    found: set[str] = set()
    for folder in ('content', 'sources'):
        for path in sorted((ROOT / folder).glob('*.py')):
            tree = ast.parse(path.read_text(encoding='utf-8'))
            for node in ast.walk(tree):
                given: list[ast.expr] = []
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    named = node.func.id in ('Unread', '_stop')
                    given = node.args[:1] if named else [each.value for each in node.keywords if each.arg == 'reason']
                elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == '_stop':
                    given = node.args[:1]
                elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    known = ('ENCRYPTED', 'TRUNCATED', 'CORRUPT', 'CHECKSUM', 'TRAILING', '_MISSING', '_PARTIAL')
                    given = [node.value] if node.targets[0].id in known else []
                for each in given:
                    for text in [each] if isinstance(each, (ast.Constant, ast.JoinedStr)) else []:
                        parts = [text] if isinstance(text, ast.Constant) else text.values
                        found.add(''.join(str(part.value) if isinstance(part, ast.Constant) else '1' for part in parts))
    return found - {''}


@pytest.mark.parametrize('reason', sorted(_reasons()))
def test_no_reason_that_reading_gives_is_left_to_the_general_words(reason: str) -> None:
    assert OTHER not in unread.steps(b'a.bin', reason)[0]


def test_the_reasons_are_found() -> None:
    assert len(_reasons()) > 15 and 'encrypted' in _reasons()


def test_zstd_comes_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    reason = 'compressed with zstd, which this Python cannot read (Python 3.14 or the package zstandard can)'
    monkeypatch.setattr(sys, 'prefix', '/home/a/.cache/pre-commit/repo1/py_env-python3.11')
    assert 'additional_dependencies: [zstandard]' in unread.steps(b'a.zst', reason)
    monkeypatch.setattr(sys, 'prefix', '/home/a/.local/share/pipx/venvs/keyguard')
    assert unread.steps(b'a.zst', reason)[-1] == 'pipx inject keyguard zstandard'
    monkeypatch.setattr(sys, 'prefix', '/home/a/.cache/uv/archive-v0/x')
    lines = unread.steps(b'a.zst', reason)
    assert lines[-1] == '--with zstandard' and 'parsers' not in ' '.join(lines)


@pytest.mark.parametrize(
    ('path', 'reason', 'pattern'),
    [
        pytest.param(b'a.d/pw.pdf', 'encrypted', r'^a\.d/pw\.pdf$', id='pdf'),
        pytest.param(b'a.zip!b/.env', 'encrypted', r'^a\.zip$', id='archive-not-member'),
        pytest.param(b"it's [1].7z", 'compressed with 7z, which keyguard cannot read: unpack it', None, id='signs'),
        pytest.param('ü.gz'.encode(), 'truncated: the data ends too early', '^ü\\.gz$', id='not-ascii'),
        pytest.param(b'a.gz', 'corrupt: the checksum (CRC) does not fit', r'^a\.gz$', id='broken'),
        pytest.param(b'a\nb.gz', 'truncated: the data ends too early', '', id='name-in-two-lines'),
        pytest.param(b'a\xff.gz', 'truncated: the data ends too early', '', id='name-that-is-no-text'),
        pytest.param(b'a.txt', 'permission denied', '', id='mended-soon'),
        pytest.param(b'(history)', 'git could not follow it to its end: x', '', id='no-file'),
        pytest.param(b'a', 'input/output error', '', id='anything-else'),
    ],
)
def test_what_may_stay_is_left_out_by_its_own_name(path: bytes, reason: str, pattern: str | None) -> None:
    made = unread.exclusion(path, reason)
    if pattern is not None:
        assert made == pattern
    if made:
        name = os.fsdecode(path.partition(b'!')[0])
        assert re.search(made, name) and not re.search(made, f'x{name}') and not re.search(made, f'{name}x')


def test_name_with_a_masked_word_is_matched_as_it_is() -> None:
    made = unread.exclusion('in/….7z'.encode(), 'compressed with 7z, which keyguard cannot read: unpack it')
    assert re.search(made, 'in/aB3' + 'x' * 30 + '.7z') and not re.search(made, 'in/a/b.7z')


def test_mark_in_the_own_name_of_a_file(inside: Repository) -> None:
    inside.write('a!b.zip', b'x')
    assert unread.outer(b'a!b.zip!c.env') == b'a!b.zip'
    assert unread.outer(b'a.zip!b.zip!c.env') == b'a.zip'
    assert unread.outer(b'a.zip') == b'a.zip'


def _encrypted() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as archive:
        archive.writestr('conf/.env', 'A=1\n')
    data = bytearray(out.getvalue())
    for at in (data.index(b'PK\3\4') + 6, data.index(b'PK\1\2') + 8):
        data[at] |= 1
    return bytes(data)


def test_the_printed_line_lets_the_commit_pass(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    inside.write("it's (1).zip", _encrypted())
    assert hook(["it's (1).zip"]) == 3
    out, err = capsys.readouterr()
    assert "it's (1).zip!conf/.env: not looked at: encrypted\n" in err
    assert out.startswith('keyguard: commit blocked, 1 place could not be looked at\n\n  What was not looked at may')
    (line,) = re.findall(r'^ {8}(exclude: .*)$', out, re.MULTILINE)
    inside.write('.keyguard.yaml', f'{line}\n')
    assert [each.pattern for each in config.load('.keyguard.yaml', [], lambda _: False).exclude] == [
        r"^it's\ \(1\)\.zip$"
    ]
    assert hook(["it's (1).zip"]) == 0
    inside.write('other.zip', _encrypted())
    assert hook(["it's (1).zip", 'other.zip']) == 3


def test_several_are_named_in_one_line(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(8):
        inside.write(f'{number}.zip', _encrypted())
    assert cli.main(['audit', '.']) == 3
    out = ' '.join(capsys.readouterr().out.split())
    assert out.count('unpack it with its password') == 1
    assert 'You have looked at some of them by other means' in out
    assert "exclude: ['^0\\.zip$', '^1\\.zip$', '^2\\.zip$', '^3\\.zip$', '^4\\.zip$', '^5\\.zip$']" in out


def test_quiet_run_says_it_in_the_line_of_the_file(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    inside.write('a.zip', _encrypted())
    assert hook(['--quiet', 'a.zip']) == 3
    out, err = capsys.readouterr()
    assert out == '' and 'not looked at: encrypted. Decrypt it (unpack it with its password)' in err


def test_blocked_commit_tells_both(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    inside.write('a.zip', _encrypted())
    from keyguard.catalogue import one
    from keyguard.samples import sample

    inside.write('b.py', b'k = "%s"\n' % sample(one('openai').detectors[0], 1))
    assert hook(['a.zip', 'b.py']) == 3
    out = capsys.readouterr().out
    assert out.startswith('keyguard: commit blocked, 1 key in 1 file\n') and "exclude: ['^a\\.zip$']" in out
    assert 'could not be looked at' not in out


def test_file_that_is_to_be_accepted_without_a_line(
    inside: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inside.write('sub/pw.pdf', b'%PDF-1.4')
    for folder, word in ((inside.folder, 'sub/pw.pdf'), (inside.folder / 'sub', 'pw.pdf')):
        monkeypatch.chdir(folder)
        assert cli.main(['baseline', 'accept', word, '--reason', 'x']) == 2
        assert "exclude: ['^sub/pw\\.pdf$']" in capsys.readouterr().err
