"""`keyguard baseline check`: the report, and the exit code for CI."""

from __future__ import annotations

import io
import json

import pytest

from keyguard.baseline import Baseline
from keyguard.cli import main
from keyguard.hook import main as hook
from keyguard.places import BASELINE
from testing.baselines import KEYS, PRINTS, entry, put, shown
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
    gone_told = {name: gone[name] for name in ('fingerprint', 'detector', 'path')}
    assert (told['schema'], told['entries']) == (1, 2)
    assert [{**each, 'message': ''} for each in told['problems']] == [
        {**gone_told, 'kind': kind, 'line': 3, 'message': ''} for kind in ('unreviewed', 'stale')
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


def test_kinds_of_the_configuration_are_known(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    inside.write(
        '.keyguard.yaml',
        'providers:\n- id: acme-llm\n  name: ACME\n  key_page: https://acme.example/keys\n  env: ACME_KEY\n'
        "  detectors: [{id: acme-llm-key, title: ACME key, literals: [acme_], pattern: 'acme_[a-z0-9]{40}'}]\n",
    )
    put(inside, entry(0, detector='acme-llm-key'), entry(1, detector='acme-llm-kay'))
    assert main(['baseline', 'check', '--no-scan']) == 1
    out = capsys.readouterr().out
    assert "malformed: kg1:00000000000000000000000000000001: no detector 'acme-llm-kay'" in out
    assert "did you mean 'acme-llm-key'?" in out and '2 entries, 1 malformed' in out


def test_digest_of_another_tool_is_shown_whole(inside: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    put(inside, entry('sha1:' + '0a1b2c3d' * 5, detector='any'))
    assert main(['baseline', 'check']) == 1
    assert f'stale: sha1:{"0a1b2c3d" * 5}' in capsys.readouterr().out
    assert main(['baseline', 'prune']) == 0
    assert f'dropped: sha1:{"0a1b2c3d" * 5}  any' in capsys.readouterr().out


def test_no_key_is_printed_whatever_the_entry_holds(
    inside: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr('sys.stdin', io.StringIO('s\n' * 9))
    odd = dict.fromkeys(('fingerprint', 'detector', 'reason', 'by', 'path', 'until', 'verdict'), KEYS[0])
    sound = {**odd, 'verdict': 'test-key', 'until': '2020-01-01'}
    put(inside, odd, sound, {**sound, 'fingerprint': PRINTS[0], 'detector': 'openai-project-key'})
    inside.write('a.py', f'key = "{KEYS[0]}"\n')
    for argv in (['check'], ['check', '--format', 'json'], ['stats'], ['prune'], ['accept', 'a.py:1', '--reason', 'x']):
        assert main(['baseline', *argv]) in (1, 2)
    put(inside, sound, {**sound, 'fingerprint': PRINTS[0], 'detector': 'openai-project-key'})
    for argv in (['check'], ['stats'], ['stats', '--format', 'json'], ['review'], ['prune'], ['export']):
        assert main(['baseline', *argv]) in (0, 1)
    put(inside, {**sound, 'fingerprint': PRINTS[0], 'detector': 'openai-project-key'})
    assert hook(['a.py']) == 1
    captured = capsys.readouterr()
    assert shown(captured.out + captured.err) == []


def test_entry_without_a_fingerprint_is_told_by_its_number(
    inside: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    put(inside, entry(), 7, {**entry(), 'fingerprint': ''})
    assert main(['baseline', 'check', '--no-scan']) == 1
    out = capsys.readouterr().out
    assert f'{BASELINE}:3: malformed: entry 2: an entry is an object in' in out
    assert f'{BASELINE}:4: malformed: entry 3: "fingerprint" is missing' in out
