"""Escapes: JSON and JavaScript, C and shell, percent, HTML, quoted-printable."""

import re

from keyguard.content.replaced import replaced
from keyguard.disguise import is_quoted_printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.model import View

_NAMED = {
    b'amp': b'&',
    b'apos': b"'",
    b'colon': b':',
    b'dash': b'-',
    b'equals': b'=',
    b'gt': b'>',
    b'hyphen': b'-',
    b'lowbar': b'_',
    b'lt': b'<',
    b'period': b'.',
    b'plus': b'+',
    b'quot': b'"',
    b'sol': b'/',
    b'UnderBar': b'_',
}
_ESCAPE = re.compile(
    rb'\\(?:u(?:00([0-7][0-9A-Fa-f])|\{0{0,4}([0-7][0-9A-Fa-f])\})|x([0-7][0-9A-Fa-f])|([01][0-7]{2})|([/"\'])|(\\))|'
    rb'%([2-7][0-9A-Fa-f])|'
    rb'&(?:#0{0,4}([0-9]{2,3})|#[xX]0{0,4}([2-7][0-9A-Fa-f])|(' + b'|'.join(_NAMED) + rb'));'
)
_QUOTED_PRINTABLE = re.compile(rb'=(?:([2-7][0-9A-F])|[ \t]*\r?\n)')


def readings(view: 'View') -> 'Iterator[View]':
    """The view with every escape of an ASCII character read, in one view; quoted-printable, where a header says so, in
    another. Linear: one pass of a pattern that looks ten bytes ahead at most.
    """
    found = replaced(view, 'escapes', _escapes(view.data))
    if found:
        yield found
    if is_quoted_printable(view.data):
        found = replaced(view, 'quoted-printable', _quoted(view.data))
        if found:
            yield found


def _escapes(data: bytes) -> 'Iterator[tuple[int, int, bytes]]':
    for match in _ESCAPE.finditer(data):
        unicode, braced, byte, octal, plain, backslash, percent, decimal, hexadecimal, name = match.groups()
        if backslash:
            continue  # \\x41 is a backslash and x41
        if name:
            text = _NAMED[name]
        elif plain:
            text = plain
        elif octal or decimal:
            code = int(octal, 8) if octal else int(decimal)
            if code > 126:
                continue
            text = bytes((code,))
        else:
            text = bytes((int(unicode or braced or byte or percent or hexadecimal, 16),))
        yield match.start(), match.end(), text


def _quoted(data: bytes) -> 'Iterator[tuple[int, int, bytes]]':
    for match in _QUOTED_PRINTABLE.finditer(data):
        digits = match.group(1)
        yield match.start(), match.end(), bytes((int(digits, 16),)) if digits else b''
