"""GitHub's workflow commands, which show findings in a pull request, and a summary for the page of the job.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands

File names come from whoever opened the pull request: none may become a command of its own. ``add-mask`` is never used,
since it would print the key.
"""

from keyguard.excerpt import escaped, shown
from keyguard.model import Finding, Report
from keyguard.report import verdict
from keyguard.report.groups import Key, gone, grouped
from keyguard.report.layout import count, inert, looked_at, mask, place, plain, set_aside
from keyguard.report.unread import why
from keyguard.report.uri import outer

# GitHub shows ten errors and ten warnings of a step
_MOST = 10
_KEYS = 50
_PLACES = 5
# a summary may have 1 MiB; a name or a reason is as long as its author made it
_LONGEST = 400


def render(report: Report) -> str:
    """An annotation for every key, the most urgent first, and lines that tell the rest; it ends in a newline."""
    keys = grouped(report.blocked)
    lines = [_annotation(key) for key in keys[:_MOST]]
    for path, reason in report.unread[:_MOST]:
        lines.append(
            f'::warning file={_property(outer(path))},title=keyguard did not look at this::'
            + _data(f'{shown(path)}: {why(path, reason)}')
        )
    if len(keys) > _MOST:
        lines.append(f'keyguard: {count(len(keys) - _MOST, "more key")}; the summary of the job lists them')
    if len(report.unread) > _MOST:
        lines.append(f'keyguard: {count(len(report.unread) - _MOST, "more place")} not looked at')
    lines += [inert(f'keyguard: note: {plain(note)}') for note in report.notes]
    if report.accepted:
        lines.append(inert(f'keyguard: {set_aside(report)}'))
    lines.append(f'keyguard: {count(len(keys), "key")} found, {looked_at(report)}')
    return '\n'.join(lines) + '\n'


def _annotation(key: Key) -> str:
    finding = _to_point_at(key)
    words = [f'{mask(finding)}, confidence {key.confidence}', key.status, key.since]
    if key.due:
        words.append('due for rotation')
    if len(key.findings) > 1:
        words.append(f'in {count(len(key.findings), "place")}')
    text = ', '.join(filter(None, words)) + f'; {key.fingerprint}'
    if gone(finding) or finding.file != finding.path:
        text += f'\nat {place(finding)} {gone(finding)}'
    revoke = f': {key.chief.provider.key_page}' if key.chief.provider.key_page else ''
    text += f'\n{"Revoke it first, it was pushed" if key.pushed else "If it was ever pushed, revoke it first"}{revoke}'
    given = {'file': _property(finding.file)}
    # a line of an archive, or of a file as it was once, is none of the file that GitHub shows
    if (finding.origin is None or finding.origin.in_head) and finding.file == finding.path:
        given['line'] = str(finding.line)
        if finding.line == finding.end_line and finding.column < finding.end_column:
            given |= {'col': str(finding.column), 'endColumn': str(finding.end_column)}
        else:
            given['endLine'] = str(finding.end_line)
    given['title'] = _property(finding.detector.title.encode())
    return f'::error {",".join(f"{name}={value}" for name, value in given.items())}::{_data(text)}'


def _to_point_at(key: Key) -> Finding:
    """The place to show: the surest one of HEAD, which stands first, or any."""
    chief = key.chief
    return chief if chief.origin is None or chief.origin.in_head else key.findings[0]


def _data(text: str) -> str:
    """The text of a command on one line, as the runner reads it back."""
    return text.replace('%', '%25').replace('\r', '%0D').replace('\n', '%0A')


def _property(value: bytes) -> str:
    """A property of a command, as the runner reads it back; control characters that no file name needs are escaped."""
    text = _data(value.decode('utf-8', 'backslashreplace'))
    return escaped(text.replace(':', '%3A').replace(',', '%2C'))


def summary(report: Report, *, show_accepted: bool = False) -> str:
    """Markdown for the page of the job, which whoever calls this appends to the file that GITHUB_STEP_SUMMARY names."""
    keys = grouped(report.blocked)
    code = verdict(report)
    head = f'{count(len(keys), "key")} found' if keys else 'no key found'
    lines = [f'## keyguard: {head}{", not everything could be read" if report.unread else ""}', '']
    if keys:
        lines += ['| key | provider | where | since | status |', '| --- | --- | --- | --- | --- |']
        lines += [_row(key) for key in keys[:_KEYS]]
        if len(keys) > _KEYS:
            lines += ['', f'… and {count(len(keys) - _KEYS, "more key")}.']
        lines += ['', '### What to do', '']
        pages = {key.chief.provider.name: key.chief.provider.key_page for key in keys}
        lines += [
            f'- {_text(name)}: revoke the key, {page or "on its page of API keys"}' for name, page in pages.items()
        ]
        lines += ['- Then take it out of the file; the log of `keyguard audit` shows the line as it reads afterwards.']
    if report.unread:
        lines += ['', f'### Not looked at, {count(len(report.unread), "place")}', '']
        lines += [f'- {_text(shown(path))}: {_text(why(path, reason))}' for path, reason in report.unread[:_KEYS]]
        if len(report.unread) > _KEYS:
            lines.append(f'- … and {len(report.unread) - _KEYS:,} more')
    if report.notes:
        lines += ['', *(f'- Note: {_text(plain(note))}' for note in report.notes)]
    if report.accepted:
        lines += ['', f'{_text(set_aside(report))}.']
    if show_accepted and report.accepted:
        lines.append('')
        for finding in report.accepted[:_KEYS]:
            lines.append(f'- {_text(place(finding))}: {_text(plain(finding.accepted))}')
        if len(report.accepted) > _KEYS:
            lines.append(f'- … and {len(report.accepted) - _KEYS:,} more')
    lines += ['', f'{looked_at(report)}; exit code {code}.']
    return '\n'.join(lines) + '\n'


def _row(key: Key) -> str:
    where = '<br>'.join(_text(place(finding)) for finding in key.findings[:_PLACES])
    if len(key.findings) > _PLACES:
        where += f'<br>and {count(len(key.findings) - _PLACES, "more place")}'
    due = ', due for rotation' if key.due else ''
    status = key.status or f'confidence {key.confidence}'
    cells = [
        f'{_text(key.chief.detector.title)} {_text(mask(key.chief))}',
        _text(key.chief.provider.name),
        where,
        f'{key.date or "unknown"}{due}',
        status,
    ]
    return f'| {" | ".join(cells)} |'


def _text(text: str) -> str:
    """Words in a cell of a table that Markdown and HTML leave as they are, cut where they are endless."""
    text = text if len(text) <= _LONGEST else text[:_LONGEST] + '…'
    text = text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
    # GitHub would also make links of bare addresses and of names behind an @
    text = ''.join(f'\\{char}' if char in '\\`*_[]!|#~$' else char for char in text)
    return text.replace('@', '&#64;').replace('://', '&#58;//')
