"""Encodings and escapes in the forms that people and tools write, hostile ones, and the way back."""

from __future__ import annotations

import base64
import bz2
import gzip
import hashlib
import io
import json
import lzma
import random
import tarfile
import textwrap
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard import blocks as blocks_module
from keyguard import escaped
from keyguard.blocks import blocks, is_told
from keyguard.catalogue import one
from keyguard.content import escapes, inflating, readings
from keyguard.detect import detect
from keyguard.disguise import hidden
from keyguard.model import Blob, View
from keyguard.pipeline import run
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings
from keyguard.tokens import runs
from testing.clock import keeps_pace
from testing.dressed import DRESSED

OPENAI = one('openai')
KEY, OTHER = (sample(OPENAI.detectors[0], seed).decode() for seed in (1, 2))
ANTHROPIC = sample(one('anthropic').detectors[0], 0).decode()
E2B = sample(next(each for each in one('e2b').detectors if each.id == 'e2b-api-key'), 0).decode()
HUGGING_FACE = sample(one('huggingface').detectors[0], 0).decode()
LINE = f'OPENAI_API_KEY={KEY}\n'


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _dashes(form: Callable[[int], str]) -> str:
    text = ''.join(form(ord(char)) if char in '-_' else char for char in KEY)
    return f'OPENAI_API_KEY="{text}"\n'


def _wrapped(text: str, width: int) -> str:
    return '\n'.join(textwrap.wrap(text, width)) + '\n'


def _digits(form: Callable[[int], str]) -> str:
    """A key of digits in escapes: no run of it is left."""
    text = ''.join(form(ord(char)) if char.isdigit() else char for char in E2B)
    return f'KEY = "{text}"\n'


def _notebook(source: str) -> str:
    return json.dumps({'cells': [{'cell_type': 'code', 'source': source}]})


