"""GitLab's report: its rules, one identity for a finding whatever line it stands in, what was not read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from keyguard.model import Report
from keyguard.report import gitlab
from testing import reports as made

SCHEMA = json.loads((Path(__file__).parent / 'schemas' / 'gitlab-secret-detection.json').read_text(encoding='utf-8'))


def _whole(report: Report, **told: Any) -> dict[str, Any]:
    whole = json.loads(gitlab.render(report, now=made.NOW, **told))
    problems = [f'{list(each.absolute_path)}: {each.message}' for each in Draft7Validator(SCHEMA).iter_errors(whole)]
    assert not problems
    return whole  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    'report',
    [Report, made.plain_report, made.history_report, made.odd_report, made.every_kind],
    ids=['empty', 'plain', 'history', 'odd-names', 'every-kind'],
)
@pytest.mark.parametrize('told', [{}, {'show_accepted': True, 'revision': 'b' * 40}], ids=['bare', 'all'])
def test_schema(report: Callable[[], Report], told: dict[str, Any]) -> None:
    whole = _whole(report(), **told)
    ids = [each['id'] for each in whole['vulnerabilities']]
    assert len(ids) == len(set(ids))


def test_time_is_the_one_that_was_given() -> None:
    scan = _whole(Report())['scan']
    assert scan['start_time'] == scan['end_time'] == made.NOW


def _tracks(text: str, path: str = 'a.py') -> list[str]:
    found = _whole(made.scanned((path, text)))['vulnerabilities']
    return [each['tracking']['items'][0]['signatures'][0]['value'] for each in found]


def test_a_finding_stays_the_same_when_its_line_moves() -> None:
    key = f'k = "{made.OPENAI}"\n'
    assert _tracks(key) == _tracks('\n\n' + key)
    assert _tracks(key) != _tracks(key, 'b.py')
    twice = _tracks(key + key)
    assert len(set(twice)) == 2 and twice[0] == _tracks(key)[0]


def test_first_identifier_is_the_kind_of_key() -> None:
    each = _whole(made.history_report())['vulnerabilities'][0]
    assert each['identifiers'][0] == {
        'type': 'keyguard_rule_id', 'name': 'keyguard rule openai-project-key', 'value': 'openai-project-key',
    }  # fmt: skip
    assert each['severity'] == 'Critical' and each['links'][0]['url'].startswith('https://')
    assert each['solution'].startswith('Revoke it first, for it was pushed')


@pytest.mark.parametrize(
    ('origin', 'revision', 'sha'),
    [({}, '', '0000000'), ({}, 'b' * 40, 'b' * 40), ({'commit': 'c' * 40}, 'b' * 40, 'c' * 40)],
    ids=['work-tree', 'revision', 'history'],
)
def test_commit(origin: dict[str, Any], revision: str, sha: str) -> None:
    report = made.scanned(('a.py', f'k = "{made.OPENAI}"\n'))
    if origin:
        report.blocked[0].origin = made.origin(**origin)
    assert _whole(report, revision=revision)['vulnerabilities'][0]['location']['commit']['sha'] == sha


def test_accepted_findings_are_likely_false_positives_when_asked_for() -> None:
    report = made.plain_report()
    few, all_of_them = _whole(report), _whole(report, show_accepted=True)
    assert len(all_of_them['vulnerabilities']) == len(few['vulnerabilities']) + len(report.accepted)
    last = all_of_them['vulnerabilities'][-1]
    assert last['severity'] == 'Info' and last['flags'][0]['description'].startswith('comment: ')


def test_messages_tell_what_was_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gitlab, '_MESSAGES', 1)
    said = _whole(made.plain_report())['scan']['messages']
    assert {
        'level': 'warn',
        'value': 'big<1>.bin was not looked at: permission denied. Let whoever runs keyguard read it.',
    } in said
    assert {'level': 'warn', 'value': '1 more places were not looked at'} in said
    assert {'level': 'info', 'value': 'a shallow clone: commits before 2026-01-01 are <not> there'} in said


def test_a_line_inside_of_an_archive_is_none_of_the_archive() -> None:
    report = made.scanned(('a.py', f'k = "{made.OPENAI}"\n'))
    report.blocked[0].path, report.blocked[0].inside = b'a.zip!b.py', 1
    report.blocked[0].note = 'a doubt'
    each = _whole(report)['vulnerabilities'][0]
    assert each['location'] == {'file': 'a.zip', 'commit': {'sha': '0000000'}}
    assert 'a.zip\\!b.py:1:6' in each['description'] and each['description'].endswith('a doubt')


def test_description_is_no_markup() -> None:
    for each in _whole(made.odd_report(), show_accepted=True)['vulnerabilities']:
        assert '<' not in each['description'] and '](' not in each['description'].replace('\\](', '')
