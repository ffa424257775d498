"""PDFs that are encrypted and ask for no password: read where the cipher is RC4, named where it is AES or there is one."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import time
import zlib
from collections.abc import Callable
from hashlib import md5, sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.catalogue import one
from keyguard.content import pdf_locked
from keyguard.content.archives import Limits, members
from keyguard.content.pdf_locked import WITH_AES, Stream4
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.samples import sample
from keyguard.settings import Settings

KEY, OTHER = (sample(one('openai').detectors[0], seed) for seed in (1, 2))
ID = bytes(range(16))
OWNER = bytes(range(32, 64))
FILLING = pdf_locked._FILLING


def document(encrypt: bytes, over: Callable[[int, bytes], bytes]) -> bytes:
    """A page, a title and metadata; what is encrypted comes from ``over``, which is given the object's number."""
    page = zlib.compress(b'BT /F1 12 Tf 72 700 Td (KEY=%s) Tj ET' % KEY)
    title = over(2, b'(a) \\ ' + OTHER)
    title = b'(' + re.sub(rb'([()\\])', rb'\\\1', title).replace(b'\r', b'\\r') + b')'
    objects = [
        b'<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream' % (len(page), over(1, page)),
        b'<< /Title %s /Author <%s> >>' % (title, over(2, b'somebody').hex().encode()),
        encrypt,
    ]
    out = b'%PDF-1.6\n%\xe2\xe3\xcf\xd3\n'
    for number, content in enumerate(objects, 1):
        out += b'%d 0 obj\n%s\nendobj\n' % (number, content)
    ids = ID.hex().encode()
    return out + b'trailer\n<< /Root 1 0 R /Encrypt 3 0 R /ID [<%s><%s>] >>\n%%%%EOF\n' % (ids, ids)


def locked(version: int, revision: int, size: int, password: bytes = b'', more: bytes = b'') -> bytes:
    """Such a document, encrypted as the standard says, with RC4."""
    permissions = struct.pack('<i', -44)
    key = md5((password + FILLING)[:32] + OWNER + permissions + ID).digest()
    if revision >= 3:
        for _ in range(50):
            key = md5(key[:size]).digest()
    key = key[:size]
    if revision == 2:
        user = Stream4(key).over(FILLING)
    else:
        user = md5(FILLING + ID).digest()
        for step in range(20):
            user = Stream4(bytes(byte ^ step for byte in key)).over(user)
        user += bytes(16)
    encrypt = b'<< /Filter /Standard /V %d /R %d /Length %d /P -44 /O <%s> /U <%s> %s>>' % (
        version, revision, 8 * size, OWNER.hex().encode(), user.hex().encode(), more,
    )  # fmt: skip

    def over(number: int, text: bytes) -> bytes:
        own = md5(key + struct.pack('<I', number)[:3] + bytes(2)).digest()
        return Stream4(own[: min(16, size + 5)]).over(text)

    return document(encrypt, over)


_V4 = b'/CF << /StdCF << /CFM /%s /Length 16 >> >> /StmF /StdCF /StrF /StdCF '
OPEN = {
    'rc4-40': locked(1, 2, 5),
    'rc4-40-of-later': locked(2, 3, 5),
    'rc4-128': locked(2, 3, 16),
    'rc4-of-named-ciphers': locked(4, 4, 16, more=_V4 % b'V2'),
}


def read(data: bytes, limits: Limits | None = None) -> list[tuple[bytes, bytes, str]]:
    return [(blob.path, bytes(blob.data[:]), blob.reason) for blob in members(Blob(b'x.pdf', data), limits or Limits())]


@pytest.mark.parametrize(
    ('key', 'text', 'encrypted'),
    [
        (b'Key', b'Plaintext', 'bbf316e8d940af0ad3'),
        (b'Wiki', b'pedia', '1021bf0420'),
        (b'Secret', b'Attack at dawn', '45a01f645fc35b383552544b9bf5'),
        (b'a', b'', ''),
    ],
)
def test_cipher_gives_what_others_give(key: bytes, text: bytes, encrypted: str) -> None:
    cipher = Stream4(key)
    assert cipher.over(text).hex() == encrypted
    assert cipher.over(bytes.fromhex(encrypted)) == text


@pytest.mark.parametrize('form', OPEN)
def test_document_without_a_password_is_read(form: str) -> None:
    report = run([Blob(b'x.pdf', OPEN[form])], Settings())
    assert report.unread == []
    assert sorted((each.path, each.secret.reveal()) for each in report.blocked) == [
        (b'x.pdf!object 1', KEY), (b'x.pdf!strings', OTHER),
    ]  # fmt: skip
    assert b'Author: somebody' in {path: content for path, content, _ in read(OPEN[form])}[b'x.pdf!strings']


