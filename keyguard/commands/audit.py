"""``keyguard audit``: a work tree, the index, a range of commits, a whole history, a stream, or many repositories."""

import os

from keyguard import git, places, workers
from keyguard.commands import scan
from keyguard.errors import INTERRUPTED, USAGE, Fatal
from keyguard.model import Report
from keyguard.progress import Progress
from keyguard.remedies.steps import quoted
from keyguard.sources import commits, index, message, stream, tree
from keyguard.sources.files import File
from keyguard.sources.origins import attribute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from keyguard.settings import Settings
    from keyguard.workers import Item

# what to look at: one of them, or neither for the work tree
_SOURCES = ('staged', 'history', 'stdin', 'message', 'repos')


def run(args: 'Namespace') -> int:
    """Scan and report; the exit code."""
    _consistent(args)
    options = scan.Options()
    for name in ('baseline', 'color', 'config', 'format', 'inline', 'max_age', 'min_confidence', 'only', 'output'):
        setattr(options, name, getattr(args, name))
    options.quiet, options.show_accepted, options.skip = args.quiet, args.show_accepted, args.skip
    options.also = scan.outputs(args.also)
    settings = scan.settings(options)
    if args.message:
        report = Report()
        workers.scan([message.read(args.message)], settings, report)
        options.in_hook = args.format == 'text'
        return scan.conclude(report, settings, options, 'commit blocked, a key in its message')
    if not options.max_age and settings.config:
        options.max_age = settings.config.max_age
    report = Report()
    interrupted = False
    try:
        if args.repos:
            _many(args, options, report)
        else:
            examine(args, settings, report)
    except KeyboardInterrupt:
        interrupted = True
        report.notes.append('interrupted: this is what was found until then')
    told = scan.conclude(report, settings, options, 'keys found', _told(settings))
    return INTERRUPTED if interrupted else told


def examine(args: 'Namespace', settings: 'Settings', report: Report) -> None:
    """Look at what the arguments name, and tell where each find in a history comes from."""
    progress = Progress(args.quiet)
    try:
        workers.scan(_items(args, settings, report), settings, report, args.jobs or workers.cores(), progress)
    finally:
        progress.done()
        # what was found before Ctrl-C is told with its origin, too
        if report.findings and (args.history or args.range or args.since):
            attribute(settings.folder, report.findings, authors=args.authors, today=scan.now()[:10])


def _items(args: 'Namespace', settings: 'Settings', report: Report) -> 'Iterator[Item]':
    if args.stdin:
        yield stream.read(args.name or 'standard input')
    elif not (args.staged or args.history or args.range or args.since):
        yield from files(args.paths, settings, report, ignored=args.no_ignore)
    else:
        folder = settings.folder
        if args.staged:
            found = index.staged(folder, report)
        elif args.history:
            found = commits.history(folder, report, args.unreachable)
        else:
            found = commits.commits(folder, args.range, args.since, report)
        for blob in found:
            if settings.excludes(blob.path):
                report.excluded += 1
            else:
                yield blob


def files(paths: 'list[str]', settings: 'Settings', report: Report, ignored: bool = False) -> 'Iterator[File]':
    """The files below the paths, or of the whole repository; what is excluded is counted in ``report``, what is a
    repository of its own is named there.
    """
    folder, root = settings.folder, settings.root
    nested: list[bytes] = []
    for name in tree.names(folder, paths or [root or '.'], root, nested, ignored):
        path = places.shown(name, os.fsencode(folder), os.fsencode(root))
        if settings.excludes(path):
            report.excluded += 1
        else:
            yield File(name, path)
    for name in nested:
        word = quoted(name)
        report.notes.append(f'{word} is a repository of its own and was not entered: keyguard audit {word}')


def _consistent(args: 'Namespace') -> None:
    """One thing to look at, and only options that belong to it; raises ``Fatal``."""
    named = [f'--{name}' for name in _SOURCES if getattr(args, name)]
    if args.range or (args.since and not args.history):
        named.append('--range' if args.range else '--since')
    if len(named) > 1 and not (args.repos and named == ['--history', '--repos']):
        raise Fatal(f'{named[0]} and {named[1]} name different things to look at; choose one', USAGE)
    if named and args.paths:
        raise Fatal(f'{named[0]} takes no paths: `keyguard audit {args.paths[0]}` looks at its files', USAGE)
    for name, needs in (('name', 'stdin'), ('unreachable', 'history')):
        if getattr(args, name) and not getattr(args, needs):
            raise Fatal(f'--{name} belongs to --{needs}', USAGE)
    if args.since and args.history:
        raise Fatal('--history is all of it; without it, --since looks at the commits after a day', USAGE)
    if args.jobs < 0 or args.max_age < 0:
        raise Fatal('--jobs and --max-age take a number from 1', USAGE)


def _told(settings: 'Settings') -> 'dict[str, str]':
    """What the formats want to know of the repository."""
    if not settings.root:
        return {}
    code, head, _ = git.ask(settings.folder, 'rev-parse', '--verify', '--quiet', 'HEAD')
    return {} if code else {'revision': head.decode('ascii', 'replace').strip()}


# ---- many repositories ----


def _many(args: 'Namespace', options: 'scan.Options', report: Report) -> None:
    """Every repository of the list, each with its own configuration and baseline, in one report."""
    here = os.getcwd()
    done: set[str] = set()
    for path in _listed(args.repos):
        folder = os.path.realpath(path)
        if folder in done:
            continue
        done.add(folder)
        name = os.fsencode(path.rstrip('/' + os.sep))
        part = Report()
        try:
            os.chdir(folder)
            examine(args, scan.settings(options), part)
        except (OSError, Fatal) as error:
            words = error.strerror or '' if isinstance(error, OSError) else str(error)
            part.unread.append((b'', words[:1].lower() + words[1:]))
        finally:
            os.chdir(here)
            _take(report, part, name)


def _listed(path: str) -> 'list[str]':
    try:
        with open(path, encoding='utf-8', errors='surrogateescape') as file:
            lines = [line.strip() for line in file]
    except OSError as error:
        raise Fatal(f'{path}: the list of repositories cannot be read ({(error.strerror or "").lower()})') from None
    found = [line for line in lines if line and not line.startswith('#')]
    if not found:
        raise Fatal(f'{path}: the list names no repository; it takes one path a line')
    return found


def _take(report: Report, part: Report, name: bytes) -> None:
    """The part's findings and words, under the name of its repository."""
    for finding in part.findings:
        finding.path = name + b'/' + finding.path
    report.blocked += part.blocked
    report.accepted += part.accepted
    report.unread += [(name + (b'/' + path if path else b''), reason) for path, reason in part.unread]
    report.notes += [f'{os.fsdecode(name)}: {note}' for note in part.notes]
    report.files += part.files
    report.bytes += part.bytes
    report.commits += part.commits
    report.excluded += part.excluded
