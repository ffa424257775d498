"""Which objects a repository has: what commits reach under which names, what a range brought in, and all the rest."""

import os
import tempfile

from keyguard import git
from keyguard.git import refs
from keyguard.git.objects import Listing, lines, output, said, stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import IO

# so many commits may be unreadable until the others are given up too
_MOST_DEATHS = 100
# a difference between trees, whatever the user's configuration makes of such
_RAW = ('--raw', '-z', '-c', '--root', '--no-abbrev', '--no-renames', '--no-color', '-O/dev/null')


def added(
    folder: str, options: 'list[str]', ids: 'list[str]', problems: 'list[str]'
) -> 'Iterator[tuple[bytes, bytes, bytes]]':
    """What every commit that the ids and options like ``--all`` reach put where, the youngest first: ``(b'', id, b'')``
    for a commit, then (mode, id, path) of each file that differs from those of all parents. Whatever a commit has was
    put there by it or by one before it, so every blob comes with every path that it ever had.

    Where git ends too early, ``problems`` gets its words.
    """
    with _listed(ids) as source, tempfile.TemporaryFile() as words:
        arguments = ['log', '--stdin', *options, '--format=%H', '--no-show-signature', '--no-notes', *_RAW]
        process = git.start(folder, arguments, source, words)
        try:
            yield from _put(lines(process, b'\0'))
        finally:
            code = stop(process)
        if code:
            problems.append(said(words))


def _put(parts: 'Iterable[list[bytes]]') -> 'Iterator[tuple[bytes, bytes, bytes]]':
    """The entries of a difference in git's raw form with NULs; a loop for millions of them."""
    entry = b''
    for tokens in parts:
        for token in tokens:
            if entry:
                words = entry.split(b' ')
                parents = words[0].count(b':')
                id = words[2 * parents + 1]
                # where the mode alone is another one, an earlier commit brought it
                if id.strip(b'0') and id not in words[parents + 1 : 2 * parents + 1]:
                    yield words[parents], id, token
                entry = b''
            else:
                token = token.lstrip(b'\n')  # noqa: PLW2901
                if token.startswith(b':'):
                    entry = token
                elif token:
                    yield b'', token, b''


def reached(folder: str, options: 'list[str]', ids: 'list[str]', problems: 'list[str]') -> 'Iterator[list[bytes]]':
    """All that the ids and options like ``--all`` reach, each object once: lines such as ``blob ID NAME``,
    ``commit ID``, ``tree ID NAME``, and ``?ID missing``. Where the walk ends too early, ``problems`` gets git's words.
    """
    with _listed(ids) as source, tempfile.TemporaryFile() as words:
        # --missing=print also keeps git from fetching, and cat-file does not look for what begins with a question mark
        walk = git.start(folder, ['rev-list', '--objects', '--missing=print', '--stdin', *options], source, words)
        pipe = output(walk)
        form = '--batch-check=%(objecttype) %(objectname) %(rest)'
        check = git.start(folder, ['cat-file', form, '--buffer'], pipe)
        pipe.close()  # the other process has it; walk is to notice when that one ends
        try:
            yield from lines(check)
            if not check.returncode:
                walk.wait()  # all of it was read
        finally:
            codes = stop(check), stop(walk)
        if any(codes):
            problems.append(said(words))


def lacking(folder: str, ids: 'list[str]') -> 'set[bytes]':
    """What refs and the ids reach and the repository does not have."""
    found: set[bytes] = set()
    for part in reached(folder, ['--all'], ids, []):
        found.update(line[1:].partition(b' ')[0] for line in part if line.startswith(b'?'))
    return found


def _listed(ids: 'Iterable[str]') -> 'IO[bytes]':
    """A file of ids for git to read, a line each: any number of them, and a command line has room for a few."""
    source = tempfile.TemporaryFile()  # noqa: SIM115  # its reader closes it
    source.write(''.join(f'{id}\n' for id in ids).encode('ascii'))
    source.seek(0)
    return source


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


def parsed(parts: 'Iterable[list[bytes]]', begin: 'Callable[[bytes], None] | None' = None) -> 'Iterator[Change]':
    """The entries of a difference in git's raw form with NULs; what stands before them is the change's commit, which
    ``begin`` is told.
    """
    commit = entry = b''
    for tokens in parts:
        for token in tokens:
            if entry:
                yield Change(commit, entry, token)
                entry = b''
            else:
                word = token.lstrip(b'\n')
                if word.startswith(b':'):
                    entry = word
                elif word:
                    commit = word
                    if begin:
                        begin(commit)


