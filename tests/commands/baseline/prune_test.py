"""`keyguard baseline prune`: what no longer stands there goes."""

from __future__ import annotations

import pytest

from keyguard.cli import main
from keyguard.places import BASELINE
from testing.baselines import KEYS, PRINTS, entry, kept, put
from testing.repository import Repository


def test_prune_drops_what_is_no_longer_there(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    inside.write('old.py', f'key = "{KEYS[1]}"\n')
    inside.record()
    inside.git('rm', '--quiet', 'old.py')
    # what a comment accepts is there all the same
    inside.write('a.py', f'key = "{KEYS[0]}"  # keyguard: allow\n')
    inside.record()
    leak = 'kg1:' + '1' * 32
    made = [entry(fingerprint=each, path='x.py') for each in PRINTS[:3]] + [entry(fingerprint=leak, verdict='real')]
    put(inside, *made)
    whole = inside.read(BASELINE)
    assert main(['baseline', 'prune', '--dry-run']) == 0
    out = capsys.readouterr().out
    assert f'would drop: {PRINTS[1]}' in out and f'would drop: {PRINTS[2]}' in out and 'a known leak' in out
    assert inside.read(BASELINE) == whole
    assert main(['baseline', 'prune', '--history']) == 0
    assert {entry['fingerprint'] for entry in kept(inside)} == set(PRINTS[:2])
    assert f'dropped: {leak}' in capsys.readouterr().out
    assert main(['baseline', 'prune']) == 0
    assert {entry['fingerprint'] for entry in kept(inside)} == {PRINTS[0]}
    whole = inside.read(BASELINE)
    assert main(['baseline', 'prune']) == 0
    assert inside.read(BASELINE) == whole


def test_prune_keeps_what_it_could_not_look_for(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    inside.write('broken.zip', b'PK\x03\x04' + bytes(60))
    put(
        inside,
        entry(path='broken.zip!a.py'),
        entry(fingerprint='kg1:' + '0' * 32, path='b.py'),
    )
    assert main(['baseline', 'prune']) == 3
    assert [entry['fingerprint'] for entry in kept(inside)] == [PRINTS[0]]
    assert 'broken.zip: not looked at' in capsys.readouterr().err
    assert main(['baseline', 'check']) == 3


def test_of_two_entries_for_a_key_the_leak_keeps_both(inside: Repository) -> None:
    put(inside, entry(0), entry(0, verdict='real'), entry(1), entry(1))
    assert main(['baseline', 'prune']) == 0
    assert [each['verdict'] for each in kept(inside)] == ['false-positive', 'real']


def test_history_that_cannot_be_read_drops_nothing(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    put(inside, entry(0))
    inside.write('broken.zip', b'PK\x03\x04' + bytes(60))
    inside.record()
    assert main(['baseline', 'prune', '--history']) == 3
    assert 'kept, not everything could be looked at: kg1:000' in capsys.readouterr().out
    assert len(kept(inside)) == 1
