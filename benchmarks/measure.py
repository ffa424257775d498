"""Run one command and print what it took: wall seconds, CPU seconds, peak bytes, exit code.

A process of its own, and a small one: Linux counts what the parent held at ``exec`` as the child's peak, so a parent
with half of the standard library loaded would hide how little a hook needs. Call it with ``python -I -S``.
"""

import os
import sys
import time


def main(argv: 'list[str]') -> None:
    """``argv``: ``one`` (the first of our cores alone) or ``all``, then the full path of the program and its words.

    Its input and output are the null device. CPU time is that of all processes that it starts; the peak is that of the
    largest of them.
    """
    if argv[0] == 'one' and hasattr(os, 'sched_setaffinity'):
        os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, stream) for stream in (0, 1, 2)]
    begun = time.perf_counter()
    process = os.posix_spawn(argv[1], argv[1:], os.environ, file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - begun
    # ru_maxrss is bytes on macOS and KiB elsewhere
    peak = usage.ru_maxrss if sys.platform == 'darwin' else usage.ru_maxrss * 1024
    print(wall, usage.ru_utime + usage.ru_stime, peak, os.waitstatus_to_exitcode(status))


if __name__ == '__main__':
    main(sys.argv[1:])
