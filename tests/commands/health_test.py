"""`keyguard baseline create`, `check`, `prune` and `stats`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from keyguard.baseline import Baseline, health, load, writing
from keyguard.catalogue import known_ids, one
from keyguard.cli import main
from keyguard.commands.baseline import create
from keyguard.samples import sample, surroundings
from keyguard.secret import Secret
from testing.repository import Repository, isolated

OPENAI = one('openai')
LIKELY = OPENAI.detectors[0]
KEY = sample(LIKELY, 1).decode()
PRINT = Secret(KEY.encode()).fingerprint
TODAY = '2026-06-01'
# a kind of which nobody is sure without more
MAYBE_OF = one('agentops')
MAYBE = MAYBE_OF.detectors[0]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(tmp_path / 'work', isolated(tmp_path / 'home'))
    for name in ('GIT_DIR', 'GIT_INDEX_FILE', 'GIT_WORK_TREE', 'PRE_COMMIT', 'FORCE_COLOR'):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(made.folder)
    return made


def _entry(**changes: object) -> dict[str, object]:
    made = {'fingerprint': PRINT, 'detector': LIKELY.id, 'verdict': 'false-positive', 'reason': 'a sample', **changes}
    return {name: value for name, value in made.items() if value is not None}


def _kept(repository: Repository) -> list[dict[str, object]]:
    path = repository.folder / '.keyguard.baseline.json'
    return load(str(path)).entries if path.exists() else []


def _put(repository: Repository, *entries: dict[str, object]) -> None:
    lines = ',\n'.join(json.dumps(entry) for entry in entries)
    repository.write('.keyguard.baseline.json', f'{{"schema": 1, "accepted": [\n{lines}\n]}}\n')


def _keys(repository: Repository) -> None:
    repository.write('likely.py', f'key = "{KEY}"\n')
    repository.write('maybe.env', surroundings(MAYBE_OF, MAYBE, sample(MAYBE, 1)))
    repository.write('more.env', surroundings(MAYBE_OF, MAYBE, sample(MAYBE, 2)))


@pytest.mark.parametrize(
    ('argv', 'code', 'verdicts', 'words'),
    [
        pytest.param([], 1, ['false-positive'] * 2, 'not accepted wholesale, 1 key in 1 file', id='likely-left-out'),
        pytest.param(
            ['--including-likely-keys'],
            1,
            ['false-positive', 'false-positive', 'real'],
            'as real',
            id='likely-are-real',
        ),
        pytest.param(
            ['--verdict', 'test-key', '--until', '2099-01-01'], 1, ['test-key'] * 2, '(test-key)', id='verdict'
        ),
        pytest.param(['maybe.env'], 0, ['false-positive'], 'To be accepted', id='paths'),
        pytest.param(['--dry-run'], 1, [], 'To be accepted', id='dry-run'),
    ],
)
def test_create_accepts_what_is_not_likely_a_key(
    repository: Repository,
    capsys: pytest.CaptureFixture[str],
    argv: list[str],
    code: int,
    verdicts: list[str],
    words: str,
) -> None:
    _keys(repository)
    assert main(['baseline', 'create', '--reason', 'legacy, tracked in 17', *argv]) == code
    out = capsys.readouterr().out
    assert words in out and MAYBE.title in out and KEY[8:-4] not in out
    kept = _kept(repository)
    assert sorted(str(entry['verdict']) for entry in kept) == verdicts
    assert {entry['reason'] for entry in kept} <= {'legacy, tracked in 17'}
    assert {entry.get('until') for entry in kept} <= {None, '2099-01-01'}


def test_create_adds_to_what_is_there_and_changes_none_of_it(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    _keys(repository)
    _put(repository, _entry(verdict='real', extra=1))
    assert main(['baseline', 'create', '--reason', 'legacy']) == 0
    assert 'Left as they are' in capsys.readouterr().out
    assert len(_kept(repository)) == 3 and _entry(verdict='real', extra=1) in _kept(repository)
    before = repository.read('.keyguard.baseline.json')
    assert main(['baseline', 'create', '--reason', 'legacy']) == 1  # the real one blocks
    assert 'Nothing to accept' in capsys.readouterr().out
    assert repository.read('.keyguard.baseline.json') == before


def test_create_asks_for_a_reason_on_a_terminal_only(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal:
        answer = 'asked for\n'

        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return self.answer

    _keys(repository)
    terminal = Terminal()
    assert main(['baseline', 'create']) == 2
    assert '--reason' in capsys.readouterr().err
    monkeypatch.setattr(create.sys, 'stdin', terminal)
    terminal.answer = '\n'
    assert main(['baseline', 'create']) == 2
    assert _kept(repository) == []
    terminal.answer = 'asked for\n'
    assert main(['baseline', 'create']) == 1
    assert {entry['reason'] for entry in _kept(repository)} == {'asked for'}


@pytest.mark.parametrize(
    ('entries', 'prints', 'problems'),
    [
        pytest.param([_entry()], {PRINT}, [], id='sound'),
        pytest.param([_entry()], None, [], id='nobody-looked'),
        pytest.param([_entry()], set(), [('stale', 2)], id='stale'),
        pytest.param([_entry(until='2026-05-31')], None, [('expired', 2)], id='expired'),
        pytest.param([_entry(until='2026-06-01')], None, [], id='last-day'),
        pytest.param([_entry(verdict='real')], set(), [('real', 2)], id='real-is-not-stale'),
        pytest.param([_entry(reason=None)], None, [('unreviewed', 2)], id='no-reason'),
        pytest.param([_entry(reason='TODO: ask Ann')], None, [('unreviewed', 2)], id='todo'),
        pytest.param([_entry(reason='imported: not audited')], None, [('unreviewed', 2)], id='imported'),
        pytest.param([_entry(reason='...')], None, [('unreviewed', 2)], id='dots'),
        pytest.param([_entry(reason='todos of the demo app')], None, [], id='word-that-begins-alike'),
        pytest.param([_entry(), _entry(path='b.py')], None, [('duplicate', 3)], id='duplicate'),
        pytest.param([_entry(detector='openai-project-kee')], None, [('malformed', 2)], id='unknown-detector'),
        pytest.param([_entry(fingerprint='kg1:12')], None, [('malformed', 2)], id='fingerprint'),
        pytest.param([_entry(verdict='fine')], None, [('malformed', 2)], id='verdict'),
        pytest.param([_entry(), 7], None, [('malformed', 2)], id='no-object'),
        pytest.param([_entry(fingerprint='sha1:' + 'a' * 40, detector='any')], None, [], id='digest-of-another-tool'),
        pytest.param(
            [_entry(until='2026-01-01', reason='TODO')],
            set(),
            [('expired', 2), ('unreviewed', 2), ('stale', 2)],
            id='several',
        ),
    ],
)
def test_check_tells(entries: list[object], prints: set[str] | None, problems: list[tuple[str, int]]) -> None:
    lines = ',\n'.join(json.dumps(entry) for entry in entries)
    text = f'{{"schema": 1, "accepted": [\n{lines}\n]}}\n'
    number, found = health.examined(text.encode(), 'b', TODAY, known_ids(), prints)
    assert number == len(entries)
    assert [(problem.kind, problem.line) for problem in found] == problems


def test_check_is_for_ci(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(['baseline', 'check']) == 2
    assert 'there is no baseline yet' in capsys.readouterr().err
    repository.write('a.py', f'key = "{KEY}"\n')
    _put(repository, _entry())
    assert main(['baseline', 'check']) == 0
    assert 'nothing wrong' in capsys.readouterr().out
    gone = _entry(fingerprint='kg1:' + '0' * 32, path='b\x1b.py', reason='TODO')
    _put(repository, _entry(), gone)
    assert main(['baseline', 'check']) == 1
    out = capsys.readouterr().out
    assert '.keyguard.baseline.json:3: stale: kg1:000' in out and '1 unreviewed, 1 stale' in out and '\x1b' not in out
    assert main(['baseline', 'check', '--ignore', 'stale', '--ignore', 'unreviewed']) == 0
    assert main(['baseline', 'check', '--no-scan', '--ignore', 'unreviewed']) == 0
    capsys.readouterr()
    assert main(['baseline', 'check', '--format', 'json']) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told['schema'], told['entries']) == (1, 2)
    assert [(each['kind'], each['line'], each['path']) for each in told['problems']] == [
        ('unreviewed', 3, 'b\x1b.py'),
        ('stale', 3, 'b\x1b.py'),
    ]
    repository.write('.keyguard.baseline.json', '{\n<<<<<<< HEAD\n')
    assert main(['baseline', 'check']) == 2
    assert 'json:2: a merge conflict' in capsys.readouterr().err


def test_prune_drops_what_is_no_longer_there(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    keys = [sample(LIKELY, seed).decode() for seed in range(3)]
    prints = [Secret(key.encode()).fingerprint for key in keys]
    repository.write('old.py', f'key = "{keys[1]}"\n')
    repository.record()
    repository.git('rm', '--quiet', 'old.py')
    # what a comment accepts is there all the same
    repository.write('a.py', f'key = "{keys[0]}"  # keyguard: allow\n')
    repository.record()
    leak = 'kg1:' + '1' * 32
    kept = [_entry(fingerprint=each, path='x.py') for each in prints] + [_entry(fingerprint=leak, verdict='real')]
    _put(repository, *kept)
    whole = repository.read('.keyguard.baseline.json')
    assert main(['baseline', 'prune', '--dry-run']) == 0
    out = capsys.readouterr().out
    assert f'would drop: {prints[1]}' in out and f'would drop: {prints[2]}' in out and 'a known leak' in out
    assert repository.read('.keyguard.baseline.json') == whole
    assert main(['baseline', 'prune', '--history']) == 0
    assert {entry['fingerprint'] for entry in _kept(repository)} == set(prints[:2])
    assert f'dropped: {leak}' in capsys.readouterr().out
    assert main(['baseline', 'prune']) == 0
    assert {entry['fingerprint'] for entry in _kept(repository)} == {prints[0]}
    whole = repository.read('.keyguard.baseline.json')
    assert main(['baseline', 'prune']) == 0
    assert repository.read('.keyguard.baseline.json') == whole


def test_prune_keeps_what_it_could_not_look_for(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write('broken.zip', b'PK\x03\x04' + bytes(60))
    _put(
        repository,
        _entry(path='broken.zip!a.py'),
        _entry(fingerprint='kg1:' + '0' * 32, path='b.py'),
    )
    assert main(['baseline', 'prune']) == 3
    assert [entry['fingerprint'] for entry in _kept(repository)] == [PRINT]
    assert 'broken.zip: not looked at' in capsys.readouterr().err
    assert main(['baseline', 'check']) == 3


def test_stats_count(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    entries = [
        _entry(fingerprint=f'kg1:{number:032x}', by='A. Person' if number % 2 else None, until=until)
        for number, until in enumerate((None, '2000-01-01', '2099-01-01'))
    ]
    repository.write('.keyguard.baseline.json', Baseline(entries).dump())
    assert main(['baseline', 'stats', '--format', 'json']) == 0
    told = json.loads(capsys.readouterr().out)
    assert told['entries'] == 3 and told['verdicts'] == {'false-positive': 3} and told['by'] == {'': 2, 'A. Person': 1}
    assert told['until'] == {'without_end': 1, 'later': 1, 'within_30_days': 0, 'expired': 1}
    assert main(['baseline', 'stats']) == 0
    assert '3  false-positive' in capsys.readouterr().out


def test_baseline_of_a_hundred_thousand_entries(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write('a.py', f'key = "{KEY}"\n')
    path = str(repository.folder / '.keyguard.baseline.json')
    many = [_entry(fingerprint=f'kg1:{number:032x}') for number in range(100_000)]
    writing.save(Baseline([*many, _entry()]), path)
    assert main(['audit', '--quiet']) == 0
    assert main(['baseline', 'check', '--no-scan']) == 0
    assert '100,001 entries, nothing wrong' in capsys.readouterr().out


def test_baseline_that_is_named(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    _keys(repository)
    assert main(['baseline', 'create', '--reason', 'x', '--baseline', 'own.json', 'maybe.env']) == 0
    assert main(['baseline', 'create', '--reason', 'x', '--baseline', 'own.json', 'more.env']) == 0
    assert len(load('own.json').entries) == 2 and _kept(repository) == []
    repository.write('folder/x', '')
    assert main(['baseline', 'check', '--baseline', 'folder']) == 2
    assert 'cannot be read' in capsys.readouterr().err


def test_create_says_what_it_did_not_see(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    _keys(repository)
    (repository.folder / 'likely.py').unlink()
    repository.write('broken.zip', b'PK\x03\x04' + bytes(60))
    assert main(['baseline', 'create', '--reason', 'x']) == 3
    assert 'broken.zip: not looked at' in capsys.readouterr().err
    assert len(_kept(repository)) == 2


def test_stats_of_many_kinds_show_the_most_frequent(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    entries = [_entry(fingerprint=f'kg1:{number:032x}', by=f'Person {number}') for number in range(12)]
    repository.write('.keyguard.baseline.json', Baseline(entries).dump())
    assert main(['baseline', 'stats']) == 0
    assert 'and 2 more' in capsys.readouterr().out
