"""Packed data: a key that a length, or the neighbouring column, glues to a word is found, whole, and at its place."""

from __future__ import annotations

import marshal
import pickle
import plistlib
import random
import sqlite3
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from keyguard.catalogue import one
from keyguard.content import columns
from keyguard.disguise import is_packed
from keyguard.model import Blob
from keyguard.packing import cuts
from keyguard.pipeline import run
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings

PROVIDERS = [
    'openai',
    'anthropic',
    'groq',
    'huggingface',
    'google-gemini',
    'xai',
    'replicate',
    'openrouter',
    'perplexity',
]
KEYS = {provider: sample(one(provider).detectors[0], 4).decode() for provider in PROVIDERS}
KEYS['openai-service-account'] = sample(one('openai').detectors[1], 4).decode()
MISTRAL = sample(one('mistral').detectors[0], 4).decode()


def _database(tmp_path: Path, columns: list[str], rows: list[tuple[object, ...]]) -> bytes:
    name = tmp_path / 'a.db'
    database = sqlite3.connect(name)
    database.execute(f'create table settings({", ".join(columns)})')
    for row in rows:
        database.execute(f'insert into settings values({", ".join("?" * len(row))})', row)
    database.commit()
    database.close()
    return name.read_bytes()


# what a page takes; on the second one stand the rows
_PAGE = 4096


def _cbor(text: str) -> bytes:
    size = len(text)
    head = (
        bytes((0x60 + size,))
        if size < 24
        else b'\x78' + bytes((size,))
        if size < 256
        else b'\x79' + size.to_bytes(2, 'big')
    )
    return head + text.encode()


def _varint(number: int) -> bytes:
    return bytes((number,)) if number < 0x80 else bytes((number & 0x7F | 0x80, number >> 7))


def _message(text: str) -> bytes:
    inner = b'\n' + _varint(len('key')) + b'key' + b'\x1a' + _varint(len(text)) + text.encode()
    return b'\n' + _varint(len(inner)) + inner


FORMS: dict[str, Callable[[Path, str], bytes]] = {
    'page-of-sqlite-name-and-value': lambda path, key: _database(path, ['id integer primary key', 'k', 'v'], [(1, 'api_key', key)])[_PAGE:],
    'page-of-sqlite-one-column': lambda path, key: _database(path, ['v'], [(key,)])[_PAGE:],
    'page-of-sqlite-row-behind-row': lambda path, key: _database(path, ['k', 'v'], [('zeta', 'x' * 40), ('api_key', key), ('alpha', 'y')])[_PAGE:],
    'pickle': lambda _, key: pickle.dumps({'api_key': key, 'x': 1}),
    'pickle-0': lambda _, key: pickle.dumps({'api_key': key}, protocol=0),
    'pickle-2': lambda _, key: pickle.dumps({'api_key': key, 'x': [1, 2]}, protocol=2),
    'property-list': lambda _, key: plistlib.dumps({'api': key, 'more': 'text'}, fmt=plistlib.FMT_BINARY),
    'compiled-python': lambda _, key: bytes(16) + marshal.dumps(compile(f'KEY = "{key}"\n', 'a.py', 'exec')),
    'compiled-java': lambda _, key: b'\xca\xfe\xba\xbe\0\0\0\x34\0\x08\x01' + struct.pack('>H', len(key)) + key.encode() + b'\x0c\0\x05',
    'cbor': lambda _, key: b'\xa2' + _cbor('api_key') + _cbor(key) + _cbor('more') + _cbor('text'),
    'msgpack': lambda _, key: b'\x82\xa7api_key\xd9' + bytes((len(key),)) + key.encode() + b'\xa1a\x01',
    'protobuf': lambda _, key: _message(key) + _message('some other text'),
    'avro': lambda _, key: b'\0' + _varint(14) + b'api_key' + _varint(2 * len(key)) + key.encode() + b'\x04ab',
    'parquet-plain-values': lambda _, key: b'\x15\0' + struct.pack('<I', len(key)) + key.encode() + struct.pack('<I', 0x41) + b'x' * 0x41,
}  # fmt: skip


def _blocked(data: bytes) -> list[tuple[str, int, int]]:
    report = run([Blob(b'a.bin', data)], Settings())
    assert not report.unread
    return [(finding.secret.reveal().decode(), finding.line, finding.column) for finding in report.blocked]


@pytest.mark.parametrize('provider', KEYS)
@pytest.mark.parametrize('form', FORMS)
def test_key_is_found_whole_and_the_door_sees_it(form: str, provider: str, tmp_path: Path) -> None:
    key = KEYS[provider]
    data = FORMS[form](tmp_path, key)
    at = data.index(key.encode())
    assert _blocked(data) == [(key, data.count(b'\n', 0, at) + 1, at - data.rfind(b'\n', 0, at))]
    assert doubtful(data, b'a.bin', BOOK)


