"""JUnit XML, which nearly every CI system shows: a file with findings is a test that failed.

There is no schema of its makers; this is the common part that Jenkins, GitLab and Azure Pipelines read:
https://github.com/testmoapp/junitxml
"""

import re
from html import escape

from keyguard.excerpt import shown
from keyguard.model import Finding, Report
from keyguard.remedies import steps
from keyguard.report.groups import gone
from keyguard.report.layout import looked_at, mask, place, plain, set_aside
from keyguard.report.unread import why

# what no XML document may hold, not even escaped (https://www.w3.org/TR/xml/#charsets)
_FORBIDDEN = re.compile('[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')


def render(report: Report) -> str:
    """The whole document, ending in a newline: a test for each file with findings, accepted ones or with a problem."""
    blocked, accepted = _by_file(report.blocked), _by_file(report.accepted)
    cases = [_case(path, 'findings', _failure(findings)) for path, findings in blocked.items()]
    cases += [_case(path, 'accepted', _skipped(findings)) for path, findings in accepted.items()]
    cases += [
        _case(path, 'unread', f'      <error type="unread" message={_quoted(why(path, reason))}/>\n')
        for path, reason in report.unread
    ]
    if not blocked:
        cases.append(f'    <testcase classname="keyguard" name={_quoted(looked_at(report))}/>\n')
    counts = f'tests="{len(cases)}" failures="{len(blocked)}" errors="{len(report.unread)}" skipped="{len(accepted)}"'
    notes = [f'note: {plain(note)}' for note in report.notes]
    said = '\n'.join(filter(None, [*notes, set_aside(report), looked_at(report)]))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="keyguard" {counts}>\n  <testsuite name="keyguard" {counts} time="0">\n'
        + ''.join(cases)
        + f'    <system-out>{_text(said)}</system-out>\n  </testsuite>\n</testsuites>\n'
    )


def _by_file(findings: 'list[Finding]') -> 'dict[bytes, list[Finding]]':
    files: dict[bytes, list[Finding]] = {}
    for finding in findings:
        files.setdefault(finding.path, []).append(finding)
    return files


def _case(path: bytes, kind: str, inside: str) -> str:
    name = _quoted(shown(path))
    return f'    <testcase classname="keyguard.{kind}" name={name} file={name}>\n{inside}    </testcase>\n'


def _failure(findings: 'list[Finding]') -> str:
    titles = list(dict.fromkeys(f'{finding.detector.title} {mask(finding)}' for finding in findings))
    lines = []
    for finding in findings:
        away = f' ({gone(finding)})' if gone(finding) else ''
        lines.append(f'{place(finding)}  {finding.detector.title}  {mask(finding)}  {finding.secret.fingerprint}{away}')
        if finding.note:
            lines.append(f'  note: {plain(finding.note)}')
    leaked: dict[str, bool] = {}
    for finding in findings:
        id = finding.provider.id
        leaked[id] = leaked.get(id, False) or bool(finding.origin and finding.origin.pushed)
    for id, pushed in leaked.items():
        first = next(finding for finding in findings if finding.provider.id == id)
        lines += [plain(line) for line in steps.revoke(first, pushed)]
    message = titles[0] + (f' and {len(titles) - 1:,} more' if len(titles) > 1 else '')
    text = '\n'.join(lines)
    return f'      <failure type="key" message={_quoted(message)}>{_text(text)}</failure>\n'


def _skipped(findings: 'list[Finding]') -> str:
    reasons = dict.fromkeys(f'{place(each)}  {each.detector.title}: {plain(each.accepted)}' for each in findings)
    return f'      <skipped message={_quoted("; ".join(reasons))}/>\n'


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub('\ufffd', text), quote=False)


def _quoted(text: str) -> str:
    text = escape(_FORBIDDEN.sub('\ufffd', text))
    return f'"{text}"'
