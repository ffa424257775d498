"""Archives, compressed files and PDFs -> the files and texts inside of them. Nothing is ever written.

What a blob is, its first bytes say, never its name. What is inside is read a chunk at a time and given out one member
at a time; sizes that a header claims are not believed. What could not be read says why.
"""

from keyguard.content.columns import is_compressed
from keyguard.disguise import behind_a_script, ends_as_zip, is_arrow
from keyguard.model import Blob

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.content.reader import Reader
    from keyguard.content.streams import Member, Meter

# how many bytes of a blob ``carrier`` looks at
HEAD = 1024
# a backslash parts folders, and a control character is no part of a name
_ONE_LINE = bytes(range(256)).translate(bytes.maketrans(bytes((*range(32), 127, 92)), b'?' * 33 + b'/'))
# what text is made of, in ASCII
_TEXT = bytes((*range(0x20, 0x7F), *b'\t\n\r\f'))
# the longest name of a member, in bytes; of a longer one the middle is left out
_LONGEST_NAME = 1000

_STARTS = (
    (b'PK\x03\x04', 'zip'),
    (b'PK\x05\x06', 'zip'),
    (b'\xfd7zXZ\0', 'xz'),
    (b'\x28\xb5\x2f\xfd', 'zstd'),
    (b'!<arch>\ndebian-', 'ar'),
    (b'PACK\0\0\0\2', 'git pack'),
    (b'PACK\0\0\0\3', 'git pack'),
    (b'# v2 git bundle\n', 'git pack'),
    (b'# v3 git bundle\n', 'git pack'),
    (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'compound'),
    (b"7z\xbc\xaf'\x1c", '7z'),
    (b'Rar!\x1a\x07', 'rar'),
    (b'LZIP\x01', 'lzip'),
    (b'LZIP\x00', 'lzip'),
    (b'\x04\x22\x4d\x18', 'lz4'),
    (b'\x02\x21\x4c\x18', 'lz4'),
    (b'\x89LZO\0\r\n\x1a\n', 'lzop'),
    (b'hsqs', 'squashfs'),
    (b'sqsh', 'squashfs'),
)
# what nothing in Python's library opens
_CLOSED = ('7z', 'rar', 'lzip', 'lz4', 'lzop', 'squashfs', 'compress')
_ZLIB = (b'\x78\x01', b'\x78\x5e', b'\x78\x9c', b'\x78\xda')
# the stream of an encrypted Office document
_ENCRYPTED_PACKAGE = b'E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0'
_BZIP2_BLOCKS = (b'1AY&SY', b'\x17rE8P\x90')
_SUFFIXES = (b'.gz', b'.bz2', b'.xz', b'.lzma', b'.zst', b'.zlib', b'.zz')


class Limits:
    """What reading one outer file may cost, everything that is nested in it counted together.

    ``depth``: archives inside of each other, the outer one included (a ``.tar.gz`` is one).
    ``entries``: members, with directories and links, compressed streams in a row, and streams of PDFs.
    ``total``: bytes that come out of decompression.
    ``member``: bytes of one member; of a larger one this much is read.
    ``ratio``: how many times the size of the outer file may come out, once more than ``ratio_from`` bytes did.
    """

    __slots__ = ('depth', 'entries', 'member', 'ratio', 'ratio_from', 'total')

    def __init__(
        self,
        depth: int = 4,
        entries: int = 100_000,
        total: int = 1 << 30,
        member: int = 256 << 20,
        ratio: int = 1000,
        ratio_from: int = 16 << 20,
    ) -> None:
        self.depth = depth
        self.entries = entries
        self.total = total
        self.member = member
        self.ratio = ratio
        self.ratio_from = ratio_from


