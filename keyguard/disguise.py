"""Could a key stand in these bytes in another dress? An archive, a table, base64, hex. Escapes are in ``escaped``.

The door asks it of every file, so this imports nothing but ``tokens``, and what decodes (``blocks``) is loaded only
where something could be encoded: most files have no long word of mixed case.
"""

from keyguard.tokens import CONTROLS, DIGITS, LEAST_BASE64, MIN_RUN, TOKEN, runs, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from mmap import mmap

    from keyguard.blocks import Block
    from keyguard.tokens import Span

LEAST_HEX = 2 * MIN_RUN
HEX = DIGITS + b'abcdefABCDEF'
FIRSTS = table((b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef', 97), rest=32)
# the first of four characters holds the upper bits of a byte, few in ASCII: six of these in a row tell a text from
# nearly every identifier, in a fifth of the time that decoding takes
SIX_FIRSTS = b'aaaaaa'
# … the second and the third one have the first bits of the others: all three are right for a text alone
_SECONDS = table((b'ABCDEFGHQRSTUVWXghijklmnwxyz0123', 97), rest=32)
_THIRDS = table((b'ABEFIJMNQRUVYZcdghklopstwx014589', 97), rest=32)
# gzip and zlib in base64; zip, PDF, xz (behind its slash), bzip2, zstd, 7z, rar, an encrypted Office document
STARTS = (
    *(b'H4sI', b'eA', b'eF', b'eJ', b'eN'),
    *(b'UEsDB', b'UEsFB', b'JVBERi', b'Td6WFo', b'QlpoO', b'KLUv', b'N3q8ry', b'UmFyIRo', b'0M8R4KGx'),
)
_HEADS = frozenset([start[:2] for start in STARTS])
_GZIP, _ZLIB = b'\x1f\x8b\x08', (b'\x78\x01', b'\x78\x5e', b'\x78\x9c', b'\x78\xda')
# … and of a frame of zstd or LZ4 that is to be skipped
SKIPPED_FRAMES = tuple(bytes((kind, 0x2A, 0x4D, 0x18)) for kind in range(0x50, 0x60))
# a database
DATABASE = b'SQLite format 3\0'
# a dump in hex: its first place, or what curl says before one
DUMPS = (b'00000000 ', b'00000000: ', b'0000000 ', b'000000 ', b'== Info: ', b'=> Send ', b'<= Recv ')
# the beginnings of what carries other files: zip, gzip, compress, bzip2, xz, LZMA, zstd, zlib, ar, git, Office, cpio,
# RPM, tables of Avro, ORC, Parquet and SQLite, dumps in hex, and what cannot be opened
CARRIERS = (
    *(b'PK\x03\x04', b'PK\x05\x06', b'PK\x07\x08PK', _GZIP),
    *(b'\x1f\x9d', b'BZh', b'\xfd7zXZ', b']\0', b'\x28\xb5\x2f\xfd', *_ZLIB),
    *(b'!<arch>\ndebian-', b'PACK\0\0\0', b'# v2 git bundle\n', b'# v3 git bundle\n', b'\xd0\xcf\x11\xe0'),
    *(b'7z\xbc\xaf', b'Rar!\x1a\x07', b'LZIP', b'\x04\x22\x4d\x18', b'\x02\x21\x4c\x18', b'\x89LZO', b'hsqs', b'sqsh'),
    *(b'070701', b'070702', b'070707', b'\xed\xab\xee\xdb', b'Obj\x01', b'ORC', b'PAR1', b'MSWIM\0\0\0'),
    *(b'MSCF\0\0\0\0', b'xar!\0', b'\xff\x06\0\0sNaPpY', b'LRZI\0', b'zPQ', b'7kSt', *SKIPPED_FRAMES),
    *(DATABASE, b'\x37\x7f\x06\x82', b'\x37\x7f\x06\x83', *DUMPS),
    *(b'U\r\r\n', b'a\r\r\n', b'o\r\r\n', b'\xa7\r\r\n', b'\xcb\r\r\n', b'\xf3\r\r\n', b'+\x0e\r\n'),
    *(b'\x89HDF\r\n', b'MATLAB 5.0 MAT-file', b'MATLAB 7.3 MAT-file', b'CWS', b'ZWS', b'\x60\xea', b'<mxfile'),
    *(b'begin 6', b'begin 7', b'begin 4', b'begin 1', b'begin 0', b'begin-base64 '),
)
# an image of a disk for macOS, so far before its end
APPLE, APPLE_END = b'koly', 512
# an array of NumPy, columns of Arrow
ARRAY = b'\x93NUMPY'
_ARROW = b'ARROW1\0\0'
# what begins a stream of its messages: a mark, a length, the place of the first table
_STREAM = b'\xff\xff\xff\xff', b'\x10\0\0\0'
# an image, and those of its comments that are compressed
PNG = b'\x89PNG\r\n\x1a\n'
COMPRESSED_COMMENTS = (b'zTXt', b'iTXt')
COMMENTS = (b'tEXt', b'iTXt')
# so far behind the beginning of one its keyword ends
_KEYWORD = 4 + 79 + 1
# what a script begins with, what it may have behind it, and how far
_SCRIPT = b'#!'
_UNPACKED = (_GZIP, b'BZh', b'\xfd7zXZ\0', b'\x28\xb5\x2f\xfd', b']\0\0')
_LONGEST_SCRIPT = 1 << 20
# … and a program in PHP; archives that do not begin with letters of their own
_PHAR = b'__HALT_COMPILER();'
_LHA, _ACE = (b'-lh', b'-lz'), b'**ACE**'
# what any of these begins with, but for a bundle of git: many a source begins with a comment
_BEGINNINGS = frozenset([start[:2] for start in (*CARRIERS, ARRAY, DATABASE, _ARROW, _STREAM[0], PNG)]) - {b'# '}
_BUNDLE = b'# v'
# the endings of mails and of what is written as one
MAILS = (b'.eml', b'.ics', b'.mbox', b'.mht', b'.mhtml', b'.vcf')
# what may part two lines of encoded text
BETWEEN = b' \t\r\n"\'\\+,>#'
# … and end one; what is cut off may go on
LINE_ENDS = (b'', b'\n', b'\r', b'"', b"'", b'`', b'\\', b',', b' ', b'<', b')', b';')
# letters in the place of hex digits, and of those that checksums have: to ask whether all are letters is five times as
# fast as to strip them; and how long a checksum is at most
_HEX_LETTERS = table((HEX, 97), rest=32)
_DIGIT_LETTERS = table((DIGITS + b'abcdef', 97), rest=32)
_DIGEST = 256
# … nor does one begin as a file that carries others does
_HEX_STARTS = tuple([start.hex().encode() for start in CARRIERS])
_HEX_HEADS = frozenset([start[:4] for start in _HEX_STARTS])
_PDF_IN_HEX = b'255044462d'
# in escapes, a digit that begins the code of a sign or a letter is a 2
_KINDS = bytes.maketrans(b'34567U-', b'22222u_')
_CONTROL = table((CONTROLS, 1))
_HEAD = 1024
# the first byte of a map or list in CBOR and msgpack, which begins no text in UTF-8
_MAPS = bytes(range(0x80, 0xC0))
# what begins a pickle that is text
_PICKLES = (b'(', b'V', b'c', b'\x80')


def begins_strangely(data: bytes) -> bool:
    """Do the first bytes say that this may be something else than text? True for whatever carries files, but for what
    stands behind a script or a program.
    """
    head = data[:_HEAD]
    return data[:2] in _BEGINNINGS or 0x25 in head or 0 in head or data[:3] == _BUNDLE


def is_strange(data: bytes, controls: bool) -> bool:
    """Could this be something else than text, though it does not begin like that? True wherever ``is_packed`` is, or
    ``is_closed`` and not ``begins_strangely``. ``controls``: is there a character in it that no text has?
    """
    return controls or data[-1:] == b'.' or data[:1] > b'\x7f'


def is_closed(data: bytes) -> bool:
    """Is this what only its own reader opens: what carries files, a table, an image with comments?"""
    return carries_files(data) or (data[:2] in _BEGINNINGS and (is_table(data) or has_comments(data)))


def carries_files(data: bytes) -> bool:
    """Do the first bytes say that this is an archive, a compressed file or a PDF, or the last ones that it is a zip?
    True wherever ``content.beginnings.kind`` names one.
    """
    if (data[:2] in _BEGINNINGS or data[:3] == _BUNDLE) and data.startswith(CARRIERS):
        return True
    # a single byte is found ten times faster
    at = data.find(b'%', 0, 1024)
    if at >= 0 and data.find(b'%PDF-', at, 1024) >= 0:
        return True
    # the fields of a tar are filled with NUL bytes; an old one has nothing but a checksum
    return 0 in data and (
        data[257:262] == b'ustar'
        or (len(data) >= 512 and not data[148:156].strip(b'01234567 \0') and bool(data[148:156].strip(b' \0')))
        or data[-APPLE_END:][:4] == APPLE
        or data[2:5] in _LHA
        or data[7:14] == _ACE
        or ends_as_zip(data)
        or behind_a_script(data) > 0
        or (data[:2] in (b'<?', _SCRIPT) and data.find(_PHAR, 0, _LONGEST_SCRIPT) >= 0)
    )


def ends_as_zip(data: 'bytes | mmap') -> bool:
    """Does a zip's list of members stand at the end: also behind a program that unpacks it, or runs it?"""
    at = data.rfind(b'PK\5\6', max(0, len(data) - 22 - 0xFFFF))
    if at < 0 or at + 22 > len(data):
        return False
    start = at - int.from_bytes(data[at + 12 : at + 16], 'little')
    return (0 <= start < at and data[start : start + 4] == b'PK\1\2') or data[max(0, at - 20) : at - 16] == b'PK\6\7'


def behind_a_script(data: 'bytes | mmap') -> int:
    """Where the archive begins that a shell script unpacks which stands before it; 0 where there is none."""
    if data[:2] != _SCRIPT:
        return 0
    # one line ends the script; what is behind begins the next one
    places = [data.find(b'\n' + start, 0, _LONGEST_SCRIPT) + 1 for start in _UNPACKED]
    return min([at for at in places if at], default=0)


def is_table(data: bytes) -> bool:
    """Does it begin as something whose items stand one behind the other, each with its width told elsewhere?"""
    return data.startswith((ARRAY, DATABASE)) or is_arrow(data)


def is_arrow(data: bytes) -> bool:
    """Do columns of Apache Arrow (or Feather) begin here?"""
    return data.startswith(_ARROW) or (data[:4] == _STREAM[0] and data[8:12] == _STREAM[1])


def has_comments(data: bytes) -> bool:
    """Is it an image with comments that may be compressed, or that end in what goes on behind them?"""
    if not data.startswith(PNG):
        return False
    if COMPRESSED_COMMENTS[0] in data:
        return True
    at = data.find(COMPRESSED_COMMENTS[1])
    while at >= 0:
        # a one behind the keyword says that it is
        if data.startswith(b'\1', data.find(b'\0', at, at + _KEYWORD) + 1):
            return True
        at = data.find(COMPRESSED_COMMENTS[1], at + 1)
    for kind in COMMENTS:
        at = data.find(kind)
        while at >= 0:
            if is_glued(data, at):
                return True
            at = data.find(kind, at + 1)
    return False


def is_glued(image: bytes, at: int) -> bool:
    """Does the text of the comment whose kind stands there end in a run, and a checksum that begins like one follow?"""
    end = at + 4 + int.from_bytes(image[at - 4 : at], 'big')
    text = image[max(at + 4, end - MIN_RUN) : end]
    return len(text) == MIN_RUN and not (text + image[end : end + 1]).strip(TOKEN)


def is_packed(data: bytes) -> bool:
    """Is this no text? Takes a microsecond for what is one."""
    if 0 in data or (data and data[0] in _MAPS):
        return True
    return 1 in data[:_HEAD].translate(_CONTROL) or is_old_pickle(data)


def is_old_pickle(data: bytes) -> bool:
    """Is it a pickle of protocol 0, which is text?"""
    return data[-1:] == b'.' and data.startswith(_PICKLES) and b'\np' in data[-40:] + data[:_HEAD] and b'V' in data


def is_mail(data: bytes, path: bytes) -> bool:
    """Is this a mail with quoted-printable in it, by headers in its first lines or by its name?"""
    return (path.endswith(MAILS) or _is_mime(data)) and (is_quoted_printable(data) or has_encoded_words(data))


def _is_mime(data: bytes) -> bool:
    # a single byte is found ten times faster
    at = data.find(b'V', 5, 2048)
    while at >= 0:
        if data.startswith(b'MIME-', at - 5):
            return True
        at = data.find(b'V', at + 1, 2048)
    return False


def is_quoted_printable(data: bytes) -> bool:
    """Does a header say so?"""
    return b'uoted-printable' in data or b'UOTED-PRINTABLE' in data or b'uoted-Printable' in data


def has_encoded_words(data: bytes) -> bool:
    """Are there words of headers that are encoded: ``=?utf-8?q?…?=``?"""
    return b'=?' in data and (b'?q?' in data or b'?Q?' in data or b'?b?' in data or b'?B?' in data)


def may_be_escaped(stretches: bytes) -> bool:
    """Is there an escape among these of a character that has a place in a key? Most are line ends and placeholders."""
    kinds = stretches.translate(_KINDS)
    return b'%2' in kinds or b'&' in kinds or (b'\\' in kinds and _has_backslash_escape(kinds))


def _has_backslash_escape(kinds: bytes) -> bool:
    # NUL bytes too: they may be those of wide text
    return (
        b'\\x2' in kinds
        or b'\\x00' in kinds
        or b'\\u002' in kinds
        or b'\\u0000' in kinds
        or b'\\u{' in kinds
        or b'\\_' in kinds
        or b'\\\\' in kinds
        or _has_octal_escape(kinds)
    )


def _has_octal_escape(kinds: bytes) -> bool:
    # a NUL byte, or as many digits as a sign or a letter has: no control character, and no group of a pattern
    for sign in (b'\\0', b'\\1', b'\\2'):
        at = kinds.find(sign)
        while at >= 0:
            digits = kinds[at + 1 : at + 5]
            size = len(digits) - len(digits.lstrip(DIGITS))
            least = 4 if sign == b'\\0' else 3 if sign == b'\\1' else 2
            if size >= least or (sign == b'\\0' and (size == 1 or digits[1] in b'02')):
                return True
            at = kinds.find(sign, at + 2)
    return False


def compressed(text: bytes) -> bool:
    """Does it begin as gzip or zlib data does?"""
    return text.startswith(_GZIP) or text.startswith(_ZLIB)


def escaped_line_end(data: bytes, at: int) -> int:
    """Where the escape of a line end (``\\n``, ``\\r\\n``, each backslash once or oftener) ends that stands there;
    ``at`` where none does.
    """
    end = at
    for letter in (b'r', b'n'):
        if data[end : end + 1] == b'\\':
            gap = data[end : end + 12].lstrip(b'\\')
            if gap[:1] == letter:
                end += min(12, len(data) - end) - len(gap) + 1
    return end if data[end - 1 : end] == b'n' and end > at else at


def hidden(data: bytes, spans: 'Sequence[Span]', texts: 'Sequence[bytes]') -> 'Sequence[Block]':
    """The blocks of base64 or hex that are worth reading. ``spans`` are the data's runs, ``texts`` what stands there.
    Linear.
    """
    maybe = {text for text in set(texts) if may_encode(text)}
    signs = 0x2F in data or 0x2B in data
    if not maybe and not signs:
        return ()
    long = [
        span
        for span, text in zip(spans, texts)
        if text in maybe
        # behind such a sign there is no base64 for URLs
        or (signs and data[span[0] - 1] in b'+/' and len(text) >= LEAST_BASE64 and not (b'-' in text or b'_' in text))
    ]
    worth = without_digests(data, long)
    if not worth:
        return ()
    from keyguard.blocks import blocks, is_told

    return [block for block in blocks(data, worth) if is_told(block.text)]


def without_digests(data: bytes, spans: 'Sequence[Span]') -> 'Sequence[Span]':
    """The runs without checksums: hex that stands alone and for nothing that is worth reading. A list of packages has
    thousands of them, so they are decoded together.
    """
    digests = {}
    for start, end in spans:
        text = data[start:end]
        if (
            len(text) <= _DIGEST
            and text.translate(_DIGIT_LETTERS).isalpha()
            and not (text[:4] in _HEX_HEADS and text.startswith(_HEX_STARTS))
        ):
            behind = escaped_line_end(data, end) if data[end : end + 1] == b'\\' else end
            if behind > end and data[behind : behind + 120].lstrip(BETWEEN)[:1].strip(HEX) == b'':
                continue
            gap = data[end : end + 120]
            line_end = gap.find(b'\n')
            if line_end >= 0 and not gap[:line_end].strip(BETWEEN):
                # it may go on in the next line
                line = gap[line_end:].lstrip(BETWEEN)
                digits = line.lstrip(HEX)
                if len(digits) < len(line) and digits[:1] in LINE_ENDS:
                    continue
            digests[start] = b'' if len(text) < LEAST_HEX or len(text) % 2 else text
    if not digests:
        return spans
    joined = b''.join(digests.values())
    if joined and (_PDF_IN_HEX in joined or plain(bytes.fromhex(joined.decode('ascii')))):
        return spans
    return [span for span in spans if span[0] not in digests]


def plain(text: bytes) -> bool:
    """Is it worth reading: is a run of token characters in it, also in UTF-16?"""
    return bool(runs(text)) or (0 in text and bool(runs(text.translate(None, b'\0'))))


def may_encode(text: bytes) -> bool:
    """Could the run be base64 from its beginning, or from behind its last dash, or hex? The end of an escape may stand
    before it.
    """
    if len(text) < LEAST_BASE64:
        return False
    # as ``is_of_one_case``, without a call for each of a million runs
    if text.islower() or text.isupper() or (text[0] in b'0x' and is_of_one_case(text)):
        # words of one case are identifiers; a base64 text has both
        if (text.lstrip(b'nrt0x') or b'0').translate(_HEX_LETTERS).isalpha():
            return True
        if len(text) <= LEAST_HEX or text.translate(None, b'-_') == text:
            return False
        first, last = hex_digits(text)
        # … nor does the end of an escape end the digits
        return last - first >= LEAST_HEX and not text[first:last].lstrip(b'nrt0x').strip(HEX)
    if _is_text_from(text, 0) or (text[:2] in _HEADS and text.startswith(STARTS)):
        return True
    if text[:1] in b'nrt' and (_is_text_from(text, 1) or text.startswith(STARTS, 1)):
        return True
    sign = max(text.rfind(b'_', 0, 41), text.rfind(b'-', 0, 41)) + 1
    return sign > 0 and len(text) - sign >= LEAST_BASE64 and _is_text_from(text, sign)


def _is_text_from(text: bytes, at: int) -> bool:
    """Do so many bytes of ASCII stand behind one another as six groups of base64 are, whose first one begins there?"""
    return (
        SIX_FIRSTS in text[at::4].translate(FIRSTS)
        and SIX_FIRSTS in text[at + 1 :: 4].translate(_SECONDS)
        and SIX_FIRSTS in text[at + 2 :: 4].translate(_THIRDS)
    )


def is_of_one_case(text: bytes) -> bool:
    """Are all letters of the run small ones, or all capitals but for the ``0x`` that it may begin with?"""
    return text.islower() or text.isupper() or (text[:1] in b'0x' and text.lstrip(b'0x').isupper())


def hex_digits(text: bytes) -> 'Span':
    """Where the hex digits of the run begin and end: behind ``0x``, or a word and a dash, and before one."""
    first = 2 * text.startswith(b'0x')
    if len(text) < LEAST_HEX + 2 or text.translate(None, b'-_') == text:
        return first, len(text)
    at = first
    for part in text[first:].replace(b'_', b'-').split(b'-'):
        if len(part) >= LEAST_HEX:
            return at, at + len(part)
        at += len(part) + 1
    return first, len(text)
