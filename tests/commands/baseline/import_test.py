"""`keyguard baseline import`: what each tool's file accepts, and what is said of the rest."""

from __future__ import annotations

import json

import pytest

from keyguard.cli import main
from keyguard.places import BASELINE as NAME
from testing.baselines import DIGESTS, KEYS, PRINTS, entry, kept, put, shown
from testing.repository import Repository


@pytest.fixture
def work(inside: Repository) -> Repository:
    inside.write('old.py', f'\n\nkey = "{KEYS[3]}"\n')
    inside.record()
    (inside.folder / 'old.py').unlink()
    inside.write('sub/a.py', f'key = "{KEYS[0]}"\n\nkey = "{KEYS[1]}"\n')
    return inside


def _ds(*entries: dict[str, object]) -> str:
    return json.dumps({'version': '1.5.0', 'results': {'sub/a.py': list(entries)}})


def _gitleaks(**changes: object) -> dict[str, object]:
    return {'RuleID': 'openai-api-key', 'File': 'sub/a.py', 'StartLine': 1, 'Secret': KEYS[0], 'Commit': '', **changes}


_KINGFISHER = """version: 2
repositories:
  - name: x
    findings:
      - {path: sub/a.py, fingerprint: '123', rule_id: kingfisher.openai.1, line: 3, first_seen_at: '2026-01-01'}
      - {path: gone.py, fingerprint: '124', rule_id: kingfisher.openai.1, line: 3}
"""


def _sha1(at: int) -> str:
    return DIGESTS[at].removeprefix('sha1:')


@pytest.mark.parametrize(
    ('text', 'options', 'entries', 'lost'),
    [
        pytest.param(_ds({'hashed_secret': _sha1(0), 'is_secret': True}), [], {PRINTS[0]: 'real'}, 0, id='ds-real'),
        pytest.param(
            _ds({'hashed_secret': _sha1(0), 'is_secret': False}),
            [],
            {PRINTS[0]: 'false-positive'},
            0,
            id='ds-no-secret',
        ),
        pytest.param(
            _ds({'hashed_secret': _sha1(0), 'is_secret': False}, {'hashed_secret': _sha1(0), 'is_secret': True}),
            [],
            {PRINTS[0]: 'real'},
            0,
            id='ds-two-labels',
        ),
        pytest.param(_ds({'hashed_secret': 'a' * 40, 'type': 'Hex'}), [], {}, 1, id='ds-other-secret'),
        pytest.param(
            _ds({'hashed_secret': 'a' * 40}), ['--all'], {'sha1:' + 'a' * 40: 'false-positive'}, 0, id='ds-all-digests'
        ),
        pytest.param(_ds({'hashed_secret': _sha1(3)}), [], {}, 1, id='ds-only-in-the-history'),
        pytest.param(
            _ds({'hashed_secret': _sha1(3)}), ['--history'], {PRINTS[3]: 'false-positive'}, 0, id='ds-history'
        ),
        pytest.param(
            '# ours\n\nsub/a.py:openai-api-key:3\nsub/a.py:aws:2\n',
            [],
            {PRINTS[1]: 'false-positive'},
            1,
            id='ignore-file',
        ),
        pytest.param('COMMIT:old.py:openai-api-key:3\n', [], {PRINTS[3]: 'false-positive'}, 0, id='ignore-in-a-commit'),
        pytest.param(json.dumps([_gitleaks(StartLine=99)]), [], {PRINTS[0]: 'false-positive'}, 0, id='report-by-key'),
        pytest.param(json.dumps([_gitleaks(Secret='x' * 30)]), [], {}, 1, id='report-of-another-key-at-the-place'),
        pytest.param(
            json.dumps([_gitleaks(Secret='REDACTED')]), [], {PRINTS[0]: 'false-positive'}, 0, id='report-redacted'
        ),
        pytest.param(
            json.dumps([_gitleaks(Secret=KEYS[3], File='old.py', StartLine=3, Commit='COMMIT')]),
            [],
            {PRINTS[3]: 'false-positive'},
            0,
            id='report-in-a-commit',
        ),
        pytest.param(_KINGFISHER, [], {PRINTS[1]: 'false-positive'}, 1, id='kingfisher'),
        pytest.param(
            'ExactFindings:\n  matches:\n  - {filepath: ./sub/a.py, fingerprint: x, linenum: 3}\n',
            [],
            {PRINTS[1]: 'false-positive'},
            0,
            id='kingfisher-first-format',
        ),
        pytest.param('sub\\a.py:openai-api-key:3\n', [], {PRINTS[1]: 'false-positive'}, 0, id='windows-path'),
    ],
)
def test_what_is_taken_over(
    work: Repository,
    capsys: pytest.CaptureFixture[str],
    text: str,
    options: list[str],
    entries: dict[str, str],
    lost: int,
) -> None:
    path = work.folder.parent / 'theirs'
    path.write_text(text.replace('COMMIT', work.head()))
    assert main(['baseline', 'import', str(path), *options]) == 0
    out = capsys.readouterr().out
    assert f'{len(entries):,} taken into' in out and (f'{lost} not carried over' in out) == bool(lost)
    assert not shown(out)
    assert {each['fingerprint']: each['verdict'] for each in kept(work)} == entries
    # what was taken over is accepted, what is real is not
    accepted = {each for each, verdict in entries.items() if verdict != 'real'}
    main(['audit', '--format', 'json'])
    report = json.loads(capsys.readouterr().out)
    assert {each['fingerprint'] for each in report['findings']} == set(PRINTS[:2]) - accepted
    # once more changes nothing
    before = (work.folder / NAME).read_bytes() if entries else b''
    assert main(['baseline', 'import', str(path), *options]) == 0
    assert (work.folder / NAME).exists() == bool(entries)
    assert not entries or (work.folder / NAME).read_bytes() == before


