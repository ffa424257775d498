"""Base64 and hex, and what is compressed inside of base64."""

from keyguard.content import inflating
from keyguard.content.archives import Limits, members
from keyguard.content.beginnings import HEAD, carrier
from keyguard.content.replaced import replaced
from keyguard.content.thinned import thinned
from keyguard.disguise import compressed, plain
from keyguard.model import Blob

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keyguard.blocks import Block
    from keyguard.content.inflating import Room
    from keyguard.model import View

_CHUNK = 16 << 10
# of an archive inside of base64 so many members are read
_ENTRIES = 10_000


def readings(view: 'View', room: 'Room', found: 'Sequence[Block]') -> 'Iterator[View]':
    """The view with each of its blocks of base64 or hex (``disguise.hidden``) replaced by what it stands for, where
    that holds a run of token characters; a view of its own for each of the two.

    Linear in the view and in what comes out: each block is decoded once, and what is compressed is read as far as there
    is room.
    """
    for kind in ('base64', 'hex'):
        reading = replaced(view, kind, _edits([block for block in found if block.kind == kind], room))
        if reading:
            yield reading


def _edits(found: 'Sequence[Block]', room: 'Room') -> 'Iterator[tuple[int, int, bytes]]':
    for block in found:
        if carrier(block.text[:HEAD]) not in ('', 'gzip', 'zlib'):
            text = _members(block.text, room)
            # what is packed may show as it is, too
            yield block.start, block.end, text + b'\n' + block.text if plain(block.text) else text
        elif compressed(block.text):
            text = thinned(inflated(block.text, room))
            if plain(text):
                yield block.start, block.end, text
        elif plain(block.text):
            yield from block.parts()


def _members(text: bytes, room: 'Room') -> bytes:
    """What is in an archive or a document, one member behind the other."""
    limits = Limits(entries=_ENTRIES, total=max(1, room.left), member=max(1, room.left), ratio_from=inflating.MOST)
    parts = []
    for blob in members(Blob(b'inside of base64', text), limits):
        if blob.reason:
            room.unread.append(blob.reason)
        room.left -= len(blob.data)
        parts.append(thinned(bytes(blob.data[:])))
    return b'\n'.join(parts)


def inflated(text: bytes, room: 'Room') -> bytes:
    """What gzip or zlib data stands for: all that comes out before it is broken or the room is spent."""
    import zlib

    reader = zlib.decompressobj(zlib.MAX_WBITS | 32)
    parts = []
    for at in range(0, len(text), _CHUNK):
        if room.left <= 0:
            room.spent = True
            break
        try:
            part = reader.decompress(text[at : at + _CHUNK], room.left)
        except zlib.error:
            break
        parts.append(part)
        room.left -= len(part)
        if reader.unconsumed_tail:
            room.spent = True
            break
        if reader.eof:
            break
    return b''.join(parts)
