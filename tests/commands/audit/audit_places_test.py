"""``keyguard audit``: what it says of a place that is not what it seems, and what counts as brought in."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from keyguard.cli import main
from testing.audits import audit, line, where
from testing.repository import Repository, isolated

pytestmark = pytest.mark.usefixtures('here')


@pytest.mark.parametrize('words', [('--staged',), ('--range', 'HEAD'), ('--range', 'HEAD~1..HEAD')])
def test_change_of_the_mode_alone_brings_nothing(
    words: tuple[str, ...], repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write('old.py', line(1))
    repository.write('other.py', 'x = 1\n')
    repository.record()
    repository.git('update-index', '--chmod=+x', 'old.py')
    repository.write('other.py', line(2))
    repository.git('add', 'other.py')
    if words != ('--staged',):
        repository.git('commit', '--quiet', '--message', 'Two')
    assert where(audit(capsys, *words)[1]) == ['other.py']
    assert where(audit(capsys, '--history')[1]) == (['old.py'] if words == ('--staged',) else ['old.py', 'other.py'])


def test_git_dir_of_another_repository_is_not_followed_in_silence(
    repository: Repository, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write('a.py', line(1))
    repository.record()
    Repository(here / 'other', isolated(here / 'home'))
    said = ['GIT_DIR names another repository and was not followed: run keyguard in a folder of it']
    for value, notes in ((str(here / 'other' / '.git'), said), ('.git', []), (str(repository.folder / '.git'), [])):
        monkeypatch.setenv('GIT_DIR', value)
        code, report = audit(capsys, '--history')
        assert (code, where(report), report['notes']) == (1, ['a.py'], notes)
    (here / 'plain').mkdir()
    monkeypatch.chdir(here / 'plain')
    assert main(['audit', '--history']) == 2
    assert 'is in no git repository (GIT_DIR is set and not followed);' in capsys.readouterr().err


def test_clone_of_which_nothing_is_checked_out_says_so(
    repository: Repository, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit(capsys)[1]['notes'] == []
    repository.write('a.py', line(1))
    repository.record()
    repository.git('clone', '--quiet', '--no-checkout', '.', '../clone')
    monkeypatch.chdir(here / 'clone')
    assert audit(capsys)[1]['notes'] == ['nothing is checked out here: --history looks at the commits']


def test_what_is_no_commit_is_not_blamed_on_a_short_clone(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write('a.py', line(1))
    repository.record()
    for range_, short in (('HEAD:a.py', False), ('main@{upstream}', False), ('main other', False), ('none', True)):
        assert main(['audit', '--range', range_]) == 2
        told = capsys.readouterr().err
        assert 'does not exist here' in told and ('fetch more' in told) == short, range_


def test_list_of_repositories_on_standard_input(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    repository.write('a.py', line(1))
    repository.record()
    (tmp_path / 'list').write_text(f'# mine\n{repository.folder}\n')
    with (tmp_path / 'list').open() as file:
        monkeypatch.setattr(sys, 'stdin', io.TextIOWrapper(file.buffer))
        code, report = audit(capsys, '--repos', '-')
    assert code == 1 and len(where(report)) == 1
    monkeypatch.setattr(sys, 'stdin', io.TextIOWrapper(io.BytesIO(b'# none\n')))
    assert main(['audit', '--repos', '-']) == 2
    assert 'standard input: the list names no repository' in capsys.readouterr().err
