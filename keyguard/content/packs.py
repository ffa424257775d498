"""Objects of a git pack -> what git calls them: for findings only, after ``objects.pack`` showed what is in them."""

from keyguard.content.decoders import codec
from keyguard.content.streams import Decoding, Meter, Unread, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from mmap import mmap

    from keyguard.content.archives import Limits

_KINDS = {1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag'}
# stored as the difference to another object, which is named by where it stands, or by its id
_BY_OFFSET, _BY_ID = 6, 7
# the bytes of the two numbers that an object may have before its compressed bytes
_LONGEST = 20
# git's short form of an id; 12 digits stay unique in large histories
_DIGITS = 12


def names(data: 'bytes | mmap', wanted: 'Iterable[bytes]', limits: 'Limits') -> 'dict[bytes, str]':
    """Members of a pack or a bundle, as ``objects.pack`` names them -> their kind and the beginning of the id that git
    knows them by: ``blob 1a2b3c4d5e6f``. Those that cannot be told are not in it.

    Takes the time of inflating the pack once, and for each wanted object that of inflating what it is made of.
    """
    meter = Meter(limits, len(data))
    pack = _Pack(data, meter)
    found = {}
    try:
        pack.index()
    except Unread:
        pass  # what stands before the damage is known
    for name in wanted:
        number = name.rpartition(b' ')[2]
        try:
            told = pack.name(int(number)) if number.isdigit() else ''
        except Unread:
            continue
        if told:
            found[name] = told
    return found


class _Pack:
    """Where each object of a pack begins, and what it is."""

    def __init__(self, data: 'bytes | mmap', meter: Meter) -> None:
        self._data = data
        self._meter = meter
        # kind, where its compressed bytes begin, where the object begins that it is the difference to
        self._entries: list[tuple[int, int, int]] = []
        self._at: dict[int, int] = {}
        head = data[: data.find(b'\n\nPACK') + 2] if data[:4] != b'PACK' else b''
        self._start = len(head)
        self._wide = b'\n@object-format=sha256' in head

    def index(self) -> None:
        """Find every object. Raises ``Unread`` where that goes no further."""
        data, at = self._data, self._start
        count = int.from_bytes(data[at + 8 : at + 12], 'big')
        at += 12
        for _ in range(count):
            self._meter.entry()
            start = at
            kind = data[at] >> 4 & 7 if at < len(data) else 0
            while data[at : at + 1] >= b'\x80' and at - start < _LONGEST:
                at += 1
            at += 1
            base = -1
            if kind == _BY_OFFSET:
                distance = data[at] & 127 if at < len(data) else 0
                while data[at : at + 1] >= b'\x80' and at - start < _LONGEST:
                    at += 1
                    distance = (distance + 1) << 7 | (data[at] & 127 if at < len(data) else 0)
                at += 1
                # only what stands before it: so no object is made of itself
                base = start - distance if distance else -1
            elif kind == _BY_ID:
                at += 32 if self._wide else 20
            decoding = self._decoding(at)
            for _ in decoding:
                pass
            self._at[start] = len(self._entries)
            self._entries.append((kind, at, base))
            at = decoding.stop + 4

    def name(self, number: int) -> str:
        """What git calls the object with this number, counted from 1; '' for unknown. Raises ``Unread``."""
        chain: list[int] = []
        at = number - 1
        while 0 <= at < len(self._entries):
            kind, start, base = self._entries[at]
            chain.append(start)
            if kind in _KINDS:
                return self._digest(_KINDS[kind], chain)
            at = self._at.get(base, -1)
        return ''

    def _digest(self, kind: str, chain: 'list[int]') -> str:
        import hashlib

        content = self._inflated(chain.pop())
        while chain:
            content = _changed(content, self._inflated(chain.pop()), self._meter)
        whole = f'{kind} {len(content)}\0'.encode() + content
        id = hashlib.sha256(whole) if self._wide else hashlib.sha1(whole, usedforsecurity=False)
        return f'{kind} {id.hexdigest()[:_DIGITS]}'

    def _inflated(self, at: int) -> bytes:
        content, reason = gathered(self._decoding(at), self._meter.limits.member)
        if reason:
            raise Unread(reason)
        return content

    def _decoding(self, at: int) -> Decoding:
        # two bytes are zlib's own
        return Decoding(self._meter, codec('deflate'), self._data, at + 2, len(self._data))


def _changed(base: bytes, delta: bytes, meter: Meter) -> bytes:
    """What a difference makes of the object that it is one to. Raises ``Unread``."""
    at, _ = _size(delta, 0)
    at, length = _size(delta, at)
    parts: list[bytes] = []
    while at < len(delta):
        order = delta[at]
        at += 1
        if order < 0x80:
            parts.append(delta[at : at + order])
            at += order
        else:
            fields = []
            for bit in range(7):
                fields.append(delta[at] if order >> bit & 1 and at < len(delta) else 0)
                at += order >> bit & 1
            start = int.from_bytes(fields[:4], 'little')
            size = int.from_bytes(fields[4:], 'little') or 0x10000
            parts.append(base[start : start + size])
        meter.work(len(parts[-1]))
    made = b''.join(parts)
    if len(made) != length:
        raise Unread('')
    return made


def _size(delta: bytes, at: int) -> 'tuple[int, int]':
    """Where a number ends that begins there, and the number."""
    number = shift = 0
    for byte in delta[at : at + 10]:
        at += 1
        number |= (byte & 127) << shift
        shift += 7
        if byte < 0x80:
            break
    return at, number
