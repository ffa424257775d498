"""Zip archives -> their members, and the text of Office documents."""

import stat
from struct import unpack_from

from keyguard.content.decoders import codec
from keyguard.content.streams import CHECKSUM, CHUNK, ENCRYPTED, TRUNCATED, Decoding, Unread, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from mmap import mmap

    from keyguard.content.streams import Member, Meter

_LOCAL, _CENTRAL, _END = b'PK\x03\x04', b'PK\x01\x02', b'PK\x05\x06'
# what may stand between the list of members and the archive's end: a signature, the end's long form
_BEHIND = (b'PK\x05\x05', b'PK\x06\x06')
# a size or checksum that stands behind the data, not before it
_UNKNOWN = -1
# a size that did not fit: its long form is in the extra field
_FULL = 0xFFFFFFFF
# of a name and an extra field, in bytes, where headers may overlap: each of them can claim 64 KiB
_ENOUGH = 2048
_OFFICE = b'[Content_Types].xml'
# … and what an OpenDocument file says of itself, not compressed, behind the name of its first member (mimetype)
_OPEN_DOCUMENT = b'application/vnd.oasis.opendocument.'
# the latest version that a header asks for, and the method of what is encrypted in WinZip's way
_LATEST, _AES = 63, 99
_METHODS = {8: 'deflate', 12: 'bzip2', 14: 'lzma', 20: 'zstd', 93: 'zstd', 95: 'xz'}
_NAMES = {1: ' (Shrink)', 6: ' (Implode)', 9: ' (Deflate64)', 97: ' (WavPack)', 98: ' (PPMd)'}


def members(data: 'bytes | mmap', meter: 'Meter', texts: bool = True) -> 'Iterator[Member]':
    """The files that the archive's list of members names; XML parts of an Office document also as ``NAME (text)``
    where ``texts`` are wanted.

    Members that the list does not lead to are looked for one by one: those of an archive before this one, those that
    were replaced. Where the list is missing or wrong, ``Unread`` is raised behind them; where it is sound, what only
    begins like a member (an unpacker has these bytes in its code) is none.
    """
    seen: dict[int, int] = {}
    damage = ''
    try:
        start, end, shift = _directory(data)
        office = texts and (data.find(_OFFICE, start) >= 0 or data[38 : 38 + len(_OPEN_DOCUMENT)] == _OPEN_DOCUMENT)
        for entry in _listed(data, start, end, shift):
            if not _is_member(data, entry.at):
                meter.entry()
                damage = 'corrupt: the list of members leads to places where there is none'
                continue
            yield from _read(entry, data, meter, office)
            seen[entry.at] = entry.stop
    except Unread as error:
        if meter.spent:
            raise
        damage = str(error)
    office = texts and bool(damage) and (data.find(_OFFICE) >= 0 or data.find(_OPEN_DOCUMENT) >= 0)
    behind = 0
    while (at := data.find(_LOCAL, behind)) >= 0 and _is_member(data, at):
        if at not in seen:
            if not (damage or _is_likely(data, at)):
                behind = at + 4
                continue
            entry = _found(data, at)
            yield from _read(entry, data, meter, office)
            seen[at] = entry.stop
        behind = max(seen[at], at + 4)
    if damage:
        raise Unread(damage)


def _is_member(data: 'bytes | mmap', at: int) -> bool:
    return 0 <= at <= len(data) - 30 and data[at : at + 4] == _LOCAL


def _is_likely(data: 'bytes | mmap', at: int) -> bool:
    """Does a header begin there, and not just four letters: of a version and a method that there are, with a name?"""
    version, method, name = unpack_from('<4xHxxH16xH', data, at)
    text = data[at + 30 : at + 30 + min(name, _ENOUGH)]
    known = method == 0 or method in _METHODS or method in _NAMES or method == _AES
    return known and version <= _LATEST and len(text) == name > 0 and not any(char < 0x20 for char in text)


def _read(entry: '_Entry', data: 'bytes | mmap', meter: 'Meter', office: bool) -> 'Iterator[Member]':
    meter.entry()
    if entry.empty:
        return
    content, reason = gathered(entry.chunks(data, meter), meter.limits.member)
    yield entry.name, content, reason
    if office and content and entry.name.endswith(b'.xml'):
        from keyguard.content.office import text

        meter.work(len(content))
        properties = entry.name.startswith(b'docProps/') or entry.name == b'meta.xml'
        yield entry.name + b' (text)', text(content, properties=properties), ''


def _directory(data: 'bytes | mmap') -> 'tuple[int, int, int]':
    """Where the list of members starts and ends, and how far what it says is off: something may precede the archive.

    Raises ``Unread`` when there is none.
    """
    # the archive's comment, of at most 64 KiB, follows
    at = data.rfind(_END, max(0, len(data) - 22 - 0xFFFF))
    if at < 0 or at + 22 > len(data):
        raise Unread('truncated: the list of members at the end is missing')
    size, offset = unpack_from('<II', data, at + 12)
    end = at
    if at >= 76 and data[at - 20 : at - 16] == b'PK\x06\x07' and data[at - 76 : at - 72] == b'PK\x06\x06':
        end = at - 76
        size, offset = unpack_from('<QQ', data, end + 40)
    start = max(0, end - size)
    if size and data[start : start + 4] != _CENTRAL:
        # an mmap takes no larger offset than it has bytes
        return min(offset, len(data)), end, 0
    return start, end, start - offset


