"""The streams of a PDF: where they are, what they hold, and their bytes without the filters."""

import re

from keyguard.content.decoders import codec
from keyguard.content.pdf_fonts import WHITE, unhex
from keyguard.content.streams import CHUNK, CORRUPT, TRUNCATED, Decoding, Unread, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.content.streams import Meter

_STREAM = re.compile(rb'>>\s{0,8}stream(?:\r\n|\n|\r)')
_NUMBER = re.compile(rb'(\d{1,10})\s{1,4}\d{1,5}\s{1,4}obj')
_LENGTH = re.compile(rb'/Length\s{1,4}(\d{1,12})\b(?!\s{1,4}\d{1,5}\s{1,4}R)')
_FILTER = re.compile(rb'/Filter\s{0,4}(?:/(\w{1,20})|\[([^\]]{0,400})\])')
_NAME = re.compile(rb'/(\w{1,20})')
_KIND = re.compile(rb'/(?:Type|Subtype)\s{0,4}/(\w{1,20})')
_FONT_LENGTH = re.compile(rb'/Length[123]\b')
# a thumbnail has no type, and an image may have it written elsewhere; nothing else has all three
_OF_IMAGES = (b'/Width', b'/Height', b'/BitsPerComponent')
_PREDICTOR = re.compile(rb'/Predictor\s{1,4}(?:2|1[0-5])\b')
# what is looked at for a stream's dictionary and its object's number, in bytes
_LONGEST_DICTIONARY = 4096

_IMAGES = {b'Image', b'DCTDecode', b'DCT', b'JPXDecode', b'CCITTFaxDecode', b'CCF', b'JBIG2Decode'}
_FONTS = {b'Type1C', b'CIDFontType0C', b'OpenType'}
_FLATE = (b'FlateDecode', b'Fl')
_HEX = (b'ASCIIHexDecode', b'AHx')
_ASCII85 = (b'ASCII85Decode', b'A85')
_SUPPORTED = {*_FLATE, *_HEX, *_ASCII85}
_KNOWN = {b'LZWDecode', b'RunLengthDecode', b'Crypt'}


class Stream:
    """A stream of the ``data``: from ``start`` to ``end``, or to where the data ends if it is not ``whole``.

    ``before`` is where the stream before it ended, ``number`` that of its object, or 0.
    """

    __slots__ = ('_head', 'before', 'data', 'end', 'number', 'start', 'whole')

    def __init__(
        self, data: 'bytes | mmap', before: int, head: int, number: int, start: int, end: int, whole: bool
    ) -> None:
        self.data = data
        self.before = before
        # thousands of dictionaries need not be kept
        self._head = head
        self.number = number
        self.start = start
        self.end = end
        self.whole = whole

    @property
    def name(self) -> bytes:
        return b'object %d' % self.number if self.number else b'stream at %d' % self.start

    @property
    def dictionary(self) -> bytes:
        return self.data[self._head : self.start]

    @property
    def filters(self) -> 'list[bytes]':
        """What has to be undone, in this order."""
        dictionary = self.dictionary
        found = _FILTER.search(dictionary)
        if not found:
            # one that is written elsewhere is not looked up
            return [b'?'] if b'/Filter' in dictionary else []
        name, names = found.groups()
        return [name] if name else _NAME.findall(names)

    @property
    def holds_objects(self) -> bool:
        return b'ObjStm' in self._kinds

    @property
    def attached(self) -> bool:
        return b'EmbeddedFile' in self._kinds

    @property
    def holds_metadata(self) -> bool:
        return b'Metadata' in self._kinds

    @property
    def drawn(self) -> bool:
        """Is it an image, a font, or the table of where objects are?"""
        kinds = self._kinds
        return (
            not kinds.isdisjoint((*_IMAGES, *_FONTS, b'XRef'))
            or not _IMAGES.isdisjoint(self.filters)
            or bool(_FONT_LENGTH.search(self.dictionary))
            or all(word in self.dictionary for word in _OF_IMAGES)
        )

    @property
    def encrypts(self) -> bool:
        return b'XRef' in self._kinds and b'/Encrypt' in self.dictionary

    @property
    def _kinds(self) -> 'set[bytes]':
        return set(_KIND.findall(self.dictionary))


