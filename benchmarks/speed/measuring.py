"""Cases, and how they are measured: in alternated rounds, CPU and wall time, and the memory of all processes together.

Every round runs each command once, in turn, and a ratio is taken inside a round, so that a slow minute falls on both of
its sides. CPU time is the figure to read: it hardly depends on what else the machine does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from speed.calling import BENCHMARKS, call, environment, say

# a command that takes longer is run once behind its warm-up, which finds no file in the cache, and is looked at
SLOW_SECONDS = 8.0
# … nor is one run more than twice more that takes longer than this
LONG_SECONDS = 3.0
# between two looks at the memory of the processes
_PAUSE = 0.01


class Run(NamedTuple):
    """What one run of a command took: seconds, seconds, bytes of the largest process (``watched``: of all of them)."""

    wall: float
    cpu: float
    peak: float
    code: int


@dataclass(frozen=True)
class Row:
    """A command of a case. ``codes``: how it may end, None where its exit code says nothing that is known here."""

    id: str
    label: str
    argv: list[str]
    codes: tuple[int, ...] | None = (0,)
    # in how many of the rounds it runs at most
    rounds: int = 1000
    one_core: bool = False
    variables: dict[str, str] = field(default_factory=dict)
    # where it is run, the case's folder where nothing is said
    folder: Path | None = None


@dataclass(frozen=True)
class Case:
    """Commands that are run over the same files; the first is the base of the ratios."""

    title: str
    folder: Path
    rows: list[Row]
    rounds: int
    # bytes that are looked at, 0 where that says nothing
    size: int = 0
    # the processes are long enough for a look at what they hold together
    memory: bool = False
    # what else is known of the files
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """A case that is made when it is its turn; one that is not timed gives what it measured."""

    id: str
    make: Callable[[], Case | dict[str, Any]]


def once(row: Row, folder: Path) -> Run:
    """One run, in a process that is small itself: see measure.py."""
    argv = [sys.executable, '-I', '-S', BENCHMARKS / 'measure.py', 'one' if row.one_core else 'all', *row.argv]
    if row.variables:
        assignments = [f'{name}={value}' for name, value in row.variables.items()]
        argv = ['/usr/bin/env', *assignments, *argv]
    told = call(argv, row.folder or folder).split()
    return Run(float(told[0]), float(told[1]), float(told[2]), int(told[3]))


def _descendants(root: int) -> list[int]:
    """The process and all that it started."""
    found = [root]
    for pid in found:
        try:
            for task in os.listdir(f'/proc/{pid}/task'):
                found += map(int, Path(f'/proc/{pid}/task/{task}/children').read_text().split())
        except (OSError, ValueError):
            continue
    return found


def _held(pid: int) -> float:
    """The bytes that a process holds, its part of what it shares."""
    try:
        for line in Path(f'/proc/{pid}/smaps_rollup').read_text().splitlines():
            if line.startswith('Pss:'):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return 0.0


def watched(row: Row, folder: Path) -> tuple[float, Run]:
    """One run, and the most bytes that the command's processes held together."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        row.argv,
        cwd=row.folder or folder,
        env=environment() | row.variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if row.one_core and hasattr(os, 'sched_setaffinity'):
        os.sched_setaffinity(process.pid, [min(os.sched_getaffinity(0))])
    most = 0.0
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        most = max(most, sum(_held(pid) for pid in _descendants(process.pid)))
        time.sleep(_PAUSE)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begun
    # ru_maxrss would be no less than what this process, a large one, held when it started the other
    return most, Run(wall, usage.ru_utime + usage.ru_stime, most, process.returncode)


def play(case: Case) -> dict[str, Any]:
    """A warm-up and then the rounds, each beginning one row further on; what was measured, ready to be kept."""
    runs: dict[str, list[list[float]]] = {row.id: [] for row in case.rows}
    held: dict[str, float] = {}
    left = {row.id: min(row.rounds, case.rounds) for row in case.rows}

    def take(row: Row, number: int, run: Run) -> None:
        runs[row.id].append([number, round(run.cpu, 6), round(run.wall, 6), run.peak, run.code])

    for row in case.rows:
        if case.memory and Path('/proc/self/smaps_rollup').exists():
            held[row.id], run = watched(row, case.folder)
        else:
            run = once(row, case.folder)
        if run.wall > SLOW_SECONDS:
            left[row.id] = 1
        elif run.wall > LONG_SECONDS:
            left[row.id] = min(left[row.id], 3)
    for number in range(case.rounds):
        turn = number % len(case.rows)
        for row in case.rows[turn:] + case.rows[:turn]:
            if number < left[row.id]:
                take(row, number, once(row, case.folder))
    say('    ' + ', '.join(f'{row.id} {min(run[1] for run in runs[row.id]) * 1000:,.0f} ms' for row in case.rows))
    return {
        'title': case.title,
        'size': case.size,
        'facts': case.facts,
        'rows': [
            {
                'id': row.id,
                'label': row.label,
                'codes': row.codes,
                'held': held.get(row.id, 0.0),
                'runs': runs[row.id],
            }
            for row in case.rows
        ],
    }
