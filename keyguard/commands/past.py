"""The keys in commits: in those that no remote has, whatever names them, and in the latest ones of the remotes."""

from keyguard.commands.examine import choice
from keyguard.git import tips
from keyguard.git.graph import STASH, Graph, Names
from keyguard.guide.spots import Spot
from keyguard.sources import commits
from keyguard.sources.reach import COMMITTED, PUSHED, UNKNOWN, Reach

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keyguard.model import Finding, Report
    from keyguard.settings import Settings
    from keyguard.sources.share import Share

# so many commits that are not pushed are looked at, and so many of the remotes, the latest ones
MOST_LOCAL, MOST_REMOTE = 1000, 1000
_HEADS, _TAGS = b'refs/heads/', b'refs/tags/'
_MESSAGES = ('commit message', 'tag message')


class Past:
    """The commits of the repository at ``root``, and what was found in them."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.names = Names(root)
        stashes = [id for id, name in self.names.local if name.startswith(STASH)]
        self.local = Graph(root, ['--all', *stashes, '--not', '--remotes'], MOST_LOCAL)
        self.remote = Graph(root, ['--remotes'], MOST_REMOTE)
        # blob -> the commits that brought it, with the path
        self._brought: dict[str, list[tuple[str, bytes]]] = {}

    def shares(self, settings: 'Settings', report: 'Report') -> 'Iterator[Share]':
        """What the commits brought in, and the messages of them and of tags."""
        ids = [*self.local.parents, *self.remote.parents, *self.names.tags]
        chosen = choice(settings)
        yield from commits.brought(self.root, [id.encode('ascii') for id in ids], report, chosen, self._note)

    def _note(self, commit: bytes, blob: bytes, path: bytes) -> None:
        self._brought.setdefault(blob.decode('ascii'), []).append((commit.decode('ascii'), path))

    def looked(self) -> str:
        """What was looked at, and what was not, as sentences."""
        parts = [(len(self.local.parents), 'that no remote has'), (len(self.remote.parents), 'that remotes have')]
        told = [f'{number:,} commit{"" if number == 1 else "s"} {what}' for number, what in parts if number]
        whole = ', '.join(['the files', 'what is staged', *told])
        words = f'Looked at: {whole}{" (on any branch, tag or stash)" if told else ""}.'
        if self.local.more or self.remote.more:
            words += ' There are older commits, which were not looked at: `keyguard audit --history` looks at all.'
        return words

    def spots(self, findings: 'Sequence[Finding]', here: 'Sequence[Spot]') -> 'list[Spot]':
        """The keys that commits hold, each as often as there is something of its own to be done about it; ``here`` are
        those in the files, the index and HEAD, which are not told again. What is pushed is noted there.
        """
        keys: dict[str, list[tuple[str, bytes, Finding]]] = {}
        for finding in findings:
            keys.setdefault(finding.secret.fingerprint, []).extend(self._places(finding))
        made: list[Spot] = []
        for mark, places in keys.items():
            same = [spot for spot in here if spot.finding.secret.fingerprint == mark]
            pushed = [place for place in places if place[0] in self.remote.parents]
            if pushed:
                made += self._pushed(pushed, same)
            else:
                made += self._private(places, same)
        return made

    def _places(self, finding: 'Finding') -> 'Iterator[tuple[str, bytes, Finding]]':
        """Commit and path of each place where a find was brought in; of a message the commit, or the tag's id."""
        if finding.where in _MESSAGES:
            yield finding.oid, finding.path, finding
            return
        for commit, path in self._brought.get(finding.oid, ()):
            yield commit, path, finding

    def _pushed(self, places: 'Sequence[tuple[str, bytes, Finding]]', here: 'Sequence[Spot]') -> 'list[Spot]':
        """A key that remotes have is public, whatever else is known of it."""
        tips = [(id, name) for id, name in self.names.remote if id in self.remote.parents]
        commits = {commit for commit, _, _ in places}
        names = tuple(name for id, name in tips if commits & self.remote.history(id))
        for spot in here:
            if spot.reach.state in (COMMITTED, UNKNOWN):
                spot.reach.state, spot.reach.refs, spot.reach.commit = PUSHED, names, ''
        known = {spot.reach.path for spot in here}
        made: dict[bytes, Spot] = {}
        for _, path, finding in places:
            if path not in known and path not in made:
                told = Reach(path, PUSHED)
                told.refs, told.message = names, finding.where in _MESSAGES
                made[path] = Spot(finding, told)
        return list(made.values())

    def _private(self, places: 'Sequence[tuple[str, bytes, Finding]]', here: 'Sequence[Spot]') -> 'list[Spot]':
        """A key that no remote has: what is to be done in HEAD's history, and in that of each further branch, tag and
        stash.
        """
        made: list[Spot] = []
        blobs = {finding.oid for _, _, finding in places}
        left = [place for place in places if not self._is_told(place, here)]
        for tip, home in [(self.names.here, b''), *self.names.local]:
            held = self.local.history(tip)
            mine = [place for place in left if place[0] in held]
            left = [place for place in left if place[0] not in held]
            for path in sorted({path for _, path, _ in mine}):
                found = {commit: finding for commit, each, finding in mine if each == path}
                commit = self.local.oldest(found)
                told = self._reach(path, commit, tip, home)
                told.message = found[commit].where in _MESSAGES
                told.in_head = not told.message and self._blob(tip, path) in blobs
                made.append(Spot(found[commit], told))
        return [*made, *(Spot(finding, self._unheld(path, finding)) for _, path, finding in left)]

    def _is_told(self, place: 'tuple[str, bytes, Finding]', here: 'Sequence[Spot]') -> bool:
        """Is the place one of HEAD's history, in a file that has the key since the commit that is told already?"""
        commit, path, _ = place
        if commit not in self.local.history(self.names.here):
            return False
        brought = [spot.reach.commit for spot in here if spot.reach.path == path and spot.reach.commit]
        return any(each in self.local.history(commit) for each in brought)

    def _reach(self, path: bytes, commit: str, tip: str, home: bytes) -> Reach:
        told = Reach(path, COMMITTED)
        told.home, told.commit, told.last = home, commit, commit == tip
        stands = home or self.names.branch
        told.branch = stands.removeprefix(_HEADS) if stands.startswith(_HEADS) else b''
        told.since, told.merges = self.local.since(commit, tip)
        above = self.local.parents[commit]
        told.first, told.merge = not above, len(above) > 1
        own = home or self.names.branch
        told.refs = tuple(name for id, name in self.names.local if name != own and commit in self.local.history(id))
        return told

    def _unheld(self, path: bytes, finding: 'Finding') -> Reach:
        """Of the message of a tag, which no commit holds, and of what only another work tree stands on."""
        name = _TAGS + path.removeprefix(b'tag ')
        if finding.where == 'tag message' and any(each == name for _, each in self.names.local):
            told = Reach(path, COMMITTED)
            told.home, told.message, told.commit = name, True, finding.oid
            return told
        what = 'a merge took a tag with this message along' if finding.where == 'tag message' else ''
        return Reach(
            path, UNKNOWN, what or 'no branch, tag or stash holds its commit; another work tree may stand on it'
        )

    def _blob(self, tip: str, path: bytes) -> str:
        return '' if b'\n' in path else tips.named(self.root, [tip.encode('ascii') + b':' + path])[0]
