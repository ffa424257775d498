"""Keys where names belong: of folders, files, branches, people, and words of the command line. None may be printed."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from keyguard.catalogue import one
from keyguard.cli import main
from keyguard.report.formats import FORMATS
from keyguard.samples import sample
from testing.repository import Repository, isolated

KEYS = [sample(one(id).detectors[0], seed).decode() for id in ('openai', 'anthropic') for seed in range(10)]
BRANCH, TAG, FILE, VALUE, FOLDER, PERSON, NESTED, MESSAGE, TAG_NAME, LISTED, TYPED = KEYS[:11]


@pytest.fixture(scope='module')
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A repository with a key in every name that it has, in a folder with a list of repositories."""
    top = tmp_path_factory.mktemp('names')
    environment = isolated(top / 'home')
    repository = Repository(top / 'r', environment)
    repository.write('a.py', 'x = 1\n')
    repository.record()
    repository.write(f'{FILE}.txt', f'key = "{VALUE}"\n')
    repository.write(f'dir-{FOLDER}/k.py', f'key = "{VALUE}"\n')
    repository.write('k.py', f'key = "{VALUE}"\n')
    repository.stage('.')
    repository.git('-c', f'user.name={PERSON}', 'commit', '--quiet', '--message=Keys')
    repository.git('branch', f'b/{BRANCH}')
    repository.git('tag', TAG)
    repository.git('tag', '--annotate', f'--message={MESSAGE}', f't-{TAG_NAME}')
    nested = Repository(top / 'r' / f'nested-{NESTED}', environment)
    nested.write('z.py', f'key = "{VALUE}"\n')
    nested.record()
    (top / 'list').write_text(f'{top}/r\n{top}/none-{LISTED}\n{nested.folder}\n')
    yield top


COMMANDS = {
    'work-tree': ['audit'],
    'history-with-authors': ['audit', '--history', '--authors', '--show-accepted'],
    'range': ['audit', '--range', 'HEAD'],
    'range-that-is-none': ['audit', '--range', TYPED],
    'day-that-is-none': ['audit', '--since', TYPED],
    'path-that-is-none': ['audit', TYPED],
    'list-of-repositories': ['audit', '--repos', '../list', '--history'],
    'list-that-is-none': ['audit', '--repos', TYPED],
    'cache-that-cannot-be': ['audit', '--history', '--cache', f'{TYPED}/x'],
    'output-that-cannot-be': ['audit', '--output', f'{TYPED}/x', '--also', f'json={TYPED}/y'],
}


@pytest.mark.parametrize('format', FORMATS)
@pytest.mark.parametrize('command', COMMANDS)
def test_audit_prints_no_key_that_stands_in_a_name(
    folder: Path, command: str, format: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder / 'r')
    assert main([*COMMANDS[command], '--format', format]) in (1, 2, 3)
    _no_key(capsys)


@pytest.mark.parametrize(
    'words',
    [
        pytest.param(['accept', TYPED, '--reason', 'x'], id='accept'),
        pytest.param(['accept', f'{TYPED}:3', '--reason', 'x'], id='accept-a-place'),
        pytest.param(['merge', TYPED, TYPED, TYPED], id='merge'),
        pytest.param(['import', TYPED], id='import'),
        pytest.param(['check', '--baseline', TYPED], id='check'),
        pytest.param(['review', '--answers', TYPED], id='review'),
    ],
)
def test_baseline_prints_no_key_that_was_typed(
    folder: Path, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder / 'r')
    assert main(['baseline', *words]) != 0
    _no_key(capsys)


ROADS: dict[str, tuple[list[str], str, dict[str, str]]] = {
    # the words, what standard input tells, the variables
    'push': (['audit', '--push', 'origin', f'https://{TYPED}@host'], f'b/{BRANCH} HEAD b/{BRANCH} ZEROS\n', {}),
    'push-of-what-is-no-ref': (['audit', '--push', 'origin', 'x'], f'{TYPED} {TYPED} x {TYPED}\n', {}),
    'push-under-a-framework': (
        ['audit', '--push'],
        '',
        {
            'PRE_COMMIT_LOCAL_BRANCH': TYPED,
            'PRE_COMMIT_REMOTE_NAME': TYPED,
            'PRE_COMMIT_REMOTE_URL': f'https://{TYPED}@x',
        },
    ),
    'push-with-too-many-words': (['audit', '--push', TYPED, TYPED, TYPED], '', {}),
    'receive': (['audit', '--receive'], f'ZEROS HEAD refs/heads/{TYPED}\n', {}),
    'receive-with-words': (['audit', '--receive', TYPED], '', {}),
    'ci-with-a-base': (['ci', '--base', TYPED, '--format', 'text'], '', {}),
    'ci-of-an-odd-kind': (['ci'], '', {'GITHUB_ACTIONS': 'true', 'GITHUB_EVENT_NAME': TYPED, 'GITHUB_SHA': TYPED}),
    'ci-of-an-odd-source': (['ci'], '', {'GITLAB_CI': 'true', 'CI_PIPELINE_SOURCE': TYPED, 'CI_COMMIT_SHA': TYPED}),
    'init': (['init', '--dry-run', '--repo', TYPED, '--without', TYPED], '', {}),
    'agent': (
        ['agent-hook'],
        f'{{"hook_event_name": "PreToolUse", "tool_input": {{"command": "SKIP=keyguard,{TYPED} git push"}}}}',
        {},
    ),
    'agent-that-nobody-knows': (['agent-hook'], f'{{"{TYPED}": 1}}', {}),
}


@pytest.mark.parametrize(('words', 'told', 'variables'), ROADS.values(), ids=ROADS)
def test_no_road_prints_a_key_that_stands_in_a_name(
    folder: Path,
    words: list[str],
    told: str,
    variables: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder / 'r')
    for name in [name for name in os.environ if name.startswith(('GITHUB', 'GITLAB', 'CI', 'PRE_COMMIT'))]:
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    head = Repository.at(folder / 'r', isolated(folder / 'home')).head()
    data = told.replace('HEAD', head).replace('ZEROS', '0' * 40).encode()
    monkeypatch.setattr(sys, 'stdin', SimpleNamespace(buffer=io.BytesIO(data), isatty=lambda: False))
    assert main(words) != 0
    _no_key(capsys)


def _no_key(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = capsys.readouterr()
    assert out + err
    for number, key in enumerate(KEYS):
        body = key[len(key) // 2 - 6 : len(key) // 2 + 6]
        assert body not in out + err, number
