"""Standard input: short, long, broken off and closed."""

from __future__ import annotations

import io
import sys
from mmap import mmap

import pytest

from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.settings import Settings
from keyguard.sources import stream
from keyguard.sources.files import MAP_FROM
from testing.audits import KEYS, line


def _read(monkeypatch: pytest.MonkeyPatch, raw: io.RawIOBase | io.BytesIO) -> Blob:
    monkeypatch.setattr(sys, 'stdin', io.TextIOWrapper(raw))  # type: ignore[type-var]
    return stream.read('the name')


@pytest.mark.parametrize('size', [0, 100, (1 << 20) + 1, MAP_FROM - 100])
def test_what_is_short_is_held(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b'a line\n' * (size // 7) + line(1).encode()
    blob = _read(monkeypatch, io.BytesIO(data))
    assert (blob.path, blob.where, blob.reason, blob.data) == (b'the name', 'standard input', '', data)


@pytest.mark.parametrize('more', [0, 1, (3 << 20) + 5])
def test_what_is_long_is_mapped_and_none_of_it_is_lost(more: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = line(1).encode() + b'x' * (MAP_FROM + more - 2 * len(line(1))) + b'\n' + line(2).encode()[:-1]
    blob = _read(monkeypatch, io.BytesIO(data))
    assert isinstance(blob.data, mmap) and blob.data[:] == data
    report = run([blob], Settings())
    assert [finding.secret.reveal().decode() for finding in report.blocked] == [KEYS[1], KEYS[2]]
    assert report.bytes == len(data)


class _Broken(io.RawIOBase):
    """Some bytes, then an error."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.left = 3

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        self.left -= 1
        if not self.left:
            raise self.error
        buffer[:4] = b'abcd'
        return 4


@pytest.mark.parametrize(
    ('error', 'reason'),
    [(OSError(5, 'Input/output error'), 'input/output error'), (ValueError('It is Shut'), 'it is shut')],
)
def test_what_breaks_off_is_not_taken_for_the_whole(
    error: Exception, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = _read(monkeypatch, io.BufferedReader(_Broken(error)))  # type: ignore[arg-type]
    assert (blob.data, blob.reason) == (b'', reason)
    report = run([blob], Settings())
    assert report.unread == [(b'the name', reason)] and report.files == 0


def test_what_is_closed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, 'stdin', None)
    blob = stream.read('-')
    assert (blob.path, blob.reason) == (b'-', 'standard input is closed')
