"""Compressed bytes -> plain ones, a chunk at a time, and the count of what reading one outer file has cost."""

from io import BytesIO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from mmap import mmap
    from typing import NoReturn

    from keyguard.content.archives import Limits
    from keyguard.content.decoders import Codec

    # a name, the content, and '' or why that is not all of it; b'' names the archive itself
    Member = tuple[bytes, bytes, str]

# what is read and what comes out at once, in bytes
CHUNK = 64 << 10
# of a stream that may be tiny: thousands of them in a row must not copy a chunk each
_FIRST = 512

# what a token is counted as, in bytes
_TOKEN = 16

ENCRYPTED = 'encrypted'
TRUNCATED = 'truncated: the data ends too early'
CORRUPT = 'corrupt: the data cannot be decompressed'
CHECKSUM = 'corrupt: the checksum (CRC) does not fit'
TRAILING = 'corrupt: something else follows the compressed data'

_MAGIC = {
    'gzip': (b'\x1f\x8b',),
    'bzip2': (b'BZh',),
    'xz': (b'\xfd7zXZ\0',),
    # a frame, or one of the sixteen kinds that are to be skipped
    'zstd': (b'\x28\xb5\x2f\xfd', *(bytes((kind, 0x2A, 0x4D, 0x18)) for kind in range(0x50, 0x60))),
    'lzma': (),
}


class Unread(Exception):
    """Something cannot be read (further), and why: a sentence for people."""


def human(size: int) -> str:
    """A size as people say it: ``256 MiB``."""
    for shift, unit in ((30, 'GiB'), (20, 'MiB'), (10, 'KiB')):
        if size >= 1 << shift and not size & ((1 << shift) - 1):
            return f'{size >> shift} {unit}'
    return f'{size:,} bytes'


class Meter:
    """What reading one outer file of ``size`` bytes has cost. ``spent`` is '' or why no more of it is read."""

    __slots__ = ('entries', 'fed', 'limits', 'out', 'size', 'spent', 'toil')

    def __init__(self, limits: 'Limits', size: int) -> None:
        self.limits = limits
        self.size = size
        self.entries = 0
        self.fed = 0
        self.out = 0
        self.toil = 0
        self.spent = ''

    def entry(self) -> None:
        """Count a member; raises ``Unread`` when it is one too many."""
        self.entries += 1
        if self.entries > self.limits.entries:
            self._stop(f'too many entries: the rest after {self.limits.entries:,} was not read')

    def feed(self, count: int) -> None:
        """Count bytes that a decoder takes in, or gives back.

        Each byte is taken once, or three times where it is damaged; only what overlaps makes it more.
        """
        self.fed += count
        if self.fed > 4 * (self.size + self.out):
            self._stop('its members overlap (a bomb?): the rest was not read')

    def give(self, count: int) -> None:
        """Count bytes that came out."""
        self.out += count
        self.work(0)
        if self.out > self.limits.ratio_from and self.out > self.limits.ratio * self.size:
            self._stop(self._bomb())

    def work(self, count: int) -> None:
        """Count bytes that are looked at once more: against the total, but not as if they had come out."""
        self.toil += count
        if self.out + self.toil > self.limits.total:
            self._stop(f'too large: the rest after {human(self.limits.total)} of unpacked data was not read')

    def tokens(self, count: int) -> None:
        """Count what is interpreted a token at a time: each takes as long as many bytes do elsewhere."""
        self.work(_TOKEN * count)

    def weigh(self, out: int, fed: int) -> None:
        """Raises ``Unread`` when so much came out of one stream that the rest of it is not worth its memory."""
        if out > self.limits.ratio_from and out > self.limits.ratio * fed:
            raise Unread(self._bomb())

    def _bomb(self) -> str:
        return f'compression ratio too high (a bomb?): the rest after {self.limits.ratio:,}:1 was not read'

    def _stop(self, reason: str) -> 'NoReturn':
        self.spent = reason
        raise Unread(reason)


def gathered(chunks: 'Iterable[bytes]', limit: int) -> 'tuple[bytes, str]':
    """The chunks in one piece, at most ``limit`` bytes, and '' or the reason why that is not all."""
    out = BytesIO()
    try:
        for chunk in chunks:
            if out.tell() + len(chunk) > limit:
                out.write(chunk[: limit - out.tell()])
                return out.getvalue(), too_large(limit)
            out.write(chunk)
    except Unread as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ''


