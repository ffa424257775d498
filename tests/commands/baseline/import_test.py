"""`keyguard baseline import`: what each tool's file accepts, and what is said of the rest."""

from __future__ import annotations

import json
import os

import pytest

from keyguard.cli import main
from keyguard.places import BASELINE
from keyguard.secret import Secret
from testing.baselines import DIGESTS, KEYS, PRINTS, entry, kept, put, shown
from testing.repository import Repository


@pytest.fixture
def work(inside: Repository) -> Repository:
    inside.write('old.py', f'\n\nkey = "{KEYS[3]}"\n')
    inside.record()
    (inside.folder / 'old.py').unlink()
    inside.write('sub/a.py', f'key = "{KEYS[0]}"\n\nkey = "{KEYS[1]}"\n')
    return inside


def _audited(at: int, **said: object) -> str:
    """A baseline of detect-secrets."""
    row = {'type': 'Secret Keyword', 'hashed_secret': DIGESTS[at].removeprefix('sha1:'), 'line_number': 1, **said}
    return json.dumps({'version': '1.5.0', 'results': {'sub/a.py': [row]}})


def _gitleaks(**changes: object) -> str:
    """A report of gitleaks, which betterleaks 1 shares."""
    row = {'RuleID': 'openai-api-key', 'File': 'sub/a.py', 'StartLine': 1, 'Secret': KEYS[0], 'Commit': '', **changes}
    return json.dumps([row], indent=1)


def _betterleaks(at: int = 0, lines: bool = False, **changes: object) -> str:
    """A report of betterleaks 2, which knows a value by its SHA-256."""
    match = {'full': 'REDACTED', 'value': 'REDACTED', 'fingerprint': _sha256(at)}
    place = {'path': './sub/a.py', 'start_line': 1, 'end_line': 1}
    found = {'rule_id': 'openai-api-key', 'confidence': 'high', 'match': match, 'location': place, **changes}
    scan = {'state': 'complete', 'num_findings': 1}
    if lines:
        return ''.join(
            json.dumps({'schema_version': '1', **each}) + '\n' for each in ({'finding': found}, {'scan': scan})
        )
    return json.dumps({'schema_version': '1', 'findings': [found], 'scan': scan}, indent=1)


def _sha256(at: int) -> str:
    return Secret(KEYS[at].encode()).sha256.removeprefix('sha256:')


def _kingfisher(id: str, *places: tuple[str, int]) -> str:
    """A baseline of kingfisher 2."""
    rows = [
        f"  - path: {path}\n    fingerprint: '{number}'\n    rule_id: betterleaks.openai-api-key\n    line: {line}\n"
        '    first_seen_at: 2026-11-29T00:29:11.971104245+00:00\n'
        for number, (path, line) in enumerate(places, 1)
    ]
    head = f'version: 2\nfingerprint_algorithm: kingfisher-v1\nrepositories:\n- id: {id}\n  findings:\n'
    return head + ''.join(rows)


def _kingfisher_1(*places: tuple[str, int]) -> str:
    rows = [f"  - filepath: {path}\n    fingerprint: '1'\n    linenum: {line}\n" for path, line in places]
    return 'ExactFindings:\n  matches:\n' + ''.join(rows)


def _no_secret(*ats: int) -> dict[str, str]:
    return {PRINTS[at]: 'false-positive' for at in ats}


