from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from keyguard import baseline
from keyguard.baseline import Baseline, writing
from keyguard.errors import USAGE, Fatal
from testing.baselines import DIGESTS, entry, finding


@pytest.mark.parametrize(
    ('made', 'accepted', 'note'),
    [
        (entry(), 'baseline: false-positive: a sample', ''),
        (
            entry(by='A. Person', until='2027-01-01'),
            'baseline: false-positive: a sample (by A. Person), until 2027-01-01',
            '',
        ),
        (entry(until='2026-06-01'), 'baseline: false-positive: a sample, until 2026-06-01', ''),
        (entry(until='2026-05-31'), '', 'accepted until 2026-05-31 (false-positive: a sample); that time is over'),
        (entry(verdict='real'), '', 'the baseline knows it as a real key: a sample'),
        (entry(detector='openai-admin-key'), '', ''),
        (entry(fingerprint='kg1:' + '0' * 32), '', ''),
        (entry(fingerprint=DIGESTS[0]), 'baseline: false-positive: a sample', ''),
    ],
    ids=['accepted', 'by-and-until', 'last-day', 'expired', 'real', 'other-detector', 'other-key', 'imported-digest'],
)
def test_judgement(made: dict[str, object], accepted: str, note: str) -> None:
    assert Baseline([made]).judge(finding(0), '2026-06-01') == (accepted, note)


@pytest.mark.parametrize(
    ('text', 'message'),
    [
        ('', 'b.json:1: the baseline is empty; restore it from git, or remove it'),
        (' \n', 'b.json:1: the baseline is empty'),
        ('{"schema": 1,\n "accepted": [\n  {"fingerprint": }\n]}', 'b.json:3: the baseline is not valid JSON'),
        ('{"schema": 1, "accepted": [', 'b.json:1: the baseline is not valid JSON'),
        ('{\n<<<<<<< HEAD\n', 'b.json:2: a merge conflict stands in the baseline'),
        ('[]', 'b.json:1: no keyguard baseline'),
        ('{"schema": 1, "acepted": []}', "did you mean 'acepted'?"),
        ('{"version": "1.5.0", "results": {}}', 'It looks like a baseline of detect-secrets'),
        ('{\n "schema": 2,\n "accepted": []}', 'b.json:2: written by a newer keyguard (schema 2, this one knows 1)'),
        ('{"schema": "1", "accepted": []}', '"schema" must be the number 1'),
        ('{"schema": true, "accepted": []}', '"schema" must be the number 1'),
        ('{"schema": 1,\n"accepted": {}}', 'b.json:2: "accepted" must be a list'),
        ('{"schema": 1, "accepted": [7]}', 'entry 1: an entry is an object in { }'),
        (
            f'{{"schema": 1, "accepted": [\n{json.dumps(entry(verdict="reel"))}]}}',
            'b.json:2: entry 1: verdict "reel" is not one of',
        ),
        (f'{{"schema": 1, "accepted": [\n{json.dumps(entry(verdict="reel"))}]}}', "did you mean 'real'?"),
        (f'{{"schema": 1, "accepted": [\n{json.dumps(entry(reason=" "))}]}}', '"reason" is missing or empty'),
        (f'{{"schema": 1, "accepted": [\n{json.dumps(entry(until="2026-02-30"))}]}}', '"until" must be a date'),
        ('{"schema": 1, "accepted": [{"fingerprnt": "x"}]}', "did you mean 'fingerprnt'?"),
        ('[' * 100000, 'nested too deeply'),
        (
            '{"accepted": [], "schema": ' + '9' * 6000 + '}',
            'schema' if sys.version_info < (3, 10, 7) else 'too large a number',
        ),
    ],
    ids=lambda value: value[:30],
)
def test_broken_baseline_is_a_clear_error(text: str, message: str) -> None:
    with pytest.raises(Fatal) as caught:
        baseline.parse(text.encode(), 'b.json')
    assert message in str(caught.value)
    assert caught.value.code == USAGE


@pytest.mark.parametrize('encoding', ['utf-8', 'utf-8-sig', 'utf-16'])
def test_encodings_of_editors_and_powershell_are_read(encoding: str) -> None:
    text = Baseline([entry(reason='für später')]).dump()
    assert baseline.parse(text.encode(encoding), 'b').entries == [entry(reason='für später')]


def test_bytes_that_are_no_text_are_an_error() -> None:
    with pytest.raises(Fatal, match='not UTF-8 text'):
        baseline.parse(b'{\xff\xfe}', 'b')


