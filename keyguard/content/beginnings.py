"""What a file carries others in: told by its first bytes, or its last ones, and never by its name."""

from keyguard.disguise import APPLE, APPLE_END, DUMPS, SKIPPED_FRAMES, behind_a_script, ends_as_zip, is_arrow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mmap import mmap

# compiled Python, 3.8 to 3.14
COMPILED = (*(b'U\r\r\n', b'a\r\r\n', b'o\r\r\n', b'\xa7\r\r\n', b'\xcb\r\r\n', b'\xf3\r\r\n', b'+\x0e\r\n'),)
# how many bytes of a blob ``carrier`` looks at
HEAD = 1024
_STARTS = (
    (b'PK\x03\x04', 'zip'),
    (b'PK\x05\x06', 'zip'),
    # the first of several files
    (b'PK\x07\x08PK\x03\x04', 'zip'),
    (b'\xfd7zXZ\0', 'xz'),
    (b'\x28\xb5\x2f\xfd', 'zstd'),
    *((frame, 'zstd') for frame in SKIPPED_FRAMES),
    (b'\xed\xab\xee\xdb', 'rpm'),
    (b'Obj\x01', 'avro'),
    (b'PAR1', 'parquet'),
    (b'SQLite format 3\0', 'sqlite'),
    # a log of what was written to one
    (b'\x37\x7f\x06\x82', 'sqlite'),
    (b'\x37\x7f\x06\x83', 'sqlite'),
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
    (b'MSCF\0\0\0\0', 'cab'),
    (b'xar!\0', 'xar'),
    (b'\xff\x06\0\0sNaPpY', 'snappy'),
    (b'LRZI\0', 'lrzip'),
    (b'zPQ', 'zpaq'),
    (b'\x89HDF\r\n\x1a\n', 'hdf5'),
    (b'MATLAB 7.3 MAT-file', 'hdf5'),
    (b'MATLAB 5.0 MAT-file', 'matlab'),
    (b'<mxfile', 'draw.io'),
    (b'7kSt', 'zpaq'),
    *((start, 'hex dump') for start in DUMPS),
    *((start, 'pyc') for start in COMPILED),
)
# … by the first two of these bytes: most files have none of them
_BY_TWO: 'dict[bytes, list[tuple[bytes, str]]]' = {}
for _start, _kind in _STARTS:
    _BY_TWO.setdefault(_start[:2], []).append((_start, _kind))
# what begins and ends an ORC file
_ORC = b'ORC'
# what begins a program in PHP, what ends one that stands before an archive, and how long it may be
_PROGRAMS, _PHAR, _LONGEST_PROGRAM = (b'<?', b'#!'), b'__HALT_COMPILER();', 1 << 20
_FLASH = (b'CWS', b'ZWS')
# an archive of ARJ, and how long the first part of its head is
_ARJ = b'\x60\xea'
_ARJ_HEADS = (b'\x1e', b'\x22')
_CPIO = (b'070701', b'070702', b'070707')
# an image of a disk for Windows, and where it says that it is compressed
_WIM, _WIM_FLAGS = b'MSWIM\0\0\0', 16
_ZLIB = (b'\x78\x01', b'\x78\x5e', b'\x78\x9c', b'\x78\xda')
_BZIP2_BLOCKS = (b'1AY&SY', b'\x17rE8P\x90')


def carrier(head: bytes) -> str:
    """What a blob carries others in: 'zip', 'gzip', 'bzip2', 'xz', 'lzma', 'zstd', 'zlib', 'tar', 'cpio', 'ar', 'rpm',
    'git pack', 'compound', 'snappy', 'avro', 'parquet', 'sqlite', 'hex dump', 'pyc', 'hdf5', 'matlab', 'draw.io',
    'flash', 'uuencode' or 'pdf', or one of those that cannot be opened ('7z', 'rar' …); '' if it does not.

    ``head`` is the blob's first ``HEAD`` bytes (600 tell all but a PDF behind a preface). Wheels, jars and Office
    documents are zips. Takes a microsecond.
    """
    for start, kind in _BY_TWO.get(head[:2], ()):
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
    if head.startswith(_WIM) and len(head) > _WIM_FLAGS and head[_WIM_FLAGS] & 2:
        return 'WIM'
    if head.startswith(_FLASH):
        from keyguard.content.flash import fits as is_film

        if is_film(head):
            return 'flash'
    if head.startswith(_ARJ) and 30 <= int.from_bytes(head[2:4], 'little') <= 2600 and head[4:5] in _ARJ_HEADS:
        return 'arj'
    if head[2:5] in (b'-lh', b'-lz') and head[6:7] == b'-':
        return 'lha'
    if head[7:14] == b'**ACE**':
        return 'ace'
    if head.startswith(b'begin'):
        from keyguard.content.uuencoded import fits as is_uuencoded

        if is_uuencoded(head):
            return 'uuencode'
    if head.startswith(_CPIO):
        from keyguard.content.cpios import fits as begins

        if begins(head):
            return 'cpio'
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
    """What the data carries others in, as ``carrier`` names it, or its end: a zip may stand behind something else, and
    what is compressed behind a script.
    """
    found = carrier(data[:HEAD])
    if not found and data[:3] == _ORC == data[-4:-1]:
        return 'orc'
    if not found and is_arrow(data[:HEAD]):
        return 'arrow'
    # of an image of a disk, the first bytes are those of its first block
    if found in ('', 'zlib', 'bzip2') and data[-APPLE_END:][:4] == APPLE:
        return 'disk image'
    if found or ends_as_zip(data):
        return found or 'zip'
    if data[:2] in _PROGRAMS and data.find(_PHAR, 0, _LONGEST_PROGRAM) >= 0:
        from keyguard.content.phars import begin

        if begin(data):
            return 'phar'
    at = behind_a_script(data)
    return carrier(data[at : at + HEAD]) if at else ''


def _inflates(head: bytes) -> bool:
    """Is this zlib data, which has no magic but two bytes?"""
    import zlib

    try:
        reader = zlib.decompressobj()
        return len(reader.decompress(head, 1 << 16)) > 0 or reader.eof
    except zlib.error:
        return False


def _lzma(head: bytes) -> bool:
    """Is this the head of an LZMA file, which has no magic? The fields are what ``xz`` asks of them, too."""
    dictionary = int.from_bytes(head[1:5], 'little')
    size = int.from_bytes(head[5:13], 'little')
    unit = dictionary // 3 if dictionary % 3 == 0 else dictionary
    power_of_two = dictionary >= 4096 and unit & (unit - 1) == 0
    return power_of_two and (size == (1 << 64) - 1 or size < 1 << 38) and head[13:14] == b'\0'