LOCKED = {
    'password': (locked(2, 3, 16, b'secret'), 'encrypted'),
    'password-of-40': (locked(1, 2, 5, b'secret'), 'encrypted'),
    'aes-128': (locked(4, 4, 16, more=_V4 % b'AESV2'), WITH_AES),
    'aes-128-with-a-password': (locked(4, 4, 16, b'secret', more=_V4 % b'AESV2'), 'encrypted'),
    'aes-256-of-before': (
        document(b'<< /Filter /Standard /V 5 /R 5 /U <%s> /CF << /StdCF << /CFM /AESV3 >> >> >>'
                 % (sha256(b'12345678').digest() + b'12345678' + bytes(8)).hex().encode(), lambda _, text: text), WITH_AES),
    'aes-256': (document(b'<< /Filter /Standard /V 5 /R 6 /U <%s> >>' % bytes(48).hex().encode(), lambda _, text: text), 'encrypted'),
    'of-a-company': (document(b'<< /Filter /Adobe.PubSec /V 2 >>', lambda _, text: text), 'encrypted'),
    'nothing-of-it': (document(b'<< >>', lambda _, text: text), 'encrypted'),
    'digits-that-are-none': (locked(1, 2, 5).replace(b'/U <', b'/U <x'), 'encrypted'),
}  # fmt: skip


@pytest.mark.parametrize('form', LOCKED)
def test_what_cannot_be_opened_is_named(form: str) -> None:
    data, reason = LOCKED[form]
    assert [said for _, _, said in read(data)] == [reason]


@pytest.mark.skipif(not shutil.which('qpdf'), reason='no qpdf')
@pytest.mark.parametrize(
    ('options', 'reason'),
    [
        pytest.param(['40'], '', id='rc4-40'),
        pytest.param(['128', '--use-aes=n'], '', id='rc4-128'),
        pytest.param(['128', '--use-aes=n', '--force-V4', '--cleartext-metadata'], '', id='metadata-in-clear'),
        pytest.param(['128', '--use-aes=y'], WITH_AES, id='aes-128'),
        pytest.param(['256', '--force-R5'], WITH_AES, id='aes-256-of-before'),
        pytest.param(['256'], 'encrypted', id='aes-256'),
    ],
)
@pytest.mark.parametrize('objects', ['disable', 'generate'])
def test_what_qpdf_encrypts_is_read(options: list[str], reason: str, objects: str, tmp_path: Path) -> None:
    plain = document(b'<< >>', lambda _, text: text).replace(b'/Root 1 0 R /Encrypt 3 0 R', b'/Root 4 0 R /Info 2 0 R')
    pages = b'<< /Type /Catalog /Pages 5 0 R >>', b'<< /Type /Pages /Kids [6 0 R] /Count 1 >>', (
        b'<< /Type /Page /Parent 5 0 R /MediaBox [0 0 9 9] /Contents 1 0 R >>'
    )  # fmt: skip
    added = b''.join(b'%d 0 obj\n%s\nendobj\n' % (number, text) for number, text in enumerate(pages, 4))
    (tmp_path / 'a.pdf').write_bytes(plain.replace(b'trailer', added + b'trailer'))
    command = ['qpdf', '--allow-weak-crypto', f'--object-streams={objects}', '--encrypt', '', 'owner', *options, '--']
    made = subprocess.run([*command, 'a.pdf', 'b.pdf'], cwd=tmp_path, capture_output=True, timeout=60)
    assert made.returncode in (0, 3), made.stderr
    found = read((tmp_path / 'b.pdf').read_bytes())
    assert [said for _, _, said in found if said] == [reason] * bool(reason)
    text = b'\n'.join(content for _, content, _ in found)
    assert (KEY in text, OTHER in text) == (not reason, not reason)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([*OPEN.values(), *(data for data, _ in LOCKED.values())]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=6),
    st.floats(0, 1),
)
def test_damage_never_raises(data: bytes, edits: list[tuple[float, int]], cut: float) -> None:
    changed = bytearray(data)
    for place, value in edits:
        changed[9 + int(place * (len(changed) - 10))] = value
    at = 9 + int(cut * (len(changed) - 9))
    del changed[at : at + 20]
    assert sum(len(content) for _, content, _ in read(bytes(changed))) < 1 << 20


def test_what_is_decrypted_counts_against_the_limits() -> None:
    data = OPEN['rc4-128'].replace(
        b'trailer', b''.join(b'%d 0 obj (abc) endobj\n' % at for at in range(9, 3000)) + b'trailer'
    )
    reasons = [said for _, _, said in read(data, Limits(total=4 << 20))]
    assert reasons == ['too large: the rest after 4 MiB of unpacked data was not read']


def test_time_is_linear() -> None:
    times = []
    for count in (300, 2400):
        objects = b''.join(b'%d 0 obj (abc) (def\\(\\)) <00> endobj\n' % at for at in range(9, count))
        began = time.process_time()
        read(OPEN['rc4-128'].replace(b'trailer', objects + b'trailer'))
        times.append(time.process_time() - began)
    assert times[1] < 24 * times[0] + 0.02
