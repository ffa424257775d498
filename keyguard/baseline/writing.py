"""Baseline -> file. Whoever changes one does it here: under a lock, on what the file holds now, in one step."""

import os
import sys
import time

from keyguard.baseline import Baseline, contents, parse
from keyguard.errors import Fatal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# a writer reads, changes and writes in well under a second; longer than this and something hangs
_PATIENCE = 30.0


def update(path: str, change: 'Callable[[Baseline], object]') -> bool:
    """Read the baseline (an empty one where there is no file), ``change`` it and write it; was there a change to write?

    Processes that do this at once do it one after the other, and each sees what the one before it wrote. Raises
    ``Fatal`` when the file cannot be read, trusted or written; it is as it was then.
    """
    path = os.path.realpath(path)
    with _Lock(path):
        there = os.path.lexists(path)
        data = contents(path) if there else b''
        baseline = parse(data, path) if there else Baseline()
        before = baseline.dump()
        change(baseline)
        after = baseline.dump()
        if after == before:
            return False
        _write(path, _encoded(after, data), there)
    return True


def save(baseline: Baseline, path: str) -> None:
    """Write the baseline whatever the file holds now; the same bytes are not written again. Raises ``Fatal``."""
    path = os.path.realpath(path)
    with _Lock(path):
        there = os.path.lexists(path)
        data = contents(path) if os.path.isfile(path) else b''
        new = _encoded(baseline.dump(), data)
        if new != data:
            _write(path, new, there)


def _encoded(text: str, old: bytes) -> bytes:
    """The text as UTF-8, its lines ended as those of the old file: a checkout on Windows stays one."""
    return text.replace('\n', '\r\n' if b'\r\n' in old else '\n').encode('utf-8')


def _write(path: str, data: bytes, there: bool) -> None:
    """The old file or the new one is there at any moment, never a part of one."""
    if there and not os.path.isfile(path):
        raise Fatal(f'{path}: the baseline cannot be written (not a regular file)')
    # the mode is asked too: an administrator may write whatever the mode says, and yet somebody meant it
    if there and not (os.access(path, os.W_OK) and os.stat(path).st_mode & 0o222):
        raise Fatal(f'{path}: the baseline cannot be written (the file is read-only)')
    # always the same name: what a killed process left is overwritten by the next one
    temporary = f'{path}.new'
    try:
        mode = os.stat(path).st_mode & 0o777 if there else None
        if os.path.lexists(temporary):
            os.unlink(temporary)
        with open(temporary, 'xb') as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(temporary, mode)
        os.replace(temporary, path)
    except OSError as error:
        if os.path.isfile(temporary):
            os.unlink(temporary)
        raise Fatal(f'{path}: the baseline cannot be written ({(error.strerror or "").lower()})') from None


class _Lock:
    """One process at a time. The system lets go of the lock when its holder dies, so none is ever left behind; the
    empty file that a killed process leaves is taken over, and removed, by the next one.
    """

    def __init__(self, path: str) -> None:
        self._path = f'{path}.lock'
        self._handle = -1

    def __enter__(self) -> '_Lock':
        give_up = time.monotonic() + _PATIENCE
        while True:
            try:
                handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
            except OSError as error:
                # Windows denies it for a moment when another process removes the file
                if os.name == 'nt' and isinstance(error, PermissionError) and time.monotonic() < give_up:
                    time.sleep(0.01)  # pragma: no cover
                    continue  # pragma: no cover
                raise self._failed(error) from None
            try:
                taken = _taken(handle)
            except OSError as error:
                # a file system without locks
                os.close(handle)
                os.unlink(self._path)
                raise self._failed(error) from None
            if taken and self._is_the_file(handle):
                self._handle = handle
                return self
            os.close(handle)
            if time.monotonic() > give_up:
                raise Fatal(f'{self._path}: another keyguard has been writing the baseline for {_PATIENCE:.0f} seconds')
            time.sleep(0.01)

    def __exit__(self, *_: object) -> None:
        # the name goes first: who opened it before notices that it is no longer this file, and opens it anew
        if os.name != 'nt' and self._is_the_file(self._handle):
            os.unlink(self._path)
        os.close(self._handle)
        if os.name == 'nt':  # pragma: no cover (Windows removes no file that is open)
            try:
                os.unlink(self._path)
            except OSError:
                pass  # the next one has it open, and removes it

    def _is_the_file(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), os.stat(self._path))
        except FileNotFoundError:
            return False

    def _failed(self, error: OSError) -> Fatal:
        path = self._path.removesuffix('.lock')
        return Fatal(f'{path}: the baseline cannot be written ({(error.strerror or "").lower()})')


if sys.platform == 'win32':  # pragma: no cover
    import msvcrt

    def _taken(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
