"""A path in an address, percent-encoded: without urllib, which would bring a socket into the house."""

_KEPT = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/')


def encoded(path: bytes) -> str:
    """The path with everything but letters, digits, ``-._~`` and ``/`` percent-encoded (RFC 3986)."""
    return ''.join(chr(byte) if byte in _KEPT else f'%{byte:02X}' for byte in path)


def is_absolute(path: bytes) -> bool:
    """Does the path begin at a root or a drive? Then it is outside of what was audited."""
    return path.startswith(b'/') or path[1:3] in (b':/', b':\\')


def outer(path: bytes) -> bytes:
    """The file that git knows: of ``app.whl!app/settings.py`` the archive."""
    return path.partition(b'!')[0] or path
