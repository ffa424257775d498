"""GitHub: what its runner reads back is what was said, no name becomes a command, and the summary is no markup."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from keyguard.model import Report
from keyguard.report import github
from testing import reports as made


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    text: str


def _commands(output: str) -> list[Command]:
    """The commands that the runner takes from these lines: it trims a line, and splits it as its documentation says."""
    found = []
    for line in re.split('[\r\n]', output):
        if line.lstrip().startswith('::'):
            head, _, text = line.lstrip()[2:].partition('::')
            name, _, rest = head.partition(' ')
            pairs = [pair.split('=', 1) for pair in rest.split(',') if pair]
            found.append(Command(name, {key: _back(value, True) for key, value in pairs}, _back(text, False)))
        else:
            assert '##[' not in line
    return found


def _back(text: str, inside: bool) -> str:
    pairs = [('%0D', '\r'), ('%0A', '\n'), *([('%3A', ':'), ('%2C', ',')] if inside else []), ('%25', '%')]
    for code, char in pairs:
        text = text.replace(code, char)
    return text


@pytest.mark.parametrize(
    ('path', 'file'),
    [
        (b'a,line=9:b%0A.py', 'a,line=9:b%0A.py'),
        (b'::error::x.py', '::error::x.py'),
        (b'a\n::error::x.py', 'a\n::error::x.py'),
        (b'a\r\n::stop-commands::x.py', 'a\r\n::stop-commands::x.py'),
        ('ü 100%.py'.encode(), 'ü 100%.py'),
        (b'a\x1b[31m.py', 'a\\x1b[31m.py'),
        (b'app.whl!b.py', 'app.whl'),
    ],
    ids=['properties', 'command', 'newline', 'carriage-return', 'percent', 'colour', 'archive'],
)
def test_name_is_read_back_and_is_no_command(path: bytes, file: str) -> None:
    report = made.scanned((path, f'k = "{made.OPENAI}"\n'))
    report.blocked[0].path, report.blocked[0].inside = path, path.count(b'!')
    report.unread.append((path, f'bad {path.decode()}'))
    report.notes.append(path.decode())
    commands = _commands(github.render(report))
    assert [command.name for command in commands] == ['error', 'warning']
    assert [command.properties['file'] for command in commands] == [file, file]


def test_odd_names_make_no_further_commands() -> None:
    report = made.odd_report()
    assert {command.name for command in _commands(github.render(report))} == {'error', 'warning'}
    assert len(_commands(github.render(report))) == 1 + 10


def test_place_and_columns() -> None:
    command = _commands(github.render(made.history_report()))[0]
    assert command.properties == {
        'file': 'app/main.py', 'line': '1', 'col': '26', 'endColumn': str(26 + len(made.OPENAI)), 'title': 'OpenAI project key',
    }  # fmt: skip
    assert (
        command.text.startswith('sk-proj-…')
        and 'pushed, still in HEAD' in command.text
        and 'in 2 places' in command.text
    )
    assert 'Revoke it first, it was pushed: https://' in command.text


def test_no_line_of_a_file_that_is_not_the_one_shown() -> None:
    commands = {command.properties['file']: command for command in _commands(github.render(made.history_report()))}
    assert 'line' not in commands['old/a.py'].properties
    assert 'at old/a.py:1:6 in commit 2025060120, gone 2025-09-01' in commands['old/a.py'].text


def test_key_over_several_lines_has_no_columns() -> None:
    report = made.scanned(('a.py', f'k = "{made.OPENAI}"\n'))
    report.blocked[0].end_line = 2
    properties = _commands(github.render(report))[0].properties
    assert (properties['line'], properties['endLine'], 'col' in properties) == ('1', '2', False)


def test_ten_annotations_and_the_number_of_the_rest() -> None:
    report = made.every_kind()
    report.unread += [(b'x%d' % at, 'gone') for at in range(12)]
    output = github.render(report)
    commands = _commands(output)
    assert [command.name for command in commands] == ['error'] * 10 + ['warning'] * 10
    assert f'keyguard: {len(made.unique(report)) - 10} more keys; the summary of the job lists them\n' in output
    assert 'keyguard: 2 more places not looked at\n' in output


def test_clean_run_says_so() -> None:
    assert github.render(Report()) == 'keyguard: 0 keys found, examined 0 files, 0 bytes\n'
    assert github.summary(Report()).startswith('## keyguard: no key found\n')


def test_summary_has_a_row_for_every_key_whatever_its_files_are_called() -> None:
    out = github.summary(made.odd_report(), show_accepted=True)
    rows = [line for line in out.splitlines() if line.startswith('| ')]
    assert len(rows) == 3  # head, line, key
    assert all(len(re.findall(r'(?<!\\)\|', row)) == 6 for row in rows)
    assert '<script' not in out and '<img' not in out and '<b>' not in out
    assert '](' not in out.replace('\\](', '')


def test_summary_is_bounded() -> None:
    report = made.many(10_000)
    report.unread += [(b'x' * 4000, 'y' * 4000)] * 1000
    report.accepted = report.blocked * 2
    assert len(github.summary(report, show_accepted=True).encode()) < 1 << 20
    every = made.every_kind()
    assert f'… and {len(made.unique(every)) - 50} more keys.' in github.summary(every)


def test_summary_tells_where_since_when_and_what_to_do() -> None:
    out = github.summary(made.history_report())
    assert '| OpenAI project key sk-proj-…' in out and '2025-12-01, due for rotation' in out
    assert 'pushed, still in HEAD' in out and '- OpenAI: revoke the key, https://' in out
    assert 'vendor/x.zip: encrypted' in out and '2 remotes were not asked' in out and 'exit code 3.' in out
