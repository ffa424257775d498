"""Diagrams of draw.io -> their pages: each is XML in percent escapes, compressed without a header, in base64."""

import re

from keyguard.blocks import from_base64
from keyguard.content.decoders import codec
from keyguard.content.streams import Decoding, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.content.streams import Member, Meter

_PAGE = re.compile(rb'<diagram\b([^<>]*)>\s{0,40}([A-Za-z0-9+/=\s]{20,})</diagram>')
_NAME = re.compile(rb'\sname="([^"<>]{1,200})"')
_PERCENT = re.compile(rb'%([0-9A-Fa-f]{2})')
_BLANKS = b' \t\r\n'


def members(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """The pages that are compressed; those that are not stand in the file as they are. Linear."""
    for count, match in enumerate(_PAGE.finditer(data), 1):
        meter.entry()
        packed = from_base64(match.group(2).translate(None, _BLANKS))
        meter.work(len(packed))
        content, reason = gathered(Decoding(meter, codec('deflate'), packed, 0, len(packed)), meter.limits.member)
        name = _NAME.search(match.group(1))
        # what is no page is seen in the file
        if content:
            meter.work(len(content))
            yield name.group(1) if name else b'page %d' % count, _PERCENT.sub(_character, content), reason


def _character(match: 're.Match[bytes]') -> bytes:
    return bytes((int(match.group(1), 16),))
