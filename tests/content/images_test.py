"""Images: the comments in them that are compressed are read, as they are written and as nobody should write them."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyguard.catalogue import one
from keyguard.content import inflating, readings
from keyguard.model import Blob, View
from keyguard.pipeline import run
from keyguard.prefilter import IN_TEXT, PACKED, doubt, doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings

KEY = sample(one('openai').detectors[0], 1)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, 'big') + kind + data + zlib.crc32(kind + data).to_bytes(4, 'big')


def _image(*chunks: bytes) -> bytes:
    head = _chunk(b'IHDR', bytes((0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0)))
    return (
        b'\x89PNG\r\n\x1a\n' + head + b''.join(chunks) + _chunk(b'IDAT', zlib.compress(b'\0\0')) + _chunk(b'IEND', b'')
    )


COMMENTS: dict[str, Callable[[bytes], bytes]] = {
    'ztxt': lambda text: _chunk(b'zTXt', b'Comment\0\0' + zlib.compress(text)),
    'itxt': lambda text: _chunk(b'iTXt', b'Comment\0\1\0\0\0' + zlib.compress(text)),
    'itxt-of-a-language': lambda text: _chunk(b'iTXt', b'Comment\0\1\0de\0Kommentar\0' + zlib.compress(text)),
    'itxt-not-compressed': lambda text: _chunk(b'iTXt', b'Comment\0\0\0\0\0' + text),
}  # fmt: skip


@pytest.mark.parametrize('form', COMMENTS)
def test_key_in_a_comment_is_found_and_the_door_sees_it(form: str) -> None:
    data = _image(COMMENTS[form](b'the key is ' + KEY))
    report = run([Blob(b'a.png', data)], Settings())
    assert [each.secret.reveal() for each in report.blocked] == [KEY]
    assert report.unread == []
    assert doubtful(data, b'a.png', BOOK)


GLUED: dict[str, Callable[[int, bytes], bytes]] = {
    'text': lambda number, key: _chunk(b'tEXt', b'Comment%d\0' % number + key),
    'text-behind-words': lambda number, key: _chunk(b'tEXt', b'Comment\0version %d, the key is ' % number + key),
    'international-text': lambda number, key: _chunk(b'iTXt', b'Comment%d\0\0\0\0\0' % number + key),
}


@pytest.mark.parametrize('id', ['openai', 'huggingface', 'replicate'])
@pytest.mark.parametrize('form', GLUED)
def test_key_at_the_end_of_a_comment_ends_before_its_checksum(form: str, id: str) -> None:
    key = sample(one(id).detectors[0], 1)
    views = set()
    for number in range(40):
        data = _image(_chunk(b'gAMA', b'\0\0\xb1\x8f'), GLUED[form](number, key))
        (found,) = run([Blob(b'a.png', data)], Settings()).blocked
        assert found.secret.reveal() == key
        assert found.span == (data.index(key), data.index(key) + len(key))
        assert doubtful(data, b'a.png', BOOK)
        views.add(found.view)
    # one checksum in four begins like the rest of a key; a length may stand before a short one
    assert {'plain', 'image text'} <= views <= {'plain', 'image text', 'packed'}


def test_comment_of_words_that_a_checksum_is_glued_to_leaves_the_door_shut() -> None:
    for number in range(40):
        assert not doubtful(_image(_chunk(b'tEXt', b'Software\0A program, version %d' % number)), b'a.png', BOOK)


@pytest.mark.parametrize('text', [b'<x:xmpmeta/>', b'the first \1 of these', b'iTXt\0\0'])
def test_comment_that_is_not_compressed_leaves_the_door_shut(text: bytes) -> None:
    data = _image(COMMENTS['itxt-not-compressed'](text))
    assert not doubtful(data, b'a.png', BOOK)
    assert doubtful(_image(COMMENTS['itxt-not-compressed'](text), COMMENTS['itxt'](text)), b'a.png', BOOK)


def test_image_is_read_as_text_only_where_its_text_could_hold_a_key() -> None:
    hidden = _image(COMMENTS['ztxt'](b'the key is ' + KEY))
    assert doubt(hidden, b'a.png', BOOK) == PACKED
    assert doubt(hidden + b'\nthe key is ' + KEY + b'\n', b'a.png', BOOK) == IN_TEXT
    assert doubt(hidden, b'a.png', BOOK, carried=True) == 0


def test_comment_that_grows_too_much_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflating, 'MOST', 10_000)
    ((_, reason),) = run([Blob(b'a.png', _image(COMMENTS['ztxt'](bytes(100_000))))], Settings()).unread
    assert 'was not read' in reason


@given(st.binary(max_size=60))
def test_any_comment_is_read_or_left(text: bytes) -> None:
    for kind in (b'zTXt', b'iTXt', b'tEXt'):
        list(readings(View(_image(_chunk(kind, text)))))
        list(readings(View(_image(_chunk(kind, text))[: 40 + len(text)])))
