"""What the reports for people share: how a place, a number and a step are written. Everything is safe to print."""

from keyguard.excerpt import escaped, shown
from keyguard.model import Code, Finding, Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_WIDTH = 110
WRAP = 80


class Style:
    """Bold and colour, or neither."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, code: str, text: str) -> str:
        return f'\x1b[{code}m{text}\x1b[0m' if self._colour else text


def count(number: int, word: str) -> str:
    """A number and its noun: ``1 key``, ``2,000 keys``."""
    return f'{number:,} {word}{"" if number == 1 else "s"}'


def size(number: int) -> str:
    """A number of bytes: ``48.2 kB``."""
    if number < 1000:
        return count(number, 'byte')
    for unit in ('kB', 'MB', 'GB'):
        value = number / 1000
        if value < 999.95 or unit == 'GB':
            return f'{value:.1f} {unit}'
        number //= 1000
    return ''


def plain(text: str) -> str:
    """Words from outside (a reason, a note) on one line: control characters and halves of characters are escaped."""
    return escaped(text.encode('utf-8', 'backslashreplace').decode('utf-8'))


def copied(line: str) -> str:
    """A line of code on its way to be copied: as ``plain``, but tabs stay."""
    return '\t'.join(map(plain, line.split('\t')))


def inert(line: str) -> str:
    """A line that no runner takes for a command, whatever file names and sources it repeats.

    GitHub's obeys ``::command::`` where a line begins, blanks aside, and the older ``##[command]`` anywhere; Azure's
    obeys that one, and ``##vso[command]``.
    """
    line = line.replace('##[', '#\\x23[').replace('##vso[', '#\\x23vso[')
    start = len(line) - len(line.lstrip())
    return f'{line[:start]}\\x3a:{line[start + 2 :]}' if line.startswith('::', start) else line


def place(finding: Finding) -> str:
    """Where the key stands: ``app.py:4:18``, and what reading shows it there."""
    text = shown(finding.path)
    if finding.view == 'file name':
        return f'{text}  (in the file name)'
    text += f':{finding.line}:{finding.column}'
    if finding.cell:
        part = f', {finding.part}' if finding.part in ('output', 'metadata') else ''
        return f'{text}  (cell {finding.cell}{part}, line {finding.cell_line})'
    if finding.part:
        return f'{text}  ({finding.part})'
    said = ', '.join(filter(None, (finding.spot, '' if finding.view == 'plain' else finding.view)))
    return f'{text}  ({said})' if said else text


def mask(finding: Finding) -> str:
    """The masked key and its length."""
    return f'{finding.secret.masked} ({len(finding.secret)} characters)'


def cut(finding: Finding) -> str:
    """The line, shortened around the key to the width of a screen."""
    left, right = (finding.left or '').lstrip(), finding.right or ''
    masked = finding.secret.masked
    room = max(20, (_WIDTH - len(masked)) // 2)
    if len(left) > room:
        left = '…' + left[-room:]
    if len(right) > room:
        right = right[:room] + '…'
    return left + masked + right


def numbered(number: int, block: 'Iterable[str]') -> 'list[str]':
    """One step: its number, its words, and under them what is to be typed."""
    lines: list[str] = []
    for at, text in enumerate(block):
        words = plain(text)
        if at and is_code(text):
            # code stands deeper than words and is never broken, so that it can be copied
            lines.append(f'        {words}')
        else:
            lines += wrapped(words, f'  {number} ' if at == 0 else '    ')
    return lines


def wrapped(text: str, lead: str, most: int = WRAP) -> 'list[str]':
    """The words in lines of a screen's width, the later ones under the first word."""
    lines, line = [], lead + text.partition(' ')[0]
    for word in text.split(' ')[1:]:
        if len(line) + 1 + len(word) > most and not word.startswith('https://'):
            lines.append(line)
            line = ' ' * len(lead) + word
        else:
            line += f' {word}'
    return [*lines, line]


def is_code(text: str) -> bool:
    """Is a line of a step, its first one aside, something to type? Words end in a full stop or a colon."""
    if isinstance(text, Code):
        return True
    return not text.endswith(('.', ':')) and not text.startswith(
        ('For ', 'Or ', 'Least ', 'Rotation', 'Spending', 'and ')
    )


def kinds_of_acceptance(report: Report) -> 'dict[str, int]':
    """What stands before the colon of each reason (``comment``, ``baseline``, ``placeholder``), and how often."""
    kinds: dict[str, int] = {}
    for finding in report.accepted:
        kind = plain(finding.accepted.partition(':')[0])
        kinds[kind] = kinds.get(kind, 0) + 1
    return dict(sorted(kinds.items(), key=lambda each: (-each[1], each[0])))


def set_aside(report: Report) -> str:
    """``3 findings set aside: 2 comment, 1 baseline``, or ''."""
    if not report.accepted:
        return ''
    kinds = ', '.join(f'{number:,} {kind}' for kind, number in kinds_of_acceptance(report).items())
    return f'{count(len(report.accepted), "finding")} set aside: {kinds}'


def looked_at(report: Report) -> str:
    """``examined 3 files, 12.4 kB, 5 commits; 1 file excluded by the configuration; 1 file could not be read``."""
    text = f'examined {count(report.files, "file")}, {size(report.bytes)}'
    if report.commits:
        text += f', {count(report.commits, "commit")}'
    if report.excluded:
        text += f'; {count(report.excluded, "file")} excluded by the configuration'
    if report.unread:
        text += f'; {count(len(report.unread), "file")} could not be read'
    return text
