"""The run over several processes: this one and others scan, and the report is the same as that of one alone.

What others scan goes out in batches through a ``concurrent.futures.Executor``: processes of this machine, or whatever
else has that interface. Each batch has one future, whose result is taken once. While all of them have enough to do,
this process scans as they do: one that only handed out would hold as much memory for nothing.
"""

import gc
import os
from collections import deque

from keyguard import wire
from keyguard.model import Blob, Report
from keyguard.pipeline import run
from keyguard.prefilter import forget
from keyguard.settings import Settings
from keyguard.sources.files import File
from keyguard.sources.share import Share

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future
    from mmap import mmap
    from typing import Any

    Item = Blob | File | Share
    Batch = list[Item]

# so much is scanned before another process is worth its start, and so much goes out at once
_ALONE = 16 << 20
_BATCH = 4 << 20
_MOST_ITEMS = 500
# so many batches wait for each of the others, so that none runs out of them while this process looks at a large one;
# those of bytes wait in memory
_AHEAD, _AHEAD_OF_BYTES = 4, 2
# what a file of so many bytes takes is given back after it
_LARGE = 1 << 19
# a byte that git has to inflate first counts as so many: one process would wait for git in turn with its own work
_INFLATED = 16
# hardly anything in a scan refers to itself: garbage of that kind is looked for once in so many objects
_GARBAGE = 50_000
_KILLED = 'a process was killed, perhaps for want of memory; its share was done again, by one process and more slowly'
# seconds that the processes have to hand over what they found, after Ctrl-C
_GRACE = 10


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
    limits = gc.get_threshold()
    gc.set_threshold(_GARBAGE, *limits[1:])
    try:
        for batch in batches:
            weight = _INFLATED if isinstance(batch[0], Share) else 1
            alone += weight * _look_here(batch, settings, report)
            if seen:
                seen(report)
            if alone >= _ALONE:
                give_back(batch)
                if jobs > 1 and hasattr(os, 'fork'):
                    _share(batches, settings, report, jobs, seen)
    finally:
        gc.set_threshold(*limits)
        # Ctrl-C too leaves a report in order
        report.sort()


def _share(
    batches: 'Iterator[Batch]',
    settings: Settings,
    report: Report,
    jobs: int,
    seen: 'Callable[[Report], object] | None',
) -> None:
    """A few batches for each process are on their way, so memory does not grow with what is read. What a process that
    dies leaves undone is done here. After Ctrl-C those that run hand over what they found.
    """
    # importing these takes longer than most commits do
    from concurrent.futures import BrokenExecutor
    from mmap import mmap

    # a byte that all of the processes see: 1 when they are to stop
    stop = mmap(-1, 1)
    executor = _processes(jobs - 1, settings, stop)
    waiting: deque[tuple[Future[bytes] | None, Batch]] = deque()

    def here(batch: 'Sequence[Item]') -> None:
        _look_here(batch, settings, report)
        give_back(batch)
        if seen:
            seen(report)

    def lost(batch: 'Sequence[Item]') -> None:
        if _KILLED not in report.notes:
            report.notes.append(_KILLED)
        here(batch)

    def finish() -> None:
        future, batch = waiting[0]
        try:
            if future:
                report.take(wire.load(future.result(), settings.provider))
                if seen:
                    seen(report)
            else:
                lost(batch)
        except BrokenExecutor:
            lost(batch)
        waiting.popleft()

    try:
        for batch in batches:
            # a mapped file stays here: its bytes are read where they are needed
            mapped = [item for item in batch if isinstance(item, Blob) and not isinstance(item.data, bytes)]
            if mapped:
                here(mapped)
            others = [item for item in batch if item not in mapped] if mapped else batch
            while waiting and _is_done(waiting[0][0]):
                finish()
            most = (_AHEAD_OF_BYTES if any(isinstance(item, Blob) for item in others) else _AHEAD) * (jobs - 1)
            if others and sum(not _is_done(future) for future, _ in waiting) < most:
                waiting.append((_submitted(executor, others), others))
            elif others:
                here(others)
        while waiting:
            # the last ones are shared out, too
            future, batch = waiting.pop()
            if future and not future.cancel():
                waiting.append((future, batch))
                finish()
            elif future:
                here(batch)
            else:
                lost(batch)
    except KeyboardInterrupt:
        stop[0] = 1
        _hand_over([future for future, _ in waiting if future and not future.cancel()], settings, report)
        raise
    finally:
        executor.shutdown(cancel_futures=True)


