"""PDFs that are encrypted and open without a password -> the same without encryption, as far as that is RC4.

The keys are worked out as the standard says (ISO 32000-1, 7.6: security handlers of revision 2 to 4). Of AES, which
Python's library lacks, it is told whether the empty password would open it.
"""

import re
from hashlib import md5, sha256
from io import BytesIO

from keyguard.content.pdf_fonts import unhex
from keyguard.content.pdf_text import NAMED_STRING, closed
from keyguard.content.streams import ENCRYPTED, Unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from mmap import mmap

    from keyguard.content.pdf_streams import Stream
    from keyguard.content.streams import Meter

WITH_AES = 'encrypted with AES, and it opens without a password'
# what a password is filled up with
_FILLING = bytes.fromhex('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a')
_DICTIONARY = re.compile(rb'/Encrypt\s{0,4}(?:(\d{1,10})\s{1,4}(\d{1,5})\s{1,4}R|(<<))')
_OBJECT = re.compile(rb'(?<!\d)(\d{1,10})\s{1,4}(\d{1,5})\s{1,4}obj\b')
_IDS = re.compile(rb'/ID\s{0,4}\[\s{0,4}([<(])')
_CIPHER = re.compile(rb'/CFM\s{0,4}/(\w{1,20})')
# what is looked at of the dictionary, in bytes
_LONGEST = 4096
# what counts against the limits: for each byte, and for the begin of each object's key
_BYTE, _BEGIN = 16, 2048


