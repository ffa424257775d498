"""How far a long run has got, on standard error: one line that changes on a terminal, a line now and then elsewhere."""

import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from keyguard.model import Report

# seconds: how long a run is silent, and how often it speaks then
_SILENT = 1.0
_TERMINAL, _ELSEWHERE = 0.2, 30.0


class Progress:
    """Call it with the report whenever that has grown, and ``done`` at the end. ``total`` files are expected, 0 where
    that is not known; or so many ``repositories``, of which ``finished`` is set to the number of those looked at.
    """

    def __init__(
        self, quiet: bool = False, total: int = 0, stream: 'TextIO | None' = None, repositories: int = 0
    ) -> None:
        self.finished = 0
        self._repositories = repositories
        self._stream = None if quiet else stream or sys.stderr
        self._terminal = self._stream is not None and self._stream.isatty()
        self._total = total
        self._began = self._now()
        self._spoke = 0.0
        self._width = 0

    @staticmethod
    def _now() -> float:
        return time.monotonic()

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
        files = f'{report.files:,} of {self._total:,} files' if self._total else f'{report.files:,} files'
        done, expected = (self.finished, self._repositories) if self._repositories else (report.files, self._total)
        parts = [files, f'{report.bytes / 1e6:,.1f} MB', f'{report.bytes / 1e6 / max(passed, 0.001):,.1f} MB/s']
        if report.commits:
            parts.insert(1, f'{report.commits:,} commits')
        if self._repositories:
            parts.insert(0, f'{done:,} of {expected:,} repositories')
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
