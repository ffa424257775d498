"""What was not looked at: why, and what a person does about it, for every format."""

from keyguard.model import Report
from keyguard.remedies import unread
from keyguard.report.layout import is_code, plain, wrapped

# so many ways are told
_MOST = 6


def why(path: bytes, reason: str) -> str:
    """The reason and the way out in a line, safe to print."""
    way = unread.in_short(path, reason)
    return f'{plain(reason)}. {way}' if way else plain(reason)


def blocks(report: Report) -> 'list[list[str]]':
    """What is done about all of it, each way once: lists of lines as ``remedies.steps`` gives them."""
    made: dict[str, list[str]] = {}
    for path, reason in report.unread:
        words, *rest = unread.steps(path, reason)
        made.setdefault(words.rstrip('.:'), [words, *rest])
    rest = unread.left_out(report.unread)
    return [*list(made.values())[:_MOST], *([rest] if rest else [])]


def lines(report: Report, lead: str = '  ') -> 'list[str]':
    """The same for people who read text."""
    made = [f'{lead}What was not looked at may hold a key. What to do:'] if report.unread else []
    for block in blocks(report):
        for at, text in enumerate(block):
            words = plain(text)
            code = at and is_code(text)
            made += [f'{lead}      {words}'] if code else wrapped(words, f'{lead}  ')
    return made
