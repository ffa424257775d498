"""The run over several processes: one reads, others scan, and the report is the same as that of one alone.

What is scanned goes out in batches through a ``concurrent.futures.Executor``: processes of this machine, or whatever
else has that interface. Each batch has one future, whose result is taken once.
"""

import os
from collections import deque

from keyguard import wire
from keyguard.model import Blob, Report
from keyguard.pipeline import run
from keyguard.settings import Settings
from keyguard.sources.files import File
from keyguard.sources.share import Share

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future
    from typing import Any

    Item = Blob | File | Share
    Batch = list[Item]

# so much is scanned before another process is worth its start, and so much goes out at once
_ALONE = 16 << 20
_BATCH = 4 << 20
_MOST_ITEMS = 500


def scan(
    items: 'Iterable[Item]',
    settings: Settings,
    report: Report,
    jobs: int = 1,
    seen: 'Callable[[Report], object] | None' = None,
) -> None:
    """Look at every blob, and at every file that is named, and put into ``report`` what ``pipeline.run`` would.

    ``jobs`` is the number of processes that scan. ``seen`` is called with the report whenever it has grown.
    """
    batches = _batches(items)
    alone = 0
    try:
        for batch in batches:
            part = _look(batch, settings)
            alone += part.bytes
            _take(report, part, seen)
            if jobs > 1 and alone >= _ALONE and hasattr(os, 'fork'):
                _share(batches, settings, report, jobs, seen)
    finally:
        # Ctrl-C too leaves a report in order
        report.sort()


def _share(
    batches: 'Iterator[Batch]',
    settings: Settings,
    report: Report,
    jobs: int,
    seen: 'Callable[[Report], object] | None',
) -> None:
    """At most two batches for each process are on their way, so memory does not grow with what is read. What a process
    that dies leaves undone is done here.
    """
    # importing this takes longer than most commits do
    from concurrent.futures import BrokenExecutor

    executor = _processes(jobs, settings)
    waiting: deque[tuple[Future[bytes] | None, Batch]] = deque()

    def finish() -> None:
        future, batch = waiting.popleft()
        try:
            part = wire.load(future.result(), settings.provider) if future else _look(batch, settings)
        except BrokenExecutor:
            part = _look(batch, settings)
        _take(report, part, seen)

    try:
        for batch in batches:
            # a mapped file stays here: its bytes are read where they are needed
            mapped = [item for item in batch if isinstance(item, Blob) and not isinstance(item.data, bytes)]
            if mapped:
                _take(report, _look(mapped, settings), seen)
            others = [item for item in batch if item not in mapped] if mapped else batch
            if others:
                waiting.append((_submitted(executor, others), others))
            while len(waiting) >= 2 * jobs:
                finish()
        while waiting:
            finish()
    finally:
        executor.shutdown(cancel_futures=True)


def _submitted(executor: 'Executor', batch: 'Batch') -> 'Future[bytes] | None':
    """None where its processes are gone."""
    from concurrent.futures import BrokenExecutor

    try:
        return executor.submit(_work, batch)
    except BrokenExecutor:
        return None


def _batches(items: 'Iterable[Item]') -> 'Iterator[Batch]':
    batch: Batch = []
    size = 0
    for item in items:
        if isinstance(item, Share):  # has the size of a batch
            yield [item]
            continue
        batch.append(item)
        size += item.size if isinstance(item, File) else len(item.data)
        if size >= _BATCH or len(batch) >= _MOST_ITEMS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _look(batch: 'Batch', settings: Settings) -> Report:
    report = Report()
    return run(_blobs(batch, report), settings, report)


def _blobs(batch: 'Batch', report: Report) -> 'Iterator[Blob]':
    for item in batch:
        if isinstance(item, Share):
            yield from item.read(report)
        else:
            yield item.read() if isinstance(item, File) else item


def _take(report: Report, part: Report, seen: 'Callable[[Report], object] | None') -> None:
    report.take(part)
    if seen:
        seen(report)


# ---- in the other process ----

# its settings, put there before it gets its first batch
_settings: 'list[Settings]' = []


def _processes(jobs: int, settings: Settings) -> 'Executor':
    # importing these takes longer than most commits do
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(jobs, get_context('fork'), initializer=_begin, initargs=(settings,))


def _begin(settings: Settings) -> None:
    """A new process has the settings of the one it was forked from; it leaves Ctrl-C to that one."""
    import signal

    _settings[:] = [settings]
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(batch: 'Batch') -> bytes:
    return wire.dump(_look(batch, _settings[0]))


def cores() -> int:
    """How many processes this one may run at once."""
    count: Any = getattr(os, 'sched_getaffinity', None)
    return len(count(0)) if count else os.cpu_count() or 1
