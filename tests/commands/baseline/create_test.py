"""`keyguard baseline create`: the first adoption."""

from __future__ import annotations

import pytest

from keyguard.baseline import load
from keyguard.catalogue import one
from keyguard.cli import main
from keyguard.commands.baseline import create
from keyguard.places import BASELINE
from keyguard.samples import sample, surroundings
from testing.baselines import KEYS, entry, kept, put, shown
from testing.repository import Repository

# a kind of which nobody is sure without more
MAYBE_OF = one('agentops')
MAYBE = MAYBE_OF.detectors[0]


def _keys(inside: Repository) -> None:
    inside.write('likely.py', f'key = "{KEYS[0]}"\n')
    inside.write('maybe.env', surroundings(MAYBE_OF, MAYBE, sample(MAYBE, 1)))
    inside.write('more.env', surroundings(MAYBE_OF, MAYBE, sample(MAYBE, 2)))


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
    inside: Repository,
    capsys: pytest.CaptureFixture[str],
    argv: list[str],
    code: int,
    verdicts: list[str],
    words: str,
) -> None:
    _keys(inside)
    assert main(['baseline', 'create', '--reason', 'legacy, tracked in 17', *argv]) == code
    out = capsys.readouterr().out
    assert words in out and MAYBE.title in out and not shown(out)
    made = kept(inside)
    assert sorted(str(entry['verdict']) for entry in made) == verdicts
    assert {entry['reason'] for entry in made} <= {'legacy, tracked in 17'}
    assert {entry.get('until') for entry in made} <= {None, '2099-01-01'}


def test_create_adds_to_what_is_there_and_changes_none_of_it(
    inside: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    _keys(inside)
    put(inside, entry(verdict='real', extra=1))
    assert main(['baseline', 'create', '--reason', 'legacy']) == 0
    assert 'Left as they are' in capsys.readouterr().out
    assert len(kept(inside)) == 3 and entry(verdict='real', extra=1) in kept(inside)
    before = inside.read(BASELINE)
    assert main(['baseline', 'create', '--reason', 'legacy']) == 1  # the real one blocks
    assert 'Nothing to accept' in capsys.readouterr().out
    assert inside.read(BASELINE) == before


def test_create_asks_for_a_reason_on_a_terminal_only(
    inside: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal:
        answer = 'asked for\n'

        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return self.answer

    _keys(inside)
    terminal = Terminal()
    assert main(['baseline', 'create']) == 2
    assert '--reason' in capsys.readouterr().err
    monkeypatch.setattr(create.sys, 'stdin', terminal)
    terminal.answer = '\n'
    assert main(['baseline', 'create']) == 2
    assert kept(inside) == []
    terminal.answer = 'asked for\n'
    assert main(['baseline', 'create']) == 1
    assert {entry['reason'] for entry in kept(inside)} == {'asked for'}


def test_baseline_that_is_named(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    _keys(inside)
    assert main(['baseline', 'create', '--reason', 'x', '--baseline', 'own.json', 'maybe.env']) == 0
    assert main(['baseline', 'create', '--reason', 'x', '--baseline', 'own.json', 'more.env']) == 0
    assert len(load('own.json').entries) == 2 and kept(inside) == []
    inside.write('folder/x', '')
    assert main(['baseline', 'check', '--baseline', 'folder']) == 2
    assert 'cannot be read' in capsys.readouterr().err


def test_create_says_what_it_did_not_see(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    _keys(inside)
    (inside.folder / 'likely.py').unlink()
    inside.write('broken.zip', b'PK\x03\x04' + bytes(60))
    assert main(['baseline', 'create', '--reason', 'x']) == 3
    assert 'broken.zip: not looked at' in capsys.readouterr().err
    assert len(kept(inside)) == 2


def test_key_that_is_likely_one_in_one_place_is_left_out_in_all(
    inside: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside.write('a.py', f'key = "{KEYS[0]}"\n')
    inside.write('b.py', f'key = "{KEYS[0]}"\n')
    real = create.common.found

    def less_sure_in_a(*arguments: object) -> object:
        report = real(*arguments)
        report.blocked[0].confidence = 'medium'
        return report

    monkeypatch.setattr(create.common, 'found', less_sure_in_a)
    assert main(['baseline', 'create', '--reason', 'x']) == 1
    assert kept(inside) == []
    assert main(['baseline', 'create', '--reason', 'x', '--including-likely-keys']) == 1
    assert [each['verdict'] for each in kept(inside)] == ['real']


def test_create_where_all_is_likely_and_where_a_provider_has_two_kinds(
    inside: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    inside.write('likely.py', f'key = "{KEYS[0]}"\n')
    other = one('openai').detectors[1]
    inside.write('b.env', surroundings(one('openai'), other, sample(other, 1)))
    assert main(['baseline', 'create', '--reason', 'x']) == 1
    out = capsys.readouterr().out
    assert out.count('  OpenAI\n') == 1 and 'To be accepted' not in out and 'Written' not in out
    assert kept(inside) == []


def test_create_beside_another_process_writes_nothing_twice(
    inside: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _keys(inside)
    real = create.writing.update

    def late(target: str, change: object) -> bool:
        assert main(['baseline', 'accept', 'maybe.env:2', 'more.env:2', '--reason', 'meanwhile']) == 0
        monkeypatch.setattr(create.writing, 'update', real)
        return real(target, change)

    monkeypatch.setattr(create.writing, 'update', late)
    monkeypatch.setattr('keyguard.commands.baseline.accept.writing', type('Same', (), {'update': staticmethod(real)}))
    assert main(['baseline', 'create', '--reason', 'x']) == 1
    assert {each['reason'] for each in kept(inside)} == {'meanwhile'}
    assert 'Written' not in capsys.readouterr().out


def test_what_a_comment_accepts_needs_no_entry(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    inside.write('maybe.env', surroundings(MAYBE_OF, MAYBE, sample(MAYBE, 1)).replace(b'\n', b'  # keyguard: allow\n'))
    assert main(['baseline', 'create', '--reason', 'x']) == 0
    assert 'Nothing to accept' in capsys.readouterr().out and kept(inside) == []
