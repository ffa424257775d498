from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from keyguard import git
from keyguard.catalogue import everything, ids, one
from keyguard.cli import main
from keyguard.errors import Fatal
from keyguard.samples import sample
from keyguard.secret import Secret
from testing.repository import Repository, isolated

DETECTOR = one('openai').detectors[0]
KEY = sample(DETECTOR, 1).decode()
PRINT = Secret(KEY.encode()).fingerprint


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / 'work'
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ('GIT_DIR', 'GIT_INDEX_FILE', 'GIT_WORK_TREE', 'PRE_COMMIT', 'FORCE_COLOR'):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv('GIT_CONFIG_GLOBAL', str(tmp_path / 'none'))
    monkeypatch.setenv('GIT_CONFIG_NOSYSTEM', '1')
    return folder


def _git(folder: Path) -> None:
    git.run(str(folder), 'init', '--quiet')
    git.run(str(folder), 'config', 'user.name', 'A. Person')


def _json(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, dict[str, object]]:
    code = main(['audit', '--format', 'json', *argv])
    return code, json.loads(capsys.readouterr().out)


def test_audit_without_git_looks_at_every_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / 'sub').mkdir()
    (here / 'sub' / 'a.py').write_text(f'key = "{KEY}"\n')
    (here / 'b.py').write_text('x = 1\n')
    code, report = _json(capsys)
    assert code == 1
    assert [finding['path'] for finding in report['findings']] == ['sub/a.py']  # type: ignore[attr-defined]
    assert report['examined'] == {'files': 2, 'bytes': len(KEY) + 9 + 6, 'commits': 0}
    assert _json(capsys, 'b.py')[0] == 0