ENV = '# service\n' + LINE
SIGNED = base64.b64encode(b'>>>???' + ENV.encode()).decode()
# what made it says on which system, and so whether a slash stands among its first characters
_PACKED = gzip.compress(ENV.encode(), mtime=0)
GZIPPED, SLASHED = (base64.b64encode(_PACKED[:9] + system + _PACKED[10:]).decode() for system in (b'\3', b'\xff'))
# what only shows behind one or two layers of escapes
ESCAPED = {
    'octal-of-two-digits-for-digits': (E2B, _digits('\\{:o}'.format)),
    'octal-of-three-digits-for-digits': (E2B, _digits('\\{:03o}'.format)),
    'octal-of-four-digits-for-digits': (E2B, _digits('\\0{:03o}'.format)),
    'octal-of-two-digits-for-dashes': (ANTHROPIC, 'KEY = "' + ANTHROPIC.replace('-', '\\55') + '"\n'),
    'octal-of-four-digits-for-dashes': (ANTHROPIC, "echo -e '" + ANTHROPIC.replace('-', '\\0055') + "'\n"),
    'percent-in-percent': (ANTHROPIC, 'x?key=' + ANTHROPIC.replace('-', '%252D') + '\n'),
    'every-percent-in-percent': (ANTHROPIC, 'x?key=' + ''.join(f'%25{ord(char):02X}' for char in ANTHROPIC) + '\n'),
    # a key without a digit
    'markdown-in-letters-alone': (HUGGING_FACE, '* token: ' + HUGGING_FACE.replace('_', '\\_') + '\n'),
    'latex-in-letters-alone': (HUGGING_FACE, '\\texttt{' + HUGGING_FACE.replace('_', '\\_') + '}\n'),
    'number-in-html': (ANTHROPIC, '<p>' + ANTHROPIC.replace('-', '&amp;#45;') + '\n'),
    'name-in-html': (ANTHROPIC, '<p>' + ANTHROPIC.replace('-', '&amp;hyphen;') + '\n'),
    'backslash-in-json': (ANTHROPIC, '{"k": "' + ANTHROPIC.replace('-', '\\u005cu002d') + '"}\n'),
    'percent-in-json': (ANTHROPIC, '{"k": "' + ANTHROPIC.replace('-', '\\u00252D') + '"}\n'),
    'ampersand-in-json': (ANTHROPIC, '{"k": "' + ANTHROPIC.replace('-', '\\u0026hyphen;') + '"}\n'),
    'backslash-in-percent': (ANTHROPIC, 'x?b=' + ANTHROPIC.replace('-', '%5Cu002d') + '\n'),
    'utf-16-in-json': (KEY, json.dumps(KEY.encode('utf-16-le').decode('latin-1')) + '\n'),
    'utf-16-in-bytes': (KEY, 'x = "' + ''.join(f'\\x{code:02x}' for code in KEY.encode('utf-16-le')) + '"\n'),
    'base64-behind-a-percent': (KEY, f'q=%22{_base64(ENV)}%22\n'),
    'base64-behind-an-equals-sign-in-percent': (KEY, f'q%3D{_base64(ENV)}\n'),
    'hexadecimal-behind-a-percent': (KEY, f'q%3D{ENV.encode().hex()}\n'),
    'gzip-behind-a-percent': (KEY, f'q%3D{GZIPPED}\n'),
    'gzip-with-a-slash-behind-a-percent': (KEY, f'q%3D{SLASHED}\n'),
    'hexadecimal-behind-an-escaped-quote': (KEY, f'q = "\\x22{ENV.encode().hex()}\\x22"\n'),
    'base64-behind-an-escaped-quote': (KEY, f'q = "\\x22{_base64(ENV)}\\x22"\n'),
    'base64-behind-an-escape-in-json': (KEY, f'{{"q":"a\\u003d{_base64(ENV)}"}}\n'),
    'base64-behind-octal': (KEY, f'q = "a\\75{_base64(ENV)}"\n'),
    'base64-with-its-signs-in-percent': (
        KEY,
        'q=' + SIGNED.replace('+', '%2B').replace('/', '%2F').replace('=', '%3D') + '\n',
    ),
    'base64-on-a-line-of-a-cell': (KEY, _notebook(f'x = """\n{_base64(ENV)}\n"""')),
    'gzip-on-a-line-of-a-cell': (KEY, _notebook(f'x = """\n{GZIPPED}\n"""')),
    'gzip-with-a-slash-on-a-line-of-a-cell': (KEY, _notebook(f'x = """\n{SLASHED}\n"""')),
    'behind-much-that-is-escaped': (
        ANTHROPIC,
        '\\x2d' * 40_000 + ' ' + '\\' * 70_001 + ANTHROPIC.replace('-', '\\x2d'),
    ),
}
FORMS = {
    'base64-of-json': 'config: ' + _base64(json.dumps({'OPENAI_API_KEY': KEY})),
    'base64-of-json-wrapped': base64.encodebytes(json.dumps({'x': 'y' * 80, 'OPENAI_API_KEY': KEY}).encode()).decode(),
    'behind-a-slash': 'x=/' + _base64(LINE),
    'in-an-address': 'https://example.com/path/' + _base64(LINE),
    'added-line-of-a-patch': '+' + _base64(LINE),
    'behind-a-dash': '-' + _base64(LINE),
    'behind-a-word-and-an-underscore': 'k_' + _base64(LINE),
    'before-a-dot': 'x='
    + base64.urlsafe_b64encode(json.dumps({'a': KEY}).encode()).decode().rstrip('=')
    + '.c2lnbmF0dXJl',
    'payload-of-a-json-web-token': '.'.join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip('=')
        for part in ({'alg': 'HS256', 'typ': 'JWT'}, {'openai_key': KEY, 'iat': 1})
    )
    + '.c2lnbmF0dXJl',
    'hexadecimal-behind-a-word': 'k_' + LINE.encode().hex(),
    'hexadecimal-before-a-dash': LINE.encode().hex() + '-v1',
    'behind-an-escaped-line-end': 'x = "a\\n' + _base64(LINE) + '"',
    'hexadecimal-behind-an-escaped-line-end': 'x = "a\\n' + LINE.encode().hex() + '"',
    'behind-a-dot': 'x.' + _base64(LINE),
    'hexadecimal-with-0x': 'x = 0x' + LINE.encode().hex(),
    'hexadecimal-in-capitals': 'x = ' + LINE.encode().hex().upper(),
    'hexadecimal-in-capitals-with-0x': 'VALUES (1,_binary 0x' + LINE.encode().hex().upper() + ');',
    'utf-16-in-hexadecimal-in-capitals-with-0x': '(0x' + LINE.encode('utf-16-le').hex().upper() + ')',
    'bytes-of-postgresql': "VALUES (1, '\\x" + LINE.encode().hex() + "');",
    'bytes-of-postgresql-in-a-copy': '1\t\\\\x' + LINE.encode().hex() + '\n',
    'key-alone-in-hexadecimal-with-0x': "VALUES ('OPENAI_API_KEY',0x" + KEY.encode().hex().upper() + ');',
    'key-alone-in-bytes-of-postgresql': '1\tOPENAI_API_KEY\t\\\\x' + KEY.encode().hex() + '\n',
    'markdown': 'key: ' + KEY.replace('-', '\\-').replace('_', '\\_') + '\n',
    'octal-of-two-digits': _dashes('\\{:o}'.format),
    'octal-with-a-zero': _dashes('\\0{:03o}'.format),
    'json-in-json': _dashes('\\\\u{:04x}'.format),
    'behind-a-number-of-html-that-nothing-ends': f'key:&#10{KEY}\n',
    'html-with-zeros': _dashes('&#x{:08X};'.format),
    'eight-digits': 'OPENAI_API_KEY="' + ''.join(f'\\U{ord(char):08x}' for char in KEY) + '"\n',
    **{f'base64-of-{width}-columns': _wrapped(_base64(LINE), width) for width in (32, 36, 60, 64, 70, 76)},
    **{f'hexadecimal-of-{width}-columns': _wrapped(LINE.encode().hex(), width) for width in (32, 36, 40, 60, 64, 72)},
}
WIDE = {
    'base64': f'x: {_base64(LINE)}\n',
    'hexadecimal': f'x: {LINE.encode().hex()}\n',
    'escapes': 'OPENAI_API_KEY="' + ''.join(f'\\x{ord(char):02x}' for char in KEY) + '"\n',
}


