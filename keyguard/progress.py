"""How far a long run has got, on standard error: one line that changes on a terminal, a line now and then elsewhere."""

import shutil
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from keyguard.model import Report

# seconds: how long a run is silent, and how often it speaks then
_SILENT = 1.0
_TERMINAL, _ELSEWHERE = 0.2, 30.0
_ONE = {'files': 'file', 'commits': 'commit', 'repositories': 'repository'}


class Progress:
    """Call it with the report whenever that has grown, and ``done`` at the end. So many ``repositories`` are expected,
    of which ``finished`` is set to the number of those looked at; or what ``expect`` was told.
    """

    def __init__(self, quiet: bool = False, stream: 'TextIO | None' = None, repositories: int = 0) -> None:
        self.finished = 0
        self._files = 0
        self._commits: Callable[[], int] = int
        self._repositories = repositories
        self._stream = None if quiet else stream or sys.stderr
        self._terminal = self._stream is not None and self._stream.isatty()
        self._began = self._now()
        self._spoke = 0.0
        self._width = 0

    @staticmethod
    def _now() -> float:
        return time.monotonic()

    def expect(self, files: int = 0, commits: 'Callable[[], int] | None' = None) -> None:
        """So many files more are to come; so many commits in all, which is asked for when there is something to say,
        and 0 while nobody knows.
        """
        self._files += files
        self._commits = commits or self._commits

    def __call__(self, report: 'Report') -> None:
        now = self._now()
        passed = now - self._began
        wait = _TERMINAL if self._terminal else _ELSEWHERE
        if self._stream is None or passed < (_SILENT if self._terminal else _ELSEWHERE) or now - self._spoke < wait:
            return
        self._spoke = now
        self._say(self.line(report, passed))

    def line(self, report: 'Report', passed: float) -> str:
        """What is said after so many seconds."""
        commits = self._commits()
        parts = [
            _count(report.files, self._files, 'files'),
            f'{report.bytes / 1e6:,.1f} MB',
            f'{report.bytes / 1e6 / max(passed, 0.001):,.1f} MB/s',
        ]
        done, expected = report.files, self._files
        if report.commits:
            parts.insert(1, _count(report.commits, commits, 'commits'))
            done, expected = report.commits, commits
        if self._repositories:
            done, expected = self.finished, self._repositories
            parts.insert(0, _count(done, expected, 'repositories'))
        if 0 < done < expected:
            parts.append(f'{passed * (expected - done) / done:,.0f} s left')
        parts.append(f'{len(report.blocked):,} found')
        return 'keyguard: ' + ', '.join(parts)

    def done(self) -> None:
        """Take the line away again."""
        if self._terminal and self._width:
            self._put('\r' + ' ' * self._width + '\r')
            self._width = 0

    def _say(self, line: str) -> None:
        if self._terminal:
            # a line that is broken cannot be taken back
            line = line[: max(20, shutil.get_terminal_size().columns - 1)]
            self._put('\r' + line.ljust(self._width))
            self._width = len(line)
        else:
            self._put(line + '\n')

    def _put(self, text: str) -> None:
        try:
            if self._stream is not None:
                self._stream.write(text)
                self._stream.flush()
        except (OSError, ValueError):
            self._stream = None  # a closed standard error is no reason to stop


def _count(done: int, expected: int, what: str) -> str:
    word = what if (expected or done) != 1 else _ONE.get(what, what)
    return f'{done:,} of {expected:,} {word}' if expected else f'{done:,} {word}'
