"""The decoders of the compressed formats, under the names that bz2 and lzma gave them."""

from io import BytesIO

from keyguard.content.streams import Unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Protocol

    class Decoder(Protocol):
        @property
        def eof(self) -> bool: ...
        @property
        def needs_input(self) -> bool: ...
        @property
        def unused_data(self) -> bytes: ...
        def decompress(self, data: bytes, max_length: int, /) -> bytes: ...

    # what makes a decoder, and what that raises
    Codec = tuple[Callable[[], Decoder], tuple[type[Exception], ...]]

# what a decoder may ask for, in bytes: ``xz -9`` needs half of it, and a header can claim 4 GiB
_MEMORY = 128 << 20
# what the zstandard package is fed at once, in bytes
_PIECE = 128


def codec(name: str, header: bytes = b'') -> 'Codec':
    """The decoder for 'deflate', 'bzip2', 'xz', 'lzma' (``header`` is what it lacks before its data) or 'zstd'.

    Raises ``Unread`` when this Python has none.
    """
    try:
        if name == 'deflate':
            import zlib

            return _Inflate, (zlib.error,)
        if name == 'bzip2':
            from bz2 import BZ2Decompressor

            return BZ2Decompressor, (OSError, ValueError)
        if name == 'zstd':
            return _zstd()
        from lzma import FORMAT_ALONE, FORMAT_XZ, LZMADecompressor, LZMAError

        def make() -> 'Decoder':
            decoder = LZMADecompressor(FORMAT_XZ if name == 'xz' else FORMAT_ALONE, memlimit=_MEMORY)
            if header:
                decoder.decompress(header)
            return decoder

        return make, (LZMAError,)
    except ImportError:
        hint = ' (Python 3.14 or the package zstandard can)' if name == 'zstd' else ''
        raise Unread(f'compressed with {name}, which this Python cannot read{hint}') from None


def _zstd() -> 'Codec':
    from importlib import import_module

    try:
        module = import_module('compression.zstd')
    except ImportError:
        module = import_module('zstandard')
        if not hasattr(module.ZstdDecompressor().decompressobj(), 'eof'):
            raise ImportError('too old to say where a frame ends') from None
        return lambda: _Zstandard(module), (module.ZstdError,)
    return module.ZstdDecompressor, (module.ZstdError,)


class _Inflate:
    """zlib's decoder of raw deflate, with the words of the other decoders."""

    __slots__ = ('_full', '_zlib')

    def __init__(self) -> None:
        from zlib import decompressobj

        self._zlib = decompressobj(-15)
        self._full = False

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._full and not self._zlib.unconsumed_tail

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        out = self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)
        # where it was filled to the brim, there may be more inside
        self._full = len(out) == max_length
        return out


class _Zstandard:
    """The zstandard package's decoder, with the words of the other decoders.

    It gives all that comes out of what it is fed, so it is fed little at a time: four bytes are at most 128 KiB.
    """

    __slots__ = ('_at', '_decoder', '_fed', '_out')

    def __init__(self, module: 'ModuleType') -> None:
        self._decoder = module.ZstdDecompressor(max_window_size=_MEMORY).decompressobj()
        self._fed = b''
        self._at = 0
        self._out = BytesIO()

    @property
    def eof(self) -> bool:
        return bool(self._decoder.eof) and not self._pending()

    @property
    def unused_data(self) -> bytes:
        return bytes(self._decoder.unused_data) + self._fed[self._at :]

    @property
    def needs_input(self) -> bool:
        return self._at >= len(self._fed) and not self._pending()

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        if data:
            self._fed, self._at = data, 0
        while not self._pending() and self._at < len(self._fed) and not self._decoder.eof:
            # who asks for single bytes looks for the place of some damage
            size = 1 if max_length == 1 else _PIECE
            self._out = BytesIO(self._decoder.decompress(self._fed[self._at : self._at + size]))
            self._at += size
        return self._out.read(max_length)

    def _pending(self) -> int:
        return self._out.getbuffer().nbytes - self._out.tell()
