"""What a change of the work tree has to know of git: what it ignores and tracks, and how the index forgets a file.

The index is written here, and the words of the repository's own configuration; nothing else is.
"""

import os

from keyguard import git
from keyguard.errors import INCOMPLETE, Fatal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def folder(root: str) -> str:
    """The folder that git keeps for this work tree (``.git``, or the one of a linked work tree)."""
    return os.fsdecode(git.run(root, 'rev-parse', '--absolute-git-dir').rstrip(b'\r\n'))


def bare(start: str) -> bool:
    """Is ``start`` within a bare repository? False too where git does not start."""
    try:
        code, told, _ = git.ask(start, 'rev-parse', '--is-bare-repository')
    except Fatal:
        return False
    return not code and told.strip() == b'true'


def ignored(root: str, paths: 'Sequence[bytes]') -> 'set[bytes]':
    """Which of the paths (from the root) a rule leaves out, tracked or not."""
    if not paths:
        return set()
    code, told, words = git.ask(
        root, 'check-ignore', '--no-index', '-z', '--stdin', source=b''.join(path + b'\0' for path in paths)
    )
    if code > 1:
        raise Fatal(f'git cannot tell what it ignores: {words}', INCOMPLETE)
    return {path for path in told.split(b'\0') if path}


def partly(root: str) -> 'set[bytes]':
    """The files (from the root) that have staged changes and others beside them."""
    staged, others = (
        git.ask(root, 'diff', '--no-ext-diff', '--name-only', '-z', '--no-renames', *more)[1].split(b'\0')
        for more in (['--cached'], [])
    )
    return {path for path in staged if path and path in others}


def entries(root: str, paths: 'Sequence[bytes]') -> 'dict[bytes, bytes]':
    """The index's entries of those paths (from the root) that are tracked, as ``restore`` takes them."""
    if not paths:
        return {}
    names = [b':(top,literal)' + path for path in paths]
    found: dict[bytes, bytes] = {}
    for line in git.run(root, 'ls-files', '-z', '--stage', '--', *names).split(b'\0'):
        head, _, path = line.partition(b'\t')
        if path:
            found[path] = found.get(path, b'') + head + b'\t' + path + b'\0'
    return found


def forget(root: str, paths: 'Iterable[bytes]') -> None:
    """Take the paths out of the index; the files stay. Raises ``Fatal``."""
    _update(root, ('--force-remove', '-z', '--stdin'), b''.join(path + b'\0' for path in paths))


def restore(root: str, entries: 'Iterable[bytes]') -> None:
    """Put entries back that ``entries`` told. Raises ``Fatal``."""
    _update(root, ('-z', '--index-info'), b''.join(entries))


def _update(root: str, words: 'tuple[str, ...]', source: bytes) -> None:
    if source:
        code, _, why = git.ask(root, 'update-index', *words, source=source)
        if code:
            raise Fatal(f'the index of git cannot be changed: {why}', INCOMPLETE)


def configure(folder: str, name: str, value: str) -> None:
    """Set a word of the repository's own configuration; raises ``Fatal`` with git's words."""
    git.run(folder, 'config', '--local', name, value)