def _listed(data: 'bytes | mmap', start: int, end: int, shift: int) -> 'Iterator[_Entry]':
    """The entries of the list of members. Raises ``Unread`` where it is damaged."""
    at = start
    while at + 46 <= end and data[at : at + 4] == _CENTRAL:
        flags, method, crc, packed, size, name, extra, comment, mode, offset = unpack_from(
            '<8xHH4xIIIHHH6xHI', data, at
        )
        at += 46 + name + extra
        size, packed, offset = _long(data[at - extra : at], size, packed, offset)
        yield _Entry(data[at - extra - name : at - extra], offset + shift, flags, method, crc, packed, size, mode)
        at += comment
    if start < at > end or (at < end and data[at : at + 4] not in _BEHIND):
        raise Unread('corrupt: the list of members is damaged')
    if at == start and data[:4] == _LOCAL:
        raise Unread('corrupt: the list of members is empty')


def _found(data: 'bytes | mmap', at: int) -> '_Entry':
    """The member whose header is at ``at``."""
    flags, method, crc, packed, size, name, extra = unpack_from('<6xHH4xIIIHH', data, at)
    behind = at + 30 + name
    size, packed, _ = _long(data[behind : behind + min(extra, _ENOUGH)], size, packed, 0)
    if flags & 8:
        crc = _UNKNOWN
        packed = packed or _UNKNOWN
    return _Entry(data[at + 30 : at + 30 + min(name, _ENOUGH)], at, flags, method, crc, packed, size, 0)


def _long(extra: bytes, *values: int) -> 'list[int]':
    """The values, and for those that did not fit into four bytes what the extra field says."""
    if _FULL not in values:
        return [*values]
    at = 0
    while at + 4 <= len(extra):
        kind, length = unpack_from('<HH', extra, at)
        at += 4
        if kind == 1:
            numbers = [int.from_bytes(extra[by : by + 8], 'little') for by in range(at, at + length, 8)]
            return [numbers.pop(0) if value == _FULL and numbers else value for value in values]
        at += length
    return [*values]


class _Entry:
    """What a header says of a member. ``at`` is where its local header is, ``stop`` where its data was seen to end."""

    __slots__ = ('at', 'crc', 'flags', 'method', 'mode', 'name', 'packed', 'size', 'stop')

    def __init__(
        self, name: bytes, at: int, flags: int, method: int, crc: int, packed: int, size: int, mode: int
    ) -> None:
        self.name = name or b'(no name)'
        self.at = at
        self.flags = flags
        self.method = method
        self.crc = crc
        self.packed = packed
        self.size = size
        self.mode = mode
        self.stop = at

    @property
    def empty(self) -> bool:
        """Is it a directory, a link or a device?"""
        kind = stat.S_IFMT(self.mode)
        return kind not in (0, stat.S_IFREG, stat.S_IFDIR) or (self.name.endswith(b'/') and not self.packed)

    def chunks(self, data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[bytes]':
        """The member's bytes. Raises ``Unread``."""
        flags, name, extra = unpack_from('<6xH18xHH', data, self.at)
        if (self.flags | flags) & 1:
            raise Unread(ENCRYPTED)
        start = self.stop = self.at + 30 + name + extra
        crc = yield from (self._stored if self.method == 0 else self._unpacked)(data, start, meter)
        if self.crc not in (_UNKNOWN, crc):
            raise Unread(CHECKSUM)

    def _stored(self, data: 'bytes | mmap', start: int, meter: 'Meter') -> 'Generator[bytes, None, int]':
        from binascii import crc32

        end = start + self.packed
        if self.packed == _UNKNOWN:
            end = data.find(_LOCAL, start)
            if end < 0:
                # the last one: looking for both each time would be quadratic
                end = data.find(_CENTRAL, start)
                end = len(data) if end < 0 else end
        crc = 0
        for at in range(start, min(end, len(data)), CHUNK):
            chunk = data[at : min(at + CHUNK, end)]
            meter.give(len(chunk))
            crc = crc32(chunk, crc)
            yield chunk
        self.stop = min(end, len(data))
        if end > len(data):
            raise Unread(TRUNCATED)
        return crc

    def _unpacked(self, data: 'bytes | mmap', start: int, meter: 'Meter') -> 'Generator[bytes, None, int]':
        method = _METHODS.get(self.method)
        if not method:
            raise Unread(f'unsupported compression method {self.method}{_NAMES.get(self.method, "")}')
        end = len(data) if self.packed == _UNKNOWN else min(len(data), start + self.packed)
        header = b''
        if method == 'lzma':
            # a version, the length of the properties and these; a file of its own has the size behind them
            length = int.from_bytes(data[start + 2 : start + 4], 'little')
            size = b'\xff' * 8 if self.flags & 2 else self.size.to_bytes(8, 'little')
            header = data[start + 4 : start + 4 + length][:5].ljust(5, b'\xff') + size
            start += 4 + length
        decoding = Decoding(meter, codec(method, header), data, start, end)
        yield from decoding
        self.stop = decoding.stop
        return decoding.crc
