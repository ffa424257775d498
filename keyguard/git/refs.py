"""What names a repository's objects: refs, stashes, HEAD, and which of them hold which commits."""

import os
import tempfile

from keyguard import git
from keyguard.git.objects import Listing, contents, lines, output, stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from collections.abc import Collection, Iterable, Iterator, Sequence


def stashes(folder: str) -> 'list[str]':
    """Every stash: the ref reaches only the last one."""
    code, output, _ = git.ask(folder, 'reflog', 'show', '--format=%H', 'refs/stash', '--')
    return [] if code else output.decode('ascii').split()


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


def modules(folder: str) -> 'list[bytes]':
    """Where HEAD has other repositories; none where there is no HEAD."""
    code, listed, _ = git.ask(folder, 'ls-tree', '-r', '-z', '--full-tree', 'HEAD')
    return [] if code else [line.partition(b'\t')[2] for line in listed.split(b'\0') if line.startswith(b'160000 ')]


def in_head(folder: str, ids: 'Collection[str]') -> 'dict[str, list[bytes]]':
    """Those of the blobs that HEAD's own tree holds, with their paths there; none where there is no HEAD."""
    found: dict[str, list[bytes]] = {}
    code, listed, _ = git.ask(folder, 'ls-tree', '-r', '-z', '--full-tree', 'HEAD')
    for line in [] if code else listed.split(b'\0'):
        place, _, path = line.partition(b'\t')
        id = place.rpartition(b' ')[2].decode('ascii')
        if id in ids:
            found.setdefault(id, []).append(path)
    return found


def tips(folder: str) -> 'list[tuple[str, bytes]]':
    """Id and full name of every ref that is not another's name; of an annotated tag the id of what it was put on. HEAD
    is among them where it stands on no branch.
    """
    found = []
    form = '--format=%(objectname) %(objecttype) %(*objectname) %(*objecttype) %(refname) %(symref)'
    code, listed, _ = git.ask(folder, 'for-each-ref', form)
    if code:  # what a tag was put on is missing: without a look into tags
        form = '--format=%(objectname) %(objecttype)   %(refname) %(symref)'
        code, listed, _ = git.ask(folder, 'for-each-ref', form)
    if code:  # the object of a ref is missing: without a look at any
        listed = git.ask(folder, 'for-each-ref', '--format=%(objectname)    %(refname) %(symref)')[1]
    for line in listed.splitlines():
        id, kind, inner, inner_kind, name, symref = line.split(b' ')
        if symref:
            continue
        if inner_kind == b'tag' or not kind:  # a tag of a tag, or anything
            code, peeled, _ = git.ask(folder, 'rev-parse', '--verify', '--quiet', name + b'^{}')
            inner = b'' if code else peeled.strip()
            if not (kind or inner):
                continue  # it leads nowhere
        found.append(((inner if kind in (b'tag', b'') and inner else id).decode('ascii'), name))
    if git.ask(folder, 'symbolic-ref', '--quiet', 'HEAD')[0]:
        code, head, _ = git.ask(folder, 'rev-parse', '--verify', '--quiet', 'HEAD')
        if not code:
            found.append((head.decode('ascii').strip(), b'HEAD'))
    return found


def ends(folder: str) -> 'list[str]':
    """The ids that local branches and tags lead to; of an annotated tag that of its own object."""
    listed = git.run(folder, 'for-each-ref', '--format=%(objectname)', 'refs/heads', 'refs/tags')
    return listed.decode('ascii').split()


def there(folder: str, ids: 'Iterable[str]') -> 'list[str]':
    """Those of the ids whose objects this repository has."""
    return [id.decode('ascii') for kind, id in _kinds(folder, [id.encode('ascii') for id in ids]) if kind != b'missing']


def holders(
    folder: str, commits: 'set[str]', tips: 'list[tuple[str, bytes]]', within: 'Sequence[str]' = ()
) -> 'dict[str, list[bytes]]':
    """For each of the commits the refs (``tips``) whose history holds it. One walk, whatever their number; no further
    than ``within``, options that name commits, where there are any.

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
        with tempfile.TemporaryFile() as source:
            # by their ids: git ends at a name that leads nowhere
            source.write(''.join(f'{id}\n' for id in (() if within else masks)).encode('ascii'))
            source.seek(0)
            process = git.start(folder, ['rev-list', '--parents', *order, '--stdin', *within], source)
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


def boundary(folder: str) -> 'set[str]':
    """The commits that a shallow clone begins with; none of a whole one."""
    code, told, _ = git.ask(folder, 'rev-parse', '--git-path', 'shallow')
    try:
        with open(os.path.join(folder, os.fsdecode(told.rstrip(b'\n'))), encoding='ascii') as file:
            return set(file.read().split()) if not code else set()
    except (OSError, ValueError):
        return set()


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


class Counter:
    """How many commits refs reach: counted by a git of its own from when it is first asked for, 0 until then."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._count = 0

    def __call__(self) -> int:
        if self._process is None:
            self._process = git.start(self._folder, ['rev-list', '--count', '--all'])
        if not self._count and self._process.poll() == 0:
            self._count = int(output(self._process).read() or 0)
        return self._count

    def close(self) -> None:
        """End the counting."""
        if self._process is not None:
            stop(self._process)