def brought(folder: str, commits: 'Listing') -> 'Iterator[tuple[bytes, bytes, bytes]]':
    """What each of the listed commits put where, as ``added`` tells it. Raises ``OSError`` with git's words when it
    ends too early.
    """
    commits.rewind()
    with tempfile.TemporaryFile() as words:
        # diff-tree, not log: it takes any number of commits and looks at no others
        process = git.start(
            folder, ['diff-tree', '--stdin', '-r', '--always', '--format=%H', *_RAW], commits.file, words
        )
        code = 0
        try:
            yield from _put(lines(process, b'\0'))
        finally:
            code = stop(process)
        if code:
            raise OSError(said(words))


def mentions(
    folder: str,
    ids: 'Iterable[str]',
    form: str,
    extra: 'Iterable[str]',
    within: 'Sequence[str]' = git.EVERYTHING,
    paths: 'Iterable[bytes]' = (),
) -> 'Iterator[Change]':
    """The changes of every commit, the oldest first, that brought or took one of the blobs, or all of them; ``form``
    is what the commit of a change is called (git's words, the id first). ``within`` are options that name the commits,
    ``extra`` are others beside those, ``paths`` the only ones that are looked at, where there are any.

    Where objects are missing, the changes come once more from the first on, without the commits that git cannot
    compare.
    """
    about = [f'--format={form}', *_RAW, *(f'--find-object={id}' for id in ids)]
    options = [
        '--date-order',
        '--reverse',
        '--full-history',
        '--no-follow',
        '--no-show-signature',
        '--no-notes',
        *about,
    ]
    only = [f':(top,literal){os.fsdecode(path)}' for path in paths]
    with _listed(extra) as source:
        process = git.start(folder, ['log', '--stdin', *options, *within, '--', *only], source)
        try:
            yield from parsed(lines(process, b'\0'))
        finally:
            code = stop(process)
        if code:
            source.seek(0)
            yield from _readable(folder, about, source, within)


def _readable(folder: str, about: 'list[str]', source: 'IO[bytes]', within: 'Sequence[str]') -> 'Iterator[Change]':
    """What ``mentions`` tells, of all commits that can be compared."""
    known: list[bytes] = []
    for options in (within, ()):
        process = git.start(folder, ['rev-list', '--stdin', *options, '--'], source)
        try:
            for part in lines(process):
                known += part
        finally:
            stop(process)
        if known:
            break
        # a ref that leads nowhere: by the ids of the others
        source.seek(0, os.SEEK_END)
        source.write(''.join(f'{id}\n' for id, _ in refs.tips(folder)).encode('ascii'))
        source.seek(0)
    known.reverse()
    places = {id: at for at, id in enumerate(known)}
    done = 0

    def begin(commit: bytes) -> None:
        nonlocal done
        done = places[commit.partition(b' ')[0]] + 1

    with Listing() as listing:
        listing.add(known)
        for _ in range(_MOST_DEATHS):
            listing.rewind(done)
            # --always: each commit is named, so that the one behind the last name is the one that git died of
            process = git.start(folder, ['diff-tree', '--stdin', '-r', '--always', *about], listing.file)
            try:
                yield from parsed(lines(process, b'\0'), begin)
            finally:
                code = stop(process)
            done += 1
            if not code or done >= len(known):
                return


def staged(folder: str) -> 'Iterator[Change]':
    """How the index differs from HEAD, or from nothing where there is no commit yet. Raises ``Fatal``."""
    code, head, _ = git.ask(folder, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}', index=True)
    base = head if not code else git.run(folder, 'hash-object', '-t', 'tree', '--stdin', index=True)
    # what is only intended to be added is not part of the commit
    arguments = ('diff-index', '--cached', '--ita-invisible-in-index', *_RAW, base.decode('ascii').strip(), '--')
    yield from parsed([git.run(folder, *arguments, index=True).split(b'\0')])


def differing(folder: str) -> 'Iterator[Change]':
    """How the files of the work tree differ from HEAD; nothing where there is no commit yet."""
    # to know of a change in a submodule, git would run another git in there
    code, listed, _ = git.ask(folder, 'diff-index', '--ignore-submodules=all', *_RAW, 'HEAD', '--')
    yield from parsed([] if code else [listed.split(b'\0')])


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
