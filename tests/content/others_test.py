"""Films, matrices, diagrams, archives of PHP and what else is compressed in a way of its own: read, or named."""

from __future__ import annotations

import base64
import binascii
import bz2
import io
import lzma
import random
import shutil
import struct
import subprocess
import urllib.parse
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.catalogue import one
from keyguard.content import hdf5
from keyguard.content.beginnings import kind
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings
from testing.clock import keeps_pace
from testing.inside import EDITS, Edits, edited, read
from testing.tables import raw

OPENAI = sample(one('openai').detectors[0], 6)
MISTRAL = sample(one('mistral').detectors[0], 6)
NOISE = random.Random(2).randbytes(3000).hex().encode()
ENV = b'# a\nKEY=' + OPENAI + b'\nabcabcabcabcabcabcabcabcabcabcabcabcabcabc\n'
TRUNCATED = 'truncated: the data ends too early'
CORRUPT = 'corrupt: the data cannot be decompressed'


def told(data: bytes) -> list[tuple[bytes, bytes]]:
    report = run([Blob(b'x', data)], Settings())
    assert report.unread == []
    assert doubtful(data, b'x', BOOK)
    return [(each.path, each.secret.reveal()) for each in report.blocked]


# --- films of Flash


def film(text: bytes, way: str = 'zlib') -> bytes:
    size = struct.pack('<I', len(text) + 8)
    if way == 'zlib':
        return b'CWS\x0a' + size + zlib.compress(text)
    packed = lzma.compress(text, lzma.FORMAT_ALONE)
    return b'ZWS\x0d' + size + struct.pack('<I', len(packed) - 13) + packed[:5] + packed[13:]


# --- files of MATLAB


def element(kind: int, data: bytes, order: str = '<') -> bytes:
    if 0 < len(data) <= 4:
        return struct.pack(f'{order}I', len(data) << 16 | kind) + data + bytes(4 - len(data))
    return struct.pack(f'{order}II', kind, len(data)) + data + bytes(-len(data) % 8)


def matrix(name: str, of: int, content: bytes, order: str = '<') -> bytes:
    flags, sizes = struct.pack(f'{order}II', of, 0), struct.pack(f'{order}ii', 1, 1)
    parts = element(6, flags, order) + element(5, sizes, order) + element(1, name.encode(), order)
    return element(14, parts + content, order)


def text(name: str, value: bytes, written: int = 4, order: str = '<') -> bytes:
    encoded = value.decode().encode({4: 'utf-16-le' if order == '<' else 'utf-16-be', 16: 'utf-8', 2: 'ascii'}[written])
    return matrix(name, 4, element(written, encoded, order), order)


def struct_of(name: str, fields: dict[str, bytes]) -> bytes:
    names = b''.join(field.encode().ljust(32, b'\0') for field in fields)
    content = element(5, struct.pack('<i', 32)) + element(1, names)
    return matrix(name, 2, content + b''.join(text('', value) for value in fields.values()))


def matlab(*matrices: bytes, packed: bool = True, order: str = '<') -> bytes:
    head = b'MATLAB 5.0 MAT-file, made by hand'.ljust(124) + struct.pack(f'{order}HH', 0x100, 0x4D49)
    for each in matrices:
        stored = zlib.compress(each)
        head += struct.pack(f'{order}II', 15, len(stored)) + stored if packed else each
    return head


# --- HDF5