def too_large(limit: int) -> str:
    return f'too large: only the first {human(limit)} were read'


class Decoding:
    """One compressed stream that begins at ``start`` and ends before ``end`` of the data.

    Iterating gives what comes out, in chunks, and raises ``Unread``; afterwards ``stop`` is where the stream ended and
    ``crc`` the CRC-32 of what came out. Of a damaged stream everything comes out that stands before the damage, except
    for its last byte: it is decoded up to three times. ``after`` are the streams of the same file before this one:
    where they began, and how much came out of them; ``out`` counts on from that.
    """

    __slots__ = ('_codec', '_data', '_end', '_meter', '_start', '_weighed_from', 'crc', 'out', 'stop')

    def __init__(
        self,
        meter: Meter,
        codec: 'Codec',
        data: 'bytes | mmap',
        start: int,
        end: int,
        after: 'tuple[int, int] | None' = None,
    ) -> None:
        self._meter = meter
        self._codec = codec
        self._data = data
        self._start = start
        self._end = end
        self._weighed_from, self.out = after or (start, 0)
        self.crc = 0
        self.stop = start

    def __iter__(self) -> 'Iterator[bytes]':
        from binascii import crc32

        make, errors = self._codec
        given = 0
        # a call that fails loses what it has decoded: smaller steps from where the last good one ended show it
        for step in (CHUNK, 256, 1):
            done = 0
            at, size = self._start, _FIRST
            try:
                decoder = make()
                while not decoder.eof:
                    fed = b''
                    if decoder.needs_input:
                        fed = self._data[at : min(at + size, self._end)]
                        at += len(fed)
                        size = min(2 * size, CHUNK)
                        self._meter.feed(len(fed))
                    out = decoder.decompress(fed, min(CHUNK, given - done) if done < given else step)
                    done += len(out)
                    if done > given:
                        given = done
                        self.out += len(out)
                        self._meter.give(len(out))
                        self._meter.weigh(self.out, at - self._weighed_from)
                        self.crc = crc32(out, self.crc)
                        yield out
                    elif not (out or fed or decoder.eof) and at >= self._end:
                        raise Unread(TRUNCATED)
            except errors as error:
                if 'memory' in str(error).lower():
                    raise Unread('unpacking it needs more than 128 MiB of memory') from None
                continue
            self.stop = at - len(decoder.unused_data)
            self._meter.feed(self.stop - at)
            return
        raise Unread(CORRUPT)


def expanded(kind: str, data: 'bytes | mmap', meter: Meter, at: int = 0) -> 'Iterator[bytes]':
    """What comes out of a compressed file of this kind (a ``carrier``) that begins at ``at``, streams in a row
    included, in chunks.

    Raises ``Unread``. NUL bytes behind a stream are padding.
    """
    from keyguard.content.decoders import codec

    first, end, out = at, len(data), 0
    while at < end:
        meter.entry()
        start = _behind_gzip_header(data, at) if kind == 'gzip' else at + 2 if kind == 'zlib' else at
        deflated = kind in ('gzip', 'zlib')
        decoding = Decoding(meter, codec('deflate' if deflated else kind), data, start, end, (first, out))
        yield from decoding
        if kind == 'zlib':
            # what follows on it is seen in the file's own bytes
            return
        at, out = decoding.stop, decoding.out
        if kind == 'gzip':
            trailer = data[at : at + 8]
            at += 8
            if len(trailer) < 8:
                raise Unread(TRUNCATED)
            if int.from_bytes(trailer[:4], 'little') != decoding.crc:
                raise Unread(CHECKSUM)
        while at < end and data[at] == 0:
            padding = data[at : at + 4096]
            at += len(padding) - len(padding.lstrip(b'\0'))
        if at < end and not data[at : at + 6].startswith(_MAGIC[kind]):
            raise Unread(TRAILING)


def _behind_gzip_header(data: 'bytes | mmap', at: int) -> int:
    head = data[at : at + 10]
    if len(head) < 10:
        raise Unread(TRUNCATED)
    if head[2] != 8:
        raise Unread(TRAILING)
    flags = head[3]
    at += 10
    if flags & 4:
        at += 2 + int.from_bytes(data[at : at + 2], 'little')
    for text in (8, 16):
        if flags & text:
            at = data.find(b'\0', at) + 1
            if not at:
                raise Unread(TRUNCATED)
    return at + (flags & 2)  # the header's checksum is two bytes long
