"""Archives, compressed files and PDFs -> the files and texts inside of them. Nothing is ever written.

What a blob is, its first bytes say, never its name. What is inside is read a chunk at a time and given out one member
at a time; sizes that a header claims are not believed. What could not be read says why.
"""

from keyguard.content.beginnings import HEAD, carrier, kind
from keyguard.disguise import behind_a_script
from keyguard.lazy import module
from keyguard.model import Blob

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.content.reader import Reader
    from keyguard.content.streams import Member, Meter

# a backslash parts folders, and a control character is no part of a name
_ONE_LINE = bytes(range(256)).translate(bytes.maketrans(bytes((*range(32), 127, 92)), b'?' * 33 + b'/'))
# what text is made of, in ASCII
_TEXT = bytes((*range(0x20, 0x7F), *b'\t\n\r\f'))
# the longest name of a member, in bytes; of a longer one the middle is left out
_LONGEST_NAME = 1000

# what nothing in Python's library opens
_CLOSED = (
    *('7z', 'rar', 'lzip', 'lzop', 'squashfs', 'compress'),
    *('lrzip', 'zpaq', 'cab', 'xar', 'disk image', 'WIM', 'arj', 'lha', 'ace'),
)
# what they are, where that is not only a way to compress
_FORMATS = {
    'arj': 'an archive of ARJ (.arj)',
    'lha': 'an archive of LHA (.lzh)',
    'ace': 'an archive of ACE (.ace)',
    'cab': 'a cabinet of Windows (.cab)',
    'xar': 'an archive of macOS (.pkg, .xar)',
    'disk image': 'a disk image of macOS (.dmg)',
    'WIM': 'a compressed image of Windows (.wim)',
}
# the stream of an encrypted Office document
_ENCRYPTED_PACKAGE = b'E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0'
# what is read as a whole, and the module that does
_OTHERS = {
    'pdf': 'pdf',
    'pyc': 'pyc',
    'hdf5': 'hdf5',
    'matlab': 'matlab',
    'draw.io': 'diagrams',
    'flash': 'flash',
    'uuencode': 'uuencoded',
    'phar': 'phars',
}
# what comes out of them in one piece, or as the members of one archive; a package of RPM has one of these in it
_STREAMS = ('tar', 'cpio', 'hex dump', 'snappy', 'lz4', 'gzip', 'bzip2', 'xz', 'lzma', 'zstd', 'zlib')
_SUFFIXES = (b'.gz', b'.bz2', b'.xz', b'.lzma', b'.zst', b'.zlib', b'.zz', b'.sz', b'.lz4')


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


def closed(blob: Blob) -> str:
    """Why a file cannot be opened whose name says what it is, or what is inside of it: '' if it can."""
    if blob.path.endswith(b'.br') and blob.data[:HEAD].translate(None, _TEXT):
        return _unpack('brotli')
    return ''


def _unpack(kind: str) -> str:
    what = _FORMATS.get(kind) or f'compressed with {kind}'
    return f'{what}, which keyguard cannot read: unpack it and audit what comes out'


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
    if carried in _OTHERS:
        yield from module(f'keyguard.content.{_OTHERS[carried]}').members(data, meter)
        return
    if carried in ('arrow', 'avro', 'orc', 'parquet', 'sqlite'):
        yield from _columns(carried, data, meter)
        return
    from keyguard.content import cpios, tars
    from keyguard.content.reader import Reader, slices
    from keyguard.content.streams import CORRUPT, expanded

    packed = data[cpios.payload(data) :] if carried == 'rpm' else data
    inner = carrier(packed[:HEAD]) if carried == 'rpm' else carried
    if inner not in _STREAMS:
        raise Unread(CORRUPT)
    if inner in ('tar', 'cpio'):
        reader = Reader(slices(packed))
    elif inner == 'hex dump':
        from keyguard.content.dumps import shown

        reader = Reader(shown(packed, meter))
    elif inner == 'snappy':
        from keyguard.content.snappy import framed

        reader = Reader(framed(packed, meter))
    elif inner == 'lz4':
        from keyguard.content import lz4

        reader = Reader(lz4.framed(packed, meter))
    else:
        reader = Reader(expanded(inner, packed, meter, behind_a_script(packed)))
    stream = carrier(reader.peek(512))
    if stream == 'tar':
        yield from tars.members(reader, meter)
    elif stream == 'cpio':
        yield from cpios.members(reader, meter)
    else:
        yield _single(path, reader, meter)


def _columns(kind: str, data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """The columns, or the records, of a table in one of these formats."""
    if kind == 'avro':
        from keyguard.content import avro

        return avro.members(data, meter)
    if kind == 'sqlite':
        from keyguard.content import database

        return database.members(data, meter)
    if kind == 'arrow':
        from keyguard.content import arrow

        return arrow.members(data, meter)
    if kind == 'orc':
        from keyguard.content import orc

        return orc.members(data, meter)
    from keyguard.content import parquet

    return parquet.members(data, meter)


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
