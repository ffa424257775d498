"""Baseline -> file. Whoever changes one does it here: under a lock, on what the file holds now, in one step."""

import os

from keyguard.baseline import Baseline, load
from keyguard.errors import Fatal
from keyguard.locks import Lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# what a lock says that cannot be had
_WHAT = 'the baseline'


def update(path: str, change: 'Callable[[Baseline], object]') -> bool:
    """Read the baseline (an empty one where there is no file), ``change`` it and write it; was there a change to write?

    Processes that do this at once do it one after the other, and each sees what the one before it wrote. Raises
    ``Fatal`` when the file cannot be read, trusted or written; it is as it was then.
    """
    path = os.path.realpath(path)
    with Lock(path, _WHAT):
        there = os.path.lexists(path)
        baseline = load(path) if there else Baseline(path)
        before = baseline.dump()
        change(baseline)
        if baseline.dump() == before:
            return False
        _write(path, baseline.dump(), there)
    return True


def save(baseline: Baseline, path: str) -> None:
    """Write the baseline whatever the file holds now; the same bytes are not written again. Raises ``Fatal``."""
    path = os.path.realpath(path)
    with Lock(path, _WHAT):
        there = os.path.lexists(path)
        if there and os.path.isfile(path):
            with open(path, 'rb') as file:
                if file.read() == baseline.dump().encode('utf-8'):
                    return
        _write(path, baseline.dump(), there)


def _write(path: str, text: str, there: bool) -> None:
    """The old file or the new one is there at any moment, never a part of one."""
    if there and not os.path.isfile(path):
        raise Fatal(f'{path}: the baseline cannot be written (not a regular file)')
    if there and not os.access(path, os.W_OK):
        raise Fatal(f'{path}: the baseline cannot be written (the file is read-only)')
    # always the same name: what a killed process left is overwritten by the next one
    temporary = f'{path}.new'
    try:
        mode = os.stat(path).st_mode & 0o777 if there else None
        if os.path.lexists(temporary):
            os.unlink(temporary)
        with open(temporary, 'x', encoding='utf-8', newline='\n') as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(temporary, mode)
        os.replace(temporary, path)
    except OSError as error:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise Fatal(f'{path}: the baseline cannot be written ({(error.strerror or "").lower()})') from None
