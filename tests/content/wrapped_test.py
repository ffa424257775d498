"""Base64 and hex in lines that the escapes of a string part: all of it is one text, and none of it is cut short."""

from __future__ import annotations

import base64
import json
import random
import textwrap
import zlib
from collections.abc import Callable

import pytest

from keyguard.blocks import blocks
from keyguard.catalogue import one
from keyguard.disguise import escaped_line_end
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings

KEY = sample(one('openai').detectors[0], 1)
# one that no line of 76 holds
FILE = b'DEBUG=true\nREGION=eu-west-1\nOPENAI_API_KEY=' + KEY + b'\n'


def _json(lines: str) -> str:
    return json.dumps({'encoding': 'base64', 'content': lines})


FORMS: dict[str, Callable[[str], str]] = {
    'json': _json,
    'json-with-carriage-returns': lambda text: _json(text.replace('\n', '\r\n')),
    'json-in-json': lambda text: json.dumps({'body': _json(text)}),
    'json-in-json-in-json': lambda text: json.dumps({'a': json.dumps({'body': _json(text)})}),
    'list-of-lines-with-their-ends': lambda text: json.dumps({'pdf': text.splitlines(keepends=True)}, indent=1),
    'yaml': lambda text: 'a: "' + text.replace('\n', '\\n\\\n  ') + '"\n',
    'literals-side-by-side': lambda text: 'a = ("' + text.replace('\n', '\\n"\n     "') + '")\n',
    'literals-that-are-added': lambda text: 'a = ("' + text.replace('\n', '\\n" +\n     "') + '")\n',
}


@pytest.mark.parametrize('before', [0, 1, 2, 30])
@pytest.mark.parametrize('form', FORMS)
def test_text_that_is_wrapped_by_escapes_is_one(form: str, before: int) -> None:
    data = FORMS[form](base64.encodebytes(b'# \n'[:before] * before + FILE).decode()).encode()
    (found,) = run([Blob(b'a.json', data)], Settings()).blocked
    assert found.secret.reveal() == KEY
    assert found.view == 'base64'
    assert doubtful(data, b'a.json', BOOK)


@pytest.mark.parametrize('before', range(3))
@pytest.mark.parametrize('end', ['"', "'", '`', '</data>', ')', ';', ',', ' '])
def test_last_line_ends_where_the_text_around_it_goes_on(end: str, before: int) -> None:
    """The key stands at the end: without the last line there is only a part of it."""
    lines = base64.encodebytes(b'# \n'[:before] + FILE + FILE.rstrip()).decode().rstrip('=\n')
    found = run([Blob(b'a.go', f'const data = `\n{lines}{end}\n'.encode())], Settings()).blocked
    assert {(each.secret.reveal(), each.view) for each in found} == {(KEY, 'base64')}


@pytest.mark.parametrize('form', FORMS)
def test_hex_that_is_wrapped_by_escapes_is_one(form: str) -> None:
    data = FORMS[form]('\n'.join(textwrap.wrap(FILE.hex(), 60)) + '\n').encode()
    assert [each.secret.reveal() for each in run([Blob(b'a.json', data)], Settings()).blocked] == [KEY]
    assert doubtful(data, b'a.json', BOOK)


def _pdf(size: int) -> bytes:
    noise = random.Random(1).randbytes(size)
    page = zlib.compress(b'BT /F1 12 Tf (the key is ' + KEY + b') Tj ET')
    objects = [
        b'<</Type/Catalog/Pages 2 0 R>>',
        b'<</Type/Pages/Kids[3 0 R]/Count 1>>',
        b'<</Type/Page/Parent 2 0 R/Contents 4 0 R>>',
        b'<</Filter/FlateDecode/Length %d>>stream\n' % len(page) + page + b'\nendstream',
        b'<</Length %d>>stream\n' % len(noise) + noise + b'\nendstream',
    ]
    return (
        b'%PDF-1.4\n'
        + b''.join(b'%d 0 obj\n%s\nendobj\n' % (at, text) for at, text in enumerate(objects, 1))
        + b'trailer<</Root 1 0 R>>\n%%EOF\n'
    )


@pytest.mark.parametrize('form', ['json', 'list-of-lines-with-their-ends', 'yaml', 'literals-side-by-side'])
def test_document_in_an_output_is_read_and_said_to_be_whole(form: str) -> None:
    # of so many lines one begins with each of the signs
    lines = base64.encodebytes(_pdf(20_000)).decode()
    assert '\n+' in lines and '\n/' in lines
    report = run([Blob(b'a.ipynb', FORMS[form](lines).encode())], Settings())
    assert report.unread == []
    assert [each.secret.reveal() for each in report.blocked] == [KEY]


def test_long_document_on_one_line_is_said_to_be_whole() -> None:
    text = base64.b64encode(_pdf(1 << 20)).decode()
    report = run([Blob(b'a.json', _json(text).encode())], Settings())
    assert report.unread == []
    assert [each.secret.reveal() for each in report.blocked] == [KEY]


def test_document_that_is_cut_short_is_still_said_to_be() -> None:
    lines = base64.encodebytes(_pdf(2000)[:-1500]).decode()
    assert run([Blob(b'a.json', _json(lines).encode())], Settings()).unread


def test_texts_that_end_in_an_equals_sign_are_not_one() -> None:
    one, other = (base64.b64encode(b'name of the service ' * 2 + KEY[:40] + end).decode() for end in (b'', b'x'))
    assert one.endswith('=') and not other.endswith('=')
    found = list(blocks(f'{one}\\n{other}\n{one}\n'.encode()))
    assert [len(each.lines) for each in found] == [1, 2]


@pytest.mark.parametrize(
    ('text', 'size'),
    [
        (b'\\nA', 2),
        (b'\\r\\nA', 4),
        (b'\\\\nA', 3),
        (b'\\\\r\\\\nA', 6),
        (b'\\rA', 0),
        (b'\\', 0),
        (b'\\tA', 0),
        (b'nA', 0),
        (b'\n', 0),
        (b'', 0),
    ],
)
def test_escape_of_a_line_end(text: bytes, size: int) -> None:
    assert escaped_line_end(b'n' + text, 1) == 1 + size
