"""One key in forty places is one entry; the most urgent one stands first; the advice fits how far the key has got."""

from __future__ import annotations

import pytest

from keyguard.model import Finding, Report
from keyguard.report import audit_text
from keyguard.report.advice import blocks
from keyguard.report.groups import grouped, standing
from keyguard.report.layout import inert, place
from testing import reports as made

PUSHED = 'Revoke it first, for it was pushed, and rewriting the history does not take that back'


def _with(**origin: object) -> list[Finding]:
    findings = made.scanned(('a.py', f'k = "{made.OPENAI}"\n')).blocked
    findings[0].origin = made.origin(**origin)  # type: ignore[arg-type]
    return findings


def test_one_key_in_forty_places_is_one_entry() -> None:
    report = made.scanned(
        *((f'{at:02}.py', f'k = "{made.OPENAI}"\n') for at in range(40)), ('z.py', f'k = "{made.GROQ}"\n')
    )
    assert [len(key.findings) for key in grouped(report.blocked)] == [40, 1]
    out = audit_text.render(report)
    assert out.startswith('keyguard: keys found, 2 keys in 41 files\n')
    assert '00.py:1:6' in out and '04.py:1:6' in out and '05.py:1:6' not in out
    assert '… and 35 more places, 40 files in all' in out
    assert out.count('  1 Take it out') == 2


def test_the_most_urgent_key_stands_first() -> None:
    order = [key.chief.path for key in grouped(made.history_report().blocked)]
    assert order == [b'app/main.py', b'old/a.py', b'lib/c.py', b'lib/b.py']


@pytest.mark.parametrize(
    ('one', 'other'),
    [
        ({}, {'in_head': False}),
        ({'in_head': False}, {'pushed': None}),
        ({'pushed': None, 'in_head': False}, {'pushed': False}),
        ({'pushed': False}, {'pushed': False, 'in_head': False}),
        ({'age': 100}, {'age': 50}),
        ({'age': 91, 'max_age': 90}, {'age': 400, 'max_age': 500}),
    ],
    ids=['standing', 'pushed', 'unknown-may-be-pushed', 'local-standing', 'older', 'due'],
)
def test_order(one: dict[str, object], other: dict[str, object]) -> None:
    report = made.scanned(('b.py', f'k = "{made.OPENAI}"\n'), ('a.py', f'k = "{made.GROQ}"\n'))
    first, second = report.blocked[1], report.blocked[0]
    first.origin, second.origin = made.origin(**one), made.origin(**other)  # type: ignore[arg-type]
    assert grouped([second, first])[0].chief is first


def test_surer_keys_stand_before_doubtful_ones() -> None:
    report = made.scanned(('a.py', f'k = "{made.OPENAI}"\n'), ('b.py', f'k = "{made.GROQ}"\n'))
    report.blocked[0].confidence = 'low'
    assert [key.chief.path for key in grouped(report.blocked)] == [b'b.py', b'a.py']


def test_a_key_begins_with_its_first_commit_and_is_gone_when_no_place_has_it() -> None:
    key = grouped(made.history_report().blocked)[0]
    assert (key.date, key.commit, key.age, key.left, key.in_head) == ('2025-12-01', '20251201' * 5, 211, '', True)
    assert [finding.path for finding in key.findings] == [b'app/main.py', b'old/settings.py']
    assert (key.branches, key.tags) == ([b'dev', b'main'], [b'v1.0'])
    gone = grouped(made.history_report().blocked)[1]
    assert (gone.left, gone.status) == ('2025-09-01', 'pushed, no longer in HEAD')


@pytest.mark.parametrize(
    ('age', 'most', 'due'), [(91, 90, True), (90, 90, False), (-1, 90, False), (9999, 0, False)],
    ids=['older', 'just-so-old', 'unknown-age', 'no-age-set'],
)  # fmt: skip
def test_due_for_rotation(age: int, most: int, due: bool) -> None:
    report = Report()
    report.blocked = _with(age=age, max_age=most)
    assert grouped(report.blocked)[0].due is due
    assert (f'due for rotation (older than {most} days)' in ' '.join(audit_text.render(report).split())) is due


