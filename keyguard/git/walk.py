"""Which objects a repository has: what refs reach under which names, what a range brought in, and all the rest."""

import tempfile

from keyguard import git
from keyguard.git.objects import Listing, contents, lines, output, said, stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# so many commits may be unreadable until the others are given up too
_MOST_DEATHS = 100
# a difference between trees, whatever the user's configuration makes of such
_RAW = ('--raw', '-z', '-c', '--root', '--no-abbrev', '--no-renames', '--no-color', '-O/dev/null')


def stashes(folder: str) -> 'list[str]':
    """Every stash: the ref reaches only the last one."""
    code, output, _ = git.ask(folder, 'reflog', 'show', '--format=%H', 'refs/stash', '--')
    return [] if code else output.decode('ascii').split()


def added(
    folder: str, options: 'list[str]', ids: 'list[str]', problems: 'list[str]'
) -> 'Iterator[tuple[bytes, bytes, bytes]]':
    """What every commit that the ids and options like ``--all`` reach put where, the youngest first: ``(b'', id, b'')``
    for a commit, then (mode, id, path) of each file that differs from those of all parents. Whatever a commit has was
    put there by it or by one before it, so every blob comes with every path that it ever had.

    Where git ends too early, ``problems`` gets its words.
    """
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as words:
        source.write(''.join(f'{id}\n' for id in ids).encode('ascii'))
        source.seek(0)
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
                if id.strip(b'0'):
                    yield words[parents], id, token
                entry = b''
            else:
                token = token.lstrip(b'\n')  # noqa: PLW2901
                if token.startswith(b':'):
                    entry = token
                elif token:
                    yield b'', token, b''


def named_by_refs(folder: str, missing: 'list[str]') -> 'Iterator[tuple[bytes, bytes]]':
    """Kind and id of what refs name beside commits: tags, what these are put on, trees and blobs; each once. What the
    repository lacks of it goes to ``missing``.
    """
    code, listed, _ = git.ask(folder, 'for-each-ref', '--format=%(objectname)')
    todo = [] if code else listed.split()
    seen: set[bytes] = set()
    while todo := [id for id in dict.fromkeys(todo) if id not in seen]:
        seen.update(todo)
        tags = []
        for kind, id in _kinds(folder, todo):
            if kind == b'tag':
                tags.append(id)
            if kind == b'missing':
                missing.append(id.decode('ascii'))
            elif kind != b'commit':
                yield kind, id
        todo = []
        with Listing() as listing:
            listing.add(tags)
            for each in contents(folder, listing):
                header = bytes(each.data[:200])
                if header.startswith(b'object '):
                    todo.append(header[7:].partition(b'\n')[0])


def _kinds(folder: str, ids: 'list[bytes]') -> 'Iterator[tuple[bytes, bytes]]':
    with Listing() as listing:
        listing.add(ids)
        listing.rewind()
        process = git.start(folder, ['cat-file', '--batch-check=%(objecttype) %(objectname)', '--buffer'], listing.file)
        try:
            for part in lines(process):
                for line in part:
                    kind, _, id = line.partition(b' ')
                    yield (b'missing', kind) if id == b'missing' else (kind, id)
        finally:
            stop(process)


def reached(folder: str, options: 'list[str]', ids: 'list[str]', problems: 'list[str]') -> 'Iterator[list[bytes]]':
    """All that the ids and options like ``--all`` reach, each object once: lines such as ``blob ID NAME``,
    ``commit ID``, ``tree ID NAME``, and ``?ID missing``. Where the walk ends too early, ``problems`` gets git's words.
    """
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as words:
        source.write(''.join(f'{id}\n' for id in ids).encode('ascii'))
        source.seek(0)
        # --missing=print also keeps git from fetching, and cat-file does not look for what begins with a question mark
        walk = git.start(folder, ['rev-list', '--objects', '--missing=print', '--stdin', *options], source, words)
        pipe = output(walk)
        form = '--batch-check=%(objecttype) %(objectname) %(rest)'
        check = git.start(folder, ['cat-file', form, '--buffer'], pipe)
        pipe.close()  # the other process has it; walk is to notice when that one ends
        try:
            yield from lines(check)
        finally:
            codes = stop(check), stop(walk)
        if any(codes):
            problems.append(said(words))


def lacking(folder: str, ids: 'list[str]') -> 'set[bytes]':
    """What refs and the ids reach and the repository does not have."""
    found = set()
    for part in reached(folder, ['--all'], ids, []):
        found.update(line[1:].partition(b' ')[0] for line in part if line.startswith(b'?'))
    return found


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
    """What each of the listed commits put where, as (mode, id, path): against all of its parents. Raises ``OSError``
    with git's words when it ends too early.
    """
    commits.rewind()
    with tempfile.TemporaryFile() as words:
        # diff-tree, not log: it takes any number of commits and looks at no others
        process = git.start(folder, ['diff-tree', '--stdin', '-r', '--no-commit-id', *_RAW], commits.file, words)
        code = 0
        try:
            yield from _put(lines(process, b'\0'))
        finally:
            code = stop(process)
        if code:
            raise OSError(said(words))


