"""Many repositories and one report: each repository is a task, for processes of this machine or for a cluster.

A task is a mapping of plain words, its result the bytes of a report: both go through any
``concurrent.futures.Executor``. A repository's own configuration and baseline apply to it, and where its finds come
from is told where it lies; no key leaves the process that found it. What a repository lets fail is named in the
report, and the others go on.
"""

import os
import sys

from keyguard import cache, places, wire
from keyguard.commands import hands
from keyguard.errors import Fatal
from keyguard.excerpt import outside
from keyguard.git.checkout import Checkout
from keyguard.model import Report
from keyguard.settings import Settings
from keyguard.sources import tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from keyguard.commands.repository import Task
    from keyguard.progress import Progress

# what a task is told of the command line
_WORDS = (
    *(
        'authors',
        'baseline',
        'cache',
        'config',
        'history',
        'inline',
        'max_age',
        'min_confidence',
        'no_ignore',
        'only',
        'range',
    ),
    *('since', 'skip', 'staged', 'submodules', 'unreachable'),
)
# while git runs a hook these lead to the repository of the hook
_HOOK = (
    *('GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_COMMON_DIR', 'GIT_DIR', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY'),
    'GIT_WORK_TREE',
)
_MOST_NAMED = 5


def named(args: 'Namespace') -> 'list[str]':
    """The repositories that the arguments name, or none: a list in a file, or paths that are all repositories. One
    alone is many only where something else than its files is asked for.
    """
    if args.push or args.receive:
        return []
    if args.submodules:
        found = [inner for path in args.paths or ['.'] for inner in _with_inner(path)]
        return found if len(found) > 1 else []
    if args.repos:
        return _listed(args.repos)
    special = args.staged or args.history or args.range or args.since
    if args.paths and (special or len(args.paths) > 1) and all(map(_is_repository, args.paths)):
        return list(args.paths)
    return []


def _with_inner(path: str) -> 'Iterator[str]':
    """The repository, and those in its work tree that are there, however deep."""
    yield path
    if os.path.isdir(path) and _is_repository(path) and not tree.is_bare(path):
        listed = Checkout(path, ['.'])
        listed.close()
        for name in listed.nested:
            inner = os.path.normpath(os.path.join(path, os.fsdecode(name)))
            if _is_repository(inner):
                yield from _with_inner(inner)


def _is_repository(path: str) -> bool:
    return tree.is_bare(path) or os.path.lexists(os.path.join(path, '.git'))


def _listed(path: str) -> 'list[str]':
    name = 'standard input' if path == '-' else path
    try:
        if path == '-':
            text = sys.stdin.buffer.read()
        else:
            with open(path, 'rb') as file:
                text = file.read()
        lines = [line.strip().removeprefix('\ufeff') for line in text.decode('utf-8', 'surrogateescape').split('\n')]
    except OSError as error:
        raise Fatal(f'{name}: the list of repositories cannot be read ({(error.strerror or "").lower()})') from None
    found = [line for line in lines if line and not line.startswith('#')]
    if not found:
        raise Fatal(f'{name}: the list names no repository; it takes one path a line')
    return found


def run(paths: 'list[str]', args: 'Namespace', report: Report, jobs: int, progress: 'Progress') -> None:
    """Look at every repository, each once, and put everything into ``report``, in an order that does not depend on who
    was ready first. Raises ``Fatal`` where there is no cluster, and ``KeyboardInterrupt`` with all in the report that
    was found until then.
    """
    whole = Whole(_tasks(paths, args), progress)
    # processes that are left over help within a repository
    spare = 1 if args.scheduler else max(1, jobs // len(whole.tasks))
    for task in whole.tasks:
        task['jobs'] = spare
    hidden = {name: os.environ.pop(name) for name in _HOOK if name in os.environ}
    try:
        if args.scheduler:
            hands.on_cluster(args.scheduler, whole)
        elif jobs > 1 and len(whole.tasks) > 1:
            hands.in_processes(min(jobs, len(whole.tasks)), whole)
        else:
            hands.here(whole)
    finally:
        os.environ.update(hidden)
        whole.tell(report)


class Whole:
    """The tasks, and the reports that came back."""

    def __init__(self, tasks: 'list[Task]', progress: 'Progress') -> None:
        self.tasks = tasks
        self._progress = progress
        self._parts: dict[int, Report] = {}
        self._sum = Report()
        self._settings = Settings()

    def take(self, task: 'Task', data: bytes) -> None:
        """Take what a task came back with."""
        self.put(task, wire.load(data, self._settings.provider))

    def put(self, task: 'Task', part: Report) -> None:
        """Take the report of a task."""
        self._parts[task['number']] = part
        self._sum.files += part.files
        self._sum.bytes += part.bytes
        self._sum.commits += part.commits
        self._sum.blocked += part.blocked
        self.tick()

    def fail(self, task: 'Task', reason: str) -> None:
        """A task came back with nothing."""
        part = Report()
        part.unread.append((b'', reason))
        self.put(task, part)

    def tick(self) -> None:
        """Tell how far it has got."""
        self._progress.finished = len(self._parts)
        self._progress(self._sum)

    def during(self, part: Report) -> None:
        """Tell how far it has got with a part that is not finished."""
        both = Report()
        both.files, both.bytes = self._sum.files + part.files, self._sum.bytes + part.bytes
        both.commits, both.blocked = self._sum.commits + part.commits, self._sum.blocked + part.blocked
        self._progress(both)

    def tell(self, report: Report) -> None:
        """All that came back, in the order of the tasks."""
        for task in self.tasks:
            if task['number'] in self._parts:
                _add(report, self._parts[task['number']], os.fsencode(task['name']))
        report.sort()
        missing = [task['name'] for task in self.tasks if task['number'] not in self._parts]
        if missing:
            names = ', '.join(missing[:_MOST_NAMED])
            more = f' and {len(missing) - _MOST_NAMED} more' if len(missing) > _MOST_NAMED else ''
            report.notes.append(f'{len(missing)} of {len(self.tasks)} repositories were not looked at: {names}{more}')
            report.unread += [(outside(os.fsencode(name)), 'interrupted') for name in missing]


def _tasks(paths: 'list[str]', args: 'Namespace') -> 'list[Task]':
    words = {name: getattr(args, name) for name in _WORDS}
    for name in ('baseline', 'cache', 'config'):
        words[name] = words[name] and os.path.abspath(words[name])
    tasks: dict[str, Task] = {}
    for path in paths:
        name = os.path.normpath(path)
        folder = os.path.realpath(path)
        # a bare repository may lie in the work tree of another one
        alone = os.path.basename(folder) != '.git' and _is_repository(folder)
        top = folder if alone else places.find(folder, places.CONFIG)[0]
        if top and top != folder:  # a folder inside of the repository
            name = name.removesuffix(folder[len(top) :]) if name.endswith(folder[len(top) :]) else top
            folder = top
        name = os.path.basename(folder) if name == '.' else name
        tasks.setdefault(
            folder,
            {
                'number': len(tasks),
                'folder': folder,
                'name': name.replace('\\', '/') if os.sep == '\\' else name,
                'words': words,
                'stand': cache.stand(),
                'cluster': bool(args.scheduler),
            },
        )
    return list(tasks.values())


def _add(report: Report, part: Report, name: bytes) -> None:
    """The part's findings and words, under the name of its repository."""
    name = outside(name)
    prefix = name.rstrip(b'/') + b'/'
    for finding in part.findings:
        finding.path, finding.folder = prefix + finding.path, name
    for origin in {id(finding.origin): finding.origin for finding in part.findings}.values():
        if origin:
            origin.paths = tuple(prefix + path for path in origin.paths)
            origin.standing = tuple(prefix + path for path in origin.standing)
    part.unread = [(prefix + path if path else name, reason) for path, reason in part.unread]
    part.notes = [f'{os.fsdecode(name)}: {note}' for note in part.notes]
    report.take(part)