@pytest.mark.parametrize(
    ('origin', 'has', 'has_not'),
    [
        (
            {},
            [PUSHED, 'Leave what is pushed', 'Take it out of the file'],
            ['keyguard guide leak', 'If it was ever pushed'],
        ),
        ({'in_head': False, 'left': '2026-03-01'}, [PUSHED], ['Take it out of the file', 'keyguard guide leak']),
        ({'pushed': False}, ['Take it out of the file', 'keyguard guide leak', 'If it was ever pushed'], [PUSHED]),
        (
            {'pushed': False, 'in_head': False},
            ['1 commit that is not pushed', 'keyguard guide leak'],
            ['Take it out of the file'],
        ),
        ({'pushed': None, 'in_head': False}, ['was never pushed', 'If it was ever pushed'], [PUSHED]),
    ],
    ids=['pushed-standing', 'pushed-gone', 'local-standing', 'local-gone', 'unknown'],
)
def test_advice_fits_how_far_the_key_has_got(origin: dict[str, object], has: list[str], has_not: list[str]) -> None:
    made_blocks = blocks(_with(**origin), '')
    text = '\n'.join(line for block in made_blocks for line in block)
    assert all(words in text for words in has)
    assert not any(words in text for words in has_not)
    assert made_blocks[0][0].startswith(PUSHED) == (PUSHED in has)


def test_what_no_known_commit_has_is_not_called_safe() -> None:
    findings = _with(pushed=None, in_head=False, branches=())
    assert findings[0].origin is not None
    findings[0].origin.commit = findings[0].origin.date = ''
    key = grouped(findings)[0]
    nowhere = 'in no commit that is known'
    assert (key.status, key.since, standing(findings[0])) == (f'perhaps pushed, {nowhere}', '', nowhere)
    assert blocks(findings, '')[0][0].startswith('No commit has it.')


@pytest.mark.parametrize(
    ('words', 'has', 'has_not'),
    [
        ({'branches': (b'stash@{1}',)}, ["git stash drop 'stash@{1}'"], ['rebase', 'reflog']),
        ({'branches': (), 'tags': (b'v 1',)}, ["git tag --delete 'v 1'"], ['rebase', 'reflog']),
        (
            {'branches': (b'refs/notes/team',), 'paths': (b'ab/' + b'c' * 38,)},
            ['git notes --ref=refs/notes/team edit abcc'],
            ['rebase', 'reflog'],
        ),
        ({'branches': ()}, ['git reflog expire', 'gc --prune=now'], ['rebase']),
        ({'branches': (b'topic',), 'here': False}, ['git switch topic', 'git rebase --interactive'], ['--rebase-m']),
        ({'merge': True}, ['git rebase --rebase-merges --interactive', '"break"'], ['switch']),
    ],
    ids=['stash', 'tag-alone', 'note', 'no-branch', 'another-branch', 'merge'],
)
def test_way_out_fits_what_holds_the_commit(words: dict[str, object], has: list[str], has_not: list[str]) -> None:
    more = {name: words.pop(name) for name in ('here', 'merge') if name in words}
    findings = _with(pushed=False, in_head=False, **words)
    for name, value in more.items():
        setattr(findings[0].origin, name, value)
    if b'main' not in (words.get('branches') or (b'main',)) and 'here' not in more:
        assert findings[0].origin is not None
        findings[0].origin.local = ()
    text = '\n'.join(line for block in blocks(findings, '') for line in block)
    assert all(part in text for part in has) and not any(part in text for part in has_not)


def test_commands_are_for_the_repository_of_the_finding() -> None:
    findings = _with(pushed=False)
    findings[0].folder, findings[0].path = b'R/a b', b'R/a b/app/main.py'
    lines = blocks(findings, '')[0]
    assert lines[:2] == ['In R/a b:', "cd 'R/a b'"]
    assert not any('R/' in line for line in lines[2:])
    assert findings[0].path == b'R/a b/app/main.py'


def test_lines_fit_a_screen() -> None:
    for report in (made.history_report(), made.plain_report()):
        for line in audit_text.render(report).splitlines():
            assert len(line) <= 100 or 'https://' in line, line


