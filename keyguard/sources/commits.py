"""A repository's history -> shares of blobs: all of it, or a range of commits, and every message."""

from binascii import unhexlify

from keyguard import git
from keyguard.errors import INCOMPLETE, USAGE, Fatal
from keyguard.git import refs, walk
from keyguard.git.objects import Listing
from keyguard.sources import lacking
from keyguard.sources.choice import Choice
from keyguard.sources.share import named, nameless, shares

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from keyguard.model import Blob, Report
    from keyguard.sources.share import Share

_MODULE = b'160000'
_UNITS = ('second', 'minute', 'hour', 'day', 'week', 'month', 'year')
_DEEPEN = 'a clone in CI often holds only the last commits: fetch more (fetch-depth: 0, `git fetch --unshallow`)'


def history(
    folder: str, report: 'Report', unreachable: bool = False, choice: 'Choice | None' = None
) -> 'Iterator[Share]':
    """Every blob, commit message and tag message that a ref reaches: branches, remotes, tags, every stash, notes,
    replacements and the HEAD of every work tree. ``unreachable``: and whatever else the object store holds.

    They come in shares that are read by whoever scans them; ``blobs`` reads them here. Nothing but what ``choice``
    holds and a set of the commits grows with the history. A blob is named as its commits name it, under each name that
    ``choice`` takes; one that no commit has is called ``blob`` and the begin of its id. What is not there at all is
    told in ``report.notes``. Raises ``Fatal`` where there is no repository.
    """
    git.ready(folder)
    lacking.note_cut(folder, report)
    yield from shares(folder, _History(folder, report, choice or Choice()).lines(unreachable))


def blobs(found: 'Iterable[Share]', folder: str, report: 'Report') -> 'Iterator[Blob]':
    """The blobs of all shares, read one after the other."""
    for share in found:
        yield from share.read(report)
    lacking.tell(folder, report)


class _History:
    """The walk through a repository, and what it met."""

    def __init__(self, folder: str, report: 'Report', choice: Choice) -> None:
        self._folder = folder
        self._report = report
        self._choice = choice
        # commits and tags that are listed
        self._met: set[bytes] = set()
        self._modules: dict[bytes, None] = {}
        self._lacking: set[bytes] = set()

    def lines(self, unreachable: bool) -> 'Iterator[bytes]':
        """A line for each object to read."""
        self._lacking.update(lacking.objects(self._folder))
        problems: list[str] = []
        yield from self._named_by_refs()
        self._choice.complete = yield from self._walk(
            ['--all'], refs.stashes(self._folder), self._report.missing, problems
        )
        if problems:
            self._report.unread.append(
                (
                    b'(history)',
                    f'git could not follow it to its end: {problems[0]}; all stored objects were read instead',
                )
            )
        if unreachable or problems:
            yield from self._unreached(bool(problems))
        lacking.note_modules(self._modules, self._report, self._choice.entered)
        self._choice.tell(self._report)

    def beyond(self, ids: 'list[str]', options: 'list[str]') -> 'Iterator[bytes]':
        """A line for each object that the ids and the options reach."""
        problems: list[str] = []
        for lines in walk.reached(self._folder, options, ids, problems):
            yield from self._fresh(lines, self._report.missing)
        if problems:
            raise Fatal(f'git cannot tell what it brings: {problems[0]}', INCOMPLETE)
        self._choice.tell(self._report)

    def _named_by_refs(self) -> 'Iterator[bytes]':
        """Annotated tags, tags of tags, and the blobs and trees that a ref names."""
        trees = []
        for kind, id in refs.named_by_refs(self._folder, self._report.missing):
            if kind == b'tree':
                trees.append(id.decode('ascii'))
            elif kind == b'blob':
                yield from self._blob(id)
            else:
                yield from self._message(id)
        if trees:
            for lines in walk.reached(self._folder, [], trees, []):
                yield from self._fresh(lines, self._report.missing)

    def _walk(
        self, options: 'list[str]', ids: 'list[str]', missing: 'list[str]', problems: 'list[str]'
    ) -> 'Generator[bytes, None, bool]':
        """All that commits reach: by what each of them changed, so that every name of a blob is met. Where git cannot
        compare them all, then by what they hold, and False is the result.
        """
        takes, modules, missed = self._choice.takes, self._modules, self._lacking
        failed: list[str] = []
        for mode, id, path in walk.added(self._folder, options, ids, failed):
            if not mode:
                yield from self._message(id)
            elif mode == _MODULE:
                modules[path] = None
            elif missed and id in missed:
                missing.append(id.decode('ascii'))
            elif takes(unhexlify(id), path):
                yield named(id, path)
        if failed:
            modules.update(dict.fromkeys(refs.modules(self._folder)))
            for lines in walk.reached(self._folder, options, ids, problems):
                yield from self._fresh(lines, missing)
        return not failed

    def _unreached(self, damaged: bool) -> 'Iterator[bytes]':
        """What the store holds besides: first what commits that no ref reaches know a name of, then the rest."""
        if not damaged:
            commits = []
            for lines in walk.stored(self._folder):
                commits += [line[7:] for line in lines if line.startswith(b'commit ') and _id(line) not in self._met]
            if commits:
                self._choice.loose = [id.decode('ascii') for id in commits]
                yield from self._walk(['--not', '--all'], self._choice.loose, [], [])
        for lines in walk.stored(self._folder):
            yield from self._fresh(lines, self._report.missing)

    def _fresh(self, lines: 'list[bytes]', missing: 'list[str]') -> 'Iterator[bytes]':
        """The lines of ``walk.reached`` and ``walk.stored`` for what was not met yet."""
        for line in lines:
            kind, _, rest = line.partition(b' ')
            if kind == b'blob':
                id, _, path = rest.partition(b' ')
                yield from self._blob(id, path)
            elif kind in (b'commit', b'tag'):
                yield from self._message(rest.partition(b' ')[0])
            elif kind != b'tree':
                # `?ID missing` for what is not there, `ID missing` for what is there and damaged
                missing.append(kind.removeprefix(b'?').decode('ascii', 'replace'))

    def _blob(self, id: bytes, path: bytes = b'') -> 'Iterator[bytes]':
        raw = unhexlify(id)
        if not self._choice.has(raw) and self._choice.takes(raw, path or nameless(id.decode('ascii'))):
            yield named(id, path)

    def _message(self, id: bytes) -> 'Iterator[bytes]':
        raw = unhexlify(id)
        if raw not in self._met:
            self._met.add(raw)
            yield named(id)