def data_set(items: list[bytes], per: int = 3, turned: bool = False, pack: Callable[[bytes], bytes] = zlib.compress,
             base: int = 0, levels: int = 0) -> bytes:  # fmt: skip
    """A file with one data set of such items, so many in each part."""
    width = max(map(len, items))
    out = b'MATLAB 7.3 MAT-file'.ljust(base)[:base] + hdf5.MAGIC + bytes(88)
    parts = []
    for at in range(0, len(items), per):
        some = [item.ljust(width, b'\0') for item in items[at : at + per]]
        some += [bytes(width)] * (per - len(some))
        content = b''.join(some)
        if turned:
            content = b''.join(content[place::width] for place in range(width))
        packed = pack(content)
        parts.append((at, len(out) - base, len(packed)))
        out += packed + bytes(-len(packed) % 8)

    def tree(level: int, rows: list[tuple[int, int, int]]) -> bytes:
        head = b'TREE\x01' + bytes((level,)) + struct.pack('<H', len(rows)) + b'\xff' * 16
        return head + b''.join(struct.pack('<IIQQQ', size, 0, at, 0, place) for at, place, size in rows) + bytes(24)

    root = len(out) - base
    out += tree(0, parts)
    for level in range(levels):
        rows = [(0, root, 0)]
        root = len(out) - base
        out += tree(level + 1, rows)
    names = (b'shuffle\0\1\0\0\0' if turned else b'') + b'deflate\0\4\0\0\0'
    return out + names + b'\x08\0\x18\0\0\0\0\0\x03\x02\x02' + struct.pack('<QII', root, per, width) + bytes(40)


# --- diagrams, what uuencode writes, archives of PHP


def diagram(xml: bytes, name: bytes = b' id="1" name="Page-1"') -> bytes:
    packed = base64.b64encode(raw(urllib.parse.quote(xml, safe="~()*!.'").encode()))
    return b'<mxfile host="app" version="22"><diagram%s>%s</diagram></mxfile>\n' % (name, packed)


def uuencoded(data: bytes, way: str = 'uu') -> bytes:
    if way == 'base64':
        return b'begin-base64 644 a.env\n' + base64.encodebytes(data) + b'====\n'
    lines = [binascii.b2a_uu(data[at : at + 45], backtick=way == 'uu') for at in range(0, len(data), 45)]
    return b'begin 644 a.env\n' + b''.join(lines) + b'`\nend\n'


def phar(files: dict[str, tuple[bytes, int]], program: bytes = b'<?php echo 1; __HALT_COMPILER(); ?>\r\n') -> bytes:
    listed, stored = b'', b''
    for name, (content, flags) in files.items():
        packed = raw(content) if flags & 0x1000 else bz2.compress(content) if flags & 0x2000 else content
        head = struct.pack('<I', len(name)) + name.encode()
        listed += head + struct.pack('<IIIIII', len(content), 0, len(packed), 0, flags, 0)
        stored += packed
    body = struct.pack('<IHII', len(files), 0x11, 0, 0) + struct.pack('<I', 3) + b'abc' + listed
    return program + struct.pack('<I', len(body)) + body + stored


ITEMS = [b'a few words', b'b', OPENAI, b'end', b'more', b'and more words']
FORMS: dict[str, tuple[bytes, bytes]] = {
    'flash-zlib': (film(ENV), b'x!film'),
    'flash-lzma': (film(ENV, 'lzma'), b'x!film'),
    'matlab': (matlab(text('k', OPENAI)), b'x!variables'),
    'matlab-utf-8': (matlab(text('k', OPENAI, 16)), b'x!variables'),
    'matlab-of-other-machines': (matlab(text('k', OPENAI, 4, '>'), order='>'), b'x!variables'),
    'matlab-as-it-is': (matlab(text('k', OPENAI), packed=False), b'x!variables'),
    'matlab-struct': (matlab(struct_of('s', {'a': b'1', 'k': OPENAI})), b'x!variables'),
    'matlab-cell': (matlab(matrix('c', 1, text('', b'words') + text('', OPENAI))), b'x!variables'),
    'hdf5': (data_set(ITEMS), b'x!data set 1'),
    'hdf5-turned': (data_set(ITEMS, turned=True), b'x!data set 1'),
    'hdf5-of-matlab': (data_set(ITEMS, base=512), b'x!data set 1'),
    'hdf5-tree-of-trees': (data_set(ITEMS, levels=2), b'x!data set 1'),
    'draw.io': (diagram(b'<mxCell value="KEY=%s"/>' % OPENAI), b'x!Page-1'),
    'draw.io-without-a-name': (diagram(b'<mxCell value="KEY=%s"/>' % OPENAI, b''), b'x!page 1'),
    'phar': (phar({'a.env': (ENV, 0x1000)}), b'x!a.env'),
    'uuencode': (uuencoded(ENV), b'x!a.env'),
    'uuencode-with-blanks': (uuencoded(ENV, 'blanks'), b'x!a.env'),
    'uuencode-base64': (uuencoded(ENV, 'base64'), b'x!a.env'),
}  # fmt: skip


