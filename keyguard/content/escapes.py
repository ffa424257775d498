"""Escapes: JSON and JavaScript, C and shell, percent, HTML, Markdown and LaTeX, quoted-printable."""

from keyguard.content.replaced import replaced
from keyguard.disguise import is_quoted_printable
from keyguard.escaped import NAMED
from keyguard.lazy import Lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from re import Match

    from keyguard.model import View
    from keyguard.tokens import Span

_ESCAPE = Lazy(
    rb'\\(?:u(?:00(?P<u>[0-7][0-9A-Fa-f])|\{0{0,6}(?P<braced>[0-7][0-9A-Fa-f])\})|U000000(?P<U>[0-7][0-9A-Fa-f])|'
    rb'x(?P<x>[0-7][0-9A-Fa-f])|0?(?P<octal>[01][0-7]{2}|[4-7][0-7])|(?P<plain>[/"\'\\_:=-]))|'
    rb'%(?P<percent>[2-7][0-9A-Fa-f])|'
    rb'&(?:#0{0,7}(?P<dec>[0-9]{2,3});?|#[xX]0{0,7}(?P<hex>[2-7][0-9A-Fa-f]);?|'
    rb'(?P<name>' + b'|'.join(NAMED) + rb');)'
)
_BASES = {'octal': 8, 'dec': 10}
# so many backslashes may stand in a row
_ROW = 256
_SIGNS = (b'\\', b'%', b'&')
_QUOTED_PRINTABLE = Lazy(rb'=(?:([2-7][0-9A-F])|[ \t]*\r?\n)')


def readings(view: 'View', parts: 'Sequence[Span] | None' = None) -> 'Iterator[View]':
    """The view with every escape of an ASCII character read, in one view, an escaped backslash too, for the next layer;
    quoted-printable, where a header says so, in another. ``parts``: where the first could show something, in rising
    order; None for everywhere.

    Linear: one pass of a pattern that looks twelve bytes ahead at most.
    """
    everywhere = [(0, len(view.data))] if parts is None else parts
    found = replaced(view, 'escapes', _escapes(view.data, everywhere)) if everywhere else None
    if found:
        yield found
    if is_quoted_printable(view.data):
        found = replaced(view, 'quoted-printable', _quoted(view.data))
        if found:
            yield found


def _escapes(data: bytes, parts: 'Sequence[Span]') -> 'Iterator[tuple[int, int, bytes]]':
    if not any(sign in data for sign in _SIGNS):
        return
    # most texts have a few escapes, again and again
    known: dict[bytes, bytes] = {}
    for match in _matches(data, parts):
        escape = match.group()
        text = known.get(escape)
        if text is None:
            kind = match.lastgroup or ''
            told = match.group(kind)
            if kind == 'name':
                text = NAMED[told]
            elif kind == 'plain':
                text = told
            else:
                code = int(told, _BASES.get(kind, 16))
                # an escape of another character stays as it is
                text = bytes((code,)) if code <= 126 else escape
            known[escape] = text
        if text != escape:
            start = match.start()
            yield start, start + len(escape), text


def _matches(data: bytes, parts: 'Sequence[Span]') -> 'Iterator[Match[bytes]]':
    for first, last in parts:
        # of backslashes in a row, each second one is escaped
        before = data[max(0, first - _ROW) : first]
        yield from _ESCAPE.finditer(data, first - len(before) + len(before.rstrip(b'\\')), last)


def _quoted(data: bytes) -> 'Iterator[tuple[int, int, bytes]]':
    for match in _QUOTED_PRINTABLE.finditer(data):
        digits = match.group(1)
        yield match.start(), match.end(), bytes((int(digits, 16),)) if digits else b''
