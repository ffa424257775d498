"""Baseline -> file. Whoever changes one does it here: under a lock, on what the file holds now, in one step."""

import os

from keyguard.baseline import Baseline, contents, parse
from keyguard.errors import Fatal
from keyguard.locks import Lock
from keyguard.replacing import replace

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
    with Lock(path, _WHAT):
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
    try:
        # always the same name: what a killed process left is overwritten by the next one
        replace(path, data, f'{path}.new')
    except OSError as error:
        raise Fatal(f'{path}: the baseline cannot be written ({(error.strerror or "").lower()})') from None
