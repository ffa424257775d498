"""The latest commits of a repository, those that no remote has and those that remotes have, and what holds each."""

from keyguard import git
from keyguard.git import refs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_REMOTES = b'refs/remotes/'
STASH = b'stash@{'


class Graph:
    """The latest commits that ``revisions`` (options and ids for git) reach, at most ``most`` of them.

    ``parents`` are all of them, the latest first, each with its parents; ``more``: there are others, which are older.
    """

    __slots__ = ('_above', 'more', 'parents')

    def __init__(self, folder: str, revisions: 'Sequence[str]', most: int) -> None:
        arguments = ['rev-list', '--parents', f'--max-count={most + 1}', *revisions, '--']
        code, listed, _ = git.ask(folder, *arguments, index=True)
        found = [line.decode('ascii').split(' ') for line in ([] if code else listed.splitlines())]
        self.more = len(found) > most
        self.parents: dict[str, list[str]] = {id: parents for id, *parents in found[:most]}
        self._above: dict[str, set[str]] = {}

    def history(self, tip: str) -> 'set[str]':
        """Those of the commits that are in the history of this one, itself among them."""
        if tip not in self._above:
            found: set[str] = set()
            todo = [tip]
            while todo:
                id = todo.pop()
                if id in self.parents and id not in found:
                    found.add(id)
                    todo += self.parents[id]
            self._above[tip] = found
        return self._above[tip]

    def oldest(self, commits: 'Collection[str]') -> str:
        """That one of the commits that none of the others comes before, as their times tell."""
        return [id for id in self.parents if id in commits][-1]

    def since(self, commit: str, tip: str) -> 'tuple[int, bool]':
        """How many commits of the tip's history are not in that of the commit, and is there a merge among them?"""
        later = self.history(tip) - self.history(commit)
        return len(later), any(len(self.parents[id]) > 1 for id in later)


class Names:
    """What names commits of a repository: ``here`` is HEAD's commit ('' before the first one), ``branch`` the full name
    of the branch that it stands on (b'' for none), ``local`` are id and name of branches, tags, stashes (``stash@{0}``)
    and other refs of this repository, ``remote`` those of the branches of remotes (``origin/main``), ``tags`` the ids
    of annotated tags. ``kept`` tells of a branch in which folder another work tree has it.
    """

    __slots__ = ('branch', 'here', 'kept', 'local', 'remote', 'tags')

    def __init__(self, folder: str) -> None:
        code, head, _ = git.ask(folder, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}', index=True)
        self.here = '' if code else head.decode('ascii').strip()
        all = refs.tips(folder)
        self.remote = [(id, name.removeprefix(_REMOTES)) for id, name in all if name.startswith(_REMOTES)]
        stashes = [(id, STASH + f'{at}}}'.encode()) for at, id in enumerate(refs.stashes(folder))]
        others = [each for each in all if not each[1].startswith(_REMOTES) and each[1] not in (b'refs/stash', b'HEAD')]
        self.local = sorted([*others, *stashes], key=lambda each: rank(each[1]))
        listed = git.ask(folder, 'for-each-ref', '--format=%(objecttype) %(objectname)', 'refs/tags', index=True)[1]
        self.tags = [line[4:].decode('ascii') for line in listed.splitlines() if line.startswith(b'tag ')]
        self.branch = b''
        self.kept: dict[bytes, bytes] = {}
        form = '--format=%(HEAD)%(refname) %(worktreepath)'
        for line in git.ask(folder, 'for-each-ref', form, 'refs/heads', index=True)[1].splitlines():
            name, _, place = line[1:].partition(b' ')
            if line[:1] == b'*':
                self.branch = name
            elif place:
                self.kept[name] = place


def rank(name: bytes) -> 'tuple[int, int, bytes]':
    """The place of a name among others: branches before tags before stashes before what has no kind. Of the stashes
    the one with the largest number comes first: to drop another gives it a new one.
    """
    starts = (b'refs/heads/', b'refs/tags/', STASH)
    kind = next((at for at, start in enumerate(starts) if name.startswith(start)), len(starts))
    return kind, -int(name[len(STASH) : -1]) if kind == 2 else 0, name