class _Lock:
    """How the document is encrypted."""

    def __init__(self, data: 'bytes | mmap') -> None:
        text = _dictionary(data)
        self.version, self.revision, length, permissions = (
            _number(text, name) for name in (b'V', b'R', b'Length', b'P')
        )
        self.owner, self.user = _string(text, b'O'), _string(text, b'U')
        self.size = 5 if self.version == 1 else 16 if self.version == 4 else max(5, min(16, (length or 40) // 8))
        self.metadata = not re.search(rb'/EncryptMetadata\s{1,4}false', text)
        self.standard = bool(re.search(rb'/Filter\s{0,4}/Standard\b', text))
        self.ciphers = set(_CIPHER.findall(text))
        # of a document that has several ciphers, one may be none
        self.streams, self.strings = (
            self.version < 4 or bool(re.search(rb'/%s\s{0,4}/(?!Identity)\w' % name, text))
            for name in (b'StmF', b'StrF')
        )
        ids = list(_IDS.finditer(data))
        self.id = _string_at(data, ids[-1].start(1)) if ids else b''
        self.permissions = (permissions & 0xFFFFFFFF).to_bytes(4, 'little')

    def key(self) -> bytes:
        """The key of the document, b'' where the empty password does not open it."""
        more = b'\xff' * 4 if self.revision >= 4 and not self.metadata else b''
        key = _digest(_FILLING + self.owner[:32] + self.permissions + self.id + more)
        if self.revision == 2:
            key = key[: self.size]
            return key if Stream4(key).over(_FILLING) == self.user[:32] else b''
        for _ in range(50):
            key = _digest(key[: self.size])
        key = key[: self.size]
        told = _digest(_FILLING + self.id)
        for step in range(20):
            told = Stream4(bytes([byte ^ step for byte in key])).over(told)
        return key if told == self.user[:16] else b''


class Stream4:
    """RC4 with one key."""

    __slots__ = ('_begin',)

    def __init__(self, key: bytes) -> None:
        state = list(range(256))
        other = 0
        for at in range(256):
            other = (other + state[at] + key[at % len(key)]) & 255
            state[at], state[other] = state[other], state[at]
        self._begin = state

    def over(self, data: bytes) -> bytes:
        """The data, encrypted or decrypted, which is the same."""
        state = self._begin.copy()
        stream = bytearray(len(data))
        one = other = 0
        for at in range(len(data)):
            one = (one + 1) & 255
            left = state[one]
            other = (other + left) & 255
            right = state[other]
            state[one], state[other] = right, left
            stream[at] = state[(left + right) & 255]
        whole = int.from_bytes(data, 'little') ^ int.from_bytes(stream, 'little')
        return whole.to_bytes(len(data), 'little')


def unlocked(data: 'bytes | mmap', streams: 'Sequence[Stream]', meter: 'Meter') -> bytes:
    """The document with its strings and streams decrypted. Raises ``Unread``. Images and fonts stay as they are."""
    lock = _Lock(data)
    if not lock.standard or lock.version not in (1, 2, 4) or lock.ciphers - {b'V2', b'None'}:
        raise Unread(WITH_AES if _opens_with_aes(lock) else ENCRYPTED)
    key = lock.key()
    if not key:
        raise Unread(ENCRYPTED)
    out = BytesIO()
    own = (b'', b'')
    for stream in streams:
        own = _gap(data, stream.before, stream.start, own, key, lock.strings, out, meter)
        text = data[stream.start : stream.end]
        plain = stream.drawn or not lock.streams or (not lock.metadata and stream.holds_metadata)
        out.write(text if plain else _cipher(key, own, len(text), meter).over(text))
    _gap(data, streams[-1].end if streams else 0, len(data), own, key, lock.strings, out, meter)
    return out.getvalue()


def _gap(
    data: 'bytes | mmap',
    start: int,
    end: int,
    own: 'tuple[bytes, bytes]',
    key: bytes,
    decrypts: bool,
    out: BytesIO,
    meter: 'Meter',
) -> 'tuple[bytes, bytes]':
    """Write what stands between two streams with each string in hex, decrypted; gives the numbers of the last object
    there. ``own`` are those of the object before.
    """
    at = start
    for number, first, last in _objects(data, start, end, own):
        own = number
        cipher = None
        place = first
        while decrypts and (found := NAMED_STRING.search(data, place, last)):
            place = found.end()
            _, plain, opened, digits = found.groups()
            begin = found.start(2) - 1 if plain is not None else found.start(3) if opened else found.start(4) - 1
            if plain is None and not opened and digits is None:
                continue
            if opened:
                plain, place = closed(data, place, last)
            elif digits is not None:
                plain = unhex(digits)
            text = plain or b''
            cipher = cipher or _cipher(key, own, 0, meter)
            meter.work(_BYTE * len(text))
            out.write(data[at:begin])
            out.write(b'<' + cipher.over(text).hex().encode('ascii') + b'>')
            at = place
    out.write(data[at:end])
    return own


def _objects(
    data: 'bytes | mmap', start: int, end: int, own: 'tuple[bytes, bytes]'
) -> 'Iterator[tuple[tuple[bytes, bytes], int, int]]':
    """The numbers of each object that begins there, and where what it has begins and ends."""
    at = start
    for match in _OBJECT.finditer(data, start, end):
        yield own, at, match.start()
        own = match.group(1), match.group(2)
        at = match.end()
    yield own, at, end


def _cipher(key: bytes, own: 'tuple[bytes, bytes]', size: int, meter: 'Meter') -> Stream4:
    """RC4 for the object with these numbers."""
    meter.work(_BEGIN + _BYTE * size)
    number, again = (int(each or b'0') for each in own)
    text = key + (number & 0xFFFFFF).to_bytes(3, 'little') + (again & 0xFFFF).to_bytes(2, 'little')
    return Stream4(_digest(text)[: min(len(key) + 5, 16)])


def _opens_with_aes(lock: _Lock) -> bool:
    """Does the empty password open it? Of the newest way (revision 6) only AES itself tells."""
    if lock.revision == 5 and len(lock.user) >= 40:
        return sha256(lock.user[32:40], usedforsecurity=False).digest() == lock.user[:32]
    return lock.standard and lock.version == 4 and bool(lock.key())


def _digest(data: bytes) -> bytes:
    return md5(data, usedforsecurity=False).digest()


def _dictionary(data: 'bytes | mmap') -> bytes:
    """What the document says of how it is encrypted."""
    found = list(_DICTIONARY.finditer(data))
    if not found:
        raise Unread(ENCRYPTED)
    number, again, here = found[-1].groups()
    at = found[-1].start(3)
    if not here:
        begins = [each for each in _OBJECT.finditer(data) if each.group(1, 2) == (number, again)]
        at = begins[-1].end() if begins else len(data)
    text = data[at : at + _LONGEST]
    end = text.find(b'endobj')
    return text[:end] if end >= 0 else text


def _number(text: bytes, name: bytes) -> int:
    found = re.search(rb'/%s\s{1,4}(-?\d{1,10})\b' % name, text)
    return int(found.group(1)) if found else 0


def _string(text: bytes, name: bytes) -> bytes:
    found = re.search(rb'/%s\s{0,4}([<(])' % name, text)
    return _string_at(text, found.start(1)) if found else b''


def _string_at(data: 'bytes | mmap', at: int) -> bytes:
    if data[at : at + 1] == b'(':
        return closed(data, at + 1, min(len(data), at + _LONGEST))[0]
    end = data.find(b'>', at, at + _LONGEST)
    digits = data[at + 1 : end] if end >= 0 else b''
    try:
        return unhex(digits)
    except ValueError:
        return b''
