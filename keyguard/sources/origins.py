"""Finds with a git id -> where in the history they come from."""

from binascii import unhexlify
from datetime import date

from keyguard import git
from keyguard.git import refs, walk
from keyguard.git.tips import named as ids_of
from keyguard.origin import Origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from keyguard.model import Finding

# so many ids are asked for by name, more would not fit on a command line of Windows; beyond, all changes are read
_MOST_ASKED = 400
# … and so many bytes of paths
_MOST_PATHS = 8000
# so many names of a blob at the end of a branch are asked for
_MOST_NAMES = 20_000
_HEADS, _REMOTES, _TAGS = b'refs/heads/', b'refs/remotes/', b'refs/tags/'
_NOTES, _STASH = b'refs/notes/', b'refs/stash'
_MESSAGES = ('commit message', 'tag message')


def attribute(
    folder: str,
    findings: 'Iterable[Finding]',
    *,
    authors: bool = False,
    today: str = '',
    tips: 'Sequence[str]' = (),
    loose: 'Sequence[str]' = (),
    within: 'Sequence[str]' = git.EVERYTHING,
    names: 'Callable[[bytes], Iterable[bytes]] | None' = None,
) -> None:
    """Set ``origin`` of every finding that has an ``oid``; nothing runs where there is none.

    The number of git processes does not grow with that of the findings, but for tags with a key in their message.
    ``today`` is a day as ``2026-01-31``, from which ages count. ``tips`` are what a push brings, which no ref may lead
    to yet, ``loose`` commits that none leads to any more, and ``within`` the options that name the commits in which the
    finds can be. ``names`` knows every path that a blob ever had, by its binary id: to look at nothing but these takes
    half of the time. Nothing is raised for a damaged history: what git can no longer tell stays unknown. A blob that
    goes only by a merge, from one of its parents, counts as standing.
    """
    groups: dict[tuple[str, bool], list[Finding]] = {}
    for finding in findings:
        if finding.oid:
            groups.setdefault((finding.oid, finding.where in _MESSAGES), []).append(finding)
    if not groups:
        return
    origins: dict[tuple[str, bool], Origin] = {key: Origin() for key in groups}
    blobs = {id: origin for (id, message), origin in origins.items() if not message}
    stashes = refs.stashes(folder)
    # every commit that brought it, the first one first
    brought: dict[Origin, list[str]] = {}
    if blobs:
        brought = _trace(folder, blobs, [*stashes, *tips, *loose], within, names)
    for (id, message), origin in origins.items():
        if message:
            tagged = any(finding.where == 'tag message' for finding in groups[id, message])
            origin.commit = refs.peeled(folder, id) if tagged else id
            origin.paths = (groups[id, message][0].path,)
            brought[origin] = [origin.commit]
    found = [origin for origin in origins.values() if origin.commit]
    if found:
        _date(folder, found, authors, date.fromisoformat(today) if today else date.today())
    _place(folder, origins, brought, stashes, within)
    for key, group in groups.items():
        if group[0].where == 'tag message':
            # the remote may have the commit and not the tag: surely not the one that is about to be pushed
            origins[key].pushed = False if tips else None
        for finding in group:
            finding.origin = origins[key]


def _trace(
    folder: str,
    origins: 'dict[str, Origin]',
    tips: 'Sequence[str]',
    within: 'Sequence[str]',
    names: 'Callable[[bytes], Iterable[bytes]] | None',
) -> 'dict[Origin, list[str]]':
    """First commit, paths, and the last commit that took the bytes away; all commits that brought them are returned."""
    brought: dict[Origin, list[str]] = {origin: [] for origin in origins.values()}
    wanted = {id.encode('ascii'): origin for id, origin in origins.items()}
    paths: dict[bytes, dict[bytes, None]] = {id: {} for id in wanted}
    # the last commit that touched a blob, the day, and whether that one has it afterwards
    last: dict[bytes, tuple[bytes, str, bool]] = {}
    asked = list(origins) if len(origins) <= _MOST_ASKED else []
    known = sorted({path for id in asked for path in names(unhexlify(id))}) if names else []
    known = known if sum(map(len, known)) <= _MOST_PATHS else []
    for change in walk.mentions(folder, asked, '%H %cs', tips, within, known):
        if change.new in wanted:
            origin = wanted[change.new]
            commit, _, day = change.commit.decode('ascii').partition(' ')
            origin.commit = origin.commit or commit
            brought[origin].append(commit)
            paths[change.new][change.path] = None
            last[change.new] = (change.commit, day, True)
        for old in change.old:
            # a commit that moves a file takes the bytes and brings them
            if old in wanted and old != change.new and last.get(old, (b'',))[0] != change.commit:
                last[old] = (change.commit, change.commit.decode('ascii').partition(' ')[2], False)
    standing = refs.in_head(folder, origins)
    for id, origin in wanted.items():
        origin.paths = tuple(paths[id])
        origin.standing = tuple(standing.get(id.decode('ascii'), ()))
    gone = [id for id in wanted if id in last and not last[id][2] and not wanted[id].in_head]
    for id in set(gone).difference(_at_ends(folder, {id: list(paths[id]) for id in gone})):
        wanted[id].left = last[id][1]
    return brought


