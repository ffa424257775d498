"""What the message knows of the way out: the line as keyguard would make it, and how far the key has got."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from keyguard.commands import outlook
from keyguard.model import Blob, Finding, Report
from keyguard.pipeline import run
from keyguard.providers import load
from keyguard.samples import sample
from keyguard.settings import Settings
from testing.repository import Repository, isolated

KEYS = [sample(load(['openai'])[0].detectors[0], seed).decode() for seed in range(3)]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    environment = isolated(tmp_path / 'home')
    for name in [name for name in os.environ if name.startswith('GIT_')]:
        monkeypatch.delenv(name)
    monkeypatch.setenv('GIT_CONFIG_GLOBAL', environment['GIT_CONFIG_GLOBAL'])
    made = Repository(tmp_path / 'work', environment)
    made.record('first')
    monkeypatch.chdir(made.folder)
    return made


def _looked(repository: Repository, **files: str) -> list[Finding]:
    """The findings of files (``app_py`` is app.py) with their ways."""
    names = {name.replace('_', '.'): text for name, text in files.items()}
    for name, text in names.items():
        repository.write(name, text)
    root = str(repository.folder)
    settings = Settings(root, root)
    report = run([Blob(name.encode(), text.encode()) for name, text in names.items()], settings)
    outlook.prepare(report, settings, {name.encode(): name for name in names})
    return report.blocked


@pytest.mark.parametrize(
    ('text', 'becomes', 'above'),
    [
        pytest.param('c = OpenAI(api_key="@0")\n', [('c = OpenAI()',)], '', id='the SDK reads it'),
        pytest.param('k = "@0"\n', [('k = os.environ["OPENAI_API_KEY"]',)], 'import os', id='an import comes'),
        pytest.param('import os\nk = "@0"\n', [('k = os.environ["OPENAI_API_KEY"]',)], '', id='it is there'),
        pytest.param(
            'import os\nos.environ["MY_KEY"] = "@0"\nk = "@0"\n', [('k = os.environ["MY_KEY"]',)] * 2, '', id='own name'
        ),
        pytest.param(
            'import os\na = "@0"\nb = "@1"\n',
            [('a = os.environ["OPENAI_API_KEY"]',), ('b = os.environ["OPENAI_API_KEY_2"]',)],
            '',
            id='two keys, line by line',
        ),
    ],
)
def test_line_as_keyguard_would_make_it(
    repository: Repository, text: str, becomes: list[tuple[str, ...]], above: str
) -> None:
    findings = _looked(repository, app_py=text.replace('@0', KEYS[0]).replace('@1', KEYS[1]))
    ways = [finding.way for finding in findings]
    assert [way and way.becomes for way in ways] == becomes
    assert {way and way.above for way in ways} == {above}


def test_why_it_cannot(repository: Repository) -> None:
    broken, plain = _looked(repository, app_py=f'k = ("{KEYS[0]}"\n', notes_txt=f'key: {KEYS[0]}\n')
    assert broken.way and broken.way.becomes is None and broken.way.reason
    assert plain.way and plain.way.becomes is None and 'no safe rewrite' in plain.way.reason
    assert KEYS[0][10:] not in broken.way.reason


def test_how_far_it_has_got(repository: Repository) -> None:
    def state() -> tuple[str, str]:
        way = _looked(repository, app_py=f'k = "{KEYS[0]}"\n')[0].way
        assert way
        return way.state, way.where

    assert state() == ('written', '')
    repository.stage()
    assert state() == ('staged', '')
    commit = repository.record('with a key')
    assert state() == ('committed', commit[:10])
    repository.git('update-ref', 'refs/remotes/origin/main', commit)
    assert state() == ('pushed', 'origin/main')


def test_files_that_are_gone_and_those_beyond_the_first_are_left_out(repository: Repository) -> None:
    root = str(repository.folder)
    settings = Settings(root, root)
    names = [f'f{at}.py' for at in range(12)]
    for name in names[1:]:
        repository.write(name, f'k = "{KEYS[0]}"\n')
    report = run([Blob(name.encode(), f'k = "{KEYS[0]}"\n'.encode()) for name in names], settings)
    outlook.prepare(report, settings, {name.encode(): name for name in names})
    known = [finding.path for finding in report.blocked if finding.way and finding.way.becomes is not None]
    assert b'f0.py' not in known
    assert 1 < len(known) < 10
    assert all(finding.way and finding.way.state for finding in report.blocked)


def test_a_report_without_findings_is_left_alone(repository: Repository) -> None:
    root = str(repository.folder)
    report = Report()
    outlook.prepare(report, Settings(root, root), {})
    assert report.blocked == []
