"""Finds with a git id -> where in the history they come from."""

from binascii import unhexlify
from datetime import date

from keyguard import git
from keyguard.git import refs, walk
from keyguard.model import Origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from keyguard.model import Finding

# so many ids are asked for by name, more would not fit on a command line of Windows; beyond, all changes are read
_MOST_ASKED = 400
# … and so many bytes of paths
_MOST_PATHS = 8000
_HEADS, _REMOTES, _TAGS = b'refs/heads/', b'refs/remotes/', b'refs/tags/'
_MESSAGES = ('commit message', 'tag message')


def attribute(
    folder: str,
    findings: 'Iterable[Finding]',
    *,
    authors: bool = False,
    today: str = '',
    tips: 'Sequence[str]' = (),
    within: 'Sequence[str]' = git.EVERYTHING,
    names: 'Callable[[bytes], Iterable[bytes]] | None' = None,
) -> None:
    """Set ``origin`` of every finding that has an ``oid``; nothing runs where there is none.

    The number of git processes does not grow with that of the findings, but for tags with a key in their message.
    ``today`` is a day as ``2026-01-31``, from which ages count. ``tips`` are what a push brings, which no ref may lead
    to yet, and ``within`` the options that name the commits in which the finds can be. ``names`` knows every path that
    a blob ever had, by its binary id: to look at nothing but these takes half of the time. Nothing is raised for a
    damaged history: what git can no longer tell stays unknown. A blob that goes only by a merge, from one of its
    parents, counts as standing.
    """
    groups: dict[tuple[str, bool], list[Finding]] = {}
    for finding in findings:
        if finding.oid:
            groups.setdefault((finding.oid, finding.where in _MESSAGES), []).append(finding)
    if not groups:
        return
    origins: dict[tuple[str, bool], Origin] = {key: Origin() for key in groups}
    blobs = {id: origin for (id, message), origin in origins.items() if not message}
    if blobs:
        _trace(folder, blobs, [*refs.stashes(folder), *tips], within, names)
    for (id, message), origin in origins.items():
        if message:
            tagged = any(finding.where == 'tag message' for finding in groups[id, message])
            origin.commit = refs.peeled(folder, id) if tagged else id
            origin.paths = (groups[id, message][0].path,)
    found = [origin for origin in origins.values() if origin.commit]
    if found:
        _date(folder, found, authors, date.fromisoformat(today) if today else date.today())
        _place(folder, found, within)
    for key, group in groups.items():
        if tips and group[0].where == 'tag message':
            origins[key].pushed = False  # the remote may have the commit, but not the tag that is about to be pushed
        for finding in group:
            finding.origin = origins[key]


def _trace(
    folder: str,
    origins: 'dict[str, Origin]',
    tips: 'Sequence[str]',
    within: 'Sequence[str]',
    names: 'Callable[[bytes], Iterable[bytes]] | None',
) -> None:
    """First commit, paths, and the last commit that took the bytes away."""
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
        if id in last and not last[id][2] and not origin.in_head:
            origin.left = last[id][1]


def _date(folder: str, origins: 'list[Origin]', authors: bool, today: date) -> None:
    told = refs.told(folder, {origin.commit for origin in origins}, '%cs %an' if authors else '%cs')
    for origin in origins:
        day, _, author = told.get(origin.commit, b'').decode('utf-8', 'replace').partition(' ')
        origin.date, origin.author = day, author
        try:
            # a clock that was wrong does not make a key younger than today's
            origin.age = max(0, (today - date.fromisoformat(day)).days)
        except ValueError:
            pass


def _place(folder: str, origins: 'list[Origin]', within: 'Sequence[str]') -> None:
    """The refs that hold the commits, and whether a remote has them."""
    tips = refs.tips(folder)
    remote = any(name.startswith(_REMOTES) for _, name in tips)
    alone = not remote and _has_no_remote(folder)
    held = refs.holders(folder, {origin.commit for origin in origins}, tips, within)
    for origin in origins:
        names = held[origin.commit]
        origin.tags = tuple(name[len(_TAGS) :] for name in names if name.startswith(_TAGS))
        origin.branches = tuple(_short(name) for name in names if not name.startswith(_TAGS))
        # a commit that nothing holds may have been pushed, and the branch moved since
        origin.pushed = any(name.startswith(_REMOTES) for name in names) if remote and names else None
        if alone:
            origin.pushed = False


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