def test_what_is_there_stays_but_a_leak_is_a_leak(work: Repository) -> None:
    put(work, *(entry(each, verdict='test-key', ticket=7) for each in PRINTS[:2]))
    work.write(
        'theirs',
        _ds({'hashed_secret': _sha1(0), 'is_secret': False}, {'hashed_secret': _sha1(1), 'is_secret': True}),
    )
    assert main(['baseline', 'import', 'theirs']) == 0
    assert {each['fingerprint']: (each['verdict'], each['ticket']) for each in kept(work)} == {
        PRINTS[0]: ('test-key', 7),
        PRINTS[1]: ('real', 7),
    }


@pytest.mark.parametrize(
    'data',
    [b'', b'{"results": 7}', b'[{"a": 1}]', b'hello', b'\xff\xff', b'- [', b'{"schema": 1}'],
    ids=['empty', 'results', 'list', 'words', 'bytes', 'yaml', 'other'],
)
def test_file_of_nobody_is_an_error(work: Repository, capsys: pytest.CaptureFixture[str], data: bytes) -> None:
    work.write('theirs', data)
    assert main(['baseline', 'import', 'theirs']) == 2
    assert 'theirs: not' in capsys.readouterr().err
    assert main(['baseline', 'import', 'none']) == 2


def test_long_list_of_what_is_lost_is_cut(work: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    work.write('theirs', ''.join(f'none.py:aws:{line}\n' for line in range(1, 26)))
    work.write('broken.zip', b'PK\x03\x04' + bytes(60))
    assert main(['baseline', 'import', 'theirs']) == 0
    captured = capsys.readouterr()
    assert '25 not carried over' in captured.out and '… and 5 more' in captured.out
    assert 'broken.zip: not looked at' in captured.err
    work.write('theirs', f'{"a" * 40}:none.py:aws:1\n')
    assert main(['baseline', 'import', 'theirs']) == 0
    assert '1 not carried over' in capsys.readouterr().out
