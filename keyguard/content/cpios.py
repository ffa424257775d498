"""Archives of cpio (new ones and POSIX's) -> their members, in one pass over a stream; and the packages of RPM, which
have one behind their headers. Those of old machines, whose numbers are binary, are read as they stand.
"""

from keyguard.content.streams import CORRUPT, TRUNCATED, Unread, too_large

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.content.reader import Reader
    from keyguard.content.streams import Member, Meter

_NEW = (b'070701', b'070702')
_POSIX = b'070707'
MAGIC = (*_NEW, _POSIX)
_HEAD, _POSIX_HEAD = 110, 76
_END = b'TRAILER!!!'
# what says that a member is a file, in its mode
_KIND, _FILE = 0o170000, 0o100000
# names are no longer, in bytes
_LONGEST_NAME = 1 << 16
# an RPM's lead, and what begins each of its two headers
_LEAD, _HEADER = 96, b'\x8e\xad\xe8\x01'


def fits(head: bytes) -> bool:
    """Are these the first bytes of an archive, and no text that begins with such a number?"""
    digits = head[6:_HEAD] if head.startswith(_NEW) else head[6:_POSIX_HEAD]
    return len(digits) >= _POSIX_HEAD - 6 and not digits.strip(b'0123456789ABCDEFabcdef')


def members(reader: 'Reader', meter: 'Meter') -> 'Iterator[Member]':
    """The files of the archive, and what stands behind it. Raises ``Unread`` where it ends too early."""
    limit = meter.limits.member
    while True:
        magic = reader.peek(6)
        if not magic:
            return
        if magic not in MAGIC:
            content, reason = reader.rest(limit)
            content = content.lstrip(b'\0')
            if content or reason:
                yield b'(behind the end)', content, reason
            return
        meter.entry()
        name, mode, size, fill = _head(reader, magic)
        if name == _END:
            # another one may follow, on the next block of 512 bytes
            _pass_zeros(reader)
            continue
        content = b''
        if mode & _KIND == _FILE:
            content = reader.read(min(size, limit))
            meter.work(len(content))
            if content:
                yield name, content, too_large(limit) if size > limit == len(content) else ''
        rest = size - len(content) + fill
        del content
        if not reader.skip(rest):
            raise Unread(reader.reason or TRUNCATED)


def _head(reader: 'Reader', magic: bytes) -> 'tuple[bytes, int, int, int]':
    """What a member's header says: its name, mode and size, and how many bytes fill up behind it."""
    new = magic in _NEW
    head = reader.read(_HEAD if new else _POSIX_HEAD)
    try:
        if new:
            mode, size, length = (int(head[at : at + 8], 16) for at in (14, 54, 94))
        else:
            mode, size, length = int(head[18:24], 8), int(head[65:76], 8), int(head[59:65], 8)
    except ValueError:
        raise Unread(reader.reason or (CORRUPT if len(head) >= _POSIX_HEAD else TRUNCATED)) from None
    if min(mode, size, length) < 0 or length > _LONGEST_NAME:
        raise Unread('corrupt: the header of a member is damaged')
    name = reader.read(length)
    if len(name) < length:
        raise Unread(reader.reason or TRUNCATED)
    if new:
        reader.skip(-(_HEAD + length) % 4)
    return name.rstrip(b'\0'), mode, size, -size % 4 if new else 0


def _pass_zeros(reader: 'Reader') -> None:
    while reader.peek(4) == b'\0\0\0\0':
        reader.skip(4)


def payload(data: 'bytes | mmap') -> int:
    """Where the archive of an RPM begins, mostly compressed. Raises ``Unread``."""
    at = _LEAD
    for fill in (8, 1):
        head = data[at : at + 16]
        if len(head) < 16:
            raise Unread(TRUNCATED)
        if head[:4] != _HEADER:
            raise Unread('corrupt: a header is damaged')
        at += 16 + 16 * int.from_bytes(head[8:12], 'big') + int.from_bytes(head[12:16], 'big')
        at += -at % fill
    return at
