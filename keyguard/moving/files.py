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


def make(change: Change, aside: str) -> None:
    """Make the change: the file is written in the folder ``aside``, and moved from there. Of one whose bytes stay the
    same only the mode changes, where it is to be private.

    Raises ``Failed``, also where the file is not as it was.
    """
    if read(change.path) != change.old:
        raise Failed('it changed while keyguard looked at it')
    if change.new == change.old:
        _close(change)
        return
    try:
        if change.new is None:
            if change.old is not None:
                os.unlink(change.path)
        else:
            _replace(change, change.new, aside)
    except OSError as error:
        raise Failed(words(error)) from None
    _settle(os.path.dirname(change.path))


def _close(change: Change) -> None:
    if change.private and exposed(change.path):
        try:
            os.chmod(change.path, _private(stat.S_IMODE(os.stat(change.path).st_mode)))
        except OSError as error:
            raise Failed(words(error)) from None


def exposed(path: str) -> bool:
    """May others than its owner read the file?"""
    try:
        return os.name != 'nt' and bool(os.stat(path).st_mode & 0o077)
    except OSError:
        return False


def _private(mode: int) -> int:
    return mode & 0o700 | 0o600


def _replace(change: Change, new: bytes, aside: str) -> None:
    folder, name = os.path.split(change.path)
    mode = stat.S_IMODE(os.stat(change.path).st_mode) if change.old is not None else 0o666 & ~_mask()
    if change.private:
        mode = _private(mode if change.old is not None else 0)
    temporary = os.path.join(aside or folder, f'.{name}.keyguard')
    # what a killed run left there is nobody else's
    if os.path.lexists(temporary):
        os.unlink(temporary)
    try:
        _ready(temporary, new, mode, change)
        try:
            os.replace(temporary, change.path)
        except OSError:
            # another file system: what is written beside the file has the same protection
            os.unlink(temporary)
            temporary = os.path.join(folder, f'.{name}.{os.urandom(4).hex()}.keyguard')
            _ready(temporary, new, mode, change)
            os.replace(temporary, change.path)
    finally:
        if os.path.lexists(temporary):
            os.unlink(temporary)


def _ready(temporary: str, new: bytes, mode: int, change: Change) -> None:
    """The new file as it will be moved to its place: of the same owner, with the same attributes."""
    put(temporary, new, mode)
    like = change.path if change.old is not None else os.path.dirname(change.path) or '.'
    if hasattr(os, 'chown') and (change.old is not None or not os.geteuid()):
        old, made = os.stat(like), os.stat(temporary)
        if (old.st_uid, old.st_gid) != (made.st_uid, made.st_gid):
            with suppress(OSError):
                os.chown(temporary, old.st_uid, old.st_gid)
    if hasattr(os, 'listxattr') and change.old is not None:
        with suppress(OSError):
            for name in os.listxattr(like):
                with suppress(OSError):
                    os.setxattr(temporary, name, os.getxattr(like, name))
    os.chmod(temporary, mode)


def put(path: str, data: bytes, mode: int = 0o600) -> None:
    """Write a new file and see it on the disk; nobody else can read it before it has its mode. Raises ``OSError``, also
    where something has that name.
    """
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
