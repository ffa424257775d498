"""Headers of a mail: words that are encoded because of one letter (RFC 2047), over as many lines as they take."""

from keyguard.blocks import from_base64
from keyguard.content.replaced import replaced
from keyguard.disguise import has_encoded_words
from keyguard.lazy import Lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from keyguard.model import View

_WORD = Lazy(rb'=\?[\w-]{1,40}(?:\*[\w-]{1,20})?\?([QqBb])\?([^?\s]{0,2000})\?=')
_CODE = Lazy(rb'=([0-9A-Fa-f]{2})')
# what parts two words of one text
_GAP = b' \t\r\n'


def readings(view: 'View') -> 'Iterator[View]':
    """The view with each encoded word read, and nothing between two of them. Linear."""
    if has_encoded_words(view.data):
        found = replaced(view, 'mail header', _edits(view.data))
        if found:
            yield found


def _edits(data: bytes) -> 'Iterator[tuple[int, int, bytes]]':
    last = 0
    for match in _WORD.finditer(data):
        start, end = match.span()
        if last and start - last < 80 and not data[last:start].strip(_GAP):
            yield last, start, b''
        way, text = match.groups()
        yield start, end, from_base64(text) if way in b'Bb' else _CODE.sub(_char, text.replace(b'_', b' '))
        last = end


def _char(match: 're.Match[bytes]') -> bytes:
    return bytes((int(match.group(1), 16),))
