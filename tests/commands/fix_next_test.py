"""What ``keyguard fix --write`` says is next: how each kind of program gets the variable that it reads from now on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testing.fixing import entered, fixed
from testing.repository import Repository
from testing.rewriting import filled


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv('SHELL', '/bin/bash')
    return entered(tmp_path, monkeypatch)


_CELL = {'cell_type': 'code', 'execution_count': None, 'metadata': {}, 'outputs': [], 'source': ['k = "@@"\n']}
NOTEBOOK = json.dumps({'cells': [_CELL], 'metadata': {}, 'nbformat': 4, 'nbformat_minor': 5}, indent=1)
COMPOSE = 'services:\n  app:\n    image: app\n    environment:\n      OPENAI_API_KEY: "@@"\n'
NODE = 'import OpenAI from "openai";\nconst client = new OpenAI({ apiKey: "@@" });\n'


@pytest.mark.parametrize(
    ('path', 'text', 'words'),
    [
        pytest.param('app.py', 'k = "@@"\n', ['dotenv run -- python ./app.py'], id='python'),
        pytest.param('src/app.py', 'k = "@@"\n', ['dotenv run -- python ./src/app.py'], id='python-below'),
        pytest.param(
            'lab.ipynb',
            NOTEBOOK,
            ['In the first cell of a notebook (pip install python-dotenv):', '%load_ext dotenv %dotenv'],
            id='notebook',
        ),
        pytest.param(
            'main.mjs', NODE, ['For Node.js 20.6 or later: node --env-file=./.env ./main.mjs'], id='started-as-it-is'
        ),
        pytest.param('main.ts', NODE, ['node --env-file=./.env app.js'], id='compiled-first'),
        pytest.param('compose.yaml', COMPOSE, ['Docker Compose reads the .env beside it by itself.'], id='compose'),
    ],
)
def test_every_kind_of_program_is_told_how_it_gets_the_variable(
    repository: Repository, capsys: pytest.CaptureFixture[str], path: str, text: str, words: list[str]
) -> None:
    repository.write(path, filled(text))
    code, told = fixed(capsys, '--write')
    assert code == 0, told
    shown = ' '.join(told.split())
    assert 'set -a; . ./.env; set +a' in shown
    assert all(each in shown for each in words), told
    # and nothing of the others
    others = {'dotenv run', '%load_ext', 'node --env-file', 'Docker Compose'}
    assert sum(other in shown for other in others) == 1
