"""A repository's history -> blobs: all of it, or a range of commits; each unique blob once, and every message."""

from binascii import unhexlify

from keyguard import git
from keyguard.errors import INCOMPLETE, USAGE, Fatal
from keyguard.git import objects, walk
from keyguard.git.objects import Listing, Object
from keyguard.model import Blob

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from keyguard.model import Report

    # of a blob, by its id and its path
    Known = Callable[[str, bytes], bool]

# so many of the objects that a repository lacks are named one by one, the others are counted
MOST_NAMED = 20
# a line of a listing is one of these, with an id behind the blank
_READ = (b'blob ', b'commit ', b'tag ')
_ABBREVIATED = 12
_UNITS = ('second', 'minute', 'hour', 'day', 'week', 'month', 'year')
_PARTIAL = 'not in this partial clone, and keyguard never fetches: `git fetch --refetch --no-filter` brings everything'
_MISSING = 'the repository lacks this object, or it is damaged: see `git fsck`; another clone may have it'
_DEEPEN = 'a clone in CI often holds only the last commits: fetch more (fetch-depth: 0, `git fetch --unshallow`)'


def history(folder: str, report: 'Report', unreachable: bool = False, known: 'Known | None' = None) -> 'Iterator[Blob]':
    """Every blob, commit message and tag message that a ref reaches: branches, remotes, tags, every stash, notes,
    replacements and the HEAD of every work tree. ``unreachable``: and whatever else the object store holds.

    Nothing but a set of the ids read so far grows with the history (some 100 bytes a blob); the listing of what is to
    be read is a temporary file. A path is the first one that git met the blob under, without a newline or blanks in
    front; one that no commit has is called ``blob`` and the begin of its id. What cannot be read is told in
    ``report.unread``, what is not there at all in ``report.notes``; commits are counted. A blob of which ``known``
    says so, given its id and its path, is passed over; git does not read it. Raises ``Fatal`` where there is no
    repository.
    """
    missing = _Missing(folder, report)
    git.ready(folder)
    _note(folder, report)
    seen: set[bytes] = set()
    with Listing() as listing:
        problem = _list(folder, ['--all'], walk.stashes(folder), listing, seen, missing, known)
        if problem:
            report.unread.append(
                (b'(history)', f'git could not follow it to its end: {problem}; all stored objects were read instead')
            )
        yield from _read(folder, listing, report, missing)
    if unreachable or problem:
        yield from _unreached(folder, report, seen, missing, bool(problem), known)
    missing.tell()


def _unreached(
    folder: str, report: 'Report', seen: 'set[bytes]', missing: '_Missing', damaged: bool, known: 'Known | None'
) -> 'Iterator[Blob]':
    """What the store holds besides: first what commits that no ref reaches know a name of, then the rest."""
    with Listing() as listing:
        if not damaged:
            commits = []
            for lines in walk.stored(folder):
                commits += [line[7:] for line in lines if line.startswith(b'commit ') and _id(line) not in seen]
            tips = [id.decode('ascii') for id in commits]
            if tips:
                _list(folder, ['--not', '--all'], tips, listing, seen, _Missing(folder, report), known)
        for lines in walk.stored(folder):
            listing.add(_fresh(lines, seen, missing, known))
        yield from _read(folder, listing, report, missing)


def commits(folder: str, words: str, since: str, report: 'Report', known: 'Known | None' = None) -> 'Iterator[Blob]':
    """Every blob that a commit of a range brought in, merges included, and the commits' messages.

    ``words`` is git's notation: ``A..B``, ``A...B``, or one commit, which stands for itself alone; ``since`` a day
    (``2026-01-31``) or git's ``2 weeks ago``: of the range, of what one commit reaches or, without words, of
    everything, only commits from then on; ``known`` as in ``history``. Raises ``Fatal`` (2) for a range or a day that
    git does not know.
    """
    git.ready(folder)
    oldest = _begin(folder, since) if since else 0
    revisions = _revisions(folder, words) if words else ['--all', *walk.stashes(folder)]
    alone = len(revisions) == 1 and not since
    _note(folder, report)
    missing = _Missing(folder, report)
    with Listing() as listing:
        with Listing() as chosen:
            listed = git.run(folder, 'rev-list', '--timestamp', *(['--no-walk'] if alone else []), *revisions, '--')
            pairs = [line.split(b' ') for line in listed.splitlines()]
            ids = [id for time, id in pairs if int(time) >= oldest]
            chosen.add(ids)
            listing.add(id + b' ' for id in ids)
            listing.add(_brought(folder, chosen, report, known))
        yield from _read(folder, listing, report, missing, quoted=True)
    missing.tell()


