"""Bytes -> file in one step: the old file or the new one is there at any moment, never a part of one."""

import os


def replace(path: str, data: bytes, temporary: str) -> None:
    """Put the bytes into the file ``path``, where they are on the disk then; one that is there keeps its mode.

    They are written to ``temporary``, a name in the same folder, and moved from there. What a killed run left under
    that name makes room. Raises ``OSError``; the file is then as it was, and nothing is left beside it.
    """
    try:
        mode = os.stat(path).st_mode & 0o7777 if os.path.lexists(path) else None
        if os.path.lexists(temporary):
            os.unlink(temporary)
        with open(temporary, 'xb') as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(temporary, mode)
        os.replace(temporary, path)
    except OSError:
        if os.path.isfile(temporary):
            os.unlink(temporary)
        raise
