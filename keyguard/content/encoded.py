"""Base64 and hex, and what is compressed inside of base64."""

from keyguard.content.replaced import replaced
from keyguard.disguise import blocks, compressed, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.disguise import Block
    from keyguard.model import View

# what may come out of the compressed blocks of one window; more is not read
MOST = 16 << 20


class Room:
    """How many bytes may still be inflated."""

    __slots__ = ('left',)

    def __init__(self) -> None:
        self.left = MOST


def readings(view: 'View', room: Room) -> 'Iterator[View]':
    """The view with each block of base64 or hex replaced by what it stands for, where that holds a run of token
    characters; a view of its own for each of the two.

    Linear in the view and in what comes out: each block is decoded once, and what is compressed is read as far as there
    is room.
    """
    found = list(blocks(view.data))
    for kind in ('base64', 'hex'):
        reading = replaced(view, kind, _edits([block for block in found if block.kind == kind], room))
        if reading:
            yield reading


def _edits(found: 'list[Block]', room: Room) -> 'Iterator[tuple[int, int, bytes]]':
    for block in found:
        if compressed(block.text):
            text = _inflated(block.text, room.left)
            room.left -= len(text)
            if plain(text):
                yield block.lines[0][0], block.end, text
        elif plain(block.text):
            yield from block.parts()


def _inflated(text: bytes, most: int) -> bytes:
    """What gzip or zlib data stands for, or as much of it as comes out."""
    import zlib

    if most <= 0:
        return b''
    reader = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        return reader.decompress(text, most)
    except zlib.error:
        return b''