def mentions(folder: str, ids: 'Iterable[str]', form: str, extra: 'list[str]') -> 'Iterator[Change]':
    """The changes of every commit, the oldest first, that brought or took one of the blobs, or all of them; ``form``
    is what the commit of a change is called (git's words, the id first). ``extra`` are commits beside those of refs.

    Where objects are missing, the changes come once more from the first on, without the commits that git cannot
    compare.
    """
    about = [f'--format={form}', *_RAW, *(f'--find-object={id}' for id in ids)]
    arguments = ['log', '--all', '--date-order', '--reverse', '--no-show-signature', '--no-notes', *about, *extra, '--']
    code = 0
    process = git.start(folder, arguments)
    try:
        yield from parsed(lines(process, b'\0'))
    finally:
        code = stop(process)
    if code:
        yield from _readable(folder, about, extra)


def _readable(folder: str, about: 'list[str]', extra: 'list[str]') -> 'Iterator[Change]':
    """What ``mentions`` tells, of all commits that can be compared."""
    known: list[bytes] = []
    process = git.start(folder, ['rev-list', '--all', *extra, '--'])
    try:
        for part in lines(process):
            known += part
    finally:
        stop(process)
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


def in_head(folder: str, ids: 'set[str]') -> 'set[str]':
    """Those of the blobs that HEAD's own tree holds; none where there is no HEAD."""
    code, listed, _ = git.ask(folder, 'ls-tree', '-r', '-z', '--full-tree', 'HEAD')
    if code:
        return set()
    return ids & {line.partition(b'\t')[0].rpartition(b' ')[2].decode('ascii') for line in listed.split(b'\0') if line}


def refs(folder: str) -> 'list[tuple[str, bytes]]':
    """Id and full name of every ref that is not another's name; of an annotated tag the id of what it was put on. HEAD
    is among them where it stands on no branch.
    """
    found = []
    form = '--format=%(objectname) %(objecttype) %(*objectname) %(*objecttype) %(refname) %(symref)'
    code, listed, _ = git.ask(folder, 'for-each-ref', form)
    if code:  # a tag's object is missing: without a look into tags
        form = '--format=%(objectname) %(objecttype)   %(refname) %(symref)'
        listed = git.ask(folder, 'for-each-ref', form)[1]
    for line in listed.splitlines():
        id, kind, inner, inner_kind, name, symref = line.split(b' ')
        if symref:
            continue
        if inner_kind == b'tag':  # a tag of a tag
            code, peeled, _ = git.ask(folder, 'rev-parse', '--verify', '--quiet', name + b'^{}')
            inner = b'' if code else peeled.strip()
        found.append(((inner if kind == b'tag' and inner else id).decode('ascii'), name))
    if git.ask(folder, 'symbolic-ref', '--quiet', 'HEAD')[0]:
        code, head, _ = git.ask(folder, 'rev-parse', '--verify', '--quiet', 'HEAD')
        if not code:
            found.append((head.decode('ascii').strip(), b'HEAD'))
    return found


def holders(folder: str, commits: 'set[str]', tips: 'list[tuple[str, bytes]]') -> 'dict[str, list[bytes]]':
    """For each of the commits the refs (``tips``) whose history holds it. One walk, whatever their number.

    Every commit is a set of refs, as the bits of a number; it is handed on to the parents and forgotten.
    """
    held = dict.fromkeys(commits, 0)
    masks: dict[str, int] = {}
    for at, (id, _) in enumerate(tips):
        masks[id] = masks.get(id, 0) | 1 << at
    # parents after all of their children; where a commit is missing git ends before that order is known, and the order
    # of time is next to it
    for order in (['--topo-order'], []):
        todo = dict(masks)
        process = git.start(folder, ['rev-list', '--all', '--parents', *order])
        try:
            for part in lines(process):
                for line in part:
                    id, *parents = line.decode('ascii').split(' ')
                    mask = todo.pop(id, 0)
                    if id in held:
                        held[id] |= mask
                    for parent in parents:
                        todo[parent] = todo.get(parent, 0) | mask
        finally:
            code = stop(process)
        if not code:
            break
    return {id: [name for at, (_, name) in enumerate(tips) if mask >> at & 1] for id, mask in held.items()}


def peeled(folder: str, id: str) -> str:
    """The commit that a tag's object stands for, the id of a commit itself, '' for anything else."""
    code, commit, _ = git.ask(folder, 'rev-parse', '--verify', '--quiet', f'{id}^{{commit}}')
    return '' if code else commit.decode('ascii').strip()


def told(folder: str, commits: 'Iterable[str]', form: str) -> 'dict[str, bytes]':
    """What git tells of each commit in one line, in a format of its own words."""
    with tempfile.TemporaryFile() as source:
        source.write(''.join(f'{id}\n' for id in commits).encode('ascii'))
        source.seek(0)
        arguments = ['log', '--no-walk=unsorted', '--stdin', '--no-show-signature', '--no-color', '--no-notes']
        process = git.start(folder, [*arguments, '--no-patch', f'--format=%H {form}'], source)
        found = {}
        try:
            for part in lines(process):
                for line in part:
                    id, _, rest = line.partition(b' ')
                    found[id.decode('ascii', 'replace')] = rest
        finally:
            stop(process)
        return found