@pytest.mark.parametrize('form', FORMS)
def test_key_is_told_in_the_part_that_it_stands_in(form: str) -> None:
    data, path = FORMS[form]
    assert told(data) == [(path, OPENAI)]


@pytest.mark.parametrize('form', FORMS)
def test_without_a_key_it_is_silent(form: str) -> None:
    words = b'a-name-with-dashes-and-nothing-else'
    make: dict[str, Callable[[], bytes]] = {
        'flash': lambda: film(words * 3),
        'matlab': lambda: matlab(text('openai_api_key', words)),
        'hdf5': lambda: data_set([words] * 9),
        'draw.io': lambda: diagram(words),
        'phar': lambda: phar({'a': (words * 9, 0x1000)}),
        'uuencode': lambda: uuencoded(words * 9),
    }
    report = run([Blob(b'x', make[form.partition('-')[0]]())], Settings())
    assert not (report.blocked or report.unread)


@pytest.mark.parametrize(
    'data',
    [
        pytest.param(matlab(text('mistral_api_key', MISTRAL)), id='variable'),
        pytest.param(matlab(struct_of('mistral', {'n': b'1', 'api_key': MISTRAL})), id='field'),
        pytest.param(matlab(text('mistral_api_key', MISTRAL), packed=False), id='variable-as-it-is'),
    ],
)
def test_name_of_a_variable_counts(data: bytes) -> None:
    assert told(data) == [(b'x!variables', MISTRAL)]


COMPRESSED = {'d/a.env': (ENV, 0x1000 | 0o644), 'b.txt': (b'text', 0o644), 'c.env': (NOISE[:99] + b'\n' + ENV, 0x2000)}


@pytest.mark.parametrize(
    'program',
    [
        b'<?php __HALT_COMPILER(); ?>\r\n',
        b'#!/usr/bin/env php\n<?php\n__HALT_COMPILER(); ?>\n',
        b'<?php __HALT_COMPILER();',
    ],
)
def test_compressed_members_of_a_phar_come_out(program: bytes) -> None:
    data = phar(COMPRESSED, program)
    assert kind(data) == 'phar'
    assert read(data) == [(b'x!d/a.env', ENV, ''), (b'x!c.env', NOISE[:99] + b'\n' + ENV, '')]
    assert {reason for _, _, reason in read(data[:-30])} == {'', TRUNCATED}


@pytest.mark.parametrize(
    'text', [b'<?php __HALT_COMPILER(); ?>\r\n', b'<?php echo "__HALT_COMPILER();"; // ' + b'words ' * 99]
)
def test_program_that_only_says_so_is_no_archive(text: bytes) -> None:
    assert kind(text) == ''


