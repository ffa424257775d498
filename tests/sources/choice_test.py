"""Which blobs of a history are looked at, and under which names."""

from __future__ import annotations

import pytest

from keyguard.model import Report
from keyguard.sources.choice import Choice

A, B = b'\1' * 20, b'\2' * 20


def _telling(path: bytes) -> bool:
    return path.startswith(b'key')


@pytest.mark.parametrize(
    ('asked', 'taken'),
    [
        pytest.param([b'a', b'a', b'b'], [b'a'], id='plain-names-are-one'),
        pytest.param([b'a', b'key', b'key'], [b'a', b'key'], id='a-telling-name'),
        pytest.param([b'key', b'a', b'b', b'key', b'a'], [b'key', b'a'], id='one-plain-name-beside-a-telling-one'),
        pytest.param([b'key1', b'key2', b'key1'], [b'key1', b'key2'], id='each-telling-name'),
        pytest.param([b'key', b'a', b'key2', b'b'], [b'key', b'a', b'key2'], id='mixed'),
        pytest.param([b'no/key', b'no/a', b'a', b'no/key'], [b'a'], id='excluded'),
        pytest.param([b'a', b'no/key', b'b'], [b'a'], id='excluded-later'),
    ],
)
def test_blob_is_looked_at_under_each_name_that_may_matter(asked: list[bytes], taken: list[bytes]) -> None:
    choice = Choice(excludes=lambda path: path.startswith(b'no/'), telling=_telling)
    assert [path for path in asked if choice.takes(A, path)] == taken
    assert choice.names(A) == set(asked) and choice.has(A)
    # another blob has names of its own
    assert not choice.has(B) and choice.names(B) == set() and choice.takes(B, b'a')


def test_only_what_has_no_other_name_counts_as_excluded() -> None:
    choice = Choice(excludes=lambda path: path.startswith(b'no/'))
    for blob, path in ((A, b'no/a'), (A, b'no/b'), (B, b'no/a'), (B, b'b')):
        choice.takes(blob, path)
    report = Report()
    choice.tell(report)
    assert report.excluded == 1


def test_what_is_known_under_one_name_is_looked_at_under_another() -> None:
    choice = Choice(known=lambda oid, path: (oid, path) == (A.hex(), b'a'), telling=_telling)
    assert not choice.takes(A, b'a')
    assert choice.takes(A, b'key')
    assert choice.has(A)
