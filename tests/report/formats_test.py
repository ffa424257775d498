"""What holds for every format: no key, nothing lost, the verdict as it was, the same again for the same report."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable
from types import FrameType

import pytest

from keyguard.catalogue import everything
from keyguard.errors import BLOCKED, INCOMPLETE, OK
from keyguard.model import Blob, Report
from keyguard.pipeline import run
from keyguard.report import formats, verdict
from keyguard.report.formats import FORMATS
from keyguard.report.github import summary
from keyguard.samples import sample, surroundings
from keyguard.settings import Settings
from testing import reports as made

TOLD = {'what': 'keys found', 'show_accepted': True, 'now': made.NOW, 'revision': 'a' * 40}
KINDS: dict[str, Callable[[Report], str]] = {
    **{name: lambda report, name=name: formats.render(name, report, **TOLD) for name in FORMATS},  # type: ignore[misc]
    'summary': lambda report: summary(report, show_accepted=True),
}
REPORTS: dict[str, Callable[[], Report]] = {
    'empty': Report,
    'plain': made.plain_report,
    'history': made.history_report,
    'odd-names': made.odd_report,
}


@pytest.fixture(params=KINDS)
def render(request: pytest.FixtureRequest) -> Callable[[Report], str]:
    return KINDS[request.param]


@pytest.fixture(scope='module')
def every_key() -> tuple[Report, list[tuple[str, str]]]:
    """A report with every kind of key, in files, in their names and in names of the unread; (prefix, rest) of each."""
    kinds = [(provider, detector, sample(detector, 7)) for provider in everything() for detector in provider.detectors]
    blobs = [Blob(b'%d/.env' % at, surroundings(*kind)) for at, kind in enumerate(kinds)]
    blobs += [Blob(b'%d/%s.txt' % (at, key)) for at, (_, _, key) in enumerate(kinds) if b'/' not in key]
    blobs += [Blob(b'u/%s.zip' % key.encode(), b'', 'broken') for key in made.KEYS]
    report = run(blobs, Settings())
    assert len(report.blocked) >= len(kinds)
    for finding in report.findings[::2]:
        finding.origin = made.origin(paths=(finding.path,))
    keys = [(detector.prefix_of(key).decode(), key.decode()) for _, detector, key in kinds]
    return report, [(prefix, key[len(prefix) :]) for prefix, key in keys]


def test_no_key_of_the_catalogue_shows_in_any_format(
    every_key: tuple[Report, list[tuple[str, str]]], render: Callable[[Report], str]
) -> None:
    report, keys = every_key
    # what every JWT begins with is shown, and is no secret
    output = render(report).replace('eyJhbGciOi', '')
    pieces = {output[at : at + 8] for at in range(len(output) - 7)}
    for prefix, rest in keys:
        assert pieces.isdisjoint(rest[at : at + 8] for at in range(len(rest) - 7)), prefix


@pytest.mark.parametrize('name', REPORTS)
def test_output_is_the_same_again_and_leaves_report_and_verdict_alone(
    name: str, render: Callable[[Report], str]
) -> None:
    report = REPORTS[name]()
    before = _state(report), verdict(report)
    output = render(report)
    assert (_state(report), verdict(report)) == before
    assert render(report) == output
    assert output.endswith('\n')
    output.encode('utf-8')  # no half of a character


def _state(report: Report) -> list[object]:
    return [
        *map(list, (report.blocked, report.accepted, report.unread, report.notes)),
        *(finding.path for finding in report.findings),
        *(report.files, report.bytes, report.commits, report.excluded),
    ]


@pytest.mark.parametrize(
    ('name', 'code'), [('empty', OK), ('plain', INCOMPLETE), ('history', INCOMPLETE), ('odd-names', INCOMPLETE)]
)
def test_verdict_is_told_by_the_report_alone(name: str, code: int) -> None:
    report = REPORTS[name]()
    assert verdict(report) == code
    report.unread.clear()
    assert verdict(report) == (BLOCKED if report.blocked else OK)


@pytest.mark.parametrize(
    'part',
    ['permission denied', 'a shallow clone', 'comment', 'big', 'sk-proj-…', 'app/main.py', 'Anthropic'],
    ids=['unread-reason', 'note', 'accepted-kind', 'unread-path', 'mask', 'path', 'provider'],
)
def test_everything_is_told_in_every_format(part: str, render: Callable[[Report], str]) -> None:
    assert part in render(made.plain_report())


def test_what_was_examined_is_told_in_every_format(render: Callable[[Report], str]) -> None:
    output = render(made.history_report())
    assert '42' in output
    assert 'encrypted' in output and '2 remotes were not asked' in output


@pytest.mark.parametrize('format', ['json', 'sarif', 'html', 'text', 'gitlab', 'junit', 'github'])
def test_first_commit_is_told(format: str) -> None:
    output = formats.render(format, made.history_report(), **TOLD)
    assert '2025060120' in output
    assert '2025-09-01' in output


def test_every_format_has_a_renderer_that_takes_the_report_and_names() -> None:
    for name, module in FORMATS.items():
        function = importlib.import_module(f'keyguard.report.{module}').render
        assert function.__code__.co_argcount == 1, name
        assert function.__defaults__ is None, name
        assert set(function.__kwdefaults__ or {}) <= {
            *('what', 'colour', 'show_accepted', 'store', 'help', 'near', 'now', 'revision', 'repository')
        }, name


@pytest.mark.parametrize('number', [10_000])
def test_ten_thousand_findings(number: int, render: Callable[[Report], str]) -> None:
    assert render(made.many(number))


def test_work_grows_with_the_number_of_findings_and_no_faster(render: Callable[[Report], str]) -> None:
    few, many = made.many(200), made.many(2_000)
    render(few)  # what is imported once is not counted
    assert _calls(lambda: render(many)) < 13 * _calls(lambda: render(few))


def _calls(function: Callable[[], object]) -> int:
    number = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal number
        number += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(before)
    return number


def test_store_and_help_of_the_team_are_told() -> None:
    told = {**TOLD, 'store': 'HashiCorp Vault', 'help': 'https://wiki.example/x'}
    for format in ('text', 'html', 'json', 'sarif', 'gitlab'):
        assert 'HashiCorp Vault' in formats.render(format, made.plain_report(), **told), format
    for format in ('text', 'html'):
        assert 'https://wiki.example/x' in formats.render(format, made.plain_report(), **told), format


def test_json_tells_where_a_find_comes_from() -> None:
    whole = json.loads(formats.render('json', made.history_report(), **TOLD))
    assert whole['examined']['commits'] == 42 and whole['notes'] == ['2 remotes were not asked']
    by_path = {finding['path']: finding for finding in whole['findings']}
    old = by_path['old/a.py']
    assert (old['commit'], old['first_seen'], old['age_days'], old['in_head']) == (
        '20250601' * 5,
        '2025-06-01',
        394,
        False,
    )
    assert (old['pushed'], old['left'], old['due'], old['branches'], old['tags']) == (
        True,
        '2025-09-01',
        True,
        ['main'],
        [],
    )
    assert by_path['lib/c.py']['pushed'] is None and by_path['lib/b.py']['pushed'] is False
    assert by_path['lib/b.py']['due'] is False and by_path['lib/b.py']['left'] is None
    assert by_path['app/main.py']['paths'] == ['app/main.py', 'app/older.py'] and by_path['app/main.py']['tags'] == [
        'v1.0'
    ]


def test_json_without_history_knows_no_origin_and_without_an_age_no_due() -> None:
    finding = json.loads(formats.render('json', made.plain_report()))['findings'][0]
    names = ('commit', 'first_seen', 'age_days', 'in_head', 'paths', 'branches', 'tags', 'pushed', 'left')
    assert [finding[name] for name in names] == [None] * len(names)
    assert 'due' not in finding


def test_table_of_formats_lists_files_that_are_there() -> None:
    folder = os.path.dirname(formats.__file__)
    assert all(os.path.exists(os.path.join(folder, f'{module}.py')) for module in FORMATS.values())