def test_one_entry_a_line_sorted_and_nothing_unknown_lost() -> None:
    entries = [entry(fingerprint='kg1:' + char * 32, extra='kept') for char in 'cab']
    text = Baseline(entries, {'team': {'kept': True}}).dump()
    lines = [line for line in text.splitlines() if 'kg1:' in line]
    assert lines == sorted(lines) and len(lines) == 3
    again = baseline.parse(text.encode(), 'b')
    assert again.rest == {'team': {'kept': True}}
    assert all(entry['extra'] == 'kept' for entry in again.entries)
    assert again.dump() == text
    assert baseline.parse(Baseline().dump().encode(), 'b').entries == []


def test_letters_are_written_as_they_are_and_fields_in_their_order() -> None:
    odd = {'path': 'a.py', 'x': 1, 'reason': 'für später', **entry(0, reason=None)}
    line = Baseline([odd]).dump().split('\n')[3]
    assert line == (
        f'    {{"fingerprint": "kg1:{"0" * 32}", "detector": "openai-project-key", "verdict": "false-positive", '
        '"reason": "für später", "path": "a.py", "x": 1}'
    )


@pytest.mark.parametrize(
    ('same', 'accepted'),
    [
        pytest.param([entry(), entry(verdict='real')], '', id='real'),
        pytest.param([entry(), entry(until='2026-01-01')], '', id='expired'),
        pytest.param([entry(verdict='revoked'), entry(until='2026-01-01')], '', id='stricter-verdict-and-expired'),
        pytest.param(
            [entry(verdict='revoked', reason='x'), entry(until='2027-01-01'), entry(DIGESTS[0], until='2028-01-01')],
            'baseline: revoked: x, until 2027-01-01',
            id='stricter-verdict-and-earlier-end',
        ),
    ],
)
def test_of_several_entries_the_stricter_verdict_and_the_earlier_end_count(
    same: list[dict[str, object]], accepted: str
) -> None:
    for entries in (same, same[::-1]):
        before = [dict(each) for each in entries]
        kept = Baseline(entries)
        assert kept.judge(finding(0), '2026-06-01')[0] == accepted
        assert entries == before and sorted(map(str, kept.entries)) == sorted(map(str, before))


def test_digest_that_is_added_counts_at_once() -> None:
    kept = Baseline()
    assert kept.judge(finding(0), '2026-06-01') == ('', '')
    kept.add(entry(DIGESTS[0], detector='any'))
    assert kept.judge(finding(0), '2026-06-01')[0] == 'baseline: false-positive: a sample'
    kept.drop({(DIGESTS[0], 'any'), ('kg1:0', 'any')})
    assert kept.judge(finding(0), '2026-06-01') == ('', '')


def test_acceptance_anew_takes_the_old_ones_place() -> None:
    kept = Baseline([entry()])
    kept.add(entry(reason='another'))
    kept.add(entry(fingerprint='kg1:' + '1' * 32))
    assert [entry['reason'] for entry in kept.entries] == ['another', 'a sample']


def test_save_replaces_and_keeps_the_mode(tmp_path: Path) -> None:
    path = tmp_path / 'b.json'
    path.write_text('old')
    path.chmod(0o640)
    writing.save(Baseline([entry()]), str(path))
    assert baseline.load(str(path)).entries == [entry()]
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ['b.json']


def test_save_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / 'b.json').mkdir()
    with pytest.raises(Fatal, match='cannot be written'):
        writing.save(Baseline(), str(tmp_path / 'b.json'))
    assert [each.name for each in tmp_path.iterdir()] == ['b.json']


def test_missing_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(Fatal, match='cannot be read'):
        baseline.load(str(tmp_path / 'none.json'))


@pytest.mark.parametrize(
    ('text', 'lines'),
    [
        pytest.param('{"schema": 1, "accepted": [\n7,\n\n8]}', [2, 4], id='one-a-line'),
        pytest.param('{"schema": 1, "accepted": [\n{"a":\n1}, {}]}', [2, 3], id='over-lines'),
        pytest.param('{"x": {"accepted": [1\n]},\n"accepted": [2,\n3]}', [1, 2], id='another-list-of-the-name'),
        pytest.param('{"\\u0061ccepted": [\n1, 2]}', [1, 2], id='name-with-an-escape'),
    ],
)
def test_lines_of_entries(text: str, lines: list[int]) -> None:
    assert baseline.lines_of(text, 2) == lines
