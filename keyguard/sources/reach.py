"""Findings -> how far their keys have got: in the file only, staged, committed here, or pushed.

It looks at the files of the findings alone, in the index, in HEAD and in the branches of remotes that this clone knows,
and for a key that HEAD has at the commits that are not pushed. Nothing is fetched, and no key and no path stands on a
command line.
"""

import os

from keyguard.git import objects, tips
from keyguard.git.objects import Listing
from keyguard.model import let_go
from keyguard.sources import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from mmap import mmap

    from keyguard.model import Finding
    from keyguard.secret import Secret

    # the name of a blob, whose key is looked for in it, and the path of the file
    Question = tuple[bytes, Finding, bytes]
    # path and bytes of a file -> the fingerprints of the keys in it
    Keys = Callable[[bytes, bytes | mmap], Collection[str]]

WRITTEN = 'written'  # in the file; the next commit would not hold it
STAGED = 'staged'  # the next commit would hold it, and no commit does
COMMITTED = 'committed'  # a commit holds it that no branch of a remote has
PUSHED = 'pushed'  # a branch of a remote has it
UNKNOWN = 'unknown'  # it cannot be told here
# from the calmest to the worst
STATES = (WRITTEN, STAGED, COMMITTED, PUSHED, UNKNOWN)
_REMOTES = b'refs/remotes/'
# so many names, and bytes, are asked for at once with what they name
_NAMES, _BYTES = 24, 4 << 20
# a blob of more than this is read from the file where that is the same
_LARGE = 8 << 20
# how much of a blob is searched at once
_PIECE = 1 << 20


class Reach:
    """How far one key has got.

    ``state``
        one of ``STATES``; ``why`` are the words for ``UNKNOWN``.
    ``path``
        the file as git knows it, from the root; of what is packed in another file, that file.
    ``in_head``
        the file in HEAD holds it.
    ``unborn``
        there is no commit yet.
    ``branch``
        what HEAD stands on, b'' for none.
    ``home``
        b'' where all this is told of HEAD's history; else the full name of the branch, tag or other ref, or
        ``stash@{0}``, whose history it is: ``in_head``, ``last``, ``since`` and ``merges`` are about that one's.
    ``message``
        the key stands in the message of the commit, or of the tag.
    ``merged``
        a merge is under way, and what is merged has the key.
    ``commit``
        of ``COMMITTED`` the full id of the commit that brought it. ``last``: that is HEAD; ``first``: it has no parent;
        ``merge``: it is a merge; ``since``: how many commits there are after it, ``merges``: merges among them.
    ``refs``
        of ``PUSHED`` the branches of remotes that have it (``origin/main``), the one that HEAD's branch follows first;
        of ``COMMITTED`` the full names of other refs that hold the commit.
    """

    __slots__ = (
        'branch', 'commit', 'first', 'home', 'in_head', 'last', 'merge', 'merged', 'merges', 'message', 'path', 'refs',
        'since', 'state', 'unborn', 'why',
    )  # fmt: skip

    def __init__(self, path: bytes, state: str = UNKNOWN, why: str = '') -> None:
        self.path = path
        self.state = state
        self.why = why
        self.in_head = False
        self.unborn = False
        self.branch = b''
        self.home = b''
        self.message = False
        self.merged = False
        self.commit = ''
        self.last = False
        self.first = False
        self.merge = False
        self.merges = False
        self.since = 0
        self.refs: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return f'<Reach {self.state}>'


def of(root: str, findings: 'Sequence[Finding]', keys: 'Keys | None' = None, brief: bool = False) -> 'list[Reach]':
    """How far each finding's key has got, in their order. ``root`` is the repository's root, '' outside of one.

    A key is looked for in its own letters; ``keys`` tells of one in another dress (base64, escapes), or whose letters
    stayed in another process. ``brief``: of a commit that is not pushed only its id is asked for. Never raises for what
    git cannot tell: that is ``UNKNOWN``. Raises ``Fatal`` when git does not start.
    """
    if not root:
        return [Reach(finding.path, why='there is no git repository') for finding in findings]
    look = _Look(root, keys, brief)
    return look.all(findings)