BROKEN = {
    'flash-cut': (film(ENV)[:-20], b'x!film', TRUNCATED),
    'flash-damaged': (film(ENV)[:30] + b'\xff' * 90, b'x!film', CORRUPT),
    'matlab-cut': (matlab(text('k', OPENAI))[:-20], b'x!variables', TRUNCATED),
    'matlab-cut-as-it-is': (matlab(text('k', OPENAI), packed=False)[:-20], b'x!variables', TRUNCATED),
    'hdf5-cut-in-a-part': (data_set(ITEMS, pack=lambda data: zlib.compress(data)[:-20]), b'x!data set 1', TRUNCATED),
    'hdf5-other-way': (data_set(ITEMS, pack=lambda data: b'\1' + data[:40]), b'x', hdf5.OTHER),
    'hdf5-newer': (hdf5.MAGIC + bytes(90) + b'FAHD\0\1' + bytes(90), b'x', hdf5.NEWER),
    'draw.io-cut': (b'<mxfile><diagram>' + base64.b64encode(raw(NOISE)[:-9]) + b'</diagram></mxfile>', b'x!page 1', TRUNCATED),
    'uuencode-cut': (uuencoded(ENV)[:-5], b'x!a.env', TRUNCATED),
    'uuencode-damaged': (uuencoded(ENV)[:20] + b'\xff' * 9 + b'\n', b'x!a.env', CORRUPT),
    'arj': (b'\x60\xea\x29\0\x22\x0b\1\2\x10\0\2' + bytes(60), b'x', 'an archive of ARJ (.arj), which keyguard cannot read: unpack it and audit what comes out'),
    'lha': (b'\x20\x9f-lh5-' + bytes(60), b'x', 'an archive of LHA (.lzh), which keyguard cannot read: unpack it and audit what comes out'),
    'ace': (b'\x12\x34\x31\0\0\0\x90**ACE**' + bytes(60), b'x', 'an archive of ACE (.ace), which keyguard cannot read: unpack it and audit what comes out'),
}  # fmt: skip


@pytest.mark.parametrize('form', BROKEN)
def test_what_cannot_be_read_says_why(form: str) -> None:
    data, path, reason = BROKEN[form]
    assert [(at, said) for at, _, said in read(data) if said] == [(path, reason)]
    assert doubtful(data, b'x', BOOK)


@pytest.mark.parametrize(
    'words',
    [
        b'CWS is a word', b'ZWS is another one', b'MATLAB 5.0 MAT-file is what they are called', b'<mxfile without an end',
        b'begin 644 words and more of them, but no line that ends\x00', '`\ub000 begins with a sign'.encode(), b'a -lhx- b',
        b'begin 6 is a number',
    ],
)  # fmt: skip
def test_text_that_begins_so_is_none(words: bytes) -> None:
    report = run([Blob(b'x.txt', words)], Settings())
    assert not report.blocked
    assert [reason for _, reason in report.unread] in ([], [TRUNCATED])
    assert not words.startswith((b'C', b'Z', b'`', b'a', b'begin 6 ')) or not report.unread


# --- what the real programs write


def test_what_h5py_writes_is_read() -> None:
    h5py = pytest.importorskip('h5py', reason='h5py is not installed')
    numpy = pytest.importorskip('numpy', reason='numpy is not installed')
    items = numpy.array([b'word %d' % at for at in range(3000)] + [OPENAI], dtype='S200')
    for options in ({}, {'shuffle': True}, {'chunks': (10,)}, {'fletcher32': True}):
        out = io.BytesIO()
        with h5py.File(out, 'w') as file:
            file.create_dataset('n', data=numpy.arange(5000), compression='gzip')
            file.create_group('g').create_dataset('k', data=items, compression='gzip', **options)
        found = [(path, key) for path, key in told(out.getvalue()) if key == OPENAI]
        assert [key for _, key in found] == [OPENAI], options
        assert b''.join(content for _, content, _ in read(out.getvalue())).count(b'word ') == 3000
    for way, reason in (
        ({'compression': 'lzf'}, hdf5.OTHER),
        ({'compression': 'gzip', 'libver': 'latest'}, hdf5.NEWER),
    ):
        out = io.BytesIO()
        with h5py.File(out, 'w', libver=way.pop('libver', None)) as file:
            file.create_dataset('k', data=items, chunks=(100,), **way)
        assert [said for _, _, said in read(out.getvalue()) if said] == [reason]


def test_what_scipy_writes_is_read() -> None:
    scipy = pytest.importorskip('scipy.io', reason='scipy is not installed')
    numpy = pytest.importorskip('numpy', reason='numpy is not installed')
    cells = numpy.array(['x', OPENAI.decode()], dtype=object)
    values = {'mistral_api_key': MISTRAL.decode(), 's': {'k': 'one'}, 'c': cells, 'n': numpy.arange(9)}
    for packed in (True, False):
        out = io.BytesIO()
        scipy.savemat(out, values, do_compression=packed)
        assert read(out.getvalue()) == [
            (b'x!variables', b'mistral_api_key = "%s"\ns.k = "one"\nc = "x"\nc = "%s"\n' % (MISTRAL, OPENAI), '')
        ]