def _found(data: bytes) -> list[str]:
    return [finding.secret.reveal().decode() for finding in run([Blob(b'a.txt', data)], Settings()).blocked]


@pytest.mark.parametrize('form', FORMS)
def test_form_is_read_and_the_door_sees_it(form: str) -> None:
    data = FORMS[form].encode()
    assert _found(data) == [KEY]
    assert doubtful(data, b'a.txt', BOOK)


@pytest.mark.parametrize('form', ESCAPED)
def test_door_sees_what_shows_behind_escapes(form: str) -> None:
    key, text = ESCAPED[form]
    assert doubtful(text.encode(), b'a.txt', BOOK)
    assert set(_found(text.encode())) == {key}


@pytest.mark.parametrize('at', range(12))
def test_escapes_are_read_across_the_parts_that_they_are_read_in(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (20, 21, 23, 29):
        monkeypatch.setattr(escaped, '_PART', size)
        for form in ('\\x2d', '\\\\x2d', '\\u002d', '%2D', '\\\\%2D', '&#45;', '\\U0000002d'):
            text = '\\\\' * at + ' ' * at + 'x' * at + ' ' + ANTHROPIC.replace('-', form)
            assert doubtful(text.encode(), b'a.txt', BOOK), (size, form)


@pytest.mark.parametrize(
    'text',
    [
        pytest.param('%0A%20some_name_that_is_long_enough%20', id='name-behind-a-percent'),
        pytest.param('"\\x22some_name_that_is_long_enough\\x22"', id='name-behind-an-escape'),
        pytest.param('some\\_name\\_that\\_is\\_long\\_enough', id='name-in-markdown'),
        pytest.param('some\\_Name\\_ofSomething\\_thatIsLong', id='names-of-both-cases-in-markdown'),
        pytest.param('\\u4e2d\\u6587\\u4e2d\\u6587\\u4e2d\\u6587\\u4e2d\\u6587', id='letters-of-another-script'),
        pytest.param('%E4%B8%AD%E6%96%87%E4%B8%AD%E6%96%87', id='letters-of-another-script-in-percent'),
    ],
)
def test_escapes_of_ordinary_text_leave_the_door_shut(text: str) -> None:
    assert not doubtful(text.encode(), b'a.txt', BOOK)


def test_any_text_is_unescaped_as_the_readings_do_it() -> None:
    source = random.Random(5)
    signs = [
        '\\',
        '%',
        '&',
        'x',
        'u00',
        'u{',
        '}',
        'U000000',
        '#',
        '#x',
        ';',
        '0',
        '5',
        '2d',
        '45',
        'amp',
        'dash',
        '"',
        '/',
        '-',
    ]
    for _ in range(3000):
        data = ''.join(source.choices(signs, k=source.randint(1, 30))).encode()
        (view,) = [each for each in escapes.readings(View(data)) if each.kind == 'escapes'] or [View(data)]
        assert escaped._unescaped(data) == view.data, data


@pytest.mark.parametrize('start', ['blob=', 'blob="', '?d=', '\u00e9='])
@pytest.mark.parametrize('pack', [lambda data: gzip.compress(data, mtime=0), zlib.compress], ids=['gzip', 'zlib'])
def test_compressed_text_directly_behind_an_equals_sign_is_read(pack: Callable[[bytes], bytes], start: str) -> None:
    for number in range(40):
        text = start + base64.b64encode(pack(f'# s {number}\n{LINE}'.encode())).decode() + '\n'
        assert _found(text.encode()) == [KEY], text


@pytest.mark.parametrize('part', [b'\\\\', b'\\x2d', b'A1b2' * 6 + b'\\\\'], ids=['backslashes', 'escapes', 'runs'])
def test_little_that_stands_for_much_takes_little_memory(part: bytes) -> None:
    size = 1 << 20
    noise = bytes(random.Random(3).choices(b'abcdefghijkl mnopqrstuvwxyz0123456789.\n', k=400))
    data = b'q: ' + base64.b64encode(gzip.compress(noise + part * (size // len(part)))) + b'\n'
    run([Blob(b'a.txt', data[:100])], Settings())
    tracemalloc.start()
    try:
        run([Blob(b'a.txt', data)], Settings())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # 8, 5 and 24 times as much; lists of every piece took 60 and more
    assert peak < 40 * size


@pytest.mark.parametrize('encoding', ['utf-16', 'utf-16-be', 'utf-32'])
@pytest.mark.parametrize('form', WIDE)
def test_form_is_read_in_wide_text(form: str, encoding: str) -> None:
    data = WIDE[form].encode(encoding)
    assert _found(data) == [KEY]
    assert doubtful(data, b'a.txt', BOOK)


def _token(*parts: object) -> str:
    return '.'.join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip('=') for part in parts)


@pytest.mark.parametrize('lead', [b'', b'r', b'\xf2', b'\0', b'\xd2r', b'r\0\0'])
@pytest.mark.parametrize('encoding', ['utf-16-le', 'utf-16-be', 'utf-32-le', 'utf-32-be'])
@pytest.mark.parametrize('form', ['base64', 'hex', 'gzip in base64'])
def test_encoded_text_in_wide_text_is_seen_whatever_stands_before_it(form: str, encoding: str, lead: bytes) -> None:
    packed = gzip.compress(LINE.encode(), mtime=0)
    text = {
        'base64': _base64('# words\n' * 99 + LINE),
        'hex': LINE.encode().hex(),
        'gzip in base64': base64.b64encode(packed).decode(),
    }
    data = lead + text[form].encode(encoding)
    assert _found(data) == [KEY]
    assert doubtful(data, b'a.bin', BOOK)


def test_encoded_text_in_wide_text_is_seen_beside_what_looks_like_its_characters() -> None:
    for data in (b'4\0r' + _base64(LINE).encode('utf-32-be'), b'f' + LINE.encode().hex().encode('utf-16-le') + b'ff'):
        assert _found(data) == [KEY]
        assert doubtful(data, b'a.bin', BOOK)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(['A' * 63 + '+', '+' + 'B' * 63, '/' * 64, 'C' * 40, 'D!' * 32, '>' + 'E' * 63, '']),
        max_size=80,
    ),
    st.sampled_from(['\n', '\r\n', '\n+', '\n  ']),
)
def test_lines_of_one_width_are_what_one_look_at_each_finds(lines: list[str], end: str) -> None:
    data = ('x' * 64 + '\n' + end.join(lines)).encode()
    together = blocks_module._lines(data, 0, 64, blocks_module._BASE64, 28)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks_module, '_WIDEST', 0)
        assert together == blocks_module._lines(data, 0, 64, blocks_module._BASE64, 28)