def commits(
    folder: str,
    words: str,
    since: str,
    report: 'Report',
    choice: 'Choice | None' = None,
    expect: 'Callable[[int], object] | None' = None,
) -> 'Iterator[Share]':
    """Every blob that a commit of a range brought in, merges included, and the commits' messages, in shares as those of
    ``history``.

    ``words`` is git's notation: ``A..B``, ``A...B``, or one commit, which stands for itself alone; ``since`` a day
    (``2026-01-31``) or git's ``2 weeks ago``: of the range, of what one commit reaches or, without words, of
    everything, only commits from then on. ``expect`` is told how many there are. Raises ``Fatal`` (2) for a range or a
    day that git does not know.
    """
    git.ready(folder)
    oldest = _begin(folder, since) if since else 0
    revisions = _revisions(folder, words) if words else ['--all', *refs.stashes(folder)]
    alone = len(revisions) == 1 and not since
    listed = git.run(folder, 'rev-list', '--timestamp', *(['--no-walk'] if alone else []), *revisions, '--')
    pairs = [line.split(b' ') for line in listed.splitlines()]
    ids = [id for time, id in pairs if int(time) >= oldest]
    choice = choice or Choice()
    if not ids:
        report.notes.append('no commit is in the range: nothing was looked at')
    if expect:
        expect(len(ids))
    yield from brought(folder, ids, report, choice)
    choice.tell(report)


def beyond(
    folder: str,
    ids: 'Sequence[str]',
    without: 'Sequence[str]',
    options: 'list[str]',
    report: 'Report',
    choice: 'Choice | None' = None,
) -> 'Iterator[Share]':
    """Every blob and message that the ids reach, and neither those of ``without`` (``^ID``) nor git's ``options``
    (``--not --remotes``) do, in shares as those of ``history``. Any number of ids. Raises ``Fatal`` where git cannot
    tell.
    """
    lacking.note_cut(folder, report)
    yield from shares(folder, _History(folder, report, choice or Choice()).beyond([*ids, *without], options))


def brought(
    folder: str,
    ids: 'list[bytes]',
    report: 'Report',
    choice: Choice,
    note: 'Callable[[bytes, bytes, bytes], object] | None' = None,
) -> 'Iterator[Share]':
    """What these commits brought in, and their messages, in shares as those of ``history``; of an annotated tag among
    the ids its message. ``note`` is told of each commit, blob and path, looked at or not.
    """
    lacking.note_cut(folder, report)
    yield from shares(folder, _brought(folder, ids, report, choice, note))


def _brought(
    folder: str,
    ids: 'list[bytes]',
    report: 'Report',
    choice: Choice,
    note: 'Callable[[bytes, bytes, bytes], object] | None',
) -> 'Iterator[bytes]':
    """The lines of the commits, and of each blob that they brought in."""
    modules: dict[bytes, None] = {}
    missed = lacking.objects(folder)
    left = dict.fromkeys(ids)
    commit = b''
    with Listing() as chosen:
        chosen.add(ids)
        try:
            for mode, id, path in walk.brought(folder, chosen):
                if not mode:
                    commit = id
                    del left[id]
                    yield named(id)
                    continue
                if note and mode != _MODULE:
                    note(commit, id, path)
                if mode == _MODULE:
                    modules[path] = None
                elif missed and id in missed:
                    report.missing.append(id.decode('ascii'))
                elif choice.takes(unhexlify(id), path):
                    yield named(id, path)
        except OSError as error:
            report.unread.append((b'(range)', f'git could not compare all of its commits: {error}'))
    yield from map(named, left)
    lacking.note_modules(modules, report, choice.entered)


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
        # a file, or a branch that follows none, is no commit in any clone
        why = f'; {_DEEPEN}' if ('unknown' in told or 'bad' in told) and ' ' not in words else ''
        raise Fatal(f"the range '{words}' does not exist here ({told}){why}", USAGE)
    return ids


def _begin(folder: str, since: str) -> int:
    """When a day begins, or the time so long ago, in seconds of the epoch. Raises ``Fatal`` (2).

    git takes any text for a date, and one that it does not understand for this moment: nothing would be looked at.
    """
    from datetime import date
    from time import time

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
    begin = int(told.partition('=')[2])
    # git's clock goes no further back than 1970, and what lies before wraps to a day to come
    return begin if begin <= time() or parts[1:2] == [] else 0


def _id(line: bytes) -> bytes:
    return unhexlify(line.split(b' ', 2)[1])