class _Look:
    """One look at a repository."""

    def __init__(self, root: str, keys: 'Keys | None', brief: bool) -> None:
        self.root = root
        self.keys = keys
        self.brief = brief
        self.tips = tips.Tips(root)
        # (blob, fingerprint) -> does it hold the key
        self.known: dict[tuple[str, str], bool] = {}
        # commit and tip -> its parents, what is after it, the refs that hold it
        self.commits: dict[tuple[str, str], tuple[list[str], tuple[int, bool], list[bytes]]] = {}
        # path and tip -> the commits that changed it
        self.families: dict[tuple[bytes, str], dict[str, list[str]]] = {}
        # what git was asked for already: name -> id, id -> bytes
        self.ids: dict[bytes, str] = {}
        self.blobs: dict[str, bytes] = {}

    def all(self, findings: 'Sequence[Finding]') -> 'list[Reach]':
        outer = [_outer(finding.path) for finding in findings]
        askable = [path for path in dict.fromkeys(path for paths in outer for path in paths) if _askable(path)]
        if not self.tips.readable:
            return [Reach(finding.path, why='git cannot read the repository') for finding in findings]
        names = [b'HEAD', b'MERGE_HEAD', *(b':0:' + path for path in askable), *(b'HEAD:' + path for path in askable)]
        self.fetch(names, askable)
        ids = self.named(names)
        head, half = ids[0], len(askable) + 2
        staged, committed = dict(zip(askable, ids[2:half])), dict(zip(askable, ids[half:]))
        paths = [next((p for p in each if staged.get(p) or committed.get(p)), each[-1]) for each in outer]
        moved = {}
        if head and any(staged.get(path) and not committed[path] for path in paths):
            moved = tips.renamed(self.root)
        near = self.tips.near(len(set(paths)))
        theirs = ids[1] or tips.merging()
        others = [theirs.encode('ascii')] if theirs else []
        reaches = []
        asked: list[Question] = []
        for finding, path in zip(findings, paths):
            reach = Reach(path)
            reach.branch, reach.unborn = self.tips.branch, not head
            reaches.append(reach)
            if path in staged:
                past = moved.get(path, path)
                names = [b':0:' + path, b'HEAD:' + past, *(id + b':' + path for id in others)]
                names += [id + b':' + past for id, _ in near]
                asked += [(name, finding, path) for name in names]
        told = iter(self.holding(asked))
        for finding, reach in zip(findings, reaches):
            if reach.path not in staged:
                reach.why = 'its name has a newline in it, or it lies outside of the repository'
                continue
            indexed, reach.in_head = next(told), next(told)
            reach.merged = bool(others) and next(told) and not reach.in_head
            reach.refs = tuple([name for _, name in near if next(told)])
            if finding.where.endswith('message'):
                reach.why = 'it stands in a message'
            elif not (finding.secret.here or self.keys):
                reach.why = 'its letters stayed in another process'
            elif reach.refs:
                reach.state = PUSHED
            elif reach.in_head or finding.where == 'history':
                self._trace(finding, reach, moved.get(reach.path, reach.path), head)
            elif reach.merged:
                self._trace(finding, reach, reach.path, theirs)
            elif '…'.encode() in reach.path:
                reach.why = 'there is a key in the name of the file'
            else:
                reach.state = STAGED if indexed else WRITTEN
        return reaches

    def _trace(self, finding: 'Finding', reach: Reach, path: bytes, head: str) -> None:
        """Which commit of the history of ``head`` brought it, and whether a remote has that after all: one whose branch
        lost the key again.
        """
        if (path, head) not in self.families:
            self.families[path, head] = tips.local(self.root, path, head)
        family = self.families[path, head]
        commits = list(dict.fromkeys([*family, *(parent for parents in family.values() for parent in parents)]))
        holds = self.holding([(f'{commit}:'.encode() + path, finding, reach.path) for commit in commits])
        holders = {commit for commit, held in zip(commits, holds) if held}
        brought = [
            commit for commit in commits if commit in holders and not holders.intersection(family.get(commit, ()))
        ]
        if not brought:
            if self.tips.remotes:  # what is not of these commits came with pushed ones
                reach.state = PUSHED
            else:
                reach.why = 'the commit that brought it was not found'
            return
        reach.commit = brought[-1]
        if self.brief and reach.commit in family:
            reach.state = COMMITTED
            return
        above, (reach.since, reach.merges), names = self.commit(reach.commit, head)
        remote = tuple(name.removeprefix(_REMOTES) for name in names if name.startswith(_REMOTES))
        if remote or reach.commit not in family:
            reach.state, reach.refs, reach.commit = PUSHED, remote, ''
            return
        reach.state = COMMITTED
        reach.last = reach.commit == head
        reach.first = not above
        reach.merge = len(above) > 1
        own = b'' if reach.merged else b'refs/heads/' + reach.branch
        reach.refs = tuple(name for name in names if name != own)

    def commit(self, id: str, tip: str) -> 'tuple[list[str], tuple[int, bool], list[bytes]]':
        """What git tells of a commit, asked once."""
        if (id, tip) not in self.commits:
            asked = tips.parents(self.root, id), tips.since(self.root, id, tip), tips.holders(self.root, id)
            self.commits[id, tip] = asked
        return self.commits[id, tip]

    def fetch(self, names: 'list[bytes]', paths: 'list[bytes]') -> None:
        """Ask for all that these names and the branches of remotes have, where that is little."""
        near = self.tips.near(len(paths))
        names = [*names, *(id + b':' + path for path in paths for id, _ in near)]
        if len(names) > _NAMES or sum(_size(os.path.join(os.fsencode(self.root), path)) for path in paths) > _BYTES:
            return
        told = tips.fetched(self.root, names)
        for name, (id, data) in zip(names, told or ()):
            self.ids[name] = id
            self.blobs[id] = data

    def named(self, names: 'list[bytes]') -> 'list[str]':
        """As ``tips.named``; git is asked for what is not known yet."""
        left = [name for name in dict.fromkeys(names) if name not in self.ids]
        self.ids.update(zip(left, tips.named(self.root, left)))
        return [self.ids[name] for name in names]

    def holding(self, asked: 'Sequence[Question]') -> 'list[bool]':
        """Does the blob of each name hold the key of the finding beside it?"""
        ids = self.named([name for name, _, _ in asked])
        wanted: dict[str, dict[str, Question]] = {}
        for id, question in zip(ids, asked):
            mark = question[1].secret.fingerprint
            if id and (id, mark) not in self.known:
                wanted.setdefault(id, {})[mark] = question
        places = {id: path for id, questions in wanted.items() for _, _, path in questions.values()}
        for id, data in self.contents(places):
            told: Collection[str] | None = None
            for mark, (_, finding, path) in wanted.get(id, {}).items():
                held = _holds(finding.secret, data)
                letters = finding.secret.here and finding.view == 'plain' and finding.path == path
                if not (held or letters) and self.keys:
                    told = self.keys(path, data) if told is None else told
                    held = mark in told
                self.known[id, mark] = held
        marks = [finding.secret.fingerprint for _, finding, _ in asked]
        return [self.known.get((id, mark), False) for id, mark in zip(ids, marks)]

    def contents(self, places: 'Mapping[str, bytes]') -> 'Iterator[tuple[str, bytes | mmap]]':
        """The blobs of these ids, each with its bytes; ``places`` tells the path that each has, or had."""
        left = []
        for id, path in places.items():
            data: bytes | mmap | None = self.blobs.get(id)
            if data is None:
                data = self.file(id, path)
            if data is None:
                left.append(id)
            else:
                yield id, data
        if left:
            with Listing() as listing:
                listing.add(id.encode('ascii') for id in left)
                yield from ((each.id, each.data) for each in objects.contents(self.root, listing, index=True))

    def file(self, id: str, path: bytes) -> 'mmap | None':
        """The bytes of a large blob where the file has the same: git would unpack them, and map all that is packed."""
        name = os.path.join(os.fsencode(self.root), path)
        if _size(name) < _LARGE or os.path.islink(name):
            return None
        blob = files.read(name, path)
        if blob.reason or isinstance(blob.data, bytes) or objects.id_of(blob.data, len(id)) != id:
            return None
        return blob.data


def _holds(secret: 'Secret', data: 'bytes | mmap') -> bool:
    """Does the key stand in these bytes? A large blob is looked at a piece at a time, and none of it is kept."""
    for start in range(0, max(1, len(data)), _PIECE):
        # in UTF-16 it is twice as long
        if secret.within(data[start : start + _PIECE + 2 * len(secret)]):
            return True
        let_go(data, start)
    return False


def _size(file: bytes) -> int:
    try:
        return os.path.getsize(file)
    except OSError:
        return 0


def _outer(path: bytes) -> 'list[bytes]':
    """The path, and what it may be packed in, the innermost first: a file may have an exclamation mark in its name."""
    parts = path.split(b'!')
    return [b'!'.join(parts[:length]) for length in range(len(parts), 0, -1)]


def _askable(path: bytes) -> bool:
    """Can git be asked for the path by name, a line each, from the root on?"""
    return b'\n' not in path and not path.startswith((b'./', b'../', b'/'))