def carrier(head: bytes) -> str:
    """What a blob carries others in: 'zip', 'gzip', 'bzip2', 'xz', 'lzma', 'zstd', 'zlib', 'tar', 'ar', 'git pack',
    'compound' or 'pdf', or one of those that cannot be opened ('7z', 'rar' …); '' if it does not.

    ``head`` is the blob's first ``HEAD`` bytes (600 tell all but a PDF behind a preface). Wheels, jars and Office
    documents are zips. Takes some two microseconds.
    """
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head.startswith(b'\x1f\x8b\x08') and head[3:4] < b'\x20':
        return 'gzip'
    if head.startswith(b'\x1f\x9d') and head[2:3] and head[2] & 0x60 == 0 and 9 <= head[2] & 31 <= 16:
        return 'compress'
    if head.startswith(_ZLIB) and _inflates(head):
        return 'zlib'
    if head.startswith(b'BZh') and head[3:4].isdigit() and head[4:10] in _BZIP2_BLOCKS:
        return 'bzip2'
    if head.startswith(b']\0') and _lzma(head):
        return 'lzma'
    if len(head) < 512:
        if head[257:262] == b'ustar':
            return 'tar'
    # a tar has a checksum, an old one nothing else: octal digits, in a place where no text has nothing but these
    elif not head[148:156].strip(b'01234567 \0'):
        from keyguard.content.tars import fits

        if fits(head[:512]):
            return 'tar'
    at = head.find(b'%PDF-', 0, HEAD)
    return 'pdf' if at >= 0 and head[at + 5 : at + 6].isdigit() else ''


def kind(data: 'bytes | mmap') -> str:
    """What the data carries others in, as ``carrier`` names it; a zip may stand behind something else, and what is
    compressed behind a script.
    """
    return carrier(data[:HEAD]) or ('zip' if ends_as_zip(data) else '') or carrier(_behind_a_script(data, HEAD))


def _behind_a_script(data: 'bytes | mmap', size: int) -> bytes:
    at = behind_a_script(data)
    return data[at : at + size] if at else b''


def _inflates(head: bytes) -> bool:
    """Is this zlib data, which has no magic but two bytes?"""
    import zlib

    try:
        reader = zlib.decompressobj()
        return len(reader.decompress(head, 1 << 16)) > 0 or reader.eof
    except zlib.error:
        return False


def closed(blob: Blob) -> str:
    """Why a file cannot be opened whose name says what it is, or what is inside of it: '' if it can."""
    if is_arrow(blob.data[:HEAD]) and is_compressed(blob.data):
        return 'its columns are compressed: write it without compression and audit that'
    if blob.path.endswith(b'.br') and blob.data[:HEAD].translate(None, _TEXT):
        return _unpack('brotli')
    return ''


def _unpack(kind: str) -> str:
    return f'compressed with {kind}, which keyguard cannot read: unpack it and audit what comes out'


def _lzma(head: bytes) -> bool:
    """Is this the head of an LZMA file, which has no magic? The fields are what ``xz`` asks of them, too."""
    dictionary = int.from_bytes(head[1:5], 'little')
    size = int.from_bytes(head[5:13], 'little')
    unit = dictionary // 3 if dictionary % 3 == 0 else dictionary
    power_of_two = dictionary >= 4096 and unit & (unit - 1) == 0
    return power_of_two and (size == (1 << 64) - 1 or size < 1 << 38) and head[13:14] == b'\0'


def members(blob: Blob, limits: Limits) -> 'Iterator[Blob]':
    """Every file inside of the blob, and every file inside of those; nothing if it is no carrier. Never raises.

    A member's path is ``outer!inner/path``; ``where`` is the outer blob's. An archive inside of another one is given
    out itself and then what is in it: ``a.zip!b.tar.gz``, ``a.zip!b.tar.gz!c.env``. Of a compressed tar the members
    come directly, of anything else that is compressed the one file that it was: ``x.env.gz!x.env``. An XML part of an
    Office document comes once more as its text (see ``office``), a PDF as its objects (see ``pdf``). Directories, links
    and devices are no content. Names are shown only: in one line, in at most 1,000 bytes.

    What could not be read, or not to its end, is a blob with a ``reason``, behind a blob of what could be read. When
    one of the ``limits`` for everything together is reached, the last blob is the outer one's reason.

    Time is linear in the blob's size and in what comes out of it. Memory is, for each depth, the member that was just
    given out and the one that is being read.
    """
    from keyguard.content.streams import Meter

    meter = Meter(limits, len(blob.data))
    yield from _opened(blob.path, blob.data, blob.where, meter, 1)
    if meter.spent:
        yield Blob(blob.path, reason=meter.spent, where=blob.where)


