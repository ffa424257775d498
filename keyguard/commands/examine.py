"""One repository, folder or stream: what is to be looked at -> a report of it, with where its finds come from."""

import os
import sys

from keyguard import cache, places, workers
from keyguard.commands import scan
from keyguard.excerpt import outside
from keyguard.placeholder import without_keys
from keyguard.remedies.steps import quoted
from keyguard.sources import commits, index, pushes, stream, tree
from keyguard.sources.files import File
from keyguard.sources.origins import attribute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Iterator

    from keyguard.model import Origin, Report
    from keyguard.settings import Settings
    from keyguard.sources.pushes import Push
    from keyguard.workers import Item


def examine(
    args: 'Namespace',
    settings: 'Settings',
    report: 'Report',
    jobs: int = 1,
    seen: 'Callable[[Report], object] | None' = None,
) -> None:
    """Look at what the arguments name, and tell where each find in a history comes from; ``jobs`` and ``seen`` are
    those of ``workers.scan``.
    """
    if args.cache:
        known, word = cache.load(args.cache)
        settings.clean = cache.Clean(known, settings.words)
        report.notes += [word] if word else []
    folder = pushes.place(settings.folder, os.environ) if args.push or args.receive else settings.folder
    push = _push(args, folder)
    try:
        workers.scan(_items(args, settings, report, folder, push), settings, report, jobs, seen)
    finally:
        # what was found before Ctrl-C is told with its origin, too
        if report.findings and (args.history or args.range or args.since or push):
            day = scan.now()[:10]
            if push:
                attribute(
                    folder, report.findings, authors=args.authors, today=day, tips=push.new, within=pushes.within(push)
                )
            else:
                attribute(folder, report.findings, authors=args.authors, today=day)
            _mask({id(finding.origin): finding.origin for finding in report.findings}.values())
        if settings.clean:
            report.passed += settings.clean.passed


def _mask(origins: 'Iterable[Origin | None]') -> None:
    """Nobody looked for keys in these names."""
    for origin in origins:
        if origin:
            origin.paths = tuple(map(outside, origin.paths))
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
    args: 'Namespace', settings: 'Settings', report: 'Report', folder: str, push: 'Push | None' = None
) -> 'Iterator[Item]':
    if args.stdin:
        yield stream.read(args.name or 'standard input')
    elif not (args.staged or args.history or args.range or args.since or push):
        yield from files(args.paths, settings, report, ignored=args.no_ignore)
    else:
        known = settings.clean.knows if settings.clean else None
        if args.staged:
            found = index.staged(folder, report, known)
        elif push:
            found = pushes.blobs(folder, push, report, known)
        elif args.history:
            found = commits.history(folder, report, args.unreachable, known)
        else:
            found = commits.commits(folder, args.range, args.since, report, known)
        for blob in found:
            if settings.excludes(blob.path):
                report.excluded += 1
            else:
                yield blob


def files(paths: 'list[str]', settings: 'Settings', report: 'Report', ignored: bool = False) -> 'Iterator[File]':
    """The files below the paths, or of the whole repository; what is excluded is counted in ``report``, what is a
    repository of its own is named there. Paths are relative to the current folder.
    """
    folder, root = settings.folder, settings.root
    # git names files relative to the folder that it runs in; threads of one process audit several at a time
    base = b'' if folder == os.getcwd() else os.fsencode(folder)
    nested: list[bytes] = []
    for name in tree.names(folder, paths or [root or '.'], root, nested, ignored):
        path = places.shown(name, os.fsencode(folder), os.fsencode(root))
        if settings.excludes(path):
            report.excluded += 1
        else:
            yield File(os.path.join(base, name), path)
    for name in nested:
        word = quoted(name)
        report.notes.append(f'{word} is a repository of its own and was not entered: keyguard audit {word}')
