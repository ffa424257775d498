"""`keyguard baseline check`: the report, and the exit code for CI."""

from __future__ import annotations

import json

import pytest

from keyguard.baseline import Baseline
from keyguard.cli import main
from keyguard.hook import main as hook
from keyguard.places import BASELINE
from testing.baselines import KEYS, PRINTS, entry, put
from testing.repository import Repository


def test_check_is_for_ci(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(['baseline', 'check']) == 2
    assert 'there is no baseline yet' in capsys.readouterr().err
    inside.write('a.py', f'key = "{KEYS[0]}"\n')
    put(inside, entry())
    assert main(['baseline', 'check']) == 0
    assert 'nothing wrong' in capsys.readouterr().out
    gone = entry(fingerprint='kg1:' + '0' * 32, path='b\x1b.py', reason='TODO')
    put(inside, entry(), gone)
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
    inside.write(BASELINE, '{\n<<<<<<< HEAD\n')
    assert main(['baseline', 'check']) == 2
    assert 'json:2: a merge conflict' in capsys.readouterr().err


def test_baseline_of_a_hundred_thousand_entries(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    inside.write('a.py', f'key = "{KEYS[0]}"\n')
    inside.write('b.py', f'key = "{KEYS[1]}"\n')
    inside.write(BASELINE, Baseline(map(entry, [*range(100_000), PRINTS[0]])).dump())
    # looking through the baseline itself, as an audit does, takes longer than all the rest
    assert hook(['a.py']) == 0
    assert hook(['b.py']) == 1
    assert main(['baseline', 'check', '--no-scan']) == 0
    assert '100,001 entries, nothing wrong' in capsys.readouterr().out
