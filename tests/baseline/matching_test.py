"""What keeps an acceptance and what does not: the hook over real files, before and after a change."""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from keyguard.cli import main
from keyguard.hook import main as hook
from keyguard.places import BASELINE as NAME
from testing.baselines import DIGESTS, KEYS, entry, put
from testing.repository import Repository

KEY, OTHER = KEYS[:2]
TEXT = f'import os\n\nkey = "{KEY}"\n'

Change = Callable[[Path], object]


def _write(name: str, data: str | bytes) -> Change:
    def change(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    return change


def _zip() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, 'w') as archive:
        archive.writestr('inner/a.py', TEXT)
    return buffer.getvalue()


def _notebook() -> str:
    cell = {'cell_type': 'code', 'source': TEXT.splitlines(keepends=True), 'outputs': [], 'metadata': {}}
    return json.dumps({'cells': [cell], 'metadata': {}, 'nbformat': 4, 'nbformat_minor': 5})


def _hook(folder: Path) -> int:
    files = sorted(
        str(path.relative_to(folder)) for path in folder.rglob('*') if path.is_file() and '.git' not in path.parts
    )
    return hook(['--', *(name for name in files if name != NAME)])


@pytest.fixture
def folder(inside: Repository) -> Path:
    inside.write('a.py', TEXT)
    assert _hook(inside.folder) == 1
    put(inside, entry(verdict='test-key', reason='the fake server', path='a.py'))
    assert _hook(inside.folder) == 0
    return inside.folder


@pytest.mark.parametrize(
    'change',
    [
        pytest.param(_write('a.py', '# more\n' * 40 + TEXT), id='line-moves'),
        pytest.param(lambda folder: (folder / 'a.py').rename(folder / 'b.py'), id='rename'),
        pytest.param(_write('deep/er/b.py', TEXT), id='copy'),
        pytest.param(_write('a.py', f'if x:\n\t    key = "{KEY}"\n'), id='re-indentation'),
        pytest.param(_write('a.py', TEXT.replace('\n', '\r\n')), id='crlf'),
        pytest.param(_write('a.py', TEXT.replace('"', "'")), id='other-quotes'),
        pytest.param(_write('a.py', TEXT.encode('utf-16')), id='utf-16'),
        pytest.param(_write('a.py', TEXT.encode('utf-8-sig')), id='byte-order-mark'),
        pytest.param(_write('a.py', f'token = "{KEY}"  # no other word\n'), id='other-variable'),
        pytest.param(_write('a.json', json.dumps({'a': [KEY]})), id='other-format'),
        pytest.param(_write('lab.ipynb', _notebook()), id='notebook'),
        pytest.param(_write('a.yaml', f'data: {base64.b64encode(KEY.encode()).decode()}\n'), id='base64'),
        pytest.param(_write('a.zip', _zip()), id='archive'),
        pytest.param(_write('a.py', f'key = ("{KEY[:30]}" +\n  "{KEY[30:]}")\n'), id='split'),
        pytest.param(_write('a.py', f'{TEXT}{TEXT}'), id='twice'),
    ],
)
def test_change_keeps_the_acceptance(folder: Path, change: Change) -> None:
    change(folder)
    baseline = (folder / NAME).read_bytes()
    assert _hook(folder) == 0
    assert main(['baseline', 'check']) == 0
    assert (folder / NAME).read_bytes() == baseline


@pytest.mark.parametrize(
    'change',
    [
        pytest.param(_write('a.py', TEXT.replace(KEY, OTHER)), id='new-key-at-the-place'),
        pytest.param(_write('a.py', TEXT.replace(KEY, KEY[:-1] + ('a' if KEY[-1] != 'a' else 'b'))), id='one-letter'),
        pytest.param(_write('a.py', f'key = "{KEY}", "{OTHER}"\n'), id='new-key-on-the-line'),
    ],
)
def test_another_key_blocks(folder: Path, change: Change) -> None:
    change(folder)
    assert _hook(folder) == 1


@pytest.mark.parametrize(
    ('changes', 'code', 'words'),
    [
        pytest.param(
            {'until': '2020-01-31'},
            1,
            'note: accepted until 2020-01-31 (test-key: the fake server); that time is over',
            id='expired-blocks-with-its-reason',
        ),
        pytest.param({'until': '2099-01-31'}, 0, '', id='not-yet'),
        pytest.param(
            {'verdict': 'real', 'until': '2099-01-31'},
            1,
            'the baseline knows it as a real key: the fake server',
            id='real',
        ),
        pytest.param({'detector': 'groq-api-key'}, 1, '', id='other-kind'),
        pytest.param({'fingerprint': DIGESTS[0], 'detector': 'any'}, 0, '', id='digest-of-another-tool'),
        pytest.param({'fingerprint': DIGESTS[0], 'detector': 'any', 'verdict': 'real'}, 1, '', id='real-elsewhere'),
    ],
)
def test_what_an_entry_says(
    folder: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, str], code: int, words: str
) -> None:
    whole = json.loads((folder / NAME).read_text())
    whole['accepted'][0] |= changes
    (folder / NAME).write_text(json.dumps(whole))
    capsys.readouterr()
    assert _hook(folder) == code
    assert words in capsys.readouterr().out


def test_of_two_entries_for_a_key_the_stricter_counts(folder: Path) -> None:
    whole = json.loads((folder / NAME).read_text())
    first = whole['accepted'][0]
    for entries in ([first, {**first, 'verdict': 'real'}], [{**first, 'verdict': 'real'}, first]):
        (folder / NAME).write_text(json.dumps({'schema': 1, 'accepted': entries}))
        assert _hook(folder) == 1


def test_clean_commit_does_not_read_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write('clean.py', 'import os\n')(folder)
    (folder / NAME).write_text('{\n<<<<<<< HEAD\n')
    assert hook(['clean.py']) == 0
    assert hook(['clean.py', 'a.py']) == 2
    assert 'json:2: a merge conflict stands in the baseline' in capsys.readouterr().err
