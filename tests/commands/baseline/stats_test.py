"""`keyguard baseline stats`: what a baseline holds, in figures."""

from __future__ import annotations

import json

import pytest

from keyguard.cli import main
from testing.baselines import entry, put
from testing.repository import Repository


def test_stats_count(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    entries = [
        entry(fingerprint=f'kg1:{number:032x}', by='A. Person' if number % 2 else None, until=until)
        for number, until in enumerate((None, '2000-01-01', '2099-01-01'))
    ]
    put(inside, *entries)
    assert main(['baseline', 'stats', '--format', 'json']) == 0
    told = json.loads(capsys.readouterr().out)
    assert told['entries'] == 3 and told['verdicts'] == {'false-positive': 3} and told['by'] == {'': 2, 'A. Person': 1}
    assert told['until'] == {'without_end': 1, 'later': 1, 'within_30_days': 0, 'expired': 1}
    assert main(['baseline', 'stats']) == 0
    assert '3  false-positive' in capsys.readouterr().out


def test_stats_of_many_kinds_show_the_most_frequent(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    entries = [entry(fingerprint=f'kg1:{number:032x}', by=f'Person {number}') for number in range(12)]
    put(inside, *entries)
    assert main(['baseline', 'stats']) == 0
    assert 'and 2 more' in capsys.readouterr().out
