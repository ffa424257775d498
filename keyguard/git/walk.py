"""Which objects a repository has: what refs reach with the names they had, what a range brought in, and all the rest."""

import tempfile

from keyguard import git
from keyguard.git.objects import lines, said, stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from keyguard.git.objects import Listing

# a difference between trees, whatever the user's configuration makes of such
_RAW = ('--raw', '-z', '-c', '--root', '--no-abbrev', '--no-renames', '--no-color', '-O/dev/null')


def stashes(folder: str) -> 'list[str]':
    """Every stash: the ref reaches only the last one."""
    code, output, _ = git.ask(folder, 'reflog', 'show', '--format=%H', 'refs/stash', '--')
    return [] if code else output.decode('ascii').split()


def reached(folder: str, options: 'list[str]', ids: 'Iterable[str]', take: 'Callable[[list[bytes]], None]') -> str:
    """Hand over all that the ids and options like ``--all`` reach, each object once: lines ``blob ID NAME``, ``commit ID``, ``tag ID NAME``,
    ``tree ID NAME`` and ``?ID missing``. '' or why the walk ended too early.
    """
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as words:
        source.write(''.join(f'{id}\n' for id in ids).encode('ascii'))
        source.seek(0)
        # --missing=print also keeps git from fetching, and cat-file does not look for what begins with a question mark
        walk = git.start(folder, ['rev-list', '--objects', '--missing=print', '--stdin', *options], source, words)
        assert walk.stdout is not None
        form = '--batch-check=%(objecttype) %(objectname) %(rest)'
        check = git.start(folder, ['cat-file', form, '--buffer'], walk.stdout)
        walk.stdout.close()  # the other process has it; walk is to notice when that one ends
        try:
            for part in lines(check):
                take(part)
        finally:
            codes = stop(check), stop(walk)
        return said(words) if any(codes) else ''


def stored(folder: str) -> 'Iterator[list[bytes]]':
    """Every object of the store and its alternates, reached or not: lines ``blob ID``."""
    form = '--batch-check=%(objecttype) %(objectname)'
    process = git.start(folder, ['cat-file', '--batch-all-objects', form, '--unordered', '--buffer'])
    try:
        yield from lines(process)
    finally:
        stop(process)


class Change:
    """What a commit did to one path: the blobs before (one a parent) and after, '' for none, and the modes after."""

    __slots__ = ('commit', 'mode', 'new', 'old', 'path')

    def __init__(self, commit: bytes, entry: bytes, path: bytes) -> None:
        parents = len(entry) - len(entry.lstrip(b':'))
        words = entry.lstrip(b':').split(b' ')
        self.commit = commit
        self.mode = words[parents]
        ids = [b'' if not id.strip(b'0') else id for id in words[parents + 1 : 2 * parents + 2]]
        self.old = ids[:parents]
        self.new = ids[parents]
        self.path = path


def parsed(parts: 'Iterable[list[bytes]]') -> 'Iterator[Change]':
    """The entries of a difference in git's raw form with NULs; what stands before them is the change's commit."""
    commit = entry = b''
    for tokens in parts:
        for token in tokens:
            if entry:
                yield Change(commit, entry, token)
                entry = b''
            else:
                token = token.lstrip(b'\n')
                if token.startswith(b':'):
                    entry = token
                elif token:
                    commit = token


def brought(folder: str, commits: 'Listing') -> 'Iterator[Change]':
    """What each of the listed commits changed, against all of its parents. Raises ``OSError`` with git's words when
    it ends too early.
    """
    commits.rewind()
    with tempfile.TemporaryFile() as words:
        # diff-tree, not log: it takes any number of commits and looks at no others
        process = git.start(folder, ['diff-tree', '--stdin', '-r', '--no-commit-id', *_RAW], commits.file, words)
        code = 0
        try:
            yield from parsed(lines(process, b'\0'))
        finally:
            code = stop(process)
        if code:
            raise OSError(said(words))


def mentions(folder: str, ids: 'Iterable[str]', form: str, extra: 'list[str]') -> 'Iterator[Change]':
    """The changes of every commit, the oldest first, that brought or took one of the blobs; ``form`` is what the
    commit of a change is called (git's words for it). Raises ``OSError`` with git's words when it ends too early.
    """
    arguments = ['log', '--all', '--date-order', '--reverse', '--no-show-signature', '--no-notes', f'--format={form}']
    arguments += [*_RAW, *(f'--find-object={id}' for id in ids), *extra, '--']
    with tempfile.TemporaryFile() as words:
        process = git.start(folder, arguments, words=words)
        code = 0
        try:
            yield from parsed(lines(process, b'\0'))
        finally:
            code = stop(process)
        if code:
            raise OSError(said(words))


def staged(folder: str) -> 'Iterator[Change]':
    """How the index differs from HEAD, or from nothing where there is no commit yet. Raises ``Fatal``."""
    code, head, _ = git.ask(folder, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}', index=True)
    base = head if not code else git.run(folder, 'hash-object', '-t', 'tree', '--stdin', index=True)
    # what is only intended to be added is not part of the commit
    arguments = ('diff-index', '--cached', '--ita-invisible-in-index', *_RAW, base.decode('ascii').strip(), '--')
    yield from parsed([git.run(folder, *arguments, index=True).split(b'\0')])


def unmerged(folder: str) -> 'list[tuple[bytes, bytes, bytes]]':
    """Mode, blob and path of every side of every path that is not merged yet."""
    listed = git.run(folder, 'ls-files', '--unmerged', '-z', '--full-name', '--', ':/', index=True)
    entries = []
    for entry in listed.split(b'\0'):
        if entry:
            place, _, path = entry.partition(b'\t')
            mode, id, _ = place.split(b' ')
            entries.append((mode, id, path))
    return entries


def modules(folder: str) -> 'list[bytes]':
    """Where HEAD has other repositories; none where there is no HEAD."""
    code, listed, _ = git.ask(folder, 'ls-tree', '-r', '-z', '--full-tree', 'HEAD')
    return [] if code else [line.partition(b'\t')[2] for line in listed.split(b'\0') if line.startswith(b'160000 ')]

