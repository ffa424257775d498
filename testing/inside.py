"""What comes out of a file that carries others, and how such a file is damaged."""

from __future__ import annotations

from hypothesis import strategies as st

from keyguard.content.archives import Limits, members
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.settings import Settings

Edits = list[tuple[float, int]]
# where, from 0 for the beginning to 1 for the end, and the byte that stands there then
EDITS: st.SearchStrategy[Edits] = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=6)


def read(data: bytes, limits: Limits | None = None) -> list[tuple[bytes, bytes, str]]:
    """Name, bytes and the reason why there are no more of them, of each file inside of the data."""
    return [(blob.path, bytes(blob.data[:]), blob.reason) for blob in members(Blob(b'x', data), limits or Limits())]


def told(data: bytes) -> list[tuple[bytes, int, bytes]]:
    """Name, line and key of each finding; all of it could be read, and the door does not call it clean."""
    report = run([Blob(b'x', data)], Settings())
    assert report.unread == []
    assert doubtful(data, b'x', BOOK)
    return [(each.path, each.line, each.secret.reveal()) for each in report.blocked]


def edited(data: bytes, edits: Edits) -> bytes:
    """The data with other bytes at these places."""
    changed = bytearray(data)
    for place, value in edits:
        changed[int(place * (len(changed) - 1))] = value
    return bytes(changed)
