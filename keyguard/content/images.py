"""PNG images -> the comments in them that are compressed, and those that a checksum behind them is glued to; others
stand in the bytes as they are.
"""

from keyguard.content.encoded import inflated
from keyguard.content.replaced import replaced
from keyguard.content.thinned import thinned
from keyguard.disguise import COMMENTS, COMPRESSED_COMMENTS, PNG, has_comments, is_glued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.content.inflating import Room
    from keyguard.model import View


def readings(view: 'View', room: 'Room') -> 'Iterator[View]':
    """The image with each compressed comment replaced by its text, as far as there is room, and each other one parted
    from its checksum. Linear.
    """
    data = view.data
    if view.base or not has_comments(data):
        return
    edits = []
    at = len(PNG)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], 'big')
        kind = data[at + 4 : at + 8]
        if kind in COMPRESSED_COMMENTS:
            start = _packed(data[at + 8 : at + 8 + size], kind)
            text = thinned(inflated(data[at + 8 + start : at + 8 + size], room)) if start else b''
            if text:
                edits.append((at + 8 + start, at + 8 + size, b'\n' + text + b'\n'))
        if kind in COMMENTS and is_glued(data, at + 4):
            edits.append((at + 8 + size, at + 8 + size, b'\n'))
        at += 12 + size
    found = replaced(view, 'image text', edits)
    if found:
        yield found


def _packed(chunk: bytes, kind: bytes) -> int:
    """Where the compressed part of a comment begins; 0 where there is none."""
    at = chunk.find(b'\0') + 1
    if kind == b'zTXt':
        return at + 1 if at else 0
    if not at or chunk[at : at + 2] != b'\1\0':
        return 0
    # behind the language and the translated keyword
    for _ in range(2):
        at = chunk.find(b'\0', at + 2 * (chunk[at : at + 2] == b'\1\0')) + 1
        if not at:
            return 0
    return at
