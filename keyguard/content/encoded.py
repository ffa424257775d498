"""Base64 and hex, and what is compressed inside of base64."""

from keyguard.content.replaced import replaced
from keyguard.disguise import blocks, compressed, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.model import View

# what may come out of a compressed block; more is not read
MOST = 16 << 20


def readings(view: 'View') -> 'Iterator[View]':
    """The view with each block of base64 or hex replaced by what it stands for, where that holds a run of token
    characters; a view of its own for each of the two.

    Linear in the view and in what comes out: each block is decoded once, a compressed one up to 16 MiB.
    """
    for kind in ('base64', 'hex'):
        found = replaced(view, kind, _edits(view.data, kind))
        if found:
            yield found


def _edits(data: bytes, kind: str) -> 'Iterator[tuple[int, int, bytes]]':
    room = MOST
    for block in blocks(data):
        if block.kind != kind:
            continue
        text = block.text
        if compressed(text):
            text = _inflated(text, room)
            room -= len(text)
        if plain(text):
            yield block.start, block.end, text


def _inflated(text: bytes, most: int) -> bytes:
    """What gzip or zlib data stands for, or as much of it as comes out."""
    import zlib

    reader = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        return reader.decompress(text, max(1, most))
    except zlib.error:
        return b''
