"""Tar archives of every age (v7, ustar, pax, GNU) -> their members, in one pass over a stream."""

from io import BytesIO

from keyguard.content.streams import TRUNCATED, Unread, too_large

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.content.reader import Reader
    from keyguard.content.streams import Member, Meter

_BLOCK = 512
_ZEROS = bytes(_BLOCK)
# links, devices, directories, pipes: nothing of theirs follows the header
_EMPTY = b'123456'
# what an extended header or a long name may take, in bytes; the rest of a longer one is passed over
_LONGEST_HEADER = 1 << 20


def fits(block: bytes) -> bool:
    """Is this block of 512 bytes a header, by its checksum?"""
    field = block[148:156]
    claimed = _octal(field)
    if claimed <= 0:
        return False
    own = sum(block) - sum(field) + 8 * 32
    # a few old programs summed up signed bytes
    return claimed == own or claimed == own - 256 * sum(byte > 127 for byte in block[:148] + block[156:])


def members(reader: 'Reader', meter: 'Meter') -> 'Iterator[Member]':
    """The files of a tar, in their order. Raises ``Unread`` where it ends too early, behind what there is of a member.

    Of a sparse file the stored parts are given, without the holes. What stands from a damaged header to the next good
    one is given as ``(damaged part)``. A tar that was appended to another one is read, too.
    """
    limit = meter.limits.member
    name, size = b'', -1  # what an extended header says of the member that follows it
    block = reader.read(_BLOCK)
    while len(block) == _BLOCK:
        if block == _ZEROS:
            block = reader.read(_BLOCK)
            continue
        if not fits(block):
            lost, block = _up_to_header(block, reader, limit)
            yield b'(damaged part)', lost, 'corrupt: the header of a member is damaged'
            continue
        kind = block[156:157]
        stored = _number(block[124:136])
        if kind in b'xXgLK':
            text = reader.read(min(stored, _LONGEST_HEADER))
            if kind == b'L':
                name = text.rstrip(b'\0')
            elif kind in b'xX':
                name, size = _extended(text, name, size)
            whole = reader.skip(stored - len(text) + -stored % _BLOCK)
        else:
            meter.entry()
            name = name or _name(block)
            size = stored if size < 0 else size
            if kind in _EMPTY:
                whole = True
            elif name.endswith(b'/'):
                # how old programs mark a directory
                whole = reader.skip(size + -size % _BLOCK)
            else:
                if kind == b'S':
                    _pass_sparse_map(block, reader)
                content = reader.read(min(size, limit))
                rest = size - len(content) + -size % _BLOCK
                yield name, content, too_large(limit) if size > limit == len(content) else ''
                there = len(content) == size
                del content
                # some programs leave out what fills the last block, which says nothing
                whole = reader.skip(rest) or (there and not reader.reason)
            name, size = b'', -1
        if not whole:
            raise Unread(reader.reason or TRUNCATED)
        block = reader.read(_BLOCK)
    # a line end behind it is an editor's, or what a file of texts ends with
    if block.strip(b'\0\r\n') or reader.reason or name or size >= 0:
        raise Unread(reader.reason or TRUNCATED)


def _up_to_header(block: bytes, reader: 'Reader', limit: int) -> 'tuple[bytes, bytes]':
    """What stands before the next good header, at most ``limit`` bytes of it, and that header or b''."""
    lost = BytesIO()
    while block and not (len(block) == _BLOCK and fits(block)):
        if lost.tell() < limit:
            lost.write(block)
        block = reader.read(_BLOCK)
    return lost.getvalue().rstrip(b'\0'), block


def _pass_sparse_map(block: bytes, reader: 'Reader') -> None:
    more = block[482]
    while more:
        extension = reader.read(_BLOCK)
        more = extension[504] if len(extension) == _BLOCK else 0


def _name(block: bytes) -> bytes:
    name = block[:100].partition(b'\0')[0]
    prefix = block[345:500].partition(b'\0')[0] if block[257:263] == b'ustar\0' else b''
    return prefix + b'/' + name if prefix else name or b'(no name)'


def _extended(text: bytes, name: bytes, size: int) -> 'tuple[bytes, int]':
    """Name and size from the records of a pax header (``30 path=…`` and a line end), else what they were."""
    import re

    # record after record, a header of a million tiny ones would take a second
    text = b'\n' + text
    for key in (rb'GNU\.sparse\.name', b'path'):
        found = re.search(rb'\n(\d{1,9}) ' + key + b'=', text)
        if found:
            name = text[found.end() : found.start(1) + int(found.group(1)) - 1]
            break
    found = re.search(rb'\n\d{1,9} size=(\d{1,19})\n', text)
    return name, int(found.group(1)) if found else size


def _octal(field: bytes) -> int:
    """The number in a field of octal digits that end with a space or NUL, or -1."""
    digits = field.partition(b'\0')[0].strip()
    return int(digits, 8) if digits and not digits.strip(b'01234567') else -1


def _number(field: bytes) -> int:
    """A size: octal digits, or in GNU's way a big number in bytes behind the highest bit. 0 where it is neither."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], 'big')
    return max(0, _octal(field))