def _is_done(future: 'Future[bytes] | None') -> bool:
    """Is its result there, or nobody left who could give it?"""
    return future is None or future.done()


def _hand_over(running: 'list[Future[bytes]]', settings: Settings, report: Report) -> None:
    """Take what was found in the batches that were under way; processes that do not answer in time are ended."""
    from concurrent.futures import wait
    from multiprocessing import active_children

    try:
        done, late = wait(running, _GRACE)
        for future in done:
            if not future.exception():
                report.take(wire.load(future.result(), settings.provider))
        if late:
            report.notes.append('what was under way when it was interrupted could not be waited for')
    finally:
        for process in active_children():
            process.terminate()


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
        size += _size(item)
        if size >= _BATCH or len(batch) >= _MOST_ITEMS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _size(item: 'Blob | File') -> int:
    return item.size if isinstance(item, File) else len(item.data)


def _look(batch: 'Sequence[Item]', settings: Settings, report: Report) -> None:
    run(_blobs(batch, report), settings, report)


def _look_here(batch: 'Sequence[Item]', settings: Settings, report: Report) -> int:
    """Look at the batch in this process; how many bytes it had. What was found before Ctrl-C is in the report."""
    part = Report()
    try:
        _look(batch, settings, part)
    finally:
        report.take(part)
    return part.bytes


def _blobs(batch: 'Sequence[Item]', report: Report) -> 'Iterator[Blob]':
    for item in batch:
        for blob in item.read(report) if isinstance(item, Share) else (item,):
            if _stop and _stop[0][0]:
                return
            yield blob.read() if isinstance(blob, File) else blob


# ---- in the other process ----

# its settings and the byte that says when to stop, put there before it gets its first batch
_settings: 'list[Settings]' = []
_stop: 'list[mmap]' = []


def _processes(jobs: int, settings: Settings, stop: 'mmap') -> 'Executor':
    # importing these takes longer than most commits do
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(jobs, get_context('fork'), initializer=_begin, initargs=(settings, stop, os.getpid()))


def _begin(settings: Settings, stop: 'mmap', parent: int) -> None:
    """A new process has what the one has that it was forked from; it leaves Ctrl-C to that one."""
    import signal

    _settings[:], _stop[:] = [settings], [stop]
    # to look through what was there before would make a copy of it
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(parent)


def end_with_parent(parent: int) -> None:
    """Nobody takes the results of a process whose parent was killed, and it would wait for ever. ``parent`` is the id
    of that one, by its own word: it may be gone before this process asks.
    """
    import signal
    from threading import Thread
    from time import sleep

    for name in ('SIGTERM', 'SIGHUP'):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)

    def watch() -> None:
        while os.getppid() == parent:
            sleep(1)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _work(batch: 'Batch') -> bytes:
    report = Report()
    _look(batch, _settings[0], report)
    told = wire.dump(report)
    del report
    give_back(batch)
    return told


# what hands free memory back, once it was looked for
_trims: 'list[Callable[[int], object]]' = []


def give_back(batch: 'Sequence[Item]') -> None:
    """Let go of what is kept of the last files, and, where one was large, hand to the system what is free in between
    of what is in use: glibc keeps as much of it as that one took.
    """
    forget()
    if not any(isinstance(item, Share) or _size(item) >= _LARGE for item in batch):
        return
    if not _trims:
        try:
            import ctypes

            _trims.append(ctypes.CDLL(None).malloc_trim)
        except (ImportError, OSError, TypeError, AttributeError):
            # another libc, or another system
            _trims.append(lambda _: None)
    _trims[0](0)


def cores() -> int:
    """How many processes this one may run at once."""
    count: Any = getattr(os, 'sched_getaffinity', None)
    return len(count(0)) if count else os.cpu_count() or 1
