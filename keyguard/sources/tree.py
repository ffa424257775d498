"""A folder -> the names of its files: as git lists it inside of a repository, all of them elsewhere."""

import os

from keyguard import git
from keyguard.git.checkout import Checkout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def names(
    folder: str,
    paths: 'list[str]',
    root: str,
    nested: 'list[bytes] | None' = None,
    ignored: bool = False,
    expect: 'Callable[[int], object] | None' = None,
    empty: 'list[str] | None' = None,
    sparse: 'list[bytes] | None' = None,
) -> 'Iterator[bytes]':
    """The files below each path, relative to ``folder``. A path that is a file is taken as it is, ignored or not;
    ``ignored``: all others are, too. Repositories within are not entered: ``nested`` gets their names. ``expect`` is
    told how many git lists, before they come, ``empty`` gets the folders of which it lists nothing that is there,
    ``sparse`` the files that a sparse checkout leaves out.

    Raises ``Fatal`` when git fails. A path that does not exist is yielded too, so that reading it says so.
    """
    seen: set[bytes] = set()
    for path in paths:
        if os.path.isdir(path) and not os.path.islink(path):
            listed: Iterable[bytes]
            own = root and not _is_root(path) and _inside(folder, path, root)
            if own or (root and os.path.realpath(path) == os.path.realpath(root)):
                listed = found = Checkout(folder, [path], ignored)
                _tell(found, found.nested, nested, sparse)
                if expect:
                    expect(found.count)
                nothing = not (found.count or found.nested)
                if empty is not None and nothing and os.listdir(path) not in ([], ['.git']):
                    empty.append(path)
            else:
                listed = _other(path, ignored, nested, sparse)
        else:
            listed = [os.fsencode(path)]
        if len(paths) == 1:
            # no set of a million names
            yield from listed
            return
        for name in listed:
            if name not in seen:
                seen.add(name)
                yield name


def _tell(found: Checkout, inner: 'list[bytes]', nested: 'list[bytes] | None', sparse: 'list[bytes] | None') -> None:
    """Hand on what was met besides the names."""
    if nested is not None:
        nested += inner
    if sparse is not None:
        sparse += found.absent


def _is_root(path: str) -> bool:
    """Is the folder the top of a repository?"""
    return os.path.lexists(os.path.join(path, '.git'))


def is_bare(path: str) -> bool:
    """Does the folder look like a repository without a work tree?"""
    return all(os.path.lexists(os.path.join(path, name)) for name in ('HEAD', 'objects', 'refs'))


def _other(path: str, ignored: bool, nested: 'list[bytes] | None', sparse: 'list[bytes] | None') -> 'Iterator[bytes]':
    """The files of a folder outside of this repository: as its own git lists them, where it has one."""
    if not _is_root(path) or git.ask(path, 'rev-parse', '--git-dir')[0]:
        yield from _walk(path, nested)
        return
    found = Checkout(path, ['.'], ignored)
    base = os.fsencode(path)
    _tell(found, [os.path.normpath(os.path.join(base, name)) for name in found.nested], nested, sparse)
    for name in found:
        yield os.path.normpath(os.path.join(base, name))


def _inside(folder: str, path: str, root: str) -> bool:
    whole = os.path.realpath(os.path.join(folder, path))
    top = os.path.realpath(root)
    # what git keeps for itself it does not list
    return whole == top or (whole.startswith(top + os.sep) and '.git' not in whole[len(top) :].split(os.sep))


def _walk(path: str, nested: 'list[bytes] | None') -> 'Iterator[bytes]':
    """Every file below a folder without git, sorted; a folder that cannot be listed is yielded: reading says so. A bare
    repository in there is not entered: it has objects and no files.
    """
    unlisted: list[bytes] = []

    def missed(error: OSError) -> None:
        unlisted.append(os.fsencode(error.filename))

    for folder, folders, files in os.walk(os.fsencode(path), onerror=missed):
        if b'.git' in folders:
            folders.remove(b'.git')
        bare = [name for name in folders if is_bare(os.fsdecode(os.path.join(folder, name)))]
        folders[:] = sorted(set(folders).difference(bare))
        if nested is not None:
            nested += [os.path.normpath(os.path.join(folder, name)) for name in sorted(bare)]
        for name in sorted(files):
            found = os.path.join(folder, name)
            yield found[2:] if found.startswith(b'./') else found
    yield from unlisted
