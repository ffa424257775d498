"""JUnit: well-formed whatever the names are, and the structure that CI systems read."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from keyguard.model import Report
from keyguard.report import junit
from testing import reports as made

# what may stand in what, and the attributes that must be there
INSIDE = {
    'testsuites': {'testsuite'}, 'testsuite': {'testcase', 'system-out'}, 'testcase': {'failure', 'error', 'skipped'},
    'failure': set(), 'error': set(), 'skipped': set(), 'system-out': set(),
}  # fmt: skip
NEEDED = {
    'testsuites': {'tests', 'failures', 'errors'}, 'testsuite': {'name', 'tests', 'failures', 'errors', 'skipped'},
    'testcase': {'name', 'classname'}, 'failure': {'message', 'type'}, 'error': {'message', 'type'}, 'skipped': {'message'},
    'system-out': set(),
}  # fmt: skip


def _suite(report: Report) -> ElementTree.Element:
    root = ElementTree.fromstring(junit.render(report).encode('utf-8'))
    assert root.tag == 'testsuites'
    for element in root.iter():
        assert {child.tag for child in element} <= INSIDE[element.tag]
        assert element.attrib.keys() >= NEEDED[element.tag]
    suite = root[0]
    cases = suite.findall('testcase')
    for name, tag in (('failures', 'failure'), ('errors', 'error'), ('skipped', 'skipped')):
        number = sum(case.find(tag) is not None for case in cases)
        assert int(suite.attrib[name]) == int(root.attrib[name]) == number
    assert int(suite.attrib['tests']) == int(root.attrib['tests']) == len(cases)
    return suite


@pytest.mark.parametrize(
    'report',
    [Report, made.plain_report, made.history_report, made.odd_report, made.every_kind],
    ids=['empty', 'plain', 'history', 'odd-names', 'every-kind'],
)
def test_structure(report: Callable[[], Report]) -> None:
    _suite(report())


def test_a_clean_run_is_one_test_that_passed() -> None:
    report = Report()
    report.files, report.bytes = 12, 48_211
    cases = _suite(report).findall('testcase')
    assert [case.attrib['name'] for case in cases] == ['examined 12 files, 48.2 kB'] and not list(cases[0])


def test_a_file_with_findings_is_a_test_that_failed() -> None:
    suite = _suite(made.plain_report())
    failed = {case.attrib['name']: case.find('failure') for case in suite if case.find('failure') is not None}
    assert set(failed) == {'app/main.py', 'app/other.py', '.env'}
    failure = failed['app/other.py']
    assert failure is not None and failure.text is not None
    assert 'app/other.py:1:6' in failure.text and 'app/other.py:2:6' in failure.text
    assert 'https://platform.openai.com/' in failure.text


def test_accepted_and_unread_are_skipped_and_errors() -> None:
    suite = _suite(made.plain_report())
    assert [case.attrib['name'] for case in suite if case.find('skipped') is not None] == ['docs/quickstart.md']
    skipped, error = suite.find('testcase/skipped'), suite.find('testcase/error')
    assert skipped is not None and 'keyguard: allow (published <sample> & dead)' in skipped.attrib['message']
    assert error is not None and error.attrib['message'] == 'permission denied. Let whoever runs keyguard read it.'


def test_history_is_told() -> None:
    texts = [failure.text or '' for failure in _suite(made.history_report()).iter('failure')]
    assert any('(in commit 2025060120, gone 2025-09-01)' in text and 'Revoke it first' in text for text in texts)


def test_several_keys_of_one_file_are_counted_in_the_message() -> None:
    report = made.scanned(('a.py', f'a = "{made.OPENAI}"\nb = "{made.GROQ}"\n'))
    report.blocked[0].note = 'a doubt'
    failure = _suite(report).find('testcase/failure')
    assert failure is not None and failure.attrib['message'].endswith(' and 1 more')
    assert 'note: a doubt' in (failure.text or '')


@pytest.mark.parametrize(
    'char', ['\x00', '\x0b', '\x1f', '\x7f', '\ufffe', '\uffff', '\udcff', ']]>', '<', '&', '"', "'"]
)
def test_no_character_breaks_the_document(char: str) -> None:
    report = made.scanned(('a.py', f'k = "{made.OPENAI}"\n'))
    report.blocked[0].path = f'a{char}b.py'.encode('utf-8', 'surrogatepass')
    report.blocked[0].note = f'x{char}y'
    report.unread.append((report.blocked[0].path, f'x{char}y'))
    report.notes.append(f'x{char}y')
    _suite(report)
