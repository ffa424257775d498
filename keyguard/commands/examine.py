"""One repository, folder or stream: what is to be looked at -> a report of it, with where its finds come from."""

import os
import sys

from keyguard import cache, git, places, workers
from keyguard.commands import scan
from keyguard.errors import USAGE, Fatal
from keyguard.excerpt import outside
from keyguard.git import refs
from keyguard.kinds import CONFIDENCES
from keyguard.naming import telling
from keyguard.placeholder import without_keys
from keyguard.remedies.steps import quoted
from keyguard.sources import commits, index, lacking, pushes, stream, tree
from keyguard.sources.choice import Choice
from keyguard.sources.files import File
from keyguard.sources.origins import attribute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator

    from keyguard.model import Finding, Report
    from keyguard.progress import Progress
    from keyguard.settings import Settings
    from keyguard.sources.pushes import Push
    from keyguard.workers import Item

_HEAD = 'rev-parse', '--verify', '--quiet', 'HEAD'


def examine(
    args: 'Namespace',
    settings: 'Settings',
    report: 'Report',
    jobs: int = 1,
    seen: 'Callable[[Report], object] | None' = None,
    progress: 'Progress | None' = None,
) -> None:
    """Look at what the arguments name, and tell where each find in a history comes from; ``jobs`` and ``seen`` are
    those of ``workers.scan``. ``progress`` is told how much there is.
    """
    if args.cache:
        known, word = cache.load(args.cache)
        settings.clean = cache.Clean(known, settings.words)
        report.notes += [word] if word else []
    folder = pushes.place(settings.folder, os.environ) if args.push or args.receive else settings.folder
    push = _push(args, folder)
    chosen = choice(settings)
    chosen.entered = settings.root if args.submodules else ''
    counter = refs.Counter(settings.folder)
    if progress and args.history:
        progress.expect(commits=counter)
    try:
        items = _items(args, settings, report, chosen, folder, push, progress)
        workers.scan(items, settings, report, jobs, seen or progress)
        if not (args.staged or push or args.stdin):
            _note_elsewhere(settings, report)
    finally:
        counter.close()
        lacking.tell(settings.folder, report)
        if report.pointers:
            what = 'file is a pointer' if report.pointers == 1 else 'files are pointers'
            report.notes.append(
                f'{report.pointers:,} {what} of Git LFS, whose content was not looked at: `git lfs pull` brings it'
            )
        _once(report)
        # what was found before Ctrl-C is told with its origin, too
        if report.findings and (args.history or args.range or args.since or push):
            day = scan.now()[:10]
            if push:
                within = pushes.within(push)
                attribute(folder, report.findings, authors=args.authors, today=day, tips=push.new, within=within)
            else:
                names = chosen.names if chosen.complete else None
                attribute(folder, report.findings, authors=args.authors, today=day, names=names, loose=chosen.loose)
            _rename(report.findings)
            max_age = args.max_age or (settings.config.max_age if settings.config else 0)
            for finding in report.findings:
                if finding.origin:
                    finding.origin.max_age = max_age
                    # an earlier version of the file may have had the key, and nobody looked at that one
                    finding.origin.cut = finding.origin.cut or bool(args.range or args.since)
            if max_age and any(each.origin and each.origin.cut and not each.origin.due for each in report.findings):
                report.notes.append('how old some keys are cannot be told: older commits than these were not looked at')
        if settings.clean:
            report.passed += settings.clean.passed


def _note_elsewhere(settings: 'Settings', report: 'Report') -> None:
    """Say so where somebody names another repository to git than the one that was looked at."""
    named = os.environ.get('GIT_DIR')
    if named and settings.root:
        own = os.fsdecode(git.run(settings.folder, 'rev-parse', '--absolute-git-dir').rstrip(b'\n'))
        if os.path.realpath(named) != os.path.realpath(own):
            report.notes.append('GIT_DIR names another repository and was not followed: run keyguard in a folder of it')


def _once(report: 'Report') -> None:
    """Of a blob that was looked at under several names, each find once, the surest; its origin has all the names."""
    found: dict[object, Finding] = {}
    for finding in sorted(report.findings, key=_surest):
        # a key in a name is another find under each name
        name = finding.path if finding.view == 'file name' else b''
        place = finding.oid, finding.secret, finding.span, finding.view, name
        found.setdefault(place if finding.oid else id(finding), finding)
    kept = set(map(id, found.values()))
    report.blocked = [finding for finding in report.blocked if id(finding) in kept]
    report.accepted = [finding for finding in report.accepted if id(finding) in kept]


def _surest(finding: 'Finding') -> 'tuple[bool, int, bool, bytes]':
    return bool(finding.accepted), -CONFIDENCES.index(finding.confidence), finding.detector.fallback, finding.path


def _rename(findings: 'list[Finding]') -> None:
    """Call the finds as HEAD calls them, where it has them. Nobody looked for keys in these names, nor in others."""
    for finding in findings:
        origin = finding.origin
        if origin and origin.standing and not any(map(finding.path.startswith, origin.standing)):
            outer = max((path for path in origin.paths if finding.path.startswith(path)), key=len, default=b'')
            if outer and finding.path[len(outer) : len(outer) + 1] in (b'', b'!'):
                finding.path = outside(origin.standing[0]) + finding.path[len(outer) :]
    for origin in {id(finding.origin): finding.origin for finding in findings}.values():
        if origin:
            origin.paths = tuple(map(outside, origin.paths))
            origin.standing = tuple(map(outside, origin.standing))
            origin.branches = tuple(map(outside, origin.branches))
            origin.tags = tuple(map(outside, origin.tags))
            origin.author = without_keys(origin.author)