def beyond(
    folder: str,
    ids: 'Sequence[str]',
    without: 'Sequence[str]',
    options: 'list[str]',
    report: 'Report',
    known: 'Known | None' = None,
) -> 'Iterator[Blob]':
    """Every blob and message that the ids reach, and neither those of ``without`` (``^ID``) nor git's ``options``
    (``--not --remotes``) do; ``known`` as in ``history``. Any number of ids. Raises ``Fatal`` where git cannot tell.
    """
    missing = _Missing(folder, report)
    _note_cut(folder, report)
    with Listing() as listing:
        problem = _list(folder, options, [*ids, *without], listing, set(), missing, known)
        if problem:
            raise Fatal(f'git cannot tell what it brings: {problem}', INCOMPLETE)
        yield from _read(folder, listing, report, missing)
    missing.tell()


def _brought(folder: str, chosen: Listing, report: 'Report', known: 'Known | None') -> 'Iterator[bytes]':
    """The lines of a listing: each blob that the commits brought in, once, with its path quoted."""
    seen: set[bytes] = set()
    modules: dict[bytes, None] = {}
    try:
        for change in walk.brought(folder, chosen):
            if change.mode == b'160000':
                modules[change.path] = None
            elif change.new and (id := unhexlify(change.new)) not in seen:
                seen.add(id)
                if not (known and known(change.new.decode('ascii'), change.path)):
                    yield change.new + b' ' + quoted(change.path)
    except OSError as error:
        report.unread.append((b'(range)', f'git could not compare all of its commits: {error}'))
    note_modules(modules, report)


def _revisions(folder: str, words: str) -> 'list[str]':
    """A range as ids, those to leave out behind a ``^``. Raises ``Fatal`` (2)."""
    code, output, told = (1, b'', 'an option') if words.startswith('-') else git.ask(folder, 'rev-parse', words, '--')
    # only what is a commit, or a tag of one, has a history
    ids = [id for id in output.decode('ascii', 'replace').split() if id != '--']
    for at, id in enumerate(ids):
        if not code:
            code, output, told = git.ask(folder, 'rev-parse', '--verify', id.lstrip('^') + '^{commit}')
            ids[at] = ('^' if id.startswith('^') else '') + output.decode('ascii', 'replace').strip()
    if code or not ids:
        told = told.splitlines()[0].removeprefix('fatal: ') if told else 'nothing in it'
        raise Fatal(f"the range '{words}' does not exist here ({told}); {_DEEPEN}", USAGE)
    return ids


def _begin(folder: str, since: str) -> int:
    """When a day begins, or the time so long ago, in seconds of the epoch. Raises ``Fatal`` (2).

    git takes any text for a date, and one that it does not understand for this moment: nothing would be looked at.
    """
    from datetime import date

    numbers = since.split('-')
    parts = since.split()
    try:
        if len(numbers) == 3 and all(number.isdigit() for number in numbers):
            since = date(*map(int, numbers)).isoformat() + 'T00:00:00'
        elif len(parts) != 3 or not parts[0].isdigit() or parts[2] != 'ago' or parts[1].rstrip('s') not in _UNITS:
            raise ValueError
    except ValueError:
        raise Fatal(f"'{since}' is no day: write 2026-01-31, or '2 weeks ago'", USAGE) from None
    told = git.run(folder, 'rev-parse', f'--since={since}').decode('ascii').strip()
    return int(told.partition('=')[2])


def _list(
    folder: str,
    options: 'list[str]',
    ids: 'list[str]',
    listing: Listing,
    seen: 'set[bytes]',
    missing: '_Missing',
    known: 'Known | None' = None,
) -> str:
    """List all to read of what the ids and the options reach and was not seen; '' or why not all of it."""

    def take(lines: 'list[bytes]') -> None:
        listing.add(_fresh(lines, seen, missing, known))

    return walk.reached(folder, options, ids, take)


def _fresh(lines: 'list[bytes]', seen: 'set[bytes]', missing: '_Missing', known: 'Known | None') -> 'Iterator[bytes]':
    """The lines of a listing for what is to be read, was not seen and is no blob that is known."""
    for line in lines:
        if line.startswith(_READ):
            id = _id(line)
            if id not in seen:
                seen.add(id)
                rest = line.partition(b' ')[2]
                if not (known and line.startswith(b'blob ') and known(*_named(rest))):
                    yield rest
        elif not line.startswith(b'tree '):
            # `?ID missing` for what is not there, `ID missing` for what is there and damaged
            missing.add(line.removeprefix(b'?').partition(b' ')[0].decode('ascii', 'replace'))


def _named(line: bytes) -> 'tuple[str, bytes]':
    """The id in a line of a listing, and the path that its blob gets."""
    id, _, name = line.partition(b' ')
    return id.decode('ascii'), name or _nameless(id.decode('ascii'))


