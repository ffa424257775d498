"""A key that cannot print itself, and what another process gets of it."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from mmap import mmap

# a piece of a key is told by so many characters, and so many at its ends may be another text's
_LEAST, _GLUED = 16, 4


class Secret:
    """A key that cannot print itself.

    ``str``, ``repr``, ``format`` and a pickle of it give the mask: the detector's fixed prefix, an ellipsis and the
    last four characters. ``reveal()`` is the one way out; a test counts its callers.
    """

    __slots__ = ('_prefix', '_value')

    def __init__(self, value: bytes, prefix: bytes = b'') -> None:
        self._value = value
        self._prefix = prefix if value.startswith(prefix) else b''

    def reveal(self) -> bytes:
        return self._value

    @property
    def masked(self) -> str:
        """The mask, such as ``sk-proj-…x7Qz``. A short key gives no tail away."""
        # four characters of sixteen would be a quarter of the key
        tail = self._value[-4:] if len(self._value) - len(self._prefix) > 16 else b''
        return f'{self._prefix.decode("latin-1")}…{tail.decode("latin-1")}'

    @property
    def fingerprint(self) -> str:
        """``kg1:`` and 32 hex digits: the same for this key in any file, encoding and on any system."""
        # _blake2 is hashlib's own implementation without the start of OpenSSL (3 ms)
        from _blake2 import blake2b

        return 'kg1:' + blake2b(self._value, digest_size=16, key=b'keyguard/1').hexdigest()

    @property
    def sha1(self) -> str:
        """``sha1:`` and 40 hex digits: how detect-secrets names this key in its baseline."""
        # hashlib's own implementation, as above
        from _sha1 import sha1  # type: ignore[import-not-found]

        return f'sha1:{sha1(self._value, usedforsecurity=False).hexdigest()}'

    def within(self, data: 'bytes | mmap') -> bool:
        """Does the key stand in these bytes, in its own letters or in UTF-16?"""
        wide = self._value.decode('latin-1').encode('utf-16-le')
        # without its last NUL, little-endian text stands in big-endian text too
        return self.here and (data.find(self._value) >= 0 or data.find(wide[:-1]) >= 0)

    @property
    def here(self) -> bool:
        """Is the key itself in this process?"""
        return bool(self._value)

    @property
    def sha256(self) -> str:
        """``sha256:`` and 64 hex digits: how betterleaks names this key in its ignore files and reports."""
        from hashlib import sha256

        return 'sha256:' + sha256(self._value, usedforsecurity=False).hexdigest()

    def __len__(self) -> int:
        return len(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f'<Secret {self.masked}>'

    def __format__(self, spec: str) -> str:
        return format(self.masked, spec)

    def __reduce__(self) -> 'tuple[type[Mask], tuple[str, str, str, str, int]]':
        return (Mask, (self.masked, self.fingerprint, self.sha1, self.sha256, len(self)))


class Known:
    """Keys that were found whole: is something that looks like another one a piece of one of them, or one of them with
    more at its ends?
    """

    __slots__ = ('_begins', '_joined', '_values')

    def __init__(self, secrets: 'Iterable[Secret]') -> None:
        self._values = {secret._value for secret in secrets}
        self._joined = b'\n'.join(self._values)
        self._begins: dict[bytes, list[bytes]] = {}
        for value in self._values:
            if len(value) >= _LEAST:
                self._begins.setdefault(value[:_LEAST], []).append(value)

    def cuts(self, secret: Secret) -> bool:
        """Is it one of these that was cut in a wrong place? At each end of a piece, up to four characters may belong to
        what stands beside it. A whole one is none. Linear in its length and in those of the known ones.
        """
        value = secret._value
        if value in self._values:
            return False
        piece = value[_GLUED:-_GLUED]
        if len(piece) >= _LEAST and piece in self._joined:
            return True
        return any(
            value.startswith(known, at)
            for at in range(len(value) - _LEAST + 1)
            for known in self._begins.get(value[at : at + _LEAST], ())
        )


class Mask(Secret):
    """What another process gets of a secret: all that a report says of it, and not the key."""

    __slots__ = ('_fingerprint', '_length', '_masked', '_sha1', '_sha256')

    def __init__(self, masked: str, fingerprint: str, sha1: str, sha256: str, length: int) -> None:
        super().__init__(b'')
        self._masked = masked
        self._fingerprint = fingerprint
        self._sha1 = sha1
        self._sha256 = sha256
        self._length = length

    def reveal(self) -> bytes:
        """Raises ``LookupError``: the key stayed where it was found."""
        raise LookupError('the key stayed in the process that found it')

    @property
    def masked(self) -> str:
        return self._masked

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    @property
    def sha1(self) -> str:
        return self._sha1

    @property
    def sha256(self) -> str:
        return self._sha256

    def __len__(self) -> int:
        return self._length

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self._fingerprint)
