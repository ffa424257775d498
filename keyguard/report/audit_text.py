"""The report of an audit for people: one entry a key, the most urgent first, the steps of each provider once."""

from keyguard.excerpt import shown
from keyguard.model import Finding, Report
from keyguard.placeholder import without_keys
from keyguard.report import unread
from keyguard.report.advice import by_provider
from keyguard.report.groups import REACHED, Key, gone, grouped, some
from keyguard.report.layout import (
    WRAP,
    Style,
    count,
    cut,
    inert,
    looked_at,
    mask,
    place,
    plain,
    set_aside,
    wrapped,
)
from keyguard.report.text import accept, provider_steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# what is beyond these is counted; --format json has all of it
_KEYS = 100
_PLACES = 5
_UNREAD = 20


def render(
    report: Report,
    *,
    what: str = 'keys found',
    colour: bool = False,
    show_accepted: bool = False,
    store: str = '',
    help: str = '',
    near: 'Sequence[str]' = (),
) -> str:
    """The whole report, ending in a newline.

    ``what`` is the first word of the verdict, ``store`` and ``help`` are the team's own, ``near`` are ids of stores
    that the repository seems to use.
    """
    style = Style(colour)
    lines = _blocked(report, what, style, (store, near), help) if report.blocked else []
    if report.accepted:
        lines += ['', f'  {set_aside(report)}' + ('' if show_accepted else '  (--show-accepted lists them)')]
    if show_accepted:
        for finding in report.accepted:
            lines += [f'    {place(finding)}  {finding.detector.title}  {mask(finding)}']
            lines += wrapped(plain(finding.accepted), '        ')
    lines += _unread(report, style)
    if report.notes:
        lines.append('')
        for note in report.notes:
            lines += wrapped(plain(note), '  note: ')
    lines += ['', f'  {looked_at(report)}']
    return '\n'.join(map(inert, lines)).lstrip('\n') + '\n'


def _blocked(report: Report, what: str, style: Style, kept: 'tuple[str, Sequence[str]]', help: str) -> 'list[str]':
    keys = grouped(report.blocked)
    files = len({finding.path for finding in report.blocked})
    head = f'keyguard: {what}, {count(len(keys), "key")} in {count(files, "file")}'
    if any(key.known for key in keys):
        head += f', {_how_far([key.pushed for key in keys])}'
    lines = [style('1;31', head)]
    for number, key in enumerate(keys[:_KEYS], 1):
        lines += ['', *_entry(number, key, style)]
    if len(keys) > _KEYS:
        lines += ['', f'  … and {count(len(keys) - _KEYS, "more key")}; --format json lists every one']
    groups = by_provider(finding for key in keys for finding in key.findings)
    for findings in groups.values():
        lines += ['', *provider_steps(findings, len(groups) > 1, style, *kept)]
    lines += accept(keys[0].chief, len(keys) > 1)
    if help:
        lines.append(f'  How this team does it: {plain(without_keys(help))}')
    return lines


def _how_far(pushed: 'Sequence[bool | None]') -> str:
    """How many of the keys were pushed, and of how many nobody can tell."""
    if len(pushed) == 1:
        return REACHED[pushed[0]]
    parts = [f'{pushed.count(state):,} of them {REACHED[state]}' for state in (True, None) if state in pushed]
    return ', '.join(parts) or 'none of them pushed'


def _entry(number: int, key: Key, style: Style) -> 'list[str]':
    chief = key.chief
    words = ', '.join(filter(None, (key.status, f'confidence {key.confidence}')))
    lead = f'{number:>3}  '
    room = ' ' * len(lead)
    lines = [f'{lead}{style("1", chief.detector.title)}  {mask(chief)}']
    lines.append(f'{room}{style("1;31" if key.pushed else "33", words)}  {key.fingerprint}')
    since = key.since
    if key.due:
        since += f'; due for rotation (older than {count(key.allowed, "day")})'
    if since:
        lines += wrapped(since, room)
    if key.refs:
        lines += wrapped(f'in {key.refs}', room)
    for at, finding in enumerate(key.findings[:_PLACES]):
        away = gone(finding)
        lines.append(f'{room}{style("1", place(finding))}{f"  ({away})" if away else ""}')
        if at == 0 and finding.text:
            lines.append(f'{room}  {finding.line} | {_narrow(finding, len(room) + 5 + len(str(finding.line)))}')
    if len(key.findings) > _PLACES:
        files = len({finding.path for finding in key.findings})
        more = count(len(key.findings) - _PLACES, 'more place')
        lines.append(f'{room}… and {more}, {count(files, "file")} in all')
    names = {finding.path for finding in key.findings}
    others = [path for path in key.paths if path not in names]
    if others:
        lines += wrapped(f'also as {some(others)}', room)
    for note in key.notes[:_PLACES]:
        lines += wrapped(plain(note), f'{room}note: ')
    return lines


def _narrow(finding: Finding, taken: int) -> str:
    """The line around the key, in what is left of a screen's width."""
    text, masked = cut(finding), finding.secret.masked
    if taken + len(text) <= WRAP:
        return text
    room = max(10, (WRAP - taken - len(masked) - 2) // 2)
    left, right = (finding.left or '').lstrip(), (finding.right or '').rstrip()
    return f'{"…" if len(left) > room else ""}{left[-room:]}{masked}{right[:room]}{"…" if len(right) > room else ""}'


def _unread(report: Report, style: Style) -> 'list[str]':
    if not report.unread:
        return []
    lines = ['', '  ' + style('1;33', f'not looked at, {count(len(report.unread), "place")}:')]
    for path, reason in report.unread[:_UNREAD]:
        lines += wrapped(f'{shown(path)}: {plain(reason)}', '    ')
    if len(report.unread) > _UNREAD:
        lines.append(f'    … and {len(report.unread) - _UNREAD:,} more')
    return [*lines, *unread.lines(report)]