def _push(args: 'Namespace', folder: str) -> 'Push | None':
    """What is pushed, or received: as git tells a hook of it, as pre-commit does, or what HEAD has when nobody does."""
    if args.receive:
        return pushes.received(sys.stdin.buffer.read())
    if not args.push:
        return None
    # git hands the remote to its hook, and frameworks that have read its input do not
    name, address = (*args.remote, '', '')[:2]
    hinted = None if address else pushes.hinted(folder, os.environ)
    if hinted:
        return hinted
    told = b'' if sys.stdin is None or sys.stdin.isatty() else sys.stdin.buffer.read()
    # nothing is pushed when git says so; an input that is empty for another reason says nothing
    return pushes.told(told, name) if told.strip() or address else pushes.current(folder, name)


def _items(
    args: 'Namespace',
    settings: 'Settings',
    report: 'Report',
    chosen: Choice,
    folder: str,
    push: 'Push | None' = None,
    progress: 'Progress | None' = None,
) -> 'Iterator[Item]':
    if args.stdin:
        yield stream.read(args.name or 'standard input')
    elif not (args.staged or args.history or args.range or args.since or push):
        every = progress.expect if progress else None
        yield from files(args.paths, settings, report, ignored=args.no_ignore, expect=every, entered=args.submodules)
    else:
        if args.staged:
            yield from index.staged(folder, report, _wanted(settings, report))
        elif push:
            yield from pushes.blobs(folder, push, report, chosen)
        elif args.history:
            yield from commits.history(folder, report, args.unreachable, chosen)
        else:
            expect = (lambda count: progress.expect(commits=lambda: count)) if progress else None
            yield from commits.commits(folder, args.range, args.since, report, chosen, expect)


def _wanted(settings: 'Settings', report: 'Report') -> 'Callable[[str, bytes], bool]':
    """Which staged blobs are looked at, each under each of its paths."""
    clean = settings.clean

    def wanted(oid: str, path: bytes) -> bool:
        if settings.excludes(path):
            report.excluded += 1
            return False
        return not (clean and clean.knows(oid, path))

    return wanted


def choice(settings: 'Settings', every_path: bool = False) -> Choice:
    """Which blobs of a history are looked at under these settings; ``every_path``: excluded ones too."""
    known = settings.clean.knows if settings.clean else None
    excludes = settings.excludes if settings.config and settings.config.exclude and not every_path else None
    return Choice(known, excludes, lambda path: telling(path, settings.book))


def files(
    paths: 'list[str]',
    settings: 'Settings',
    report: 'Report',
    ignored: bool = False,
    expect: 'Callable[[int], object] | None' = None,
    entered: bool = False,
) -> 'Iterator[File]':
    """The files below the paths, or of the whole repository; what is excluded is counted in ``report``, what is a
    repository of its own is named there. Paths are relative to the current folder. ``expect`` is that of
    ``tree.names``; ``entered``: somebody looks at the repositories within, those that are there.
    """
    folder, root = settings.folder, settings.root
    # git names files relative to the folder that it runs in; threads of one process audit several at a time
    base = b'' if folder == os.getcwd() else os.fsencode(folder)
    inside, top_folder = os.fsencode(folder), os.fsencode(root)
    nested: list[bytes] = []
    empty: list[str] = []
    sparse: list[bytes] = []
    some = False
    for top in paths or [root or '.']:
        if tree.is_bare(top) and os.path.basename(os.path.realpath(top)) != '.git':
            raise Fatal(
                f'{top} is a bare repository: it has no files to look at; --history looks at its commits', USAGE
            )
    for name in tree.names(folder, paths or [root or '.'], root, nested, ignored, expect, empty, sparse):
        path = places.shown(name, inside, top_folder)
        some = True
        if settings.excludes(path):
            report.excluded += 1
        else:
            yield File(os.path.join(base, name), path)
    if not (some or nested) and root and os.listdir(root) == ['.git'] and not git.ask(root, *_HEAD)[0]:
        report.notes.append('nothing is checked out here: --history looks at the commits')
    for top in empty:
        report.notes.append(f'git ignores all that is in {quoted(os.fsencode(top))}: --no-ignore looks at it')
    if sparse:
        report.notes.append(
            f'{len(sparse):,} files are not in this sparse checkout and were not looked at: --history reads them'
        )
    for name in nested:
        inner = os.path.join(folder, os.fsdecode(name))
        if entered and os.path.lexists(os.path.join(inner, '.git')):
            continue
        word = quoted(os.fsencode(os.path.relpath(inner)))
        how = '--history ' if tree.is_bare(inner) else ''
        report.notes.append(f'{word} is a repository of its own and was not entered: keyguard audit {how}{word}')


def failed(error: Exception) -> str:
    """Why a run ended early, in a few words: the reason of a place that was not looked at."""
    if isinstance(error, Fatal):
        return ' '.join(str(error).split())
    if isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
        return reason[:1].lower() + reason[1:]
    return f'keyguard itself failed: {_where(error)}; please report it'


def _where(error: BaseException) -> str:
    """What failed, and where; not the words, which could be anything."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f'{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}' if trace else '?'
    return f'{type(error).__name__} in {place}'
