"""Bytes -> file: the old ones or the new ones are there at any moment, and only what is as it was is replaced."""

import os
import stat
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Failed(Exception):
    """A file could not be read or replaced; it is as it was. The text is the reason, a clause without full stop."""


class Change:
    """A file's bytes before and after; None where there is no file. ``private``: its owner alone may read it.

    ``path`` is the file as the system knows it.
    """

    __slots__ = ('new', 'old', 'path', 'private')

    def __init__(self, path: str, old: 'bytes | None', new: 'bytes | None', private: bool = False) -> None:
        self.path = path
        self.old = old
        self.new = new
        self.private = private


def read(path: str) -> 'bytes | None':
    """The bytes of a regular file, None where there is nothing. Raises ``Failed``."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise Failed(_kind(path))
        with open(path, 'rb') as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Failed(words(error)) from None


def _kind(path: str) -> str:
    if os.path.islink(path):
        return 'it is a symbolic link'
    return 'it is a folder' if os.path.isdir(path) else 'it is no regular file'


def words(error: OSError) -> str:
    """What the system says, without the name of the file."""
    return (error.strerror or type(error).__name__).lower()


def unfit(path: str) -> str:
    """Why the file cannot be replaced, or ''."""
    if os.path.lexists(path) and not os.access(path, os.W_OK):
        return 'it is read-only'
    if not os.access(os.path.dirname(path) or '.', os.W_OK):
        return 'its folder is read-only'
    return ''


def open_to_others(path: str) -> bool:
    """May somebody else than its owner read the file?"""
    return os.name == 'posix' and os.path.exists(path) and bool(stat.S_IMODE(os.stat(path).st_mode) & 0o077)


def make(change: Change, aside: str) -> None:
    """Make the change. A file that is private is written in the folder ``aside`` first, and moved from there.

    Raises ``Failed``, also where the file is not as it was.
    """
    if read(change.path) != change.old:
        raise Failed('it changed while keyguard looked at it')
    try:
        if change.new is None:
            if change.old is not None:
                os.unlink(change.path)
        else:
            _replace(change, change.new, aside if change.private else '')
    except OSError as error:
        raise Failed(words(error)) from None
    _settle(os.path.dirname(change.path))


def _replace(change: Change, new: bytes, aside: str) -> None:
    name = f'.{os.path.basename(change.path)}.keyguard'
    temporary = os.path.join(aside or os.path.dirname(change.path), name)
    mode = stat.S_IMODE(os.stat(change.path).st_mode) if change.old is not None else 0o666 & ~_mask()
    if change.private:
        mode &= 0o700 if change.old is not None else 0
        mode |= 0o600
    try:
        put(temporary, new, mode)
        try:
            os.replace(temporary, change.path)
        except OSError:
            if not aside:
                raise
            # another file system: what is written beside the file has the same protection
            os.unlink(temporary)
            temporary = os.path.join(os.path.dirname(change.path), name)
            put(temporary, new, mode)
            os.replace(temporary, change.path)
    finally:
        if os.path.lexists(temporary):
            os.unlink(temporary)


def put(path: str, data: bytes, mode: int = 0o600) -> None:
    """Write a new file and see it on the disk; nobody else can read it before it has its mode. Raises ``OSError``."""
    if os.path.lexists(path):
        os.unlink(path)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, 'O_BINARY', 0), 0o600)
    with open(handle, 'wb') as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(path, mode)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _settle(folder: str) -> None:
    """See the new name on the disk, where the system has a way to ask for that. The change is made in any case."""
    if hasattr(os, 'O_DIRECTORY'):
        with suppress(OSError):
            handle = os.open(folder or '.', os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def newline_of(data: bytes) -> bytes:
    """How the lines of a text end: as its first one does."""
    end = data.find(b'\n')
    return b'\r\n' if end > 0 and data[end - 1 : end] == b'\r' else b'\n'


def with_lines(data: 'bytes | None', lines: 'Iterable[bytes]') -> bytes:
    """The text with lines at its end, each on a line of its own, ended as the others are."""
    text = data or b''
    newline = newline_of(text)
    if text and not text.endswith(b'\n'):
        text += newline
    return text + b''.join(line + newline for line in lines)
