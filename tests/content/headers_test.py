"""Headers of mails whose words are encoded, as Python and others write them, and what only looks like such words."""

from __future__ import annotations

from collections.abc import Callable
from email.header import Header
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyguard.catalogue import one
from keyguard.content import headers
from keyguard.model import Blob, View
from keyguard.pipeline import run
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings

KEYS = [sample(one(id).detectors[0], 1).decode() for id in ('huggingface', 'openai', 'anthropic')]


def _message(subject: str) -> bytes:
    message = EmailMessage()
    message['Subject'] = subject
    message.set_content('nothing')
    return message.as_bytes()


FORMS: dict[str, Callable[[str], bytes]] = {
    'subject-of-one-word': lambda key: (
        f'Subject: =?utf-8?q?Schl=C3=BCssel_{key.replace("_", "=5F").replace("-", "=2D")}?=\n\nx\n'.encode()
    ),
    'subject-by-python': lambda key: _message('ü' * 30 + key),
    'subject-by-python-crlf': lambda key: _message('ü' * 30 + key).replace(b'\n', b'\r\n'),
    'base64-over-some-lines': lambda key: f'Subject: {Header("der Schlüssel ist " + key, "utf-8").encode()}\n\nx\n'.encode(),
    'base64-of-one-word': lambda key: f'Subject: {Header("ü " + key, "utf-8", 998).encode()}\n\nx\n'.encode(),
    'quoted-over-some-lines': lambda key: (
        f'Subject: =?ISO-8859-1*en?Q?the_key_is_{key[:8].replace("_", "=5F")}?=\n\t=?us-ascii?Q?{key[8:20].replace("_", "=5F")}?='
        f' =?us-ascii?Q?{key[20:].replace("_", "=5F")}?=\n\nx\n'.encode()
    ),
}  # fmt: skip


@pytest.mark.parametrize('key', KEYS, ids=['huggingface', 'openai', 'anthropic'])
@pytest.mark.parametrize('form', FORMS)
def test_key_in_an_encoded_header_is_found_and_the_door_sees_it(form: str, key: str) -> None:
    data = FORMS[form](key)
    (found,) = run([Blob(b'a.eml', data)], Settings()).blocked
    assert found.secret.reveal().decode() == key
    start, end = found.span
    assert b'=?' in data[:start] + data[start : start + 2] and b'?=' in data[start : end + 2]
    assert doubtful(data, b'a.eml', BOOK)


@pytest.mark.parametrize(
    ('data', 'text'),
    [
        (b'a =?utf-8?q?b_c?= d', b'a b c d'),
        (b'=?utf-8?Q?b?=\n =?utf-8?Q?c=3d?=', b'bc='),
        (b'=?utf-8?q?b?= and =?utf-8?q?c?=', b'b and c'),
        (b'=?utf-8?B?YWI=?= =?utf-8?b?Y2Q?=', b'abcd'),
        (b'=?utf-8?B?!?=', b''),
    ],
)
def test_words_are_read(data: bytes, text: bytes) -> None:
    (view,) = headers.readings(View(data))
    assert view.data == text
    assert view.kind == 'mail header'


@pytest.mark.parametrize('data', [b'x =? y ?q? z ?=', b'=?utf-8?x?b?=', b'a=?b', b'?q?', b'=?utf-8?q?two words?='])
def test_what_is_no_word_is_left(data: bytes) -> None:
    assert list(headers.readings(View(data))) == []
    assert not doubtful(data, b'a.txt', BOOK)


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_any_bytes_are_read(first: bytes, other: bytes) -> None:
    for view in headers.readings(View(b'=?utf-8?q?' + first + b'?= =?u?B?' + other + b'?=')):
        assert view.kind == 'mail header'
