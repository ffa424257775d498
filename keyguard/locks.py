"""One process at a time, by a lock that the system lets go of when its holder dies."""

import os
import sys
import time

from keyguard.errors import Fatal

# a writer reads, changes and writes in well under a second; longer than this and something hangs
_PATIENCE = 30.0


class Lock:
    """One process at a time. The system lets go of the lock when its holder dies, so none is ever left behind; the
    empty file that a killed process leaves is taken over, and removed, by the next one.

    The lock is a file beside ``path``; ``what`` is written there, for people. Raises ``Fatal`` when it cannot be had.
    """

    def __init__(self, path: str, what: str) -> None:
        self._path = f'{path}.lock'
        self._what = what
        self._handle = -1

    def __enter__(self) -> 'Lock':
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
                raise Fatal(f'{self._path}: another keyguard has been writing {self._what} for {_PATIENCE:.0f} seconds')
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
        return Fatal(f'{path}: {self._what} cannot be written ({(error.strerror or "").lower()})')


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
