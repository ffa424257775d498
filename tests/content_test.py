from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyguard.catalogue import one
from keyguard.content import Pace, escapes, readings, windows
from keyguard.content.replaced import replaced
from keyguard.model import Blob, View
from keyguard.pipeline import run
from keyguard.samples import sample
from keyguard.settings import Settings

ENCODINGS = ['utf-16-le', 'utf-16-be', 'utf-32-le', 'utf-32-be']
DETECTOR = one('openai').detectors[0]
LONG = 'x' * 30


@given(st.binary(max_size=300), st.integers(1, 60), st.integers(0, 20))
def test_windows_own_every_byte_once_and_see_their_neighbours(data: bytes, size: int, overlap: int) -> None:
    name, *views = windows(Blob(b'n', data), size, overlap)
    assert name.data == b'n'
    owned = b''
    for view in views:
        first, last = view.own
        owned += view.data[first:last]
        assert data[view.origin(0) : view.origin(len(view.data))] == view.data
    assert owned == data


@pytest.mark.parametrize('encoding', ENCODINGS)
@pytest.mark.parametrize('lead', [b'', b'x', b'\0\1\2', b'abcd'], ids=['aligned', 'one-off', 'three-off', 'four-off'])
@given(text=st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=30))
def test_one_reading_shows_wide_text_at_its_place(encoding: str, lead: bytes, text: str) -> None:
    # only where a word is as long as a key
    data = lead + (text + LONG).encode(encoding) + b'\0\0\xff\xff'
    shown = [view for view in readings(View(data)) if text.encode() in view.data]
    assert shown
    unit = 4 if '32' in encoding else 2
    starts = {view.origin(view.data.index(text.encode())) for view in shown if view.stride == unit}
    # big-endian characters stand at the end of their unit
    assert len(lead) + (unit - 1 if encoding.endswith('be') else 0) in starts


def test_byte_order_mark_decides_the_reading() -> None:
    text = '\ufeff' + LONG
    little = list(readings(View(text.encode('utf-16-le'))))
    big = list(readings(View(text.encode('utf-16-be'))))
    assert [view.data[1:] for view in little] == [LONG.encode()]
    assert [view.data[1:] for view in big] == [LONG.encode()]


@pytest.mark.parametrize('data', [b'plain', bytes(range(256)) * 9], ids=['text', 'bytes'])
def test_what_holds_no_wide_word_has_no_wide_reading(data: bytes) -> None:
    assert [view.kind for view in readings(View(data)) if 'utf' in view.kind] == []


@given(
    gaps=st.lists(st.sampled_from([0, 1, 900, 9000, 12_000, 30_000]), min_size=1, max_size=4),
    unit=st.sampled_from([b'x', b'x = 1\n', b'ab cd ']),
)
def test_text_far_from_every_escape_is_left_out(gaps: list[int], unit: bytes) -> None:
    """What stands there leads back to where it stands, and all within reach of an escape does."""
    data = b''.join((unit * size)[:size] + b'%41' for size in gaps) + unit * 2000
    view = replaced(View(data), 'escapes', escapes._escapes(data, [(0, len(data))]))
    assert view
    for at, sign in enumerate(view.data):
        place = view.origin(at)
        assert data[place] == sign or (sign == 65 and data[place : place + 3] == b'%41') or sign == 10
    assert view.data.count(b'A') == len(gaps)
    escape = data.find(b'%41')
    while escape >= 0:
        near = data[max(0, escape - 750) : escape + 750].replace(b'%41', b'A')
        assert near in view.data or len(near) < 750
        escape = data.find(b'%41', escape + 1)
    assert len(view.data) < len(gaps) * 12_000


@pytest.mark.parametrize('at', [0, 90, 100, 110, 180, 199, 200, 201, 300])
def test_key_at_the_edge_of_a_window_is_found_once(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from keyguard import content

    monkeypatch.setattr(content.windows, '__defaults__', (100, 400))
    key = sample(DETECTOR, 1)
    data = b'\n' * at + key + b'\n' * 500
    report = run([Blob(b'big', data)], Settings())
    assert [(finding.line, finding.column, finding.secret.reveal()) for finding in report.blocked] == [(at + 1, 1, key)]


@pytest.mark.parametrize('encoding', ENCODINGS)
def test_key_in_wide_text_is_one_finding(encoding: str) -> None:
    key = sample(DETECTOR, 1).decode()
    report = run([Blob(b'x', f'first\r\nkey = {key}'.encode(encoding))], Settings())
    assert [(finding.line, finding.column) for finding in report.blocked] == [(2, 7)]
    assert report.blocked[0].text == f'key = {report.blocked[0].secret.masked}'


def test_text_full_of_keys_is_read_in_larger_pieces_and_each_byte_is_owned_once() -> None:
    data = b'a line of a text that is long\n' * (400 << 10)
    pace = Pace()
    views = windows(Blob(b'n', data), pace=pace)
    next(views)
    sizes = []
    at = 0
    for number, view in enumerate(views):
        first, last = view.own
        assert view.base + first == at
        at = view.base + last
        sizes.append(last - first)
        # worth a look up to the tenth
        pace.worth = number < 10
    assert at == len(data)
    assert sizes[0] == sizes[12] == 128 << 10
    assert sizes[1] == 256 << 10
    assert max(sizes) == sizes[8]
    assert max(len(view.data) for view in windows(Blob(b'n', data), pace=pace)) <= 1 << 20
