"""``keyguard audit``: a work tree, the index, a range of commits, a whole history, a stream, or many repositories."""

import os

from keyguard import cache, git, workers
from keyguard.commands import repositories, scan
from keyguard.commands.examine import examine, failed
from keyguard.errors import INTERRUPTED, USAGE, Fatal
from keyguard.model import Report
from keyguard.output import complain
from keyguard.progress import Progress
from keyguard.sources import message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from keyguard.settings import Settings

# what to look at: one of them, or neither for the work tree
_SOURCES = ('staged', 'history', 'push', 'receive', 'stdin', 'message')


def run(args: 'Namespace') -> int:
    """Scan and report; the exit code."""
    many = repositories.named(args)
    _consistent(args, many)
    what = 'keys found'
    if args.push or args.receive:
        what = 'push blocked' if args.push else 'push refused'
        # git hands the name and the address of the remote to its hook
        args.remote, args.paths = args.paths, []
    options = scan.options(args)
    settings = scan.settings(options)
    report = Report()
    if args.message:
        workers.scan([message.read(args.message)], settings, report)
        options.in_hook = args.format == 'text'
        return scan.conclude(report, settings, options, 'commit blocked, a key in its message')
    if args.cache:
        cache.check(args.cache)
    jobs = args.jobs or workers.cores()
    progress = Progress(args.quiet, repositories=len(many))
    interrupted = False
    _end_in_order()
    try:
        if many:
            repositories.run(many, args, report, jobs, progress)
        else:
            examine(args, settings, report, jobs, progress=progress)
            if args.push or not any(getattr(args, name) for name in (*_SOURCES, 'range', 'since')):
                _look_out(report, settings)
            elif args.staged:
                _compare(report, settings)
    except KeyboardInterrupt:
        interrupted = True
        report.notes.append('interrupted: this is what was found until then')
        report.unread.append((b'(the rest)', 'interrupted'))
    except Exception as error:
        # what was found in an hour is not lost for the sake of what git, a disk or we could not do
        if not (report.files or report.findings) or (_is_usage(error) and not report.blocked):
            raise
        report.unread.append((b'(the rest)', failed(error)))
    finally:
        progress.done()
    if args.cache:
        _remember(args.cache, report)
    told = scan.conclude(report, settings, options, what, {} if many else _told(settings))
    return INTERRUPTED if interrupted else told


def _is_usage(error: Exception) -> bool:
    """Is it for the person to mend: a baseline that cannot be read, which nobody asks before the first find?"""
    return isinstance(error, Fatal) and error.code == USAGE


def _end_in_order() -> None:
    """A run that is told to end, or whose terminal is closed, ends as after Ctrl-C: with what it found."""
    import signal
    from threading import current_thread, main_thread

    if current_thread() is main_thread():
        for name in ('SIGTERM', 'SIGHUP'):
            number = getattr(signal, name, None)
            if number and signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, signal.default_int_handler)


def _look_out(report: Report, settings: 'Settings') -> None:
    """How the keys leave the files of the work tree."""
    from keyguard.commands import outlook

    top = settings.root or settings.folder
    outlook.prepare(report, settings, {each.path: os.path.join(top, os.fsdecode(each.path)) for each in report.blocked})


def _compare(report: Report, settings: 'Settings') -> None:
    """Which of the staged keys the files have no longer."""
    from keyguard.commands import outlook

    outlook.compare(report, settings)


def _remember(path: str, report: Report) -> None:
    """Put into the cache what was clean, and tell how much earlier runs knew. The report is not lost where that cannot
    be kept.
    """
    if report.passed:
        blobs = f'{report.passed:,} blobs that earlier runs found' if report.passed > 1 else '1 blob that was'
        report.notes.append(f'{blobs} clean: not read again (--cache)')
    try:
        if report.clean:
            cache.add(path, report.clean)
    except (OSError, Fatal) as error:
        words = (error.strerror or '').lower() if isinstance(error, OSError) else str(error)
        complain(f'keyguard: {path}: the cache cannot be written ({words}); the next run looks at everything again')


def _consistent(args: 'Namespace', many: 'list[str]') -> None:
    """One thing to look at, and only options that belong to it; raises ``Fatal``."""
    named = [f'--{name}' for name in _SOURCES if getattr(args, name)]
    if args.range or (args.since and not args.history):
        named.append('--range' if args.range else '--since')
    if len(named) > 1:
        raise Fatal(f'{named[0]} and {named[1]} name different things to look at; choose one', USAGE)
    if args.repos and ('--stdin' in named or '--message' in named):
        raise Fatal(f'--repos and {named[0]} name different things to look at; choose one', USAGE)
    if args.submodules and (args.repos or named[:1] in (['--push'], ['--receive'], ['--stdin'], ['--message'])):
        raise Fatal(f'--submodules and {"--repos" if args.repos else named[0]} do not go together', USAGE)
    if args.repos and args.paths:
        raise Fatal('--repos takes no paths: put them into its file', USAGE)
    if args.repos and (args.push or args.receive):
        raise Fatal(f'--repos and {named[0]} name different things to look at; choose one', USAGE)
    if args.push and len(args.paths) > 2:
        raise Fatal('--push takes the name and the address of the remote, as git gives them to its hook', USAGE)
    if args.receive and args.paths:
        raise Fatal('--receive takes nothing: git tells its hook on standard input what is pushed', USAGE)
    if named and args.paths and not many and not args.push:
        what = 'no paths but those of repositories' if named[0] not in ('--stdin', '--message') else 'no paths'
        raise Fatal(f'{named[0]} takes {what}: `keyguard audit {args.paths[0]}` looks at its files', USAGE)
    for name, needs in (('name', 'stdin'), ('unreachable', 'history')):
        if getattr(args, name) and not getattr(args, needs):
            raise Fatal(f'--{name} belongs to --{needs}', USAGE)
    if args.since and args.history:
        raise Fatal('--history is all of it; without it, --since looks at the commits after a day', USAGE)
    if args.jobs < 0 or args.max_age < 0:
        raise Fatal('--jobs and --max-age take a number from 1', USAGE)
    if args.no_ignore and named:
        raise Fatal(f'--no-ignore is about files of the work tree, {named[0]} looks at none', USAGE)
    if args.scheduler and not many:
        raise Fatal('--scheduler is for many repositories: name them with --repos, or as paths', USAGE)
    if args.scheduler and args.jobs:
        raise Fatal('--jobs is about processes of this machine; those of --scheduler are its workers', USAGE)
    if args.cache and (not named or named[0] in ('--stdin', '--message')):
        raise Fatal('--cache remembers blobs of git: it belongs to --history, --range, --since or --staged', USAGE)


def _told(settings: 'Settings') -> 'dict[str, str]':
    """What the formats want to know of the repository."""
    if not settings.root:
        return {}
    code, head, _ = git.ask(settings.folder, 'rev-parse', '--verify', '--quiet', 'HEAD')
    return {} if code else {'revision': head.decode('ascii', 'replace').strip()}