def test_header_and_signature_of_a_json_web_token_are_not_decoded() -> None:
    signature = base64.urlsafe_b64encode(LINE.encode()).decode().rstrip('=')
    token = _token({'alg': 'HS256', 'kid': KEY}, {'sub': 'a name', 'iat': 1})
    view = View(f'x = "{token}.{signature}"'.encode())
    assert [each.kind for each in readings(view)] == []


def test_json_web_token_is_decoded_once() -> None:
    token = _token({'alg': 'HS256'}, {'inner': _token({'alg': 'HS256'}, {'key': KEY}) + '.c2lnbmF0dXJl'})
    assert _found(f'x = "{token}.c2lnbmF0dXJl"'.encode()) == [KEY]


def _mail(data: bytes, suffix: str) -> bytes:
    message = EmailMessage()
    message['Subject'] = 'x'
    message.set_content('see')
    message.add_attachment(data, maintype='application', subtype='octet-stream', filename=f'a.{suffix}')
    return message.as_bytes()


def _zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('noise.bin', random.Random(1).randbytes(3000))
        archive.writestr('.env', data)
    return out.getvalue()


def _tarred(data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w:gz') as archive:
        info = tarfile.TarInfo('.env')
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    'zip': _zipped, 'tgz': _tarred, 'xz': lzma.compress, 'bz2': bz2.compress, 'zip-in-zip': lambda data: _zipped(_zipped(data)),
}  # fmt: skip


