"""SARIF: the published schema, what GitHub reads of it, places of history that are no places of HEAD."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from keyguard.model import Finding, Report
from keyguard.report import sarif
from testing import reports as made

SCHEMA = json.loads((Path(__file__).parent / 'schemas' / 'sarif-2.1.0.json').read_text(encoding='utf-8'))


def _run(report: Report, **told: Any) -> dict[str, Any]:
    log = json.loads(sarif.render(report, **told))
    problems = [f'{list(each.absolute_path)}: {each.message}' for each in Draft7Validator(SCHEMA).iter_errors(log)]
    assert not problems
    return log['runs'][0]  # type: ignore[no-any-return]


def _one(path: bytes = b'a.py', **origin: Any) -> tuple[Finding, Report]:
    report = made.scanned((path, f'k = "{made.OPENAI}"\n'))
    report.blocked[0].path, report.blocked[0].inside = path, path.count(b'!')
    if origin:
        report.blocked[0].origin = made.origin(**origin)
    return report.blocked[0], report


@pytest.mark.parametrize(
    'report',
    [Report, made.plain_report, made.history_report, made.odd_report, made.every_kind],
    ids=['empty', 'plain', 'history', 'odd-names', 'every-kind'],
)
@pytest.mark.parametrize(
    'told', [{}, {'revision': 'a' * 40, 'repository': 'https://git.example/x'}], ids=['bare', 'all']
)
def test_schema(report: Callable[[], Report], told: dict[str, Any]) -> None:
    _run(report(), **told)


def test_every_result_has_its_rule_with_the_way_out() -> None:
    run = _run(made.every_kind())
    rules = run['tool']['driver']['rules']
    assert [rule['id'] for rule in rules] == sorted({result['ruleId'] for result in run['results']})
    for result in run['results']:
        assert rules[result['ruleIndex']]['id'] == result['ruleId']
    for rule in rules:
        assert len(rule['shortDescription']['text']) <= 1024 and len(rule['fullDescription']['text']) <= 1024
        assert 'revoke it first' in rule['help']['text'] and 'revoke it first' in rule['help']['markdown']
        assert rule['name'] and len(rule['name']) <= 255
        assert {'security', 'secret'} <= set(rule['properties']['tags'])
        assert float(rule['properties']['security-severity']) > 0
        assert rule.get('helpUri', 'https://').startswith('https://')
        assert rule['defaultConfiguration']['level'] in ('error', 'warning', 'note')


def test_rule_is_told_by_the_surest_finding() -> None:
    report = made.scanned(('a.py', f'k = "{made.OPENAI}"\n'), ('.env.example', f'OPENAI_API_KEY={made.OPENAI}\n'))
    report.blocked[0].confidence = 'low'
    run = _run(report)
    assert len(run['tool']['driver']['rules']) == 1
    assert sorted(result['level'] for result in run['results']) == ['error', 'note']


def test_region_counts_characters_and_ends_behind_the_key() -> None:
    report = made.scanned(('a.py', f'# \U0001f600 é\nk = "\U0001f600 {made.OPENAI}"\n'))
    run = _run(report)
    assert run['columnKind'] == 'unicodeCodePoints'
    place = run['results'][0]['locations'][0]['physicalLocation']
    assert place['region'] == {'startLine': 2, 'startColumn': 8, 'endLine': 2, 'endColumn': 8 + len(made.OPENAI)}
    assert 'snippet' not in json.dumps(run) and 'contextRegion' not in json.dumps(run)


@pytest.mark.parametrize(
    ('path', 'uri', 'relative'),
    [
        (b'a b%c.py', 'a%20b%25c.py', True),
        ('ü/é.py'.encode(), '%C3%BC/%C3%A9.py', True),
        (b'a\nb:c#d?e.py', 'a%0Ab%3Ac%23d%3Fe.py', True),
        (b'\xff.py', '%FF.py', True),
        (b'app.whl!app/settings.py', 'app.whl', True),
        (b'/tmp/a b.py', 'file:///tmp/a%20b.py', False),
        (b'C:/x/a.py', 'file:///C%3A/x/a.py', False),
    ],
    ids=['blank-and-percent', 'not-ascii', 'reserved', 'no-utf-8', 'archive', 'absolute', 'drive'],
)
def test_addresses(path: bytes, uri: str, relative: bool) -> None:
    _, report = _one(path)
    place = _run(report)['results'][0]['locations'][0]['physicalLocation']['artifactLocation']
    assert place == ({'uri': uri, 'uriBaseId': '%SRCROOT%'} if relative else {'uri': uri})


@pytest.mark.parametrize(
    ('path', 'origin', 'region'),
    [
        (b'a.py', {}, True),
        (b'a.py', {'in_head': True}, True),
        (b'a.py', {'in_head': False, 'left': '2026-03-01'}, False),
        (b'a.zip!b.py', {}, False),
    ],
    ids=['work-tree', 'in-head', 'gone-from-head', 'inside-of-an-archive'],
)
def test_a_line_is_named_only_where_head_has_it(path: bytes, origin: dict[str, Any], region: bool) -> None:
    _, report = _one(path, **origin)
    result = _run(report)['results'][0]
    assert ('region' in result['locations'][0]['physicalLocation']) is region
    # else the message has it
    assert (f'{path.decode()}:1:6' in result['message']['text']) is not region


def test_place_in_a_document_is_told_in_the_message() -> None:
    _, report = _one(b'a.xlsx!xl/worksheets/sheet1.xml')
    report.blocked[0].spot = 'sheet "Keys", cell B7'
    assert ':1:6 (sheet "Keys", cell B7).' in _run(report)['results'][0]['message']['text']


def test_history_is_told_in_message_and_properties_and_stands_in_a_category_of_its_own() -> None:
    run = _run(made.history_report())
    assert run['automationDetails']['id'] == 'keyguard/history/'
    old = next(result for result in run['results'] if 'old/a.py' in result['message']['text'])
    assert 'in commit 2025060120, gone 2025-09-01' in old['message']['text']
    assert 'It was pushed: revoke it first. It is 394 days old and due for rotation.' in old['message']['text']
    assert old['properties']['commit'] == '20250601' * 5 and old['properties']['inHead'] is False
    assert _run(made.plain_report())['automationDetails']['id'] == 'keyguard/tree/'


def test_fingerprint_is_ours_and_the_hash_of_the_line_is_left_to_github() -> None:
    finding, report = _one()
    assert _run(report)['results'][0]['partialFingerprints'] == {'keyguard/v1': finding.secret.fingerprint}


@pytest.mark.parametrize(
    ('reason', 'kind'),
    [
        ('comment: keyguard: allow', 'inSource'),
        ('baseline: test-key: dead', 'external'),
        ('placeholder: words', 'external'),
    ],
)
def test_accepted_findings_are_suppressed(reason: str, kind: str) -> None:
    finding, report = _one()
    finding.accepted = reason
    report.accepted, report.blocked = [finding], []
    assert _run(report)['results'][0]['suppressions'] == [{'kind': kind, 'status': 'accepted', 'justification': reason}]


@pytest.mark.parametrize(('unread', 'good'), [(0, True), (1, False)])
def test_what_was_not_read_is_no_success(unread: int, good: bool) -> None:
    _, report = _one()
    report.unread += [(b'a b.bin', 'permission denied')] * unread
    call = _run(report)['invocations'][0]
    assert call['executionSuccessful'] is good and call['exitCode'] == (1 if good else 3)
    errors = [told for told in call['toolExecutionNotifications'] if told['level'] == 'error']
    assert len(errors) == unread
    for told in errors:
        words = 'permission denied. Let whoever runs keyguard read it.'
        assert told['message']['text'] == f'a b.bin was not looked at: {words}'
        assert told['locations'][0]['physicalLocation']['artifactLocation']['uri'] == 'a%20b.bin'


def test_what_is_beyond_the_limits_of_github_is_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sarif._RESULTS == 25_000
    monkeypatch.setattr(sarif, '_RESULTS', 3)
    monkeypatch.setattr(sarif, '_NOTIFICATIONS', 2)
    report = made.history_report()
    report.unread += [(b'x', 'gone')] * 5
    run = _run(report)
    assert len(run['results']) == 3
    told = [told['message']['text'] for told in run['invocations'][0]['toolExecutionNotifications']]
    assert told[0].startswith('3 results left out, the least urgent ones: GitHub takes 3 of one run.')
    assert told[-1] == '4 more places not looked at; the JSON report names every one.'
    assert not any('suppressions' in result for result in run['results'])


def test_revision_is_told_with_and_without_an_address() -> None:
    _, report = _one()
    bare = _run(report, revision='a' * 40)
    assert 'versionControlProvenance' not in bare and bare['properties']['revision'] == 'a' * 40
    run = _run(report, revision='a' * 40, repository='https://git.example/x')
    assert run['versionControlProvenance'] == [
        {'repositoryUri': 'https://git.example/x', 'revisionId': 'a' * 40, 'mappedTo': {'uriBaseId': '%SRCROOT%'}}
    ]


def test_no_words_become_a_link() -> None:
    report = Report()
    report.unread.append((b'[x](https://evil.example)', 'a\\b'))
    text = _run(report)['invocations'][0]['toolExecutionNotifications'][-1]['message']['text']
    assert text == '\\[x\\](https://evil.example) was not looked at: a\\\\b. Mend that, and run it again.'


@pytest.mark.parametrize(
    ('view', 'cell', 'words'),
    [('file name', 0, ', in the file name.'), ('notebook', 3, ', in cell 3, line 2.'), ('base64', 0, ', in base64.')],
)
def test_message_says_what_reading_shows_the_key(view: str, cell: int, words: str) -> None:
    finding, report = _one()
    finding.view, finding.cell, finding.cell_line, finding.note = view, cell, 2, 'a doubt'
    text = _run(report)['results'][0]['message']['text']
    assert words in text and text.endswith('Note: a doubt.')
