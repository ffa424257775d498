"""The report for people: what was found, where, and the steps out of it."""

from keyguard.model import Finding, Report
from keyguard.placeholder import without_keys
from keyguard.remedies import calling, steps
from keyguard.report import advice
from keyguard.report.layout import Style, count, cut, inert, looked_at, mask, numbered, place, plain, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# more places than this are counted, not printed; JSON has them all
_MOST = 25
# more than this are shown by their places alone
_LINES = 6
# so many providers get their steps in full, the others a line each
_PROVIDERS = 2
_LIKEWISE = 12


def render(
    report: Report,
    what: str,
    *,
    colour: bool = False,
    show_accepted: bool = False,
    store: str = '',
    help: str = '',
    near: 'Sequence[str]' = (),
) -> str:
    """The whole report; '' only for a report that has nothing to say about nothing.

    ``what`` is the first word of the verdict (``commit blocked``), ``store`` and ``help`` are the team's own,
    ``near`` are ids of stores that the repository seems to use.
    """
    style = Style(colour)
    lines: list[str] = []
    if report.blocked:
        lines += _blocked(report, what, style, store, help, near)
    if show_accepted and report.accepted:
        lines += ['', f'accepted, {count(len(report.accepted), "finding")}:', '']
        for finding in report.accepted:
            lines += [_head(finding, style), f'      {plain(finding.accepted)}']
    if report.unread:
        # for most reports there is nothing to tell
        from keyguard.report import unread

        if not report.blocked:
            many = count(len(report.unread), 'place')
            lines.append(style('1;31', f'keyguard: {what.partition(",")[0]}, {many} could not be looked at'))
        lines += ['', *unread.lines(report)]
    lines += ['', _examined(report)]
    return '\n'.join(map(inert, lines)).lstrip('\n') + '\n'


def _blocked(report: Report, what: str, style: Style, store: str, help: str, near: 'Sequence[str]') -> 'list[str]':
    keys = len({finding.secret for finding in report.blocked})
    files = len({finding.path for finding in report.blocked})
    lines = [style('1;31', f'keyguard: {what}, {count(keys, "key")} in {count(files, "file")}'), '']
    for finding in report.blocked[:_MOST]:
        lines.append(_head(finding, style))
        if finding.text and len(report.blocked) <= _LINES:
            lines.append(f'    {finding.line} | {cut(finding)}')
        if finding.note:
            lines.append(f'    note: {plain(finding.note)}')
    if len(report.blocked) > _MOST:
        lines.append(f'  … and {len(report.blocked) - _MOST} more places; --format json lists every one')
    groups = advice.by_provider(report.blocked)
    # what takes all of them out is said once, and before the steps of each provider
    together = advice.by_keyguard(report.blocked, 'keyguard can take {} out') if len(groups) > 1 else []
    lines += [''] if together else []
    for words, command in zip(together[::2], together[1::2]):
        lines += [*wrapped(words, '  '), f'        {plain(command)}']
    for findings in list(groups.values())[:_PROVIDERS]:
        lines += ['', *provider_steps(findings, len(groups) > 1, style, store, near, not together)]
    rest = list(groups.values())[_PROVIDERS:]
    if rest:
        lines += ['', '  and likewise:']
        lines += [f'    {findings[0].provider.name}: {_page(findings[0])}' for findings in rest[:_LIKEWISE]]
        if len(rest) > _LIKEWISE:
            lines.append(f'    … and {count(len(rest) - _LIKEWISE, "more provider")}')
    lines += accept(report.blocked[0], len(report.blocked) > 1)
    searched = calling.searched()
    if searched:
        lines += ['  keyguard is not on your PATH; in this shell:', f'        {plain(searched)}']
    if help:
        lines.append(f'  How this team does it: {plain(without_keys(help))}')
    return lines


def _head(finding: Finding, style: Style) -> str:
    where = style('1', place(finding))
    return f'  {where}  {finding.detector.title}  {mask(finding)}  {finding.secret.fingerprint}'


def _page(finding: Finding) -> str:
    page = finding.provider.key_page
    return f'{page + "  " if page else ""}keyguard guide {finding.provider.id}'


def provider_steps(
    findings: 'Sequence[Finding]',
    named: bool,
    style: Style,
    store: str,
    near: 'Sequence[str]' = (),
    fix: bool = True,
) -> 'list[str]':
    """The numbered steps for the findings of one provider, below its name where there are others."""
    lines = [f'  {style("1", findings[0].provider.name)}'] if named else []
    for number, block in enumerate(advice.blocks(findings, store, near=near, brief=True, fix=fix), 1):
        lines += numbered(number, block)
    return lines


def accept(finding: Finding, several: bool) -> 'list[str]':
    """How a finding that is no leak is accepted, shown for the first one."""
    fingerprint = finding.secret.fingerprint
    in_message = finding.where == 'commit message'
    message = f' --message {steps.here(finding.path)}' if in_message else ''
    lines = [f'  Not a key?  keyguard baseline accept {fingerprint}{message} --reason "…"']
    comment = '' if in_message else steps.comment_of(finding)
    if comment:
        where = 'on the line above' if 'next-line' in comment else 'on its line'
        lines.append(f'              or {where}:  {comment}')
    if several:
        lines.append('              (the first finding; each of the others has its own fingerprint)')
    return ['', *lines] if several else lines


def _examined(report: Report) -> str:
    aside = (
        f'; {count(len(report.accepted), "finding")} set aside (--show-accepted tells why)' if report.accepted else ''
    )
    head, semicolon, rest = looked_at(report).partition(';')
    return f'  {head}{aside}{semicolon}{rest}'