# kinds that no literal begins, or that a sign parts: told by a name beside them, by what stands inside, by two parts;
# and one whose length is that of a quote
LED = {
    'MISTRAL_API_KEY': MISTRAL,
    'DEEPGRAM_API_KEY': sample(one('deepgram').detectors[0], 4).decode(),
    'LLAMA_API_KEY': sample(one('meta-llama').detectors[0], 4).decode(),
    'AZURE_OPENAI_API_KEY': sample(one('azure-openai').detectors[0], 4).decode(),
    'GEMINI_API_KEY': sample(
        next(each for each in one('google-gemini').detectors if each.id == 'google-gemini-standard-key'), 4
    ).decode(),
    'AWS_BEARER_TOKEN_BEDROCK': sample(one('aws-bedrock').detectors[0], 4).decode(),
}
NAMED: dict[str, Callable[[str, str], bytes]] = {
    **{
        f'pickle-{at}': (lambda name, key, at=at: pickle.dumps({'a': 1, name: key, 'b': 2}, protocol=at))
        for at in range(6)
    },
    'marshal': lambda name, key: marshal.dumps({name: key, 'n': 1}),
    'cbor': lambda name, key: b'\xa2' + _cbor(name) + _cbor(key) + _cbor('n') + b'\1',
    'msgpack': lambda name, key: b'\x82' + bytes((0xA0 + len(name),)) + name.encode() + b'\xd9' + bytes((len(key),)) + key.encode() + b'\xa1n\1',
}  # fmt: skip


@pytest.mark.parametrize('name', LED)
@pytest.mark.parametrize('form', NAMED)
def test_key_that_no_literal_begins_is_found_whole(form: str, name: str) -> None:
    key = LED[name]
    data = NAMED[form](name, key)
    at = data.index(key.encode())
    assert _blocked(data) == [(key, data.count(b'\n', 0, at) + 1, at - data.rfind(b'\n', 0, at))]
    assert doubtful(data, b'a.bin', BOOK)
    assert _blocked(NAMED[form](name, 'abcdefgh_' * 6 + 'xy')) == []


def _halves(text: str) -> bytes:
    """A text as Avro writes it: behind its length, counted by halves."""
    return _varint(2 * len(text)) + text.encode()


@pytest.mark.parametrize('provider', KEYS)
def test_length_of_the_next_text_ends_a_key(provider: str) -> None:
    key = KEYS[provider]
    # what a length that is counted whole would lead to, is it the end of the run, is not told from it
    for size in {*range(24, 61)} - {len(key) - 1 + at for at in range(-2, 3)}:
        data = b'Obj\1\0\0' + _halves('svc') + _halves(key) + _halves('x' * size) + b'\0' * 16
        assert [each[0] for each in _blocked(data)] == [key], size
        assert doubtful(data, b'a', BOOK)


def test_letter_before_each_text_of_an_old_pickle_is_no_part_of_the_key() -> None:
    key = LED['AZURE_OPENAI_API_KEY']
    assert [found for found, *_ in _blocked(pickle.dumps({'a': 1, 'k': key}, protocol=0))] == [key]


def _column(texts: list[str], width: int = 4) -> bytes:
    """A column of Arrow: where each text ends, filled up to eight bytes, then the texts."""
    places = [sum(len(text) for text in texts[:at]) for at in range(len(texts) + 1)]
    head = b''.join(place.to_bytes(width, 'little') for place in places)
    body = ''.join(texts).encode()
    return head + bytes(-len(head) % 8) + body + bytes(-len(body) % 8 + 8)


@pytest.mark.parametrize('width', [4, 8])
@pytest.mark.parametrize(
    'head',
    [
        b'ARROW1\0\0' + bytes(56),
        # a message that says nothing, and the end of the messages
        b'\xff\xff\xff\xff\xa0\0\0\0\x10\0\0\0' + bytes(156) + b'\xff\xff\xff\xff' + bytes(4),
    ],
    ids=['file', 'stream'],
)
def test_keys_in_a_column_of_texts_are_parted(head: bytes, width: int) -> None:
    keys = [KEYS['openai'], KEYS['groq'], LED['AZURE_OPENAI_API_KEY']]
    texts = ['a', keys[0], '', 'x1', keys[1], keys[2], 'end-of-all-this-and-a-little-more-1']
    data = head + _column(['name', 'value', 'x'], width) + _column(texts, width) + _column(['1', '2'], width)
    found = _blocked(data)
    assert [key for key, *_ in found] == keys
    for key, line, column in found:
        at = data.index(key.encode())
        assert (line, column) == (data.count(b'\n', 0, at) + 1, at - data.rfind(b'\n', 0, at))
    assert doubtful(data, b'a.feather', BOOK)
    # without the places nothing tells where a text ends
    assert keys[1] not in [key for key, *_ in _blocked(head + bytes(64) + ''.join(texts).encode())]
    assert _blocked(head + _column(['a', 'b' * 40, 'c'], width)) == []


def test_key_that_is_told_by_the_name_in_its_row_is_found(tmp_path: Path) -> None:
    data = _database(tmp_path, ['k', 'n', 'v'], [('MISTRAL_API_KEY', None, MISTRAL), ('other', 3, 'text')])
    assert [key for key, *_ in _blocked(data)] == [MISTRAL]
    assert doubtful(data, b'a.bin', BOOK)


