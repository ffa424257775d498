"""Standard input -> a blob."""

import sys
from mmap import ACCESS_READ, mmap
from tempfile import TemporaryFile

from keyguard.model import Blob
from keyguard.sources.files import MAP_FROM

_CHUNK = 1 << 20


def read(name: str) -> Blob:
    """All of standard input, called ``name`` in the report. What is large goes through a file without a name, so that
    memory stays what the windows over it need.
    """
    path = name.encode('utf-8', 'surrogateescape')
    where = 'standard input'
    if sys.stdin is None:
        return Blob(path, reason='standard input is closed', where=where)
    parts: list[bytes] = []
    size = 0
    try:
        while part := sys.stdin.buffer.read(_CHUNK):
            parts.append(part)
            size += len(part)
            if size >= MAP_FROM:
                return Blob(path, _mapped(parts), where=where)
    except (OSError, ValueError) as error:
        return Blob(path, reason=str(getattr(error, 'strerror', None) or error).lower(), where=where)
    return Blob(path, b''.join(parts), where=where)


def _mapped(parts: 'list[bytes]') -> mmap:
    with TemporaryFile() as file:
        for part in parts:
            file.write(part)
        parts.clear()
        while part := sys.stdin.buffer.read(_CHUNK):
            file.write(part)
        file.flush()
        return mmap(file.fileno(), 0, access=ACCESS_READ)
