"""Files of MATLAB, version 5 to 7 -> a line for each text, behind the name of its variable or field.

The format: MAT-File Format, MathWorks. What is compressed in them is zlib. Version 7.3 is HDF5.
"""

from keyguard.content.streams import CORRUPT, TRUNCATED, Unread, expanded, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.content.streams import Member, Meter

# the words at the begin; then the version, and the order of the bytes
_HEAD, _ORDER = 128, 126
_COMPRESSED, _MATRIX = 15, 14
# kinds of matrices: of others, with fields, of a class, of characters; and how those are written
_CELL, _STRUCT, _OBJECT, _CHARACTERS = 1, 2, 3, 4
_ENCODINGS = {1: 'latin-1', 2: 'latin-1', 4: 'utf-16', 16: 'utf-8', 17: 'utf-16', 18: 'utf-32'}
_DEEPEST = 20
_LONGEST_NAME = 300


def members(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """The texts of all variables, a line for each, and what is compressed and no matrix. Raises ``Unread``. Linear."""
    content, reason = gathered(_Texts(data, meter).lines(), meter.limits.member)
    if content or reason:
        yield b'variables', content, reason


class _Texts:
    def __init__(self, data: 'bytes | mmap', meter: 'Meter') -> None:
        self._data = data
        self._meter = meter
        self._little = data[_ORDER : _ORDER + 2] == b'IM'

    def lines(self) -> 'Iterator[bytes]':
        at = _HEAD
        data = self._data
        while at + 8 <= len(data):
            self._meter.entry()
            kind, size = self._number(data, at), self._number(data, at + 4)
            end = at + 8 + size
            if kind == _COMPRESSED:
                inner, reason = gathered(expanded('zlib', data[at + 8 : end], self._meter), self._meter.limits.member)
                yield from self._elements(inner, 0, len(inner), b'', 0)
                if reason:
                    raise Unread(reason)
            elif kind == _MATRIX:
                part = data[at : min(end, len(data))]
                yield from self._elements(part, 0, len(part), b'', 0)
                at += -size % 8
            if end > len(data):
                raise Unread(TRUNCATED)
            at += 8 + size

    def _elements(self, data: bytes, at: int, end: int, name: bytes, depth: int) -> 'Iterator[bytes]':
        """The lines of each matrix that stands there."""
        while at + 8 <= end:
            kind, start, stop, behind = self._element(data, at)
            if kind == _MATRIX and stop > start:
                yield from self._matrix(data, start, min(stop, end), name, depth)
            at = behind

    def _matrix(self, data: bytes, at: int, end: int, name: bytes, depth: int) -> 'Iterator[bytes]':
        self._meter.entry()
        if depth > _DEEPEST:
            raise Unread(CORRUPT)
        flags, start, _, at = self._element(data, at)
        kind = self._number(data, start) & 255 if flags else 0
        # how many there are in each direction
        at = self._element(data, at)[3]
        _, start, stop, at = self._element(data, at)
        own = data[start : min(stop, end)]
        path = b'.'.join(filter(None, (name, own)))[:_LONGEST_NAME]
        if kind == _CHARACTERS:
            written, start, stop, _ = self._element(data, at)
            yield from self._text(path, written, data[start : min(stop, end)])
        elif kind == _CELL:
            yield from self._elements(data, at, end, path, depth + 1)
        elif kind in (_STRUCT, _OBJECT):
            if kind == _OBJECT:
                at = self._element(data, at)[3]
            yield from self._fields(data, at, end, path, depth)

    def _fields(self, data: bytes, at: int, end: int, path: bytes, depth: int) -> 'Iterator[bytes]':
        """Each matrix behind the name of its field: the names have one length, and come again for the next struct."""
        _, start, _, at = self._element(data, at)
        width = self._number(data, start)
        _, start, stop, at = self._element(data, at)
        listed = data[start : min(stop, end)]
        if not 0 < width <= len(listed):
            return
        names = [listed[place : place + width].split(b'\0')[0] for place in range(0, len(listed), width)]
        count = 0
        while at + 8 <= end:
            kind, start, stop, behind = self._element(data, at)
            if kind == _MATRIX and stop > start:
                field = b'.'.join(filter(None, (path, names[count % len(names)])))
                yield from self._matrix(data, start, min(stop, end), field, depth + 1)
            count += 1
            at = behind

    def _text(self, path: bytes, written: int, text: bytes) -> 'Iterator[bytes]':
        encoding = _ENCODINGS.get(written, 'latin-1')
        if encoding.startswith('utf-') and encoding != 'utf-8':
            encoding += '-le' if self._little else '-be'
        self._meter.give(len(text))
        shown = text.decode(encoding, 'replace').encode('utf-8', 'replace')
        yield path + b' = "' + shown + b'"\n'

    def _element(self, data: bytes, at: int) -> 'tuple[int, int, int, int]':
        """What kind of element begins there, where its data begins and ends, and the next element."""
        if at + 8 > len(data):
            raise Unread(TRUNCATED)
        first = self._number(data, at)
        if first >> 16:
            # a short one has its length and its data in eight bytes
            return first & 0xFFFF, at + 4, at + 4 + min(4, first >> 16), at + 8
        size = self._number(data, at + 4)
        return first, at + 8, at + 8 + size, at + 8 + size + -size % 8

    def _number(self, data: 'bytes | mmap', at: int) -> int:
        return int.from_bytes(data[at : at + 4], 'little' if self._little else 'big')
