"""The same report from every number of processes, however the files fall to them: a property, one process the oracle."""

from __future__ import annotations

import base64
import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyguard import workers
from keyguard.catalogue import everything
from keyguard.model import Blob, Report
from keyguard.pipeline import run
from keyguard.samples import sample
from keyguard.settings import Settings

DETECTORS = [
    detector
    for provider in everything()
    for detector in provider.detectors
    if detector.literals and not detector.names and not detector.fallback
]


def _leak(number: int) -> bytes:
    return b'api_key = "%s"\n' % sample(DETECTORS[number % len(DETECTORS)], number)


# a piece of a file: nothing, a key, a key in another dress
PIECES = st.one_of(
    st.sampled_from([b'', b'x = 1\n', b'# a comment of some length\n' * 40, b'\0\1\2\3' * 50]),
    st.integers(0, 400).map(_leak),
    st.integers(0, 400).map(lambda number: b'data: %s\n' % base64.b64encode(_leak(number))),
    st.integers(0, 400).map(lambda number: _leak(number).decode().encode('unicode_escape')),
)
TEXTS = st.lists(PIECES, max_size=4).map(b''.join)
DATA = st.one_of(
    TEXTS, TEXTS.map(lambda text: gzip.compress(text, mtime=0)), TEXTS.map(lambda text: b'\n'.join([text] * 40))
)
FILES = st.lists(st.one_of(DATA, st.just(None)), max_size=25)


def _blobs(files: list[bytes | None]) -> list[Blob]:
    return [
        Blob(b'%04d.txt' % number, reason='no such file') if data is None else Blob(b'%04d.txt' % number, data)
        for number, data in enumerate(files)
    ]


def _told(report: Report) -> tuple[object, ...]:
    return (
        [
            (
                each.path,
                each.line,
                each.column,
                each.secret.fingerprint,
                each.detector.id,
                each.note,
                each.text,
            )
            for each in report.findings
        ],
        sorted(report.unread),
        report.files,
        report.bytes,
        sorted(report.notes),
    )


@pytest.mark.parametrize('jobs', [2, 5])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=FILES, batch=st.integers(1, 3000), alone=st.integers(0, 3000), items=st.integers(1, 10))
def test_report_is_the_same_from_every_number_of_processes(
    files: list[bytes | None], batch: int, alone: int, items: int, jobs: int
) -> None:
    expected = _told(run(_blobs(files), Settings()))
    report = Report()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, '_ALONE', alone)
        patch.setattr(workers, '_BATCH', batch)
        patch.setattr(workers, '_MOST_ITEMS', items)
        workers.scan(_blobs(files), Settings(), report, jobs)
    assert _told(report) == expected
