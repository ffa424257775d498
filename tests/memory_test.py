from __future__ import annotations

import sys
from mmap import ACCESS_READ, mmap
from pathlib import Path

import pytest

from keyguard import content
from keyguard.catalogue import one
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.samples import sample
from keyguard.settings import Settings

KEY = sample(one('openai').detectors[0], 5)


def _resident() -> int:
    """The megabytes of this process that are in memory now."""
    for line in Path('/proc/self/status').read_text().splitlines():
        if line.startswith('VmRSS:'):
            return int(line.split()[1]) // 1024
    raise AssertionError('no VmRSS')


@pytest.mark.skipif(sys.platform != 'linux', reason='asks Linux what is in memory')
def test_mapped_file_is_let_go_once_it_was_read(tmp_path: Path) -> None:
    path = tmp_path / 'big.log'
    block = b'nothing in this line of a long log, and so on\n' * 20_000
    with path.open('wb') as file:
        for _ in range(100):
            file.write(block)
        file.write(b'key = "%s"\n' % KEY)
    with path.open('rb') as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        before = _resident()
        most = 0
        for window in content.windows(Blob(b'big.log', data)):
            most = max(most, _resident())
            del window
        assert most - before < 50
        report = run([Blob(b'big.log', data)], Settings())
        assert [(finding.line, finding.column) for finding in report.blocked] == [(2_000_001, 8)]
        assert _resident() - before < 70