@pytest.mark.parametrize(
    ('number', 'unread'), [(0, 0), (20, 0), (25, 5)], ids=['none', 'all-shown', 'some-counted']
)  # fmt: skip
def test_unread_is_listed_up_to_twenty(number: int, unread: int) -> None:
    report = Report()
    report.unread += [(b'x%02d' % at, 'gone') for at in range(number)]
    out = audit_text.render(report)
    assert out.count(': gone') == number - unread
    assert (f'… and {unread} more' in out) == bool(unread)


def test_accepted_findings_are_counted_by_kind_and_listed_when_asked() -> None:
    report = made.scanned(
        ('a.py', f'x = "{made.OPENAI}"  # keyguard: allow dead\ny = "{made.GROQ}"\nz = "{made.ANTHROPIC}"\n')
    )
    for finding in list(report.blocked):
        finding.accepted = 'baseline: test-key: dead'
    report.accepted += report.blocked
    report.blocked = []
    out = audit_text.render(report)
    assert '3 findings set aside: 2 baseline, 1 comment  (--show-accepted lists them)' in out
    assert 'test-key' not in out
    assert 'baseline: test-key: dead' in audit_text.render(report, show_accepted=True)


def test_many_keys_and_many_names_are_counted() -> None:
    report = made.every_kind()
    out = audit_text.render(report)
    assert f'… and {len(made.unique(report)) - 100} more keys; --format json lists every one' in out
    names = tuple(b'branch-%02d' % at for at in range(30))
    report = Report()
    report.blocked = _with(branches=names, tags=names)
    assert 'in branches branch-00, branch-01, branch-02, branch-03 and 26 more; tags' in audit_text.render(report)


def test_kinds_of_file_beyond_the_sixth_are_counted() -> None:
    names = ('a.py', 'b.js', 'c.go', 'd.rb', 'e.php', 'f.rs', 'g.swift', 'h.java')
    report = made.scanned(*((name, f'k = "{made.OPENAI}"\n') for name in names))
    assert 'and likewise in 2 other kinds of file.' in audit_text.render(report)


@pytest.mark.parametrize(
    ('line', 'safe'),
    [
        ('  ::error file=x::y', '  \\x3a:error file=x::y'),
        ('::error::y', '\\x3a:error::y'),
        ('a ##[error] b', 'a #\\x23[error] b'),
        ('a ::error::', 'a ::error::'),
        ('', ''),
    ],
    ids=['after-blanks', 'at-the-start', 'older-form', 'inside', 'empty'],
)
def test_no_line_is_a_command_of_githubs_runner(line: str, safe: str) -> None:
    assert inert(line) == safe


def test_text_report_holds_no_command_of_githubs_runner() -> None:
    for line in audit_text.render(made.odd_report(), show_accepted=True).split('\n'):
        assert not line.lstrip().startswith('::') and '##[' not in line


@pytest.mark.parametrize(
    ('view', 'cell', 'words'),
    [
        ('plain', 0, 'a.py:1:6'),
        ('file name', 0, 'a.py  (in the file name)'),
        ('notebook', 3, 'a.py:1:6  (cell 3, line 2)'),
        ('base64', 0, 'a.py:1:6  (base64)'),
    ],
)
def test_place_says_what_reading_shows_the_key(view: str, cell: int, words: str) -> None:
    report = made.scanned(('a.py', f'k = "{made.OPENAI}"\n'))
    finding = report.blocked[0]
    finding.view, finding.cell, finding.cell_line, finding.note = view, cell, 2, 'a doubt'
    assert place(finding) == words
    assert standing(finding) == 'in the work tree'
    out = audit_text.render(report)
    assert words in out and '     note: a doubt\n' in out


def test_long_lines_are_cut_around_the_key() -> None:
    report = made.scanned(('a.py', f'{"word " * 60}= "{made.OPENAI}" {"more " * 60}\n'))
    line = next(line for line in audit_text.render(report).splitlines() if ' | ' in line)
    assert len(line) <= 100 and 'sk-proj-…' in line