def test_archive_in_base64_begins_where_its_first_bytes_do() -> None:
    for minute in range(60):
        out = io.BytesIO()
        with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
            for name, data in (('noise.bin', random.Random(1).randbytes(3000)), ('.env', LINE.encode())):
                info = zipfile.ZipInfo(name, (2031, 4 + minute % 9, 28, 15, minute, 42))
                archive.writestr(info, data, zipfile.ZIP_DEFLATED)
        # the time of a member may part the beginning from the first run
        assert _found(b'file: ' + base64.b64encode(out.getvalue())) == [KEY]


@pytest.mark.parametrize('suffix', PACKERS)
@pytest.mark.parametrize('wrapped', [False, True], ids=['line', 'attachment'])
def test_archive_in_base64_is_opened_and_the_door_sees_it(suffix: str, wrapped: bool) -> None:
    packed = PACKERS[suffix](LINE.encode())
    data = _mail(packed, suffix) if wrapped else b'file: ' + base64.b64encode(packed)
    report = run([Blob(b'a.txt', data)], Settings())
    assert [each.secret.reveal().decode() for each in report.blocked] == [KEY]
    assert report.unread == []
    assert {each.view for each in report.blocked} == {'base64'}
    assert doubtful(data, b'a.txt', BOOK)


def test_archive_in_base64_that_cannot_be_opened_is_named() -> None:
    for head in (b"7z\xbc\xaf'\x1c\0\4", b'Rar!\x1a\x07\x01\0'):
        data = b'x: ' + base64.b64encode(head + random.Random(1).randbytes(300))
        ((path, reason),) = run([Blob(b'a.txt', data)], Settings()).unread
        assert path == b'a.txt' and 'in base64' in reason
        assert doubtful(data, b'a.txt', BOOK)


def test_line_of_a_block_may_begin_with_a_plus() -> None:
    data = LINE.encode() + random.Random(1).randbytes(30_000)
    text = base64.encodebytes(data)
    assert b'\n+' in text
    assert [block.text for block in blocks(text)] == [data]


_DIGESTS = [hashlib.new(kind, b'x').hexdigest().encode() for kind in ('md5', 'sha1', 'sha256', 'sha512')]
_HEX = LINE.encode().hex().encode()
# what stands in a list of checksums, and what only looks like one
CHECKSUMS = [
    *(
        *_DIGESTS,
        _DIGESTS[2].upper(),
        _DIGESTS[1] + b'0',
        b'0' * 64,
        _HEX,
        _HEX[:64],
        _HEX[64:128],
        _HEX[128:],
        _HEX * 2,
    ),
    *(gzip.compress(LINE.encode(), mtime=0).hex().encode(), _DIGESTS[0] + b'%PDF-1.7'.hex().encode() + _DIGESTS[0]),
    *(b'\n', b'\n', b'\n+', b' ', b'  name.tar.gz\n', b'",\n"', b'sha256:', b'0x', b'\\n', b'key_', b'-', b'x'),
]


