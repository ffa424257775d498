from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyguard import locate
from keyguard.locate import Lines


def _oracle(text: str, at: int) -> tuple[int, int]:
    before = text[:at]
    return before.count('\n') + 1, at - before.rfind('\n')


@given(st.text(st.sampled_from('ab\n\r\té日😀'), max_size=60), st.lists(st.integers(0, 60), max_size=8), st.booleans())
def test_places_of_utf_8_are_lines_and_characters(text: str, offsets: list[int], bom: bool) -> None:
    data = (b'\xef\xbb\xbf' if bom else b'') + text.encode()
    lines = Lines(data)
    for at in offsets:
        at = min(at, len(text))
        offset = len(text[:at].encode()) + (3 if bom else 0)
        assert lines.place(offset) == _oracle(text, at)


@given(
    st.text(st.sampled_from('ab\né日'), max_size=40), st.integers(0, 40), st.sampled_from(['utf-16-le', 'utf-16-be'])
)
def test_places_of_utf_16(text: str, at: int, encoding: str) -> None:
    at = min(at, len(text))
    lines = Lines(text.encode(encoding), '\n'.encode(encoding), 2)
    assert lines.place(2 * at) == _oracle(text, at)


def test_places_across_the_step_of_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locate, '_STEP', 7)
    text = 'one\ntwo two\n\nthree three three\n'
    lines = Lines(text.encode())
    for at in [*range(len(text)), *range(len(text) - 1, -1, -1)]:
        assert lines.place(at) == _oracle(text, at)


def test_latin_1_counts_bytes() -> None:
    assert Lines('é é'.encode('latin-1')).place(3) == (1, 4)


@pytest.mark.parametrize(
    ('data', 'offset', 'most', 'line', 'above'),
    [
        (b'one\ntwo\nthree', 5, 99, b'two', b'one'),
        (b'one\ntwo\nthree', 9, 99, b'three', b'two'),
        (b'one\ntwo', 1, 99, b'one', b''),
        (b'\xef\xbb\xbfone\ntwo', 4, 99, b'one', b''),
        (b'\n\nx', 2, 99, b'x', b''),
        (b'abcdefghij', 5, 2, b'defg', b''),
    ],
    ids=['middle', 'last', 'first', 'first-after-bom', 'empty-line-above', 'long-line-is-cut'],
)
def test_line_and_line_above(data: bytes, offset: int, most: int, line: bytes, above: bytes) -> None:
    lines = Lines(data)
    start, end = lines.line(offset, most)
    assert data[start:end] == line
    assert data[slice(*lines.line_above(start, most))] == above
