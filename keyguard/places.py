"""Where the repository begins, and which of our own files apply there. Both doors use it, so it imports ``os`` only."""

import os

CONFIG = '.keyguard.yaml'
BASELINE = '.keyguard.baseline.json'
DETECT_SECRETS = '.secrets.baseline'


def find(start: str, name: str) -> 'tuple[str, str]':
    """The repository's root above ``start`` ('' outside of one) and the nearest file ``name`` up to it ('' if none).

    Outside of a repository only ``start`` itself is looked at: a stranger's file further up is not this project's.
    """
    folder, found = start, ''
    while True:
        if not found and os.path.lexists(os.path.join(folder, name)):
            found = os.path.join(folder, name)
        if os.path.lexists(os.path.join(folder, '.git')):
            return folder, found
        parent = os.path.dirname(folder)
        if parent == folder:
            here = os.path.join(start, name)
            return '', here if os.path.lexists(here) else ''
        folder = parent


def shown(name: bytes, folder: bytes, root: bytes) -> bytes:
    """How a report calls the file: relative to the repository's root, with ``/``; as given when it lies elsewhere."""
    if not root or (folder == root and not name.startswith((b'/', b'./', b'../'))):
        return _slashed(name)
    whole = os.path.normpath(os.path.join(folder, name))
    top = root.rstrip(os.fsencode(os.sep)) + os.fsencode(os.sep)
    return _slashed(whole[len(top) :] if whole.startswith(top) else name)


def stand(folder: str, root: str) -> bytes:
    """The folder where the person stands, from the root of the repository, with ``/``; b'' for the root itself, and
    where there is no repository. While git runs a hook at the root, it tells in which folder it was called.
    """
    if not root:
        return b''
    near = os.path.relpath(os.path.realpath(folder), os.path.realpath(root))
    if near == os.curdir:
        near = os.environ.get('GIT_PREFIX', '').rstrip('/')
    return _slashed(os.fsencode(near))


def _slashed(path: bytes) -> bytes:
    return path.replace(b'\\', b'/') if os.sep == '\\' else path
