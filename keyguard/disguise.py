"""Could a key stand in these bytes in another dress? Base64, hex, an archive. Escapes are in ``escaped``.

The door asks it of every file, so this imports nothing but ``tokens``, and decodes only what could be a key: most
files have no long word of mixed case, and most such words decode to noise.
"""

from keyguard.tokens import DIGITS, MIN_RUN, TOKEN, runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from keyguard.tokens import Span

# 23 characters of base64 text, wherever they begin, fill 28 characters of the encoding
_LEAST_BASE64 = 28
_LEAST_HEX = 2 * MIN_RUN
HEX = DIGITS + b'abcdefABCDEF'
_SIGNED = TOKEN + b'+/'
_BASE64 = _SIGNED + b'='
_FIRSTS = bytes(97 if char in b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef' else 32 for char in range(256))
# gzip and zlib in base64; zip, PDF, xz (behind its slash), bzip2, zstd, 7z, rar, an encrypted Office document
_COMPRESSED = (b'H4sI', b'eA', b'eF', b'eJ', b'eN')
_PACKED = (b'UEsDB', b'UEsFB', b'JVBERi', b'Td6WFo', b'QlpoO', b'KLUv', b'N3q8ry', b'UmFyIRo', b'0M8R4KGx')
_STARTS = (*_COMPRESSED, *_PACKED)
_OF_TOKENS = TOKEN + b'.'
_TO_STANDARD = bytes.maketrans(b'-_', b'+/')
# how far a block of encoded text is followed on one line, and how much may part two of its lines
_REACH = 1 << 20
_BETWEEN = b' \t\r\n"\'\\+,>#'
_LINE_ENDS = (b'\n', b'\r', b'"', b"'", b'\\', b',', b' ')
_GZIP, _ZLIB = b'\x1f\x8b\x08', (b'\x78\x01', b'\x78\x5e', b'\x78\x9c', b'\x78\xda')
# the beginnings of what carries other files: zip, gzip, compress, bzip2, xz, LZMA, zstd, zlib, ar, git, Office, and
# what cannot be opened
_ZIPS = (b'PK\x03\x04', b'PK\x05\x06')
CARRIERS = (
    *(
        *_ZIPS,
        b'\x1f\x8b\x08',
        b'\x1f\x9d',
        b'BZh',
        b'\xfd7zXZ',
        b']\0',
        b'\x28\xb5\x2f\xfd',
        *_ZLIB,
        b'!<arch>\ndebian-',
    ),
    *(b'PACK\0\0\0', b'# v2 git bundle\n', b'# v3 git bundle\n', b'\xd0\xcf\x11\xe0', b'7z\xbc\xaf', b'Rar!\x1a\x07'),
    *(b'LZIP', b'\x04\x22\x4d\x18', b'\x02\x21\x4c\x18', b'\x89LZO', b'hsqs', b'sqsh'),
)
# so many runs are worth a look for checksums, and no checksum is longer
_MANY = 24
_DIGEST = 256
# … nor begins as a file that carries others does
_HEX_STARTS = tuple(start.hex().encode() for start in (*CARRIERS, *_ZLIB))
# the endings of mails and of what is written as one
MAILS = (b'.eml', b'.ics', b'.mbox', b'.mht', b'.mhtml', b'.vcf')


class Block:
    """A stretch of encoded text: 'base64' or 'hex', the places of its lines, and the bytes that it stands for."""

    __slots__ = ('kind', 'lines', 'text')

    def __init__(self, kind: str, lines: 'list[Span]', text: bytes) -> None:
        self.kind = kind
        self.lines = lines
        self.text = text

    @property
    def end(self) -> int:
        return self.lines[-1][1]

    def parts(self) -> 'Iterator[tuple[int, int, bytes]]':
        """Each line's place and what it stands for; nothing for what is between them."""
        up, down = (3, 4) if self.kind == 'base64' else (1, 2)
        chars = last = 0
        for start, end in self.lines:
            if last:
                yield last, start, b''
            last = end
            first = chars * up // down
            chars += end - start
            yield start, end, self.text[first : chars * up // down]


def carries_files(data: bytes) -> bool:
    """Do the first bytes say that this is an archive, a compressed file or a PDF? True wherever
    ``content.archives.carrier`` names one.
    """
    if data.startswith(CARRIERS) or data[257:262] == b'ustar' or data.find(b'%PDF-', 0, 1024) >= 0:
        return True
    # the checksum of an old tar
    field = data[148:156]
    return len(data) >= 512 and bool(field.strip(b' \0')) and not field.strip(b'01234567 \0')


def hidden(
    data: bytes, spans: 'Sequence[Span]', texts: 'Sequence[bytes]', unique: 'Collection[bytes]'
) -> 'list[Block]':
    """The blocks of base64 or hex that are worth reading. ``spans`` are the data's runs, ``texts`` what stands there,
    ``unique`` each of these once. Linear.
    """
    maybe = {text for text in unique if len(text) >= _LEAST_BASE64 and _may_encode(text)}
    signs = b'/' in data or b'+' in data
    if not maybe and not signs:
        return []
    long = [
        span
        for span, text in zip(spans, texts)
        if text in maybe or (signs and data[span[0] - 1] in b'+/' and len(text) >= _LEAST_BASE64)
    ]
    return [block for block in blocks(data, long) if is_told(block.text)] if long else []


def _may_encode(text: bytes) -> bool:
    """Could the run be base64 from its beginning, or from behind its last dash, or hex? The end of an escape may stand
    before it.
    """
    if text.islower() or text.isupper():
        # words of one case are identifiers; a base64 text has both
        if not text.lstrip(b'nrt0x').strip(HEX):
            return True
        if len(text) <= _LEAST_HEX or text.translate(None, b'-_') == text:
            return False
        first, last = _digits(text)
        return last - first >= _LEAST_HEX and not text[first:last].strip(HEX)
    # the first of four characters holds the upper bits of a byte, few in ASCII: six of these in a row tell a text from
    # nearly every identifier, in a fifth of the time that decoding takes
    if b'aaaaaa' in text[::4].translate(_FIRSTS) or text.startswith(_STARTS):
        return True
    if text[:1] in b'nrt' and (b'aaaaaa' in text[1::4].translate(_FIRSTS) or text.startswith(_STARTS, 1)):
        return True
    sign = max(text.rfind(b'_', 0, 41), text.rfind(b'-', 0, 41)) + 1
    return bool(sign) and len(text) - sign >= _LEAST_BASE64 and b'aaaaaa' in text[sign::4].translate(_FIRSTS)


def opaque(text: bytes) -> bool:
    """Is it worth reading, but not as it is?"""
    return not plain(text) or compressed(text) or carries_files(text)


def shown(data: bytes, found: 'Sequence[Block]', kind: str) -> bytes:
    """The data with the blocks of that kind in plain text."""
    parts = []
    at = 0
    for block in found:
        if block.kind == kind:
            parts += [data[at : block.lines[0][0]], block.text]
            at = block.end
    return b''.join(parts) + data[at:]


def plain(text: bytes) -> bool:
    """Is it worth reading: is a run of token characters in it, also in UTF-16?"""
    return bool(runs(text)) or (b'\0' in text and bool(runs(text.translate(None, b'\0'))))


def is_told(text: bytes) -> bool:
    """Is it worth reading, compressed, or a file that carries others?"""
    return plain(text) or compressed(text) or carries_files(text)


def compressed(text: bytes) -> bool:
    """Does it begin as gzip or zlib data does?"""
    return text.startswith(_GZIP) or text.startswith(_ZLIB)


def blocks(data: bytes, spans: 'Sequence[Span] | None' = None) -> 'Iterator[Block]':
    """Every stretch that could be base64 or hex, decoded, in order; lines of one text are one block. Of hex, what is
    not ``is_told`` may be left out.

    Of a JSON Web Token the payload alone is one: nobody writes a key in its header.
    """
    done = seen = 0
    spans = runs(data) if spans is None else spans
    for begin, end in _without_digests(data, spans) if len(spans) >= _MANY else spans:
        if begin < done or end - begin < _LEAST_BASE64:
            continue
        # the end of an escape may stand before it: \n
        start = begin + (data[begin - 1 : begin] == b'\\' and data[begin] in b'nrt')
        text = data[start:end]
        if text.islower() or text.isupper():
            # words of one case are identifiers; a base64 text has both
            first, last = _digits(text)
            if last - first >= _LEAST_BASE64 and not text[first:last].strip(HEX) and (last - first) % 2 == 0:
                lines = _lines(data, start + first, start + last, HEX, 32)
                digits = b''.join([data[one:other] for one, other in lines])
                if len(digits) >= _LEAST_HEX:
                    done = lines[-1][1]
                    yield Block('hex', lines, bytes.fromhex(digits[: len(digits) // 2 * 2].decode('ascii')))
            continue
        if text.isdigit() or _is_of_token(data, start, end, text):
            continue
        if not _may_encode(text) and data[start - 1 : start] not in (b'+', b'/'):
            continue
        # a stretch that gave nothing is not followed again from each of its runs
        block, seen = _base64(data, start, end, text, seen)
        if block:
            done = block.end
            yield block


def _without_digests(data: bytes, spans: 'Sequence[Span]') -> 'Sequence[Span]':
    """The runs without checksums: hex that stands alone and for nothing that is worth reading. A list of packages has
    thousands of them, so they are decoded together.
    """
    digests = {}
    for start, end in spans:
        text = data[start:end]
        if len(text) <= _DIGEST and text.islower() and not text.strip(HEX) and not text.startswith(_HEX_STARTS):
            if data[end : end + 1] in _BETWEEN:
                gap = data[end : end + 120]
                after = gap.lstrip(_BETWEEN)
                # it may go on in the next line
                if after[:1] in HEX and b'\n' in gap[: len(gap) - len(after)]:
                    continue
            digests[start] = b'' if len(text) < _LEAST_HEX or len(text) % 2 else text
    joined = b''.join(digests.values())
    if b'255044462d' in joined or plain(bytes.fromhex(joined.decode('ascii'))):
        return spans
    return [span for span in spans if span[0] not in digests]


def _digits(text: bytes) -> 'Span':
    """Where the hex digits of the run begin and end: behind ``0x``, or a word and a dash, and before one."""
    first = 2 * text.startswith(b'0x')
    if len(text) < _LEAST_HEX + 2 or text.translate(None, b'-_') == text:
        return first, len(text)
    at = first
    for part in text.replace(b'_', b'-').split(b'-'):
        if len(part) >= _LEAST_HEX:
            return at, at + len(part)
        at += len(part) + 1
    return first, len(text)


def _is_of_token(data: bytes, start: int, end: int, text: bytes) -> bool:
    """Is it the header or the signature of a JSON Web Token: what two others follow, or precede?"""
    if text.startswith(b'eyJ'):
        return data[end : end + 4] == b'.eyJ'
    if data[start - 1 : start] != b'.':
        return False
    low = max(0, start - 4096)
    before = data[low:start]
    at = len(before) - len(before.rstrip(_OF_TOKENS))
    return before.startswith(b'eyJ', len(before) - at)


def _base64(data: bytes, start: int, end: int, text: bytes, seen: int) -> 'tuple[Block | None, int]':
    """The block that begins with the run, behind a word and a dash of it, or with what ``+`` and ``/`` part from it;
    and how far the data was looked at. To where ``seen`` is that has been done for a run before.
    """
    starts = [start]
    sign = max(text.rfind(b'_', 0, 40), text.rfind(b'-', 0, 40)) + 1
    if sign and len(text) - sign >= _LEAST_BASE64:
        starts.append(start + sign)
    parted = data[start - 1 : start] in (b'+', b'/')
    starts = [at for at in starts if b'aaaaaa' in data[at:end:4].translate(_FIRSTS)]
    again = start < seen
    if (parted and not again) or text.startswith(_STARTS):
        starts.insert(0, start)
    if not starts:
        return None, seen
    first, last = _stretch(data, start, end, 256 if again else _REACH)
    if parted and first < start:
        starts.append(first)
    for at in starts:
        lines = _lines(data, at, last, _BASE64, _LEAST_BASE64, 2 if again else _REACH)
        seen = max(seen, lines[-1][1])
        decoded = from_base64(b''.join([data[one:other] for one, other in lines]))
        if is_told(decoded):
            return Block('base64', lines, decoded), seen
    return None, seen


def _lines(data: bytes, start: int, end: int, alphabet: bytes, least: int, most: int = _REACH) -> 'list[Span]':
    """The line of encoded text and those that go on with it, at most so many: lines of one length, and the rest."""
    lines = [(start, end)]
    width = end - start
    while width >= least and len(lines) <= most:
        gap = data[end : end + 120]
        begin = end + len(gap) - len(gap.lstrip(_BETWEEN))
        if b'\n' not in data[end:begin]:
            break
        # a plus is the mark of a patch, or the line's own
        first = data.find(b'+', end, begin)
        if first >= 0 and data[first - 1] == 0x0A and not data[first : first + width].strip(alphabet):
            begin = first if data[first + width : first + width + 1] in (b'', *_LINE_ENDS) else begin
        line = data[begin : begin + width + 1]
        size = len(line) - len(line.lstrip(alphabet))
        behind = data[begin + size : begin + size + 1]
        if not 0 < size <= width or (behind and behind not in _LINE_ENDS):
            break
        end = begin + size
        lines.append((begin, end))
        if size < width:
            break
    return lines


def _stretch(data: bytes, start: int, end: int, most: int) -> 'Span':
    """All of the base64 around the run, as far as ``most``: it may be parted by ``+`` and ``/``."""
    first, last = start, end
    # a little at first: most signs beside a run belong to a line of a patch or to a path
    if data[start - 1 : start] in (b'+', b'/') and most > 256:
        size = 256
        while True:
            chunk = data[max(0, start - size) : start]
            # an equals sign ends base64, and none stands before it
            first = start - (len(chunk) - len(chunk.rstrip(_SIGNED)))
            if first > start - size or size >= most:
                break
            size *= 8
    if data[end : end + 1] in (b'+', b'/', b'='):
        size = 256
        while True:
            chunk = data[end : end + size]
            last = end + len(chunk) - len(chunk.lstrip(_BASE64))
            if last < end + size or size >= most:
                break
            size *= 8
    return first, last


def from_base64(text: bytes) -> bytes:
    """What base64 stands for, standard or for URLs, padded or not; empty for what is none."""
    from binascii import Error, a2b_base64

    text = text.rstrip(b'=').translate(_TO_STANDARD)
    # one character more than a whole number of bytes belongs to something else
    text = text[: len(text) - 1] if len(text) % 4 == 1 else text
    try:
        return a2b_base64(text + b'=' * (-len(text) % 4))
    except Error:
        return b''


def is_mail(data: bytes, path: bytes) -> bool:
    """Is this quoted-printable, by headers in its first lines or by its name?"""
    return (data.find(b'MIME-V', 0, 2048) >= 0 or path.endswith(MAILS)) and is_quoted_printable(data)


def is_quoted_printable(data: bytes) -> bool:
    """Does a header say so?"""
    return b'uoted-printable' in data or b'UOTED-PRINTABLE' in data or b'uoted-Printable' in data
