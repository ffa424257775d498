from __future__ import annotations

import io

import pytest

from keyguard.model import Report
from keyguard.progress import Progress


class _Clock:
    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    clock = _Clock()
    monkeypatch.setattr(Progress, '_now', staticmethod(clock))
    return clock


def _report(files: int, size: int = 0, commits: int = 0) -> Report:
    report = Report()
    report.files, report.bytes, report.commits = files, size, commits
    return report


@pytest.mark.parametrize(
    ('files', 'commits', 'report', 'line'),
    [
        (0, 0, _report(1200, 5_000_000), 'keyguard: 1,200 files, 5.0 MB, 0.5 MB/s, 0 found'),
        (4800, 0, _report(1200), 'keyguard: 1,200 of 4,800 files, 0.0 MB, 0.0 MB/s, 30 s left, 0 found'),
        (0, 0, _report(7, 0, 12), 'keyguard: 7 files, 12 commits, 0.0 MB, 0.0 MB/s, 0 found'),
        (0, 60, _report(7, 0, 12), 'keyguard: 7 files, 12 of 60 commits, 0.0 MB, 0.0 MB/s, 40 s left, 0 found'),
        (9, 0, _report(9), 'keyguard: 9 of 9 files, 0.0 MB, 0.0 MB/s, 0 found'),
    ],
    ids=['rate', 'time-left', 'commits', 'time-left-of-commits', 'at-its-end'],
)
def test_line(files: int, commits: int, report: Report, line: str) -> None:
    progress = Progress()
    progress.expect(files // 3)
    progress.expect(files - files // 3)
    progress.expect(commits=lambda: commits)
    assert progress.line(report, 10.0) == line


def test_terminal_is_silent_for_a_second_and_gets_its_line_back(clock: _Clock) -> None:
    screen = _Screen()
    progress = Progress(stream=screen)
    progress(_report(1))
    clock.time += 0.9
    progress(_report(2))
    assert screen.getvalue() == ''
    clock.time += 0.2
    progress(_report(3))
    assert screen.getvalue().startswith('\rkeyguard: 3 files')
    clock.time += 0.1
    progress(_report(4))
    assert '4 files' not in screen.getvalue()
    clock.time += 0.2
    progress(_report(5))
    assert '5 files' in screen.getvalue()
    progress.done()
    assert screen.getvalue().endswith(' \r')


def test_log_gets_a_line_now_and_then(clock: _Clock) -> None:
    log = io.StringIO()
    progress = Progress(stream=log)
    for number in range(100):
        clock.time += 1
        progress(_report(number))
    progress.done()
    lines = log.getvalue().splitlines()
    assert len(lines) == 3
    assert all(line.startswith('keyguard: ') for line in lines)


def test_quiet_says_nothing(clock: _Clock, capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(quiet=True)
    clock.time += 100
    progress(_report(9))
    progress.done()
    assert capsys.readouterr().err == ''


def test_closed_stream_does_not_stop_the_run(clock: _Clock) -> None:
    log = io.StringIO()
    progress = Progress(stream=log)
    log.close()
    clock.time += 100
    progress(_report(9))
    progress.done()
