"""The report for people: what was found, where, and the steps out of it."""

import os
import sys

from keyguard.excerpt import escaped, shown
from keyguard.model import Finding, Report
from keyguard.placeholder import without_keys
from keyguard.remedies import environment, steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# more places than this are counted, not printed; JSON has them all
_MOST = 50
_WIDTH = 110
_WRAP = 96


class Style:
    """Bold and colour, or neither."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, code: str, text: str) -> str:
        return f'\x1b[{code}m{text}\x1b[0m' if self._colour else text


def render(
    report: Report, what: str, *, colour: bool = False, show_accepted: bool = False, store: str = '', help: str = ''
) -> str:
    """The whole report; '' only for a report that has nothing to say about nothing.

    ``what`` is the first word of the verdict (``commit blocked``), ``store`` and ``help`` are the team's own.
    """
    style = Style(colour)
    lines: list[str] = []
    if report.blocked:
        lines += _blocked(report, what, style, store, help)
    if show_accepted and report.accepted:
        lines += ['', f'accepted, {_count(len(report.accepted), "finding")}:', '']
        for finding in report.accepted:
            lines += [_head(finding, style), f'      {escaped(finding.accepted)}']
    lines += ['', _examined(report)]
    return '\n'.join(lines).lstrip('\n') + '\n'


def _blocked(report: Report, what: str, style: Style, store: str, help: str) -> 'list[str]':
    keys = len({finding.secret for finding in report.blocked})
    files = len({finding.path for finding in report.blocked})
    lines = [style('1;31', f'keyguard: {what}, {_count(keys, "key")} in {_count(files, "file")}'), '']
    for finding in report.blocked[:_MOST]:
        lines.append(_head(finding, style))
        if finding.text:
            lines.append(f'    {finding.line} | {_cut(finding)}')
        if finding.note:
            lines.append(f'    note: {escaped(finding.note)}')
    if len(report.blocked) > _MOST:
        lines.append(f'  … and {len(report.blocked) - _MOST} more places; --format json lists every one')
    groups: dict[str, list[Finding]] = {}
    for finding in report.blocked:
        groups.setdefault(finding.provider.id, []).append(finding)
    for findings in groups.values():
        lines += ['', *_steps(findings, len(groups) > 1, style, store)]
    lines += _accept(report.blocked[0], len(report.blocked) > 1)
    if help:
        lines.append(f'  How this team does it: {escaped(without_keys(help))}')
    return lines


def _head(finding: Finding, style: Style) -> str:
    secret = finding.secret
    place = shown(finding.path)
    if finding.view == 'file name':
        place += '  (in the file name)'
    else:
        place += f':{finding.line}:{finding.column}'
        if finding.cell:
            part = f', {finding.part}' if finding.part in ('output', 'metadata') else ''
            place += f'  (cell {finding.cell}{part}, line {finding.cell_line})'
        elif finding.part:
            place += f'  ({finding.part})'
        elif finding.view != 'plain':
            place += f'  ({finding.view})'
    mask = f'{secret.masked} ({len(secret)} characters)'
    return f'  {style("1", place)}  {finding.detector.title}  {mask}  {secret.fingerprint}'


def _cut(finding: Finding) -> str:
    """The line, shortened around the key to the width of a screen."""
    left, right = (finding.left or '').lstrip(), finding.right or ''
    masked = finding.secret.masked
    room = max(20, (_WIDTH - len(masked)) // 2)
    if len(left) > room:
        left = '…' + left[-room:]
    if len(right) > room:
        right = right[:room] + '…'
    return left + masked + right


def _steps(findings: 'Sequence[Finding]', named: bool, style: Style, store: str) -> 'list[str]':
    first = findings[0]
    lines = [f'  {style("1", first.provider.name)}'] if named else []
    blocks = [_take_out(findings)]
    blocks += [steps.put_away(findings, environment.shell(), store), steps.revoke(first)]
    smaller = steps.make_smaller(first)
    if smaller:
        blocks.append(['Make the new key a smaller loss.', *smaller])
    for number, block in enumerate(blocks, 1):
        lines += _numbered(number, block)
    return lines


def _take_out(findings: 'Sequence[Finding]') -> 'list[str]':
    """How the keys leave their files: said once for each kind of file, with the number of its other places."""
    kinds: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        dress = finding.view if finding.dressed else ''
        kind = (steps.kind_of(finding), finding.part, dress, b'!' in finding.path)
        kinds.setdefault(kind, []).append(finding)
    lines: list[str] = []
    for same in kinds.values():
        lines += steps.take_out(same[0])
        files = len({finding.path for finding in same})
        if len(same) > 1 and (files > 1 or steps.kind_of(same[0]) != 'dotenv'):
            lines.append(f'and likewise in {_count(len(same) - 1, "other place")} of this kind.')
    return lines


def _numbered(number: int, block: 'Iterable[str]') -> 'list[str]':
    lines: list[str] = []
    for at, text in enumerate(block):
        words = escaped(text)
        if at and _is_code(text):
            # code stands deeper than words and is never broken, so that it can be copied
            lines.append(f'        {words}')
        else:
            lines += _wrapped(words, f'  {number} ' if at == 0 else '    ')
    return lines


def _wrapped(text: str, lead: str) -> 'list[str]':
    lines, line = [], lead + text.partition(' ')[0]
    for word in text.split(' ')[1:]:
        if len(line) + 1 + len(word) > _WRAP and not word.startswith('https://'):
            lines.append(line)
            line = ' ' * len(lead) + word
        else:
            line += f' {word}'
    return [*lines, line]


def _is_code(text: str) -> bool:
    return not text.endswith(('.', ':')) and not text.startswith(('For ', 'Or ', 'Least ', 'Rotation', 'Spending'))


def _accept(finding: Finding, several: bool) -> 'list[str]':
    """How a finding that is no leak is accepted, shown for the first one."""
    fingerprint = finding.secret.fingerprint
    in_message = finding.where == 'commit message'
    place = f' --message {steps.quoted(finding.path)}' if in_message else ''
    lines = [f'  Not a key?  {command()} baseline accept {fingerprint}{place} --reason "…"']
    comment = '' if in_message else steps.comment_of(finding)
    if comment:
        where = 'on the line above' if 'next-line' in comment else 'on its line'
        lines.append(f'              or {where}:  {comment}')
    if several:
        lines.append('              (the first finding; each of the others has its own fingerprint)')
    return ['', *lines] if several else lines


def command() -> str:
    """How the person calls keyguard: inside of pre-commit's own environment it is not on their PATH."""
    if not os.environ.get('PRE_COMMIT'):
        return 'keyguard'
    script = os.path.join(os.path.dirname(sys.executable), 'keyguard' + ('.exe' if os.name == 'nt' else ''))
    return steps.quoted(os.fsencode(script)) if os.path.exists(script) else 'keyguard'


def _examined(report: Report) -> str:
    text = f'  examined {_count(report.files, "file")}, {_size(report.bytes)}'
    if report.accepted:
        text += f'; {_count(len(report.accepted), "finding")} set aside (--show-accepted tells why)'
    if report.excluded:
        text += f'; {_count(report.excluded, "file")} excluded by the configuration'
    if report.unread:
        text += f'; {_count(len(report.unread), "file")} could not be read'
    return text


def _count(number: int, word: str) -> str:
    return f'{number:,} {word}{"" if number == 1 else "s"}'


def _size(number: int) -> str:
    if number < 1000:
        return _count(number, 'byte')
    for unit in ('kB', 'MB', 'GB'):
        value = number / 1000
        if value < 999.95 or unit == 'GB':
            return f'{value:.1f} {unit}'
        number //= 1000
    return ''