@pytest.mark.skipif(not shutil.which('php'), reason='no PHP')
def test_what_php_writes_is_read(tmp_path: Path) -> None:
    (tmp_path / 'a.env').write_bytes(ENV)
    program = (
        '$p = new Phar("a.phar"); $p["d/a.env"] = file_get_contents("a.env"); $p->compressFiles(Phar::GZ);'
        '$p->setStub($p->createDefaultStub("d/a.env"));'
    )
    made = subprocess.run(
        ['php', '-d', 'phar.readonly=0', '-r', program], cwd=tmp_path, capture_output=True, timeout=60
    )
    if made.returncode or not (tmp_path / 'a.phar').exists():
        pytest.skip('this PHP writes no PHAR')
    assert (b'x!d/a.env', ENV, '') in read((tmp_path / 'a.phar').read_bytes())


@pytest.mark.skipif(not shutil.which('arj'), reason='no ARJ')
def test_what_arj_writes_is_named(tmp_path: Path) -> None:
    (tmp_path / 'a.env').write_bytes(ENV * 9)
    subprocess.run(['arj', 'a', '-y', 'a.arj', 'a.env'], cwd=tmp_path, check=True, capture_output=True, timeout=60)
    ((_, reason),) = run([Blob(b'a.arj', (tmp_path / 'a.arj').read_bytes())], Settings()).unread
    assert reason.startswith('an archive of ARJ (.arj)')


WHOLE = [*(data for data, _ in FORMS.values()), phar(COMPRESSED), *(data for data, _, _ in BROKEN.values())]


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(WHOLE), EDITS, st.floats(0, 1))
def test_damage_never_raises(data: bytes, edits: Edits, cut: float) -> None:
    found = read(edited(data, edits)[: int(cut * len(data)) + 1])
    assert sum(len(content) for _, content, _ in found) < 1 << 20


@pytest.mark.parametrize(
    'make',
    [
        pytest.param(lambda n: matlab(*[text('k', b'a')] * n), id='matlab'),
        pytest.param(lambda n: matlab(matrix('c', 1, text('', b'a') * n)), id='matlab-cells'),
        pytest.param(lambda n: data_set([b'abcdefghij'] * n), id='hdf5'),
        pytest.param(lambda n: data_set([b'abcdefghij'] * 9) + data_set([b'abcdefghij'] * 9)[-80:] * n, id='hdf5-of-one-tree'),
        pytest.param(lambda n: hdf5.MAGIC + b'\3\2' * 8 * n, id='hdf5-of-nothing'),
        pytest.param(lambda n: b'<mxfile>' + b'<diagram>' * n, id='diagrams-without-an-end'),
        pytest.param(lambda n: b'<mxfile>' + diagram(b'a' * 40)[8:] * (n // 10), id='diagrams'),
        pytest.param(lambda n: uuencoded(NOISE * (n // 100)), id='uuencode'),
        pytest.param(lambda n: phar({f'{at}': (b'a', 0x1000) for at in range(n)}), id='phar'),
    ],
)  # fmt: skip
def test_time_is_linear(make: Callable[[int], bytes]) -> None:
    few, many = make(500), make(4000)
    assert keeps_pace(lambda: read(few), lambda: read(many), 24, 0.02)


def test_matrices_in_matrices_are_followed_no_further() -> None:
    inner = text('', OPENAI)
    for _ in range(40):
        inner = matrix('c', 1, inner)
    assert read(matlab(inner))[-1][2] == CORRUPT


def test_tree_that_leads_to_itself_is_walked_once() -> None:
    data = data_set(ITEMS, levels=1)
    root = data.rfind(b'TREE')
    at = root + 24 + 24
    changed = data[:at] + struct.pack('<Q', root) + data[at + 8 :]
    assert read(changed) == []
