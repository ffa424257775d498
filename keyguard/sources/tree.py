"""A folder -> the names of its files: as git lists it inside of a repository, all of them elsewhere."""

import os

from keyguard import git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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
            listed: Iterator[bytes] | list[bytes]
            own = root and not _is_root(path) and _inside(folder, path, root)
            if own or (root and os.path.realpath(path) == os.path.realpath(root)):
                listed, others = git.work_tree(folder, [path], ignored, sparse)
                if nested is not None:
                    nested += others
                if expect:
                    expect(len(listed))
                if empty is not None and not listed and not others and os.listdir(path) not in ([], ['.git']):
                    empty.append(path)
            else:
                listed = _other(path, ignored, nested, sparse)
        else:
            listed = [os.fsencode(path)]
        for name in listed:
            if name not in seen:
                seen.add(name)
                yield name


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
    listed, others = git.work_tree(path, ['.'], ignored, sparse)
    if nested is not None:
        nested += [os.path.normpath(os.path.join(os.fsencode(path), name)) for name in others]
    for name in listed:
        yield os.path.normpath(os.path.join(os.fsencode(path), name))


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
