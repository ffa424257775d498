"""Who looks at many repositories: this process, several of this machine, or a cluster. All give to the same whole."""

import os
from collections import deque

from keyguard.commands import repository
from keyguard.model import Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor, Future

    from keyguard.commands.repositories import Whole
    from keyguard.commands.repository import Task

# seconds: how often the progress is told, and how long after Ctrl-C the running tasks have to hand over what they found
_TICK = 0.5
_GRACE = 10
_WHY = {
    'CancelledError': 'its scheduler is gone, or all of its workers',
    'KilledWorker': 'every worker that had it died, perhaps for want of memory',
}
_OTHERWISE = 'is the same version of keyguard installed on the scheduler and the workers?'
_DIED = 'its process ended without an answer: it was killed, or out of memory'


def here(whole: 'Whole') -> None:
    """One after the other, in this process."""
    for task in whole.tasks:
        part = Report()
        try:
            repository.look(task, part, set(), whole.during)
        finally:
            whole.put(task, part)


def in_processes(jobs: int, whole: 'Whole') -> None:
    """A process that dies takes those beside it along, so what was under way is done once more, each task with a
    process of its own: then it is known which one it was.
    """
    todo = deque(whole.tasks)
    suspects: list[Task] = []
    while todo:
        suspects += _processes(jobs, todo, whole)
    for task in suspects:
        if _processes(1, deque([task]), whole):
            whole.fail(task, _DIED)


def _processes(jobs: int, todo: 'deque[Task]', whole: 'Whole') -> 'list[Task]':
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    context = get_context('fork' if hasattr(os, 'fork') else 'spawn')
    stop = context.Event()
    executor = ProcessPoolExecutor(jobs, context, initializer=repository.begin, initargs=(stop, os.getpid()))
    try:
        lost = _round(executor, todo, jobs, whole, stop.set)
    except BaseException:
        for process in active_children():
            process.terminate()
        raise
    finally:
        executor.shutdown(cancel_futures=True)
    return [task for task, _ in lost]


def on_cluster(address: str, whole: 'Whole') -> None:
    """On a Dask cluster; raises ``Fatal`` where there is none."""
    from keyguard import cluster

    with cluster.executor(address) as (executor, gone):
        for task, error in _round(executor, deque(whole.tasks), len(whole.tasks), whole, lambda: None, gone):
            whole.fail(task, f'the cluster gave no answer ({error}): {_WHY.get(error, _OTHERWISE)}')


def _round(
    executor: 'Executor',
    todo: 'deque[Task]',
    room: int,
    whole: 'Whole',
    stop: 'Callable[[], object]',
    gone: 'Callable[[], bool]' = lambda: False,
) -> 'list[tuple[Task, str]]':
    """Do the tasks, ``room`` of them at a time; those without an answer, and the name of what happened. Where the
    executor broke, the rest stays in ``todo``. ``stop`` asks the tasks that run to hand over what they have; ``gone``
    says that nobody is left to do them.
    """
    from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, wait

    pending: dict[Future[bytes], Task] = {}
    lost: list[tuple[Task, str]] = []
    broken = False
    try:
        while pending or (todo and not broken):
            while todo and len(pending) < room and not broken:
                task = todo.popleft()
                try:
                    pending[executor.submit(repository.audit, task)] = task
                except BrokenExecutor as error:
                    broken = True
                    lost.append((task, type(error).__name__))
            for future in wait(pending, _TICK, FIRST_COMPLETED).done:
                task = pending.pop(future)
                try:
                    whole.take(task, future.result())
                except (Exception, CancelledError) as error:  # noqa: BLE001 (told by the caller, without its words)
                    broken = broken or isinstance(error, BrokenExecutor)
                    lost.append((task, type(error).__name__))
            whole.tick()
            if gone():
                lost += [(task, 'CancelledError') for task in pending.values()]
                for future in pending:
                    future.cancel()
                return lost  # an executor without workers may never notice
    except KeyboardInterrupt:
        stop()
        running = {future: task for future, task in pending.items() if not future.cancel()}
        for future in wait(running, _GRACE).done:
            if not future.cancelled() and not future.exception():
                whole.take(running[future], future.result())
        raise
    return lost