def _opened(path: bytes, data: 'bytes | mmap', where: str, meter: 'Meter', depth: int) -> 'Iterator[Blob]':
    from keyguard.content.streams import Unread

    try:
        for name, content, reason in _read(path, data, meter):
            inner = path + b'!' + _shown(name) if name else path
            if content or not reason:
                yield Blob(inner, content, where=where)
            if reason and not meter.spent:
                yield Blob(inner, reason=reason, where=where)
            # one that is cut short goes on into the end of what it is in
            if not meter.spent and (carrier(content[:HEAD]) if reason else kind(content)):
                yield from _nested(inner, content, where, meter, depth + 1)
            if meter.spent:
                return
    except Unread as error:
        if not meter.spent:
            yield Blob(path, reason=str(error), where=where)


def _nested(path: bytes, data: bytes, where: str, meter: 'Meter', depth: int) -> 'Iterator[Blob]':
    most = meter.limits.depth
    if depth <= most:
        yield from _opened(path, data, where, meter, depth)
    else:
        reason = f'nested too deep: at most {most} archives inside of each other are opened'
        yield Blob(path, reason=reason, where=where)


def _read(path: bytes, data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """What stands directly inside of the data. Raises ``Unread`` where the rest of it cannot be read."""
    from keyguard.content.streams import Unread

    carried = kind(data)
    if not carried:
        return
    if carried == 'zip':
        from keyguard.content import zips

        yield from zips.members(data, meter)
        return
    if carried in _CLOSED:
        raise Unread(_unpack(carried))
    if carried == 'compound':
        if data.find(_ENCRYPTED_PACKAGE) >= 0:
            raise Unread('an encrypted Office document: save it without a password and audit that')
        return
    if carried in ('ar', 'git pack'):
        from keyguard.content import objects

        yield from objects.pack(data, meter) if carried == 'git pack' else objects.packages(data, meter, carrier)
        return
    if carried == 'pdf':
        from keyguard.content import pdf

        yield from pdf.members(data, meter)
        return
    from keyguard.content import tars
    from keyguard.content.reader import Reader, slices
    from keyguard.content.streams import expanded

    if carried == 'tar':
        yield from tars.members(Reader(slices(data)), meter)
        return
    reader = Reader(expanded(carried, data, meter, behind_a_script(data)))
    if carrier(reader.peek(512)) == 'tar':
        yield from tars.members(reader, meter)
    else:
        yield _single(path, reader, meter)


def _single(path: bytes, reader: 'Reader', meter: 'Meter') -> 'Member':
    """The one file that was compressed, under the outer one's name without its last suffix."""
    content, reason = reader.rest(meter.limits.member)
    if reason and not content:
        return b'', b'', reason
    name = path.rpartition(b'!')[2].rpartition(b'/')[2]
    for suffix in _SUFFIXES:
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            name = name[: -len(suffix)]
            break
    return name, content, reason


def _shown(name: bytes) -> bytes:
    """The name in one line of at most 1,000 bytes: what is not printable is ``?``."""
    if len(name) > _LONGEST_NAME:
        name = name[:600] + '…'.encode() + name[-390:]
    text = name.translate(_ONE_LINE).decode('utf-8', 'replace').replace('\ufffd', '?')
    if not text.isprintable():
        text = ''.join(character if character.isprintable() else '?' for character in text)
    while text.startswith('./'):
        text = text[2:]
    return text.encode() or b'(no name)'
