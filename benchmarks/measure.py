"""Run one command and print what it took: wall seconds, CPU seconds, peak bytes, exit code.

A process of its own, and a small one: Linux counts what the parent held at ``exec`` as the child's peak, so a parent
with half of the standard library loaded would hide how little a hook needs. Call it with ``python -I -S``.
"""

import os
import sys
import time


def main(argv: 'list[str]') -> None:
    """``argv`` begins with the full path of the program; its input and output are the null device."""
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, stream) for stream in (0, 1, 2)]
    begun = time.perf_counter()
    process = os.posix_spawn(argv[0], argv, os.environ, file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - begun
    # ru_maxrss is bytes on macOS and KiB elsewhere
    peak = usage.ru_maxrss if sys.platform == 'darwin' else usage.ru_maxrss * 1024
    print(wall, usage.ru_utime + usage.ru_stime, peak, os.waitstatus_to_exitcode(status))


if __name__ == '__main__':
    main(sys.argv[1:])
