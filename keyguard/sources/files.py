"""Files of the work tree -> blobs."""

import os
import stat

from keyguard.model import Blob

# a larger file is mapped, not read: memory stays what the windows over it need
MAP_FROM = 8 << 20
# so much is read at once of what does not say how much it is
_AT_ONCE = 64 << 10

_KINDS = (
    (stat.S_ISDIR, 'a directory, not a file'),
    (stat.S_ISFIFO, 'a named pipe, not a file'),
    (stat.S_ISSOCK, 'a socket, not a file'),
    (stat.S_ISCHR, 'a device, not a file'),
    (stat.S_ISBLK, 'a device, not a file'),
)


class File:
    """A file that is not read yet, for whoever reads it: its name, how the report calls it, its size in bytes."""

    __slots__ = ('is_regular', 'name', 'path', 'size')

    def __init__(self, name: bytes, path: bytes) -> None:
        self.name = name
        self.path = path
        try:
            status = os.lstat(name)
            self.size, self.is_regular = status.st_size, stat.S_ISREG(status.st_mode)
        except (OSError, ValueError):
            self.size, self.is_regular = 0, False

    def read(self) -> Blob:
        """The file as a blob."""
        if self.is_regular:
            try:
                return _opened(self.name, self.path)
            except (OSError, ValueError):
                pass  # it is another one by now
        return read(self.name, self.path)


def read(name: bytes, path: bytes) -> Blob:
    """Read the file ``name``; ``path`` is how the report calls it. Never raises: the blob says why it has no bytes.

    Of a symbolic link the text of its target is read, as git stores it; what it points to is another file.
    """
    try:
        status = os.lstat(name)
        if stat.S_ISLNK(status.st_mode):
            return Blob(path, os.readlink(name), where='symbolic link')
        for test, reason in _KINDS:
            if test(status.st_mode):
                if stat.S_ISDIR(status.st_mode):
                    # one that is named because nobody could list it says so
                    os.scandir(name).close()
                return Blob(path, reason=reason)
        return _opened(name, path)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else '') or str(error)
        return Blob(path, reason=reason[:1].lower() + reason[1:])


def _opened(name: bytes, path: bytes) -> Blob:
    """A regular file. Raises ``OSError`` and ``ValueError``."""
    # O_NONBLOCK: what was a file a moment ago could be a pipe now, and opening that would wait for ever
    flags = os.O_RDONLY | getattr(os, 'O_BINARY', 0) | getattr(os, 'O_NONBLOCK', 0) | getattr(os, 'O_NOFOLLOW', 0)
    handle = os.open(name, flags)
    try:
        status = os.fstat(handle)
        for test, reason in () if stat.S_ISREG(status.st_mode) else _KINDS:
            if test(status.st_mode):
                return Blob(path, reason=reason)
        size = status.st_size
        if size >= MAP_FROM:
            from mmap import ACCESS_READ, mmap

            return Blob(path, mmap(handle, 0, access=ACCESS_READ))
        data = os.read(handle, size + 1)
        if not size or len(data) != size:
            # it grows, or it is one of those that have no size
            parts = [data]
            while part := os.read(handle, max(size + 1, _AT_ONCE)):
                parts.append(part)
            data = b''.join(parts)
        return Blob(path, data)
    finally:
        os.close(handle)
