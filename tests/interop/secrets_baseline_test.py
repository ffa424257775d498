"""A baseline of detect-secrets as the hook reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from keyguard.errors import Fatal
from keyguard.hook import main as hook
from keyguard.interop import secrets_baseline
from testing.baselines import DIGESTS, KEYS, entry, put
from testing.repository import Repository


def _secrets_file(tmp_path: Path, text: str) -> str:
    path = tmp_path / '.secrets.baseline'
    path.write_text(text)
    return str(path)


def test_all_but_the_real_is_accepted(tmp_path: Path) -> None:
    entries = [
        {'hashed_secret': 'a' * 40},
        {'hashed_secret': 'b' * 40, 'is_secret': False},
        {'hashed_secret': 'c' * 40, 'is_secret': True},
        {'hashed_secret': 'c' * 40, 'is_secret': False},
        {'hashed_secret': 'd' * 40, 'is_verified': True},
        {'hashed_secret': 'e' * 40, 'is_verified': True, 'is_secret': False},
    ]
    path = _secrets_file(tmp_path, json.dumps({'results': {'a.py': entries[:3], 'b.py': entries[3:]}}))
    note = 'the baseline of detect-secrets knows it as a real secret'
    assert secrets_baseline.judgements(path) == {
        'sha1:' + 'a' * 40: ('detect-secrets baseline: not audited', ''),
        'sha1:' + 'b' * 40: ('detect-secrets baseline: audited as no secret', ''),
        'sha1:' + 'c' * 40: ('', note),
        'sha1:' + 'd' * 40: ('', note),
        'sha1:' + 'e' * 40: ('detect-secrets baseline: audited as no secret', ''),
    }


@pytest.mark.parametrize(
    ('said', 'code', 'words'),
    [
        pytest.param({}, 0, '', id='not-audited'),
        pytest.param({'is_secret': False}, 0, '', id='no-secret'),
        pytest.param({'is_secret': True}, 1, 'detect-secrets knows it as a real secret', id='real'),
    ],
)
@pytest.mark.parametrize('encoding', ['utf-8', 'utf-8-sig', 'utf-16'])
def test_hook_honours_it(
    inside: Repository,
    capsys: pytest.CaptureFixture[str],
    said: dict[str, bool],
    code: int,
    words: str,
    encoding: str,
) -> None:
    inside.write('a.py', f'key = "{KEYS[0]}"\n')
    row = {'hashed_secret': DIGESTS[0].removeprefix('sha1:'), **said}
    inside.write('.secrets.baseline', json.dumps({'results': {'b.py': [row]}}).encode(encoding))
    assert hook(['a.py']) == code
    assert words in capsys.readouterr().out


def test_ours_goes_before_it(inside: Repository) -> None:
    inside.write('a.py', f'key = "{KEYS[0]}"\n')
    row = {'hashed_secret': DIGESTS[0].removeprefix('sha1:'), 'is_secret': False}
    inside.write('.secrets.baseline', json.dumps({'results': {'a.py': [row]}}))
    put(inside, entry(verdict='real'))
    assert hook(['a.py']) == 1


@pytest.mark.parametrize(
    ('text', 'message'),
    [
        ('{', 'not valid JSON'),
        ('[]', 'not a baseline'),
        ('{"results": [1]}', 'not a baseline'),
        ('{"results": {"a": [{}]}}', 'not a'),
    ],
)
def test_broken_file_is_an_error(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(Fatal, match=message):
        secrets_baseline.judgements(_secrets_file(tmp_path, text))


def test_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(Fatal, match='cannot be read'):
        secrets_baseline.judgements(str(tmp_path))