def _at_ends(folder: str, gone: 'dict[bytes, list[bytes]]') -> 'set[bytes]':
    """Those of the blobs that the end of some branch still has under one of the paths, and all where they are too many
    to ask for.
    """
    ends = {id.encode('ascii') for id, name in refs.tips(folder) if name.startswith((_HEADS, _REMOTES))} if gone else ()
    asked = [
        (id, b'%b:%b' % (end, path))
        for id, known in gone.items()
        for path in known
        if b'\n' not in path
        for end in ends
    ]
    if len(asked) > _MOST_NAMES:
        return set(gone)
    found = ids_of(folder, [name for _, name in asked])
    return {id for (id, _), there in zip(asked, found) if id == there.encode('ascii')}


def _date(folder: str, origins: 'list[Origin]', authors: bool, today: date) -> None:
    told = refs.told(folder, {origin.commit for origin in origins}, '%cs%x00%p%x00' + ('%an' if authors else ''))
    begins = refs.boundary(folder)
    for origin in origins:
        origin.cut = origin.commit in begins
        day, parents, author = told.get(origin.commit, b'\0\0').decode('utf-8', 'replace').split('\0', 2)
        origin.date, origin.author, origin.merge = day, author, ' ' in parents
        try:
            # a clock that was wrong does not make a key younger than today's
            origin.age = max(0, (today - date.fromisoformat(day)).days)
        except ValueError:
            pass


def _place(
    folder: str,
    origins: 'dict[tuple[str, bool], Origin]',
    brought: 'dict[Origin, list[str]]',
    stashes: 'list[str]',
    within: 'Sequence[str]',
) -> None:
    """The refs that hold the commits, or the bytes themselves, and whether a remote has them."""
    ends = refs.tips(folder)
    remote = any(name.startswith(_REMOTES) for _, name in ends)
    alone = not remote and _has_no_remote(folder)
    ends = [(id, name) for id, name in ends if name != _STASH]
    ends += [(id, b'stash@{%d}' % number) for number, id in enumerate(stashes)]
    head = refs.peeled(folder, 'HEAD')
    commits = {commit for all in brought.values() for commit in all}
    every = within == git.EVERYTHING
    held = refs.holders(folder, commits, [*ends, (head, b'')] if head else ends, () if every else within)
    for (id, _), origin in origins.items():
        found = {name for commit in brought.get(origin, ()) for name in held[commit]}
        origin.here = b'' in found
        found.discard(b'')
        found.update(name for end, name in ends if end == id)
        # what a branch has need not be said of the stashes that were made on it
        stash = {name for name in found if name.startswith(b'stash@')}
        found = found - stash or stash
        origin.tags = tuple(sorted(name[len(_TAGS) :] for name in found if name.startswith(_TAGS)))
        origin.branches = tuple(sorted(_short(name) for name in found if not name.startswith(_TAGS)))
        origin.local = tuple(sorted(name[len(_HEADS) :] for name in found if name.startswith(_HEADS)))
        # a commit that nothing holds may have been pushed, and the branch moved since; tags and notes that were pushed
        # leave no trace
        pushed = any(name.startswith(_REMOTES) for name in found)
        sure = pushed or (found and not any(name.startswith((_TAGS, _NOTES)) for name in found))
        origin.pushed = False if alone and origin.commit else pushed if remote and sure else None


def _has_no_remote(folder: str) -> bool:
    """Is there nowhere to push to? A bare repository is what others push to."""
    if git.ask(folder, 'remote')[1].strip():
        return False
    return git.ask(folder, 'rev-parse', '--is-bare-repository')[1].strip() == b'false'


def _short(name: bytes) -> bytes:
    for prefix in (_HEADS, _REMOTES):
        if name.startswith(prefix):
            return name[len(prefix) :]
    return name
