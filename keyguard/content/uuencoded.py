"""Files that begin as what ``uuencode`` writes -> the file that is in them."""

import re
from binascii import Error, a2b_base64, a2b_uu

from keyguard.content.streams import CORRUPT, TRUNCATED, Unread, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.content.streams import Member, Meter

_BEGIN = re.compile(rb'begin(-base64)? [0-7]{3,4} ([^\r\n]{1,200})\r?\n')
_LINE = re.compile(rb'[^\n]*\n?')
# a line stands for at most so many bytes, and has a sign for how many
_LONGEST = 200


def fits(head: bytes) -> bool:
    """Does it begin so?"""
    return bool(_BEGIN.match(head))


def members(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """The file, under its own name. Raises ``Unread``. Linear."""
    begin = _BEGIN.match(data)
    if begin:
        base64, name = begin.groups()
        content, reason = gathered(_lines(data, begin.end(), bool(base64), meter), meter.limits.member)
        yield name, content, reason


def _lines(data: 'bytes | mmap', at: int, base64: bool, meter: 'Meter') -> 'Iterator[bytes]':
    for match in _LINE.finditer(data, at):
        line = match.group().rstrip(b'\r\n')
        if line in (b'end', b'===='):
            return
        if not line and match.end() == len(data):
            break
        if len(line) > _LONGEST:
            raise Unread(CORRUPT)
        try:
            text = a2b_base64(line) if base64 else a2b_uu(line)
        except Error:
            raise Unread(CORRUPT) from None
        meter.tokens(1)
        meter.give(len(text))
        yield text
    raise Unread(TRUNCATED)
