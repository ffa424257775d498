"""The report for people, and behind it Azure Pipelines' logging commands, which show findings on the page of the run.

https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
"""

from keyguard.excerpt import shown
from keyguard.model import Report
from keyguard.report import audit_text
from keyguard.report.groups import Key, gone, grouped
from keyguard.report.layout import mask, place
from keyguard.report.unread import why
from keyguard.report.uri import outer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 50
# as the agent reads them back
_ESCAPES = (('%', '%AZP25'), (';', '%3B'), ('\r', '%0D'), ('\n', '%0A'), (']', '%5D'))


def render(
    report: Report,
    *,
    what: str = 'keys found',
    show_accepted: bool = False,
    store: str = '',
    help: str = '',
    near: 'Sequence[str]' = (),
) -> str:
    """The text of ``audit_text``, then a command for each key and for what was not looked at; it ends in a newline."""
    text = audit_text.render(report, what=what, show_accepted=show_accepted, store=store, help=help, near=near)
    lines = [_issue(key) for key in grouped(report.blocked)[:_MOST]]
    for path, reason in report.unread[:_MOST]:
        lines.append(
            _command(
                'warning', {'sourcepath': shown(outer(path))}, f'not looked at: {shown(path)}: {why(path, reason)}'
            )
        )
    return text + ''.join(f'{line}\n' for line in lines)


def _issue(key: Key) -> str:
    finding = key.chief
    given = {'sourcepath': shown(finding.file)}
    # a line of an archive, or of a file as it was once, is none of the file that is shown
    if (finding.origin is None or finding.origin.in_head) and finding.file == finding.path:
        given |= {'linenumber': str(finding.line), 'columnnumber': str(finding.column)}
    given['code'] = finding.detector.id
    words = [
        f'{finding.detector.title} {mask(finding)}',
        key.status,
        key.since,
        f'at {place(finding)} {gone(finding)}'.strip(),
    ]
    return _command('error', given, ', '.join(filter(None, words)) + f'; {key.fingerprint}')


def _command(kind: str, given: 'dict[str, str]', message: str) -> str:
    words = ''.join(f';{name}={_escaped(value)}' for name, value in given.items())
    return f'##vso[task.logissue type={kind}{words}]{_escaped(message)}'


def _escaped(text: str) -> str:
    for char, escape in _ESCAPES:
        text = text.replace(char, escape)
    return text