def _told(text: bytes, many: int) -> list[tuple[list[tuple[int, int]], bytes]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks_module, '_MANY', many)
        return [(block.lines, block.text) for block in blocks(text) if is_told(block.text)]


@pytest.mark.parametrize('end', [b'\n', b'\\n', b'\\r\\n', b'\\\\n'], ids=['line', 'escaped', 'both', 'twice-escaped'])
def test_hex_that_goes_on_in_the_next_line_is_no_checksum(end: bytes) -> None:
    digits = LINE.encode().hex().encode()
    first, rest = digits[:64], digits[64:128]
    text = b'"%s%s%s"\n' % (first, end, rest)
    assert _told(text, 0) == _told(text, len(text) + 1)
    assert [block for _, block in _told(text, 0)] == [LINE.encode()[:64]]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(CHECKSUMS), max_size=12).map(b''.join))
def test_checksums_that_are_decoded_together_hide_nothing(text: bytes) -> None:
    assert _told(text, 0) == _told(text, len(text) + 1)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(CHECKSUMS), max_size=12).map(b''.join))
def test_what_the_door_hides_of_checksums_is_no_block(text: bytes) -> None:
    spans = runs(text)
    shown = hidden(text, spans, [text[start:end] for start, end in spans])
    assert bool(shown) == bool(_told(text, len(text) + 1))


@pytest.mark.parametrize(('between', 'kinds'), [('', ['escapes']), ('x ' * 1000, [])], ids=['near', 'far'])
def test_escapes_are_read_where_they_are_near_what_could_be_a_key(between: str, kinds: list[str]) -> None:
    data = f'print("a\\"b")\n{between}\n{LINE}\n'.encode()
    assert [view.kind for view in readings(View(data)) if 'escapes' in view.kind] == kinds


def test_escapes_far_from_what_could_be_a_key_stay_as_they_are() -> None:
    far, near = b'print("a\\"b")\n', b'print("c\\"d")\n'
    (view,) = [each for each in readings(View(far * 300 + near + LINE.encode())) if each.kind == 'escapes']
    assert b'"c"d"' in view.data and view.data.count(b'a"b') < 200
    assert LINE.encode() in view.data


@pytest.mark.parametrize('many', [1, 2, 3, 254, 255, 256, 300])
def test_escapes_are_read_the_same_wherever_the_reading_begins(many: int) -> None:
    """Of backslashes in a row each second one is escaped, so a part that begins among them looks back."""
    data = b'x' * 1000 + b'\\' * many + b'"y'
    whole = list(escapes._escapes(data, [(0, len(data))]))
    assert [list(escapes._escapes(data, [(at, len(data))]))[-1:] for at in range(1000, 1000 + min(many, 256))] == [
        whole[-1:]
    ] * min(many, 256)


@pytest.mark.parametrize(
    'form',
    ['0x%s', 'key_%s', '%s-v', '0xkey_%s', '0x%s-v', r'0xkey_%s\n " see'],
    ids=['0x', 'word', 'before-a-dash', '0x-and-word', '0x-and-before-a-dash', '0x-and-word-and-more'],
)
def test_hex_begins_and_ends_where_its_digits_do(form: str) -> None:
    data = (form % _HEX.decode()).encode()
    assert [(block.kind, block.text) for block in blocks(data)] == [('hex', LINE.encode())]
    assert doubtful(data, b'a.txt', BOOK)


def test_list_of_checksums_is_no_block_but_a_key_in_it_is() -> None:
    lines = [hashlib.sha256(bytes([at])).hexdigest() + f'  {at}.tar.gz\n' for at in range(40)]
    assert list(blocks(''.join(lines).encode())) == []
    lines[20] = f'{_HEX.decode()}  20.tar.gz\n'
    assert doubtful(''.join(lines).encode(), b'list.txt', BOOK)
    assert LINE.encode() in [block.text for block in blocks(''.join(lines).encode())]


def test_two_keys_of_one_compressed_block_are_both_told() -> None:
    text = f'A={KEY}\nB={OTHER}\n' + 'hello world \n' * 5000
    data = b'blob: ' + base64.b64encode(gzip.compress(text.encode(), mtime=0))
    assert sorted(_found(data)) == sorted([KEY, OTHER])


