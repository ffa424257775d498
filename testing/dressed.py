"""A key in other dress: encoded, escaped, in a notebook, packed; each with the view that shows it and its place.

Every carrier is a function of (variable, word, key), as in ``carriers``. It returns the file's name, its bytes, what
the view is called, and the bytes that stand for the key or hold it.
"""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import quopri
import tarfile
import textwrap
import zipfile
import zlib
from collections.abc import Callable

Dressed = tuple[str, bytes, str, bytes]
Dresser = Callable[[str, str, str], Dressed]


def _env(variable: str, word: str, key: str) -> str:
    return f'# {word}\nDEBUG=1\n{variable}={key}\n'


def _base64(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


def _whole(name: str, before: str, encode: Callable[[bytes], str], view: str) -> Dresser:
    """A file that is encoded as a whole, behind a few words."""

    def dresser(variable: str, word: str, key: str) -> Dressed:
        text = encode(_env(variable, word, key).encode())
        return name, f'{before}{text}\n'.encode(), view, text.encode()

    return dresser


def _value(name: str, template: str, encode: Callable[[str], str], view: str) -> Dresser:
    """A file in which the key alone is encoded."""

    def dresser(variable: str, word: str, key: str) -> Dressed:
        text = encode(key)
        whole = template.replace('VARIABLE', variable).replace('WORD', word).replace('@@', text)
        return name, whole.encode(), view, text.encode()

    return dresser


def _each(form: str) -> Callable[[str], str]:
    return lambda key: ''.join(form % ord(char) for char in key)


def _some(form: str) -> Callable[[str], str]:
    """Dashes, underscores and every ninth character."""
    return lambda key: ''.join(form % ord(c) if c in '-_' or at % 9 == 4 else c for at, c in enumerate(key))


def _wrapped(width: int) -> Dresser:
    def dresser(variable: str, word: str, key: str) -> Dressed:
        text = 'hello hello hello\n' * 7 + _env(variable, word, key) + 'goodbye\n' * 9
        lines = textwrap.wrap(_base64(text), width)
        data = '-----BEGIN DATA-----\n' + '\n'.join(lines) + '\n-----END DATA-----\n'
        return 'data.pem', data.encode(), 'base64', '\n'.join(lines).encode()

    return dresser


def _quoted(variable: str, word: str, key: str) -> Dressed:
    body = quopri.encodestring((_env(variable, word, key) + 'dear all, ' * 9 + f'{word} {variable}={key}').encode())
    head = b'Subject: keys\nMIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n\n'
    return 'note.eml', head + body, 'quoted-printable', body


def _notebook(part: str) -> Dresser:
    def dresser(variable: str, word: str, key: str) -> Dressed:
        lines = ['import os\n', f'# {word}\n', f'{variable} = "{key}"\n']
        cell: dict[str, object] = {'cell_type': 'code', 'source': ['1 + 1'], 'metadata': {}, 'outputs': []}
        image = {'output_type': 'display_data', 'data': {'image/png': base64.b64encode(bytes(range(256))).decode()}}
        if part == 'source':
            cell['source'] = lines
        elif part == 'stream':
            cell['outputs'] = [image, {'output_type': 'stream', 'name': 'stdout', 'text': lines}]
        else:
            cell['outputs'] = [
                image,
                {'output_type': 'error', 'ename': 'E', 'evalue': 'e', 'traceback': [line[:-1] for line in lines]},
            ]
        intro = {'cell_type': 'markdown', 'source': ['# Hello\n', 'world'], 'metadata': {}}
        text = json.dumps({'cells': [intro, cell], 'metadata': {}, 'nbformat': 4, 'nbformat_minor': 5}, indent=1)
        return 'lab.ipynb', text.encode(), 'notebook', key.encode()

    return dresser


DRESSED: dict[str, Dresser] = {
    'base64-of-a-file': _whole('dump.txt', 'payload: ', _base64, 'base64'),
    'base64-without-padding': _whole('dump.txt', 'payload=', lambda data: _base64(data).rstrip('='), 'base64'),
    'base64-for-urls': _whole(
        'dump.txt', 'x?data=', lambda data: base64.urlsafe_b64encode(b'?>~~~' + data).decode(), 'base64'
    ),
    'base64-wrapped-at-76': _wrapped(76),
    'base64-wrapped-at-64': _wrapped(64),
    'base64-twice': _whole('dump.txt', 'x: ', lambda data: _base64('y: ' + _base64(data)), 'base64 in base64'),
    'base64-of-utf-16': _whole(
        'run.ps1', 'powershell -enc ', lambda data: _base64(data.decode().encode('utf-16-le')), 'utf-16 in base64'
    ),
    'kubernetes-secret': _value(
        'secret.yaml', 'kind: Secret\ndata:\n  # WORD\n  VARIABLE: @@\ntype: Opaque\n', _base64, 'base64'
    ),
    'basic-authorization': _value(
        'run.http', '# WORD VARIABLE\nAuthorization: Basic @@\n', lambda key: _base64('user:' + key), 'base64'
    ),
    'gzip-in-base64': _whole('state.txt', 'blob: ', lambda data: _base64(gzip.compress(data, mtime=0)), 'base64'),
    'zlib-in-base64': _whole('state.txt', 'blob: ', lambda data: _base64(zlib.compress(data)), 'base64'),
    'hex': _whole('dump.txt', 'payload: ', bytes.hex, 'hex'),
    'json-escapes': _value('a.json', '{"WORD": 1, "VARIABLE": "@@"}\n', _each('\\u%04x'), 'escapes'),
    'json-escapes-here-and-there': _value('a.json', '{"WORD": 1, "VARIABLE": "@@"}\n', _some('\\u%04X'), 'escapes'),
    'javascript-braces': _value('a.js', '// WORD\nconst VARIABLE = "@@";\n', _each('\\u{%x}'), 'escapes'),
    'hexadecimal-escapes': _value('a.py', '# WORD\nVARIABLE = "@@"\n', _each('\\x%02x'), 'escapes'),
    'octal-escapes': _value('a.sh', "# WORD\nVARIABLE=$'@@'\n", _each('\\%03o'), 'escapes'),
    'percent': _value('a.txt', '# WORD\nhttps://example.com/?VARIABLE=@@&x=1\n', _each('%%%02X'), 'escapes'),
    'html-decimal': _value('a.html', '<!-- WORD --><code>VARIABLE="@@"</code>\n', _each('&#%d;'), 'escapes'),
    'html-hexadecimal': _value('a.html', '<!-- WORD --><code>VARIABLE="@@"</code>\n', _some('&#x%X;'), 'escapes'),
    'quoted-printable': _quoted,
    'notebook-source': _notebook('source'),
    'notebook-stream': _notebook('stream'),
    'notebook-traceback': _notebook('traceback'),
}


def _zip(name: str, data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


def _tar(name: str, data: bytes, mode: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


# name of the outer file, how it is packed, and where the key's file is then
PACKED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    'app.whl': (lambda data: _zip('app/settings.py', data), 'app.whl!app/settings.py'),
    'app.tar': (lambda data: _tar('app/.env', data, 'w'), 'app.tar!app/.env'),
    'app.tar.gz': (lambda data: _tar('app/.env', data, 'w:gz'), 'app.tar.gz!app/.env'),
    'app.tar.bz2': (lambda data: _tar('app/.env', data, 'w:bz2'), 'app.tar.bz2!app/.env'),
    'app.tar.xz': (lambda data: _tar('app/.env', data, 'w:xz'), 'app.tar.xz!app/.env'),
    'app.env.gz': (gzip.compress, 'app.env.gz!app.env'),
    'app.env.bz2': (bz2.compress, 'app.env.bz2!app.env'),
    'app.env.xz': (lzma.compress, 'app.env.xz!app.env'),
    'outer.zip': (lambda data: _zip('in.tar.gz', _tar('.env', data, 'w:gz')), 'outer.zip!in.tar.gz!.env'),
}