def test_audit_looks_at_what_git_lists_and_does_not_ignore(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _git(here)
    (here / '.gitignore').write_text('ignored.py\n')
    for name in ('ignored.py', 'untracked.py', 'tracked.py', 'gone.py'):
        (here / name).write_text(f'key = "{KEY}"\n')
    git.run(str(here), 'add', 'tracked.py', 'gone.py')
    (here / 'gone.py').unlink()
    (here / 'inner').mkdir()
    _git(here / 'inner')
    code, report = _json(capsys)
    assert code == 1
    assert [finding['path'] for finding in report['findings']] == ['tracked.py', 'untracked.py']  # type: ignore[attr-defined]
    # a file that is named is looked at, ignored or not
    assert _json(capsys, 'ignored.py')[0] == 1


def test_audit_in_a_subfolder_names_paths_from_the_root(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _git(here)
    (here / 'sub').mkdir()
    (here / 'sub' / 'a.py').write_text(f'key = "{KEY}"\n')
    monkeypatch.chdir(here / 'sub')
    for argv in ([], ['.'], ['a.py'], [str(here)]):
        code, report = _json(capsys, *argv)
        assert (code, [finding['path'] for finding in report['findings']]) == (1, ['sub/a.py'])  # type: ignore[attr-defined]


def test_audit_report_in_a_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / 'a.py').write_text(f'key = "{KEY}"\n')
    assert main(['audit', '--format', 'json', '--output', 'report.json', 'a.py']) == 1
    assert capsys.readouterr().out == ''
    finding = json.loads((here / 'report.json').read_text())['findings'][0]
    assert finding['fingerprint'] == PRINT
    assert finding['remedy']['env'] == 'OPENAI_API_KEY'
    assert finding['remedy']['replacement'] == 'os.environ["OPENAI_API_KEY"]'
    assert main(['audit', '--output', 'no/such/folder', 'a.py']) == 2
    assert 'the report cannot be written' in capsys.readouterr().err
    assert main(['audit', '--quiet', 'report.json']) == 0
    assert capsys.readouterr().out == ''


def test_audit_says_what_it_did_not_see(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = _json(capsys, 'none.py')
    assert code == 3
    (unread,) = report['unread']
    assert (unread['path'], unread['reason']) == ('none.py', 'no such file or directory')


def test_message_above_the_scissors_is_looked_at(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cut = '# ------------------------ >8 ------------------------\n'
    (here / 'above').write_text(f'Add {KEY}\n{cut}diff\n')
    (here / 'below').write_text(f'Add a key\n{cut}+{KEY}\n')
    assert main(['audit', '--message', 'above']) == 1
    out = capsys.readouterr().out
    assert 'a key in its message' in out and 'git commit --edit --file=above' in out and '--message above' in out
    assert main(['audit', '--message', 'below']) == 0
    assert main(['audit', '--message', 'below', 'more']) == 2
    assert main(['audit', '--message', 'none']) == 3


@pytest.mark.parametrize('name', [PRINT, 'a.py:1'], ids=['fingerprint', 'place'])
def test_accepted_finding_stays_accepted(here: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    _git(here)
    (here / 'a.py').write_text(f'key = "{KEY}"\n')
    assert main(['baseline', 'accept', name, '--reason', 'a sample', '--until', '2099-01-31']) == 0
    assert 'accepted: kg1:' in capsys.readouterr().out
    entry = json.loads((here / '.keyguard.baseline.json').read_text())['accepted'][0]
    assert entry == {
        'fingerprint': PRINT,
        'detector': DETECTOR.id,
        'verdict': 'false-positive',
        'reason': 'a sample',
        'by': 'A. Person',
        'path': 'a.py',
        'until': '2099-01-31',
    }
    assert main(['audit']) == 0
    assert main(['baseline', 'accept', PRINT, '--reason', 'leaked', '--verdict', 'real']) == 0
    assert 'keeps blocking' in capsys.readouterr().out
    assert main(['audit']) == 1
    assert 'note: the baseline knows it as a real key: leaked' in capsys.readouterr().out


@pytest.mark.parametrize('place', ['b.zip!x/b.env:2', 'b.zip!x/b.env:2:6'], ids=['line', 'column'])
def test_finding_inside_of_an_archive_is_accepted_by_its_place(here: Path, place: str) -> None:
    with zipfile.ZipFile(here / 'b.zip', 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('x/b.env', f'A=1\nKEY="{KEY}"\n')
        archive.writestr('other.env', f'A=1\nKEY="{sample(DETECTOR, 77).decode()}"\n')
    assert main(['baseline', 'accept', place, '--reason', 'a sample']) == 0
    entries = json.loads((here / '.keyguard.baseline.json').read_text())['accepted']
    assert [entry['path'] for entry in entries] == ['b.zip!x/b.env']


def test_accepted_finding_of_a_message(here: Path) -> None:
    (here / 'MESSAGE').write_text(f'Add {KEY}\n')
    assert main(['baseline', 'accept', PRINT, '--message', 'MESSAGE', '--reason', 'a sample']) == 0
    assert main(['audit', '--message', 'MESSAGE']) == 0


@pytest.mark.parametrize(
    ('argv', 'words'),
    [
        (['kg1:0', '--reason', 'x'], 'no such finding in the work tree'),
        (['a.py:7', '--reason', 'x'], 'no such finding in a.py at line 7'),
        ([PRINT, '--reason', ' '], '--reason: say in a few words'),
        ([PRINT, '--reason', 'x', '--until', 'soon'], '--until: a date such as 2027-01-31 is expected'),
    ],
    ids=['fingerprint', 'place', 'reason', 'date'],
)
def test_acceptance_that_cannot_be(here: Path, argv: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    (here / 'a.py').write_text(f'key = "{KEY}"\n')
    assert main(['baseline', 'accept', *argv]) == 2
    assert words in capsys.readouterr().err
    assert not (here / '.keyguard.baseline.json').exists()


def test_providers_lists_every_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(['providers']) == 0
    out = capsys.readouterr().out
    assert f'{len(ids())} providers' in out
    for provider in everything():
        assert main(['providers', provider.id]) == 0
        text = capsys.readouterr().out
        assert all(detector.title in text for detector in provider.detectors)
    assert main(['providers', 'opnai']) == 2
    assert "did you mean 'openai'?" in capsys.readouterr().err


_OWN = """providers:
  - id: acme-llm
    name: ACME gateway
    env: ACME_LLM_KEY
    detectors: [{{id: acme-llm-key, title: ACME gateway key, literals: [{literal}], pattern: '{pattern}'}}]
"""


@pytest.mark.parametrize(
    ('literal', 'pattern', 'code', 'words'),
    [
        pytest.param('acme_', 'acme_[a-z0-9]{40}', 0, '20 of 20 samples like acme_…', id='sound'),
        pytest.param('hf_', 'hf_[A-Za-z]{34}', 1, 'found as huggingface-user-token', id='a-built-in-kind-speaks-first'),
        pytest.param('acme_', 'acme_[a-z0-9]{4}', 2, 'own.yaml:2: acme-llm-key', id='too-short'),
        pytest.param('acme_', 'acme_[a-z0-9]+', 2, 'a repeat without an end', id='without-an-end'),
        pytest.param('acme_', 'acme_1{40}', 2, 'no text that fits the pattern', id='nothing-random-in-it'),
    ],
)
def test_own_providers_are_tried_out(
    here: Path, capsys: pytest.CaptureFixture[str], literal: str, pattern: str, code: int, words: str
) -> None:
    (here / 'own.yaml').write_text(_OWN.format(literal=literal, pattern=pattern))
    assert main(['providers', '--check', 'own.yaml']) == code
    out, err = capsys.readouterr()
    assert words in out + err


def test_own_providers_are_listed_with_the_others(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / '.keyguard.yaml').write_text(_OWN.format(literal='acme_', pattern='acme_[a-z0-9]{40}'))
    assert main(['providers']) == 0
    assert 'acme-llm-key  (high; literal and structure)' in capsys.readouterr().out
    assert main(['providers', 'acme-llm']) == 0
    assert 'ACME_LLM_KEY' in capsys.readouterr().out
    (here / 'none.yaml').write_text('skip: []\n')
    assert main(['providers', '--check', 'none.yaml']) == 0
    assert 'no providers of your own' in capsys.readouterr().out
    assert main(['providers', '--check', 'nowhere.yaml']) == 2
    assert main(['providers', 'openai', '--check', 'none.yaml']) == 2


def test_own_providers_are_tried_out_where_they_apply(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(['providers', '--check']) == 2
    assert 'there is no .keyguard.yaml here or above: name the file' in capsys.readouterr().err
    (here / '.git').mkdir()
    (here / 'sub').mkdir()
    (here / '.keyguard.yaml').write_text(_OWN.format(literal='acme_', pattern='acme_[a-z0-9]{40}'))
    monkeypatch.chdir(here / 'sub')
    assert main(['providers', '--check']) == 0
    assert '1 provider, no problems' in capsys.readouterr().out
    assert main(['providers', 'acme-llm', '--check']) == 2


def test_samples_are_blocked_and_the_same_for_the_same_seed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(['sample', '--seed', '5']) == 0
    first = capsys.readouterr().out
    assert main(['sample', '--seed', '5']) == 0
    assert capsys.readouterr().out == first
    (here / 'leak.env').write_text(first)
    code, report = _json(capsys, 'leak.env')
    assert code == 1
    assert {finding['provider'] for finding in report['findings']} == set(ids())  # type: ignore[attr-defined]
    assert main(['sample', 'openai']) == 0
    assert main(['sample', 'openai']) == 0
    one_run, _, other = capsys.readouterr().out.partition('\n')
    assert one_run not in other


@pytest.mark.parametrize(
    ('argv', 'code'), [([], 2), (['audit', '--nope'], 2), (['baseline'], 2), (['--version'], 0), (['--help'], 0)]
)
def test_command_line(argv: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == code
    captured = capsys.readouterr()
    assert captured.out or captured.err


def test_git_that_fails_or_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Fatal, match=r'git rev-parse failed in .*not a git repository'):
        git.run(str(tmp_path), 'rev-parse')
    assert git.user_name(str(tmp_path)) == ''
    monkeypatch.setenv('PATH', str(tmp_path))
    with pytest.raises(Fatal, match='git could not be started'):
        git.run(str(tmp_path), 'status')


def test_submodule_is_not_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = isolated(tmp_path)
    inner = Repository(tmp_path / 'inner', environment)
    inner.write('a.py', f'key = "{KEY}"\n')
    inner.stage('a.py')
    inner.commit()
    outer = Repository(tmp_path / 'outer', environment)
    outer.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '--quiet', str(tmp_path / 'inner'), 'sub')
    monkeypatch.chdir(tmp_path / 'outer')
    code, report = _json(capsys)
    assert (code, report['findings'], report['unread']) == (0, [], [])


@pytest.mark.skipif(os.name == 'nt', reason='made of what Windows does not have')
def test_report_is_written_into_a_pipe_and_through_a_link_and_replaces_neither(here: Path) -> None:
    (here / 'a.py').write_text('x = 1\n')
    os.mkfifo(here / 'pipe')
    reader = os.open(here / 'pipe', os.O_RDONLY | os.O_NONBLOCK)
    assert main(['audit', '--output', 'pipe', 'a.py']) == 0
    assert b'examined 1 file' in os.read(reader, 9999)
    os.close(reader)
    assert (here / 'pipe').is_fifo()
    (here / 'link').symlink_to('report.txt')
    assert main(['audit', '--output', 'link', 'a.py']) == 0
    assert (here / 'link').is_symlink() and 'examined' in (here / 'report.txt').read_text()