# FOLDER and NAME stand for the repository's, COMMIT for the commit that has old.py
@pytest.mark.parametrize(
    ('text', 'options', 'entries', 'lost'),
    [
        pytest.param(_audited(0, is_secret=True), [], {PRINTS[0]: 'real'}, 0, id='ds-real'),
        pytest.param(_audited(0, is_secret=False), [], _no_secret(0), 0, id='ds-no-secret'),
        pytest.param(_audited(0, is_verified=False), [], _no_secret(0), 0, id='ds-not-audited'),
        pytest.param(_audited(0, is_verified=True), [], {PRINTS[0]: 'real'}, 0, id='ds-verified'),
        pytest.param(_audited(0, is_verified=True, is_secret=False), [], _no_secret(0), 0, id='ds-verified-yet-none'),
        pytest.param(_audited(0, hashed_secret='a' * 40), [], {}, 1, id='ds-other-secret'),
        pytest.param(
            _audited(0, hashed_secret='a' * 40),
            ['--all'],
            {'sha1:' + 'a' * 40: 'false-positive'},
            0,
            id='ds-all-digests',
        ),
        pytest.param(_audited(3), [], {}, 1, id='ds-only-in-the-history'),
        pytest.param(_audited(3), ['--history'], _no_secret(3), 0, id='ds-history'),
        pytest.param('# ours\n\nsub/a.py:openai:3\nsub/a.py:aws:2\n', [], _no_secret(1), 1, id='ignore-file'),
        pytest.param('COMMIT:old.py:openai-api-key:3\n', [], _no_secret(3), 0, id='ignore-in-a-commit'),
        pytest.param('sub\\a.py:openai-api-key:3\n', [], _no_secret(1), 0, id='ignore-windows-path'),
        pytest.param('FOLDER/sub/a.py:openai-api-key:3\n', [], _no_secret(1), 0, id='ignore-whole-path'),
        pytest.param('/nowhere/sub/a.py:openai-api-key:3\n', [], {}, 1, id='ignore-outside'),
        pytest.param('sub/a.py:openai-api-key:3\nodd\n', [], _no_secret(1), 1, id='ignore-odd-line'),
        pytest.param(_gitleaks(StartLine=99), [], _no_secret(0), 0, id='report-by-key'),
        pytest.param(_gitleaks(Secret='x' * 30), [], {}, 1, id='report-of-another-key-at-the-place'),
        pytest.param(_gitleaks(Secret='REDACTED'), [], _no_secret(0), 0, id='report-redacted'),
        pytest.param(_gitleaks(Secret=KEYS[0][:9] + '...'), [], _no_secret(0), 0, id='report-redacted-in-part'),
        pytest.param(
            _gitleaks(Secret=KEYS[3], File='old.py', StartLine=3, Commit='COMMIT'),
            [],
            _no_secret(3),
            0,
            id='report-in-a-commit',
        ),
        pytest.param(_gitleaks(ValidationStatus='valid'), [], {PRINTS[0]: 'real'}, 0, id='report-of-a-live-key'),
        pytest.param('[]', [], {}, 0, id='report-empty'),
        pytest.param(_betterleaks(1), [], _no_secret(1), 0, id='betterleaks'),
        pytest.param(_betterleaks(1, lines=True), [], _no_secret(1), 0, id='betterleaks-lines'),
        pytest.param(_betterleaks(2), [], {}, 1, id='betterleaks-another-key-at-the-place'),
        pytest.param(_betterleaks(analysis={'status': 'valid'}), [], {PRINTS[0]: 'real'}, 0, id='betterleaks-live'),
        pytest.param(
            _betterleaks(analysis={'status': 'revoked'}), [], {PRINTS[0]: 'revoked'}, 0, id='betterleaks-revoked'
        ),
        pytest.param(
            _betterleaks(match={'value': 'REDACTED', 'fingerprint': 'hmac-sha256:' + 'a' * 64}),
            [],
            _no_secret(0),
            0,
            id='betterleaks-redacted-and-keyed',
        ),
        pytest.param(_betterleaks(match={'value': KEYS[1]}), [], _no_secret(1), 0, id='betterleaks-value-alone'),
        pytest.param(
            _betterleaks(3, location={'path': 'old.py', 'start_line': 3}, attributes={'git.sha': 'COMMIT'}),
            [],
            _no_secret(3),
            0,
            id='betterleaks-in-a-commit',
        ),
        pytest.param(
            f'# ours\n{_sha256(1).upper()}\nhmac-sha256:{"a" * 64}\n',
            [],
            _no_secret(1),
            1,
            id='betterleaks-ignore-file',
        ),
        pytest.param(
            _kingfisher('local://FOLDER', ('sub/a.py', 3), ('gone.py', 3)), [], _no_secret(1), 1, id='kingfisher'
        ),
        pytest.param(_kingfisher('local://FOLDER/sub', ('a.py', 1)), [], _no_secret(0), 0, id='kingfisher-subfolder'),
        pytest.param(_kingfisher('local://FOLDER/sub/a.py', ('a.py', 1)), [], _no_secret(0), 0, id='kingfisher-file'),
        pytest.param(
            _kingfisher('local:///builds/x', ('sub/a.py', 1)), [], _no_secret(0), 0, id='kingfisher-elsewhere'
        ),
        pytest.param(_kingfisher('local://FOLDER/.git', ('old.py', 3)), [], {}, 1, id='kingfisher-only-in-the-history'),
        pytest.param(
            _kingfisher('local://FOLDER/.git', ('old.py', 3)), ['--history'], _no_secret(3), 0, id='kingfisher-history'
        ),
        pytest.param(_kingfisher_1(('./sub/a.py', 3)), [], _no_secret(1), 0, id='kingfisher-1'),
        pytest.param(_kingfisher_1(('NAME/sub/a.py', 3)), [], _no_secret(1), 0, id='kingfisher-1-whole-path'),
        pytest.param(
            _kingfisher_1(('NAME/.git/old.py', 3)), ['--history'], _no_secret(3), 0, id='kingfisher-1-history'
        ),
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
    folder = os.path.realpath(work.folder).replace(os.sep, '/')
    text = text.replace('COMMIT', work.head()).replace('FOLDER', folder).replace('NAME', work.folder.name)
    path.write_text(text)
    assert main(['baseline', 'import', str(path), *options]) == 0
    out = capsys.readouterr().out
    assert f'{len(entries):,} taken into' in out and out.count('not carried over') == lost
    assert not shown(out)
    assert {each['fingerprint']: each['verdict'] for each in kept(work)} == entries
    # what was taken over is accepted, what is real is not
    accepted = {each for each, verdict in entries.items() if verdict != 'real'}
    main(['audit', '--format', 'json'])
    report = json.loads(capsys.readouterr().out)
    assert {each['fingerprint'] for each in report['findings']} == set(PRINTS[:2]) - accepted
    # once more changes nothing
    before = (work.folder / BASELINE).read_bytes() if entries else b''
    assert main(['baseline', 'import', str(path), *options]) == 0
    assert (work.folder / BASELINE).exists() == bool(entries)
    assert not entries or (work.folder / BASELINE).read_bytes() == before


def test_what_is_there_stays_but_a_leak_is_a_leak(work: Repository) -> None:
    put(work, *(entry(each, verdict='test-key', ticket=7) for each in PRINTS[:2]))
    both = json.loads(_audited(0, is_secret=False))
    both['results']['b.py'] = json.loads(_audited(1, is_secret=True))['results']['sub/a.py']
    work.write('theirs', json.dumps(both))
    assert main(['baseline', 'import', 'theirs']) == 0
    assert {each['fingerprint']: (each['verdict'], each['ticket']) for each in kept(work)} == {
        PRINTS[0]: ('test-key', 7),
        PRINTS[1]: ('real', 7),
    }


def test_of_two_labels_the_stricter_counts(work: Repository) -> None:
    for first in (True, False):
        both = json.loads(_audited(0, is_secret=first))
        both['results']['sub/a.py'] += json.loads(_audited(0, is_secret=not first))['results']['sub/a.py']
        work.write('theirs', json.dumps(both))
        assert main(['baseline', 'import', 'theirs']) == 0
        assert {each['fingerprint']: each['verdict'] for each in kept(work)} == {PRINTS[0]: 'real'}
        (work.folder / BASELINE).unlink()


@pytest.mark.parametrize(
    ('text', 'options', 'entries', 'words'),
    [
        pytest.param('a.py:openai:1\n', [], {}, '1 not carried over: more keys stand there', id='two-and-one-is-meant'),
        pytest.param('a.py:openai:1\na.py:generic:1\n', [], {0, 1}, '2 taken into', id='two-and-both-are-meant'),
        pytest.param('b.py:openai:1\n', ['--history'], {2}, '1 taken into', id='one-here-and-one-in-the-history'),
    ],
)
def test_place_of_several_keys(
    inside: Repository,
    capsys: pytest.CaptureFixture[str],
    text: str,
    options: list[str],
    entries: set[int],
    words: str,
) -> None:
    inside.write('b.py', f'key = "{KEYS[3]}"\n')
    inside.record()
    inside.write('b.py', f'key = "{KEYS[2]}"\n')
    inside.write('a.py', f'keys = "{KEYS[0]}", "{KEYS[1]}"\n')
    inside.write('theirs', text)
    assert main(['baseline', 'import', 'theirs', *options]) == 0
    assert {each['fingerprint'] for each in kept(inside)} == {PRINTS[at] for at in entries}
    assert words in capsys.readouterr().out


def test_why_it_is_not_carried_over_is_told(work: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        json.loads(_gitleaks(**changes))[0] for changes in ({'Secret': 'x' * 30}, {'File': 'none.py', 'Secret': ''})
    ]
    work.write('theirs', json.dumps(rows))
    assert main(['baseline', 'import', 'theirs']) == 0
    out = capsys.readouterr().out
    assert (
        '  1 not carried over: keyguard finds another key there' in out and '    sub/a.py:1 (openai-api-key)\n' in out
    )
    assert '  1 not carried over: keyguard finds no key there' in out and '    none.py:1 (openai-api-key)\n' in out


@pytest.mark.parametrize(
    'text', ['a.py:openai:1\n', '../sub/a.py:openai:1\n', 'sub/a.py:openai:1\n'], ids=['here', 'upwards', 'root']
)
def test_paths_are_seen_from_the_root_or_from_here(
    work: Repository, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(work.folder / 'sub')
    work.write('theirs', text)
    assert main(['baseline', 'import', '../theirs']) == 0
    assert {each['fingerprint'] for each in kept(work)} == {PRINTS[0]}


@pytest.mark.parametrize(
    'data',
    [
        b'',
        b'{"results": 7}',
        b'[{"a": 1}]',
        b'[7]',
        b'hello',
        b'\xff\xff',
        b'- [',
        b'repositories: [\n',
        b'repositories: 7\n',
        b'ExactFindings: [a]\n',
        b'{"schema": 1}',
        b'{"a": 1}\n{',
    ],
    ids=repr,
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


def test_file_on_another_drive_is_another_file(work: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    def other_drive(*_: object) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    work.write('theirs', 'sub/a.py:openai:1\n')
    monkeypatch.setattr('keyguard.commands.baseline.import_.os.path.relpath', other_drive)
    assert main(['baseline', 'import', 'theirs']) == 0
    assert kept(work) == []


@pytest.mark.parametrize(
    ('text', 'tool', 'reason'),
    [
        pytest.param(
            _audited(0), 'detect-secrets', 'imported: in a baseline of detect-secrets, not audited', id='detect-secrets'
        ),
        pytest.param(
            _audited(0, is_secret=False), 'detect-secrets', 'audited as no secret in detect-secrets', id='audited'
        ),
        pytest.param('sub/a.py:openai:1\n', 'gitleaks', 'imported: ignored by gitleaks (openai)', id='gitleaks'),
        pytest.param(
            _gitleaks(), 'gitleaks or betterleaks', 'imported: in a report of gitleaks (openai-api-key)', id='report'
        ),
        pytest.param(
            _gitleaks(ValidationStatus='revoked'),
            'gitleaks or betterleaks',
            'revoked in a report of gitleaks (openai-api-key)',
            id='report-revoked',
        ),
        pytest.param(
            _betterleaks(), 'betterleaks', 'imported: in a report of betterleaks (openai-api-key)', id='betterleaks'
        ),
        pytest.param(f'{_sha256(0)}\n', 'betterleaks', 'imported: ignored by betterleaks', id='betterleaks-ignored'),
        pytest.param(
            _kingfisher('local:///x', ('sub/a.py', 1)),
            'kingfisher',
            'imported: in a baseline of kingfisher (betterleaks.openai-api-key)',
            id='kingfisher',
        ),
        pytest.param(
            _kingfisher_1(('sub/a.py', 1)), 'kingfisher', 'imported: in a baseline of kingfisher', id='kingfisher-1'
        ),
    ],
)
def test_entry_says_where_it_comes_from(
    work: Repository, capsys: pytest.CaptureFixture[str], text: str, tool: str, reason: str
) -> None:
    work.write('theirs', text)
    assert main(['baseline', 'import', 'theirs']) == 0
    assert [each['reason'] for each in kept(work)] == [reason]
    out = capsys.readouterr().out
    assert out.startswith(f'theirs ({tool}): 1 taken into {BASELINE}, 0 were there already\n')
    assert ('1 of them nobody has explained' in out) == reason.startswith('imported:')


def test_line_that_is_lost_is_named(work: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    work.write('theirs', f'# a\n\nnone.py:aws:2\n{"a" * 64}\nhmac-sha256:{"b" * 64}\nodd\n')
    assert main(['baseline', 'import', 'theirs']) == 0
    out = capsys.readouterr().out
    assert '    line 3: none.py:2 (aws)\n    line 4\n' in out
    assert 'its digest is made with a secret of its own\n    line 5\n' in out
    assert 'the line is not understood\n    line 6\n' in out and '(gitleaks or betterleaks)' in out