def test_keys_of_an_array_of_one_width_are_parted() -> None:
    texts = [KEYS['openai'], 'b', KEYS['huggingface']]
    width = max(map(len, texts))
    for kind, encoding, unit in (('<U', 'utf-32-le', 4), ('>U', 'utf-32-be', 4), ('|S', 'ascii', 1)):
        head = f"{{'descr': '{kind}{width}', 'fortran_order': False, 'shape': (3,), }}\n".encode()
        data = b'\x93NUMPY\x01\0' + struct.pack('<H', len(head)) + head
        data += b''.join(text.encode(encoding).ljust(width * unit, b'\0') for text in texts)
        assert sorted(key for key, *_ in _blocked(data)) == sorted([texts[0], texts[2]])
        assert doubtful(data, b'a.npy', BOOK)


@pytest.mark.parametrize(
    ('shape', 'parted'),
    [
        *[(shape, True) for shape in ('(2,)', '(2, 1)', '(1,2)', '(1, 1, 2)', '(2)')],
        # nothing is made of what no NumPy wrote, and of what is longer than the file
        *[(shape, False) for shape in ('()', '(1,,2)', '(2, x)', '(,2)', '(2;)', '(3,)', f'({"9" * 18},)', '(2, 2)')],
        *[(shape, False) for shape in ('(0,)', f'({"9" * 40},)', f'({"1," * 60}2)')],
    ],
)
def test_array_is_as_long_as_its_shape_says(shape: str, parted: bool) -> None:
    key = KEYS['openai']
    head = f"{{'descr': '<U{len(key)}', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    data = b'\x93NUMPY\x01\0' + struct.pack('<H', len(head)) + head + (key + key).encode('utf-32-le')
    report = run([Blob(b'a.npy', data)], Settings())
    assert report.unread == []
    assert ('array' in {finding.view for finding in report.blocked}) == parted


@pytest.mark.parametrize('form', FORMS)
def test_text_of_the_same_length_is_no_key(form: str, tmp_path: Path) -> None:
    assert _blocked(FORMS[form](tmp_path, 'abcdefgh_' * 6 + 'xy')) == []


def test_text_is_not_packed() -> None:
    assert not any(
        map(is_packed, (b'', b'a', b'key = 1\r\n\t', 'é'.encode(), b'\x1b[1mbold\x1b[0m', b'A sentence with V.'))
    )
    assert cuts(b'8' + KEYS['openai'].encode() + b'q', BOOK) == []


def test_length_that_does_not_fit_cuts_nothing() -> None:
    key = KEYS['groq'].encode()
    for head in (b'\x8c', b'\0\x02', b'ab'):
        assert _blocked(b'\0\0' + head + bytes((len(key) - 7,)) + key + b'q\0') == []


@pytest.mark.parametrize(
    'text', [b'sk-', b'8sk-proj-' + b'a' * 60, b'\x01a' * 40 + b'hf_'], ids=['literals', 'keys', 'short']
)
def test_time_is_linear(text: bytes) -> None:
    times = []
    for size in (200_000, 800_000):
        data = b'\0' + (text * (size // len(text)))
        begin = time.process_time()
        cuts(data, BOOK)
        times.append(time.process_time() - begin)
    assert times[1] < 12 * times[0] + 0.2


@pytest.mark.parametrize(
    'text', [b'a1' * 20 + b'\0', b'a1' * 20 + b'!', bytes(4) + b'a1' * 20, b'\1\0\0\0' * 9 + b'a1' * 20]
)
def test_time_for_columns_is_linear(text: bytes) -> None:
    times = []
    for size in (200_000, 800_000):
        data = b'ARROW1\0\0' + text * (size // len(text))
        begin = time.process_time()
        list(columns.texts(data))
        times.append(time.process_time() - begin)
    assert times[1] < 12 * times[0] + 0.2


def test_noise_holds_nothing() -> None:
    source = random.Random(1)
    assert cuts(source.randbytes(1_000_000), BOOK) == []
    words = bytes(source.choices(b'abcdefghijklmnopqrstuvwxyzABCDEF0123456789_-\0', k=200_000))
    assert _blocked(words) == []


@pytest.mark.parametrize('provider', ['openai', 'hume', 'kagi'])
def test_key_behind_any_number_of_other_runs_is_found(provider: str) -> None:
    """There is no number of runs, nor of places that look like a key's beginning, behind which nobody looks."""
    source = random.Random(7)
    letters = b'abcdefghijkmnpqrstuvwxyz0123456789'
    others = b''.join(b'\0\x1e' + b'q' + bytes(source.choices(letters, k=29)) for _ in range(6_000))
    begins = b'\0sk-pk-' * 6_000
    key = sample(one(provider).detectors[0], 4)
    # a name begins a word: what stands before it is no letter
    name = b'\0' + provider.encode() + b'_api_key\0'
    for before in (others, begins):
        data = before + name + bytes([len(key)]) + key + b'q\0'
        assert doubtful(data, b'a.bin', BOOK)
        assert [finding.secret.reveal() for finding in run([Blob(b'a.bin', data)], Settings()).findings] == [key]