def test_what_is_compressed_beyond_the_room_is_told_as_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    block = b'x: ' + base64.b64encode(gzip.compress(b'some words, and no key. ' * 4000, mtime=0)) + b'\n'
    assert run([Blob(b'a.txt', block)], Settings()).unread == []
    monkeypatch.setattr(inflating, 'MOST', 10_000)
    for data in (block, block * 3):
        ((path, reason),) = run([Blob(b'a.txt', data)], Settings()).unread
        assert path == b'a.txt' and 'was not read' in reason


def test_what_comes_out_before_the_damage_is_read() -> None:
    noise = random.Random(1).randbytes(60_000)
    packed = bytearray(gzip.compress(LINE.encode() + noise, mtime=0))
    packed[50_000] ^= 0xFF
    packed[50_001:] = b'\xff' * (len(packed) - 50_001)
    assert _found(b'x: ' + base64.b64encode(bytes(packed))) == [KEY]


def test_key_in_the_content_is_told_when_the_name_is_encoded_text() -> None:
    name = _base64(OTHER).replace('/', '_').encode()
    report = run([Blob(name, LINE.encode())], Settings())
    assert [finding.secret.reveal().decode() for finding in report.blocked] == [KEY]


@pytest.mark.parametrize('carrier', ['base64-of-a-file', 'hex', 'json-escapes', 'kubernetes-secret', 'percent'])
def test_place_of_a_decoded_key_holds_nothing_else(carrier: str) -> None:
    """What stands between the two ends decodes to the key and to less than one character more on each side."""
    name, data, _, _ = DRESSED[carrier]('OPENAI_API_KEY', 'openai', KEY)
    (finding,) = run([Blob(name.encode(), data)], Settings()).blocked
    start, end = finding.span
    factor = {'base64-of-a-file': 4 / 3, 'kubernetes-secret': 4 / 3, 'hex': 2, 'json-escapes': 6, 'percent': 3}[carrier]
    assert len(KEY) * factor <= end - start + 1 <= len(KEY) * factor + 3


HOSTILE: dict[str, Callable[[int], bytes]] = {
    'percent': lambda size: b'%41' * (size // 3),
    'unicode': lambda size: b'\\u0041' * (size // 6),
    'octal': lambda size: b'\\101' * (size // 4),
    'html': lambda size: b'&#65;' * (size // 5),
    'backslashes': lambda size: b'\\' * size,
    'patch': lambda size: (b'+' + b'aB3' * 14 + b'\n') * (size // 44),
    'parts': lambda size: (b'aB3' * 10 + b'/') * (size // 31),
    'padding': lambda size: b'\n'.join(
        random.Random(at).randbytes(20).hex().title().encode() + b'==' + b'aBcDeFgH' for at in range(size // 51)
    ),
    'lines-of-text': lambda size: base64.encodebytes(b'some words and no key at all. ' * (size // 40))[:size],
    'hexadecimal': lambda size: b''.join(b'%064x\n' % at for at in range(size // 65)),
}


@pytest.mark.parametrize('kind', HOSTILE)
def test_time_is_linear(kind: str) -> None:
    def look(data: bytes) -> None:
        run([Blob(b'a.txt', data)], Settings())
        doubtful(data, b'a.txt', BOOK)

    few, many = HOSTILE[kind](60_000), HOSTILE[kind](240_000)
    # four times as much may take eight times as long on a busy machine; a quadratic reading takes sixteen times
    assert keeps_pace(lambda: look(few), lambda: look(many), 8, 0.2)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_damaged_carriers_raise_nothing_and_lead_back_into_the_data(data: st.DataObject) -> None:
    carrier = data.draw(st.sampled_from(sorted(DRESSED)))
    _, text, _, _ = DRESSED[carrier]('OPENAI_API_KEY', 'openai', KEY)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 3))
        text = text[:at] + data.draw(st.binary(max_size=3)) + text[at + cut :]
    for finding in run([Blob(b'a.txt', text)], Settings()).blocked:
        start, end = finding.span
        assert 0 <= start < end <= len(text)
    view = View(text)
    for each in (view, *readings(view)):
        for hit in detect(each, b'a.txt', [OPENAI]):
            # quoted-printable is told by its headers, and these may be what was damaged
            if hit.secret.reveal().decode() == KEY and 'quoted-printable' not in each.kind:
                assert doubtful(text, b'a.txt', BOOK), each.kind