def _nameless(id: str) -> bytes:
    return f'blob {id[:_ABBREVIATED]}'.encode()


def _id(line: bytes) -> bytes:
    return unhexlify(line.split(b' ', 2)[1])


def _read(
    folder: str, listing: Listing, report: 'Report', missing: '_Missing', quoted: bool = False
) -> 'Iterator[Blob]':
    for each in objects.contents(folder, listing):
        if each.kind == 'blob':
            name = unquoted(each.name) if quoted else each.name
            yield Blob(name or _nameless(each.id), each.data, each.reason, where='history', oid=each.id)
        elif each.reason == 'missing':
            missing.add(each.id)
        elif each.reason or not each.kind:
            name = unquoted(each.name) if quoted else each.name
            report.unread.append((name or f'object {each.id}'.encode(), each.reason))
        else:
            report.commits += each.kind == 'commit'
            yield from _messages(each)


def _messages(found: Object) -> 'Iterator[Blob]':
    """The message of a commit or a tag, and those of the tags that a merge of them keeps in its header."""
    header, _, message = bytes(found.data[:]).partition(b'\n\n')
    if found.kind == 'commit':
        yield Blob(f'commit {found.id[:_ABBREVIATED]}'.encode(), message, where='commit message', oid=found.id)
        for tag in (b'\n' + header).split(b'\nmergetag ')[1:]:
            # a header of many lines: each but the first begins with a blank
            lines = [line[1:] for line in tag.split(b'\n')[1:] if line.startswith(b' ')]
            head, _, message = b'\n'.join(lines).partition(b'\n\n')
            yield Blob(_tag_name(head), message, where='tag message', oid=found.id)
    elif found.kind == 'tag':
        yield Blob(_tag_name(header), message, where='tag message', oid=found.id)


def _tag_name(header: bytes) -> bytes:
    return next((line for line in header.split(b'\n') if line.startswith(b'tag ')), b'tag')


def quoted(path: bytes) -> bytes:
    """A path as a listing can hold it: no newline, no blank in front."""
    return b'/' + path.replace(b'%', b'%25').replace(b'\n', b'%0A')


def unquoted(name: bytes) -> bytes:
    """The path that was quoted."""
    return name[1:].replace(b'%0A', b'\n').replace(b'%25', b'%')


def _note(folder: str, report: 'Report') -> None:
    """Say what of a repository's history is not here to look at."""
    _note_cut(folder, report)
    note_modules(walk.modules(folder), report)


def _note_cut(folder: str, report: 'Report') -> None:
    """Say where a shallow clone ends."""
    if git.run(folder, 'rev-parse', '--is-shallow-repository').strip() == b'true':
        file = git.run(folder, 'rev-parse', '--git-path', 'shallow').decode('utf-8', 'surrogateescape').rstrip('\n')
        cut = _cut(folder, file)
        report.notes.append(
            f'the clone is shallow: history before {cut} is not here; `git fetch --unshallow` brings it'
        )


def _cut(folder: str, file: str) -> str:
    import os

    try:
        with open(os.path.join(folder, file), encoding='ascii') as shallow:
            ids = shallow.read().split()
    except (OSError, ValueError):
        ids = []
    code, day, _ = git.ask(folder, 'log', '--no-walk', '--no-show-signature', '--format=%cs', *ids[:100], '--')
    days = sorted(day.decode('ascii', 'replace').split())
    if code or not days or not ids:
        return 'the commits that it begins with'
    return f'{days[0]} ({ids[0][:_ABBREVIATED]}{f" and {len(ids) - 1} more" if len(ids) > 1 else ""})'


def note_modules(paths: 'Iterable[bytes]', report: 'Report') -> None:
    """Say which folders are repositories of their own."""
    for path in paths:
        name = path.decode('utf-8', 'backslashreplace')
        report.notes.append(f"the submodule '{name}' is a repository of its own and was not looked into")


class _Missing:
    """The objects that a repository lacks: the first few are named, the others counted."""

    def __init__(self, folder: str, report: 'Report') -> None:
        self.folder = folder
        self.report = report
        self.ids: dict[str, None] = {}

    def add(self, id: str) -> None:
        self.ids[id] = None

    def tell(self) -> None:
        """Put them into the report."""
        if not self.ids:
            return
        partial = r'^(remote\..*\.promisor|extensions\.partialclone)$'
        reason = _PARTIAL if git.ask(self.folder, 'config', '--get-regexp', partial)[1] else _MISSING
        named = list(self.ids)[:MOST_NAMED]
        self.report.unread += [(f'object {id}'.encode(), reason) for id in named]
        if len(self.ids) > len(named):
            self.report.unread.append((f'{len(self.ids) - len(named)} more objects'.encode(), reason))
