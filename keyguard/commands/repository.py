"""The task of one repository, in whatever process: plain words in, the bytes of a report out."""

import os
from types import SimpleNamespace

from keyguard import cache, git, wire
from keyguard.commands import scan
from keyguard.commands.examine import examine, failed
from keyguard.errors import USAGE, Fatal
from keyguard.model import Report
from keyguard.workers import end_with_parent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Task = dict[str, Any]

# set in a process of this machine when the run is to end
_stop: 'list[Any]' = []


def begin(stop: 'Any', parent: int) -> None:
    """Ctrl-C goes to every process of a terminal; this one leaves it to the first, which says when to stop."""
    import signal

    _stop[:] = [stop]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(parent)


def _stopped(_: Report) -> None:
    if _stop and _stop[0].is_set():
        raise KeyboardInterrupt


def audit(task: 'Task') -> bytes:
    """Look at the repository that the task names; its report as bytes. Never raises: what fails is told there."""
    part = Report()
    own: set[str] = set()
    try:
        look(task, part, own, _stopped)
    except KeyboardInterrupt:
        pass
    return wire.dump(part, own)


def look(task: 'Task', part: Report, own: 'set[str]', seen: 'Callable[[Report], object]') -> None:
    """Put into ``part`` what is found, and into ``own`` the ids of providers that are the repository's own."""
    try:
        folder = task['folder']
        words: Any = SimpleNamespace(**task['words'], paths=[], stdin=False, push=False, receive=False, name='')
        _check(task, words)
        settings = scan.settings(scan.options(words), folder)
        own |= settings.own
        examine(words, settings, part, task['jobs'], seen)
    except KeyboardInterrupt:
        part.notes.append('interrupted before all of it was looked at')
        raise
    except Exception as error:  # noqa: BLE001 (the other repositories go on)
        part.unread.append((b'', failed(error)))


def _check(task: 'Task', words: 'Any') -> None:
    """Raise ``Fatal`` where this process cannot do the task."""
    folder = task['folder']
    where = ''
    if task['cluster']:
        from platform import node

        where = f' on the worker {node()}'
        if task['stand'] != cache.stand():
            raise Fatal(f'there is another version of keyguard, or another catalogue,{where}')
    if not os.path.isdir(folder):
        raise Fatal(f'no such folder{where}')
    if not os.access(folder, os.R_OK | os.X_OK):
        raise Fatal(f'permission denied{where}')
    if git.ready(folder) and not (words.history or words.range or words.since or words.staged):
        raise Fatal('a bare repository has no files to look at; --history looks at its commits', USAGE)