def streams_of(data: 'bytes | mmap') -> 'Iterator[Stream]':
    """Every stream, in one pass; one that has lost its end is not ``whole`` and ends before the next one."""
    before = 0
    ending = -1
    while found := _STREAM.search(data, before):
        start = found.end()
        head = max(before, found.start() - _LONGEST_DICTIONARY)
        dictionary = data[head:start]
        behind = dictionary.rfind(b'obj') + 3
        numbers = _NUMBER.findall(dictionary[max(0, behind - 30) : behind]) if behind > 2 else []
        if numbers:
            head += behind
            dictionary = dictionary[behind:]
        length = _LENGTH.search(dictionary)
        end = start + int(length.group(1)) if length else -1
        whole = True
        if end < 0 or not data[end : end + 20].lstrip().startswith(b'endstream'):
            if ending < start:
                ending = data.find(b'endstream', start) % (len(data) + 1)
            end = ending
            # where another stream begins before that, this one has lost its end
            other = _STREAM.search(data, start, end)
            if other:
                end = max(start, data.rfind(b'endobj', start, other.start()))
            whole = end < len(data) and not other
        yield Stream(data, before, head, int(numbers[-1]) if numbers else 0, start, end, whole)
        before = end


def encrypted(data: 'bytes | mmap', streams: 'list[Stream]') -> bool:
    """Does the trailer, or the stream that stands for it, say so?"""
    at = data.rfind(b'trailer')
    return (at >= 0 and b'/Encrypt' in data[at : at + 4096]) or any(stream.encrypts for stream in streams)


def unpacked(stream: Stream, meter: 'Meter', limit: int, unsupported: 'set[str]') -> 'tuple[bytes, str]':
    """At most ``limit`` bytes of the stream without its filters, and '' or why that is not all.

    Gives b'' and '' for what has a filter that is not supported, and adds a sentence for people to ``unsupported``.
    Raises ``Unread`` when the meter says that it is one stream too many.
    """
    meter.entry()
    filters = stream.filters
    strange = [name for name in filters if name not in _SUPPORTED]
    if strange:
        shown = strange[0].decode() if strange[0] in _KNOWN else 'an unknown filter'
        unsupported.add(f'unsupported compression method: streams with {shown} were not read')
        return b'', ''
    if filters and _PREDICTOR.search(stream.dictionary):
        unsupported.add('unsupported compression method: streams with a predictor were not read')
        return b'', ''
    data: bytes | mmap = stream.data
    start, end = stream.start, stream.end
    why = ''
    for name in filters or [b'']:
        content, reason = gathered(_chunks(name, data, start, end, meter), limit)
        data, start, end = content, 0, len(content)
        why = why or reason
    return content, why


def _chunks(name: bytes, data: 'bytes | mmap', start: int, end: int, meter: 'Meter') -> 'Iterator[bytes]':
    """The data without one filter. Raises ``Unread``."""
    if name in _FLATE:
        head = data[start : min(start + 2, end)]
        if len(head) < 2:
            raise Unread(TRUNCATED)
        if head[0] & 15 != 8 or int.from_bytes(head, 'big') % 31:
            raise Unread(CORRUPT)
        # as other readers do, the checksum at the end is passed over: it is often wrong, or missing
        yield from Decoding(meter, codec('deflate'), data, start + 2, end)
        return
    try:
        for piece in _digits(name, data, start, end) if name else (data[start:end],):
            meter.give(len(piece))
            if name in _ASCII85:
                # character by character
                meter.work(8 * len(piece))
            yield piece
    except ValueError:
        raise Unread(CORRUPT) from None


def _digits(name: bytes, data: 'bytes | mmap', start: int, end: int) -> 'Iterator[bytes]':
    """What is written in hex digits or in ASCII85. Raises ``ValueError``."""
    from base64 import a85decode

    stop, unit = (b'>', 2) if name in _HEX else (b'~', 5)
    rest = b''
    for at in range(start, end, CHUNK):
        piece = data[at : min(at + CHUNK, end)].translate(None, WHITE)
        if at == start and piece.startswith(b'<~'):
            piece = piece[2:]
        piece, stopped, _ = piece.partition(stop)
        if unit == 5:
            piece = piece.replace(b'z', b'!!!!!')
        rest += piece
        size = len(rest) if stopped or at + CHUNK >= end else len(rest) - len(rest) % unit
        yield unhex(rest[:size]) if unit == 2 else a85decode(rest[:size])
        rest = rest[size:]
        if stopped:
            return
