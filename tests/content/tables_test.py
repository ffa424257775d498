"""Tables, databases and archives of cpio: what is in them comes out under its name, and what cannot be read says so."""

from __future__ import annotations

import gzip
import io
import random
import sqlite3
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.catalogue import everything, one
from keyguard.content import parquet_texts
from keyguard.content.archives import Limits, members
from keyguard.content.statements import columns
from keyguard.content.streams import Meter
from keyguard.hook import main
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings
from testing.packing import lz4_block, lz4_frame, lz4_legacy
from testing.tables import (
    AVRO,
    PAYLOADS,
    avro,
    cpio,
    framed,
    number,
    orc,
    page,
    parquet,
    raw,
    rpm,
    signed,
    snappy,
)

OPENAI = sample(one('openai').detectors[0], 6)
MISTRAL = sample(one('mistral').detectors[0], 6)
NOISE = random.Random(2).randbytes(3000).hex().encode()
ENV = b'# a\nKEY=' + OPENAI + b'\nabcabcabcabcabcabcabcabcabcabcabcabcabcabc\n'
TRUNCATED = 'truncated: the data ends too early'
DAMAGED = 'corrupt: pages of the database are damaged'
CORRUPT = 'corrupt: the data cannot be decompressed'

Read = list[tuple[bytes, bytes, str]]


def hadoop(data: bytes) -> bytes:
    """Two blocks of LZ4, each behind its sizes."""
    parts = data[: len(data) // 2], data[len(data) // 2 :]
    packed = [(len(part), lz4_block(part)) for part in parts]
    return b''.join(struct.pack('>II', size, len(block)) + block for size, block in packed)


def read(data: bytes, limits: Limits | None = None) -> Read:
    return [(blob.path, bytes(blob.data[:]), blob.reason) for blob in members(Blob(b'x', data), limits or Limits())]


def told(data: bytes, name: bytes = b'x') -> list[tuple[bytes, int, int]]:
    """The places of the key; the door is asked too."""
    report = run([Blob(name, data)], Settings())
    assert report.unread == []
    assert doubtful(data, name, BOOK)
    return [(each.path, each.line, each.column) for each in report.blocked if each.secret.reveal() in (OPENAI, MISTRAL)]


def silent(data: bytes) -> bool:
    report = run([Blob(b'x', data)], Settings())
    return not (report.blocked or report.unread)


# --- every format


STORED = (ENV, True)
FORMS: dict[str, tuple[bytes, bytes]] = {
    **{f'avro-{codec}': (avro([b'', ENV], codec, pack), b'x!records') for codec, pack in AVRO.items()},
    'avro-with-the-size-of-its-names': (avro([ENV], 'deflate', raw, sized=True), b'x!records'),
    'orc-zlib': (orc([(raw(b'-'), False), (raw(ENV), False)], 1), b'x!columns'),
    'orc-snappy': (orc([(snappy(ENV), False)], 2), b'x!columns'),
    'orc-zlib-stored-as-it-is': (orc([(raw(b'-'), False), STORED], 1), b'x!columns'),
    'orc-with-room-between': (orc([(raw(b'-'), False), (raw(ENV), False)], 1, 6), b'x!columns'),
    'parquet-plain': (parquet([[('a.v', 6, page([ENV], bytes))]], 0), b'x!a.v'),
    'parquet-gzip': (parquet([[('v', 6, page([ENV], gzip.compress))]], 2), b'x!v'),
    'parquet-snappy': (parquet([[('v', 6, page([b'-'], snappy) + page([ENV], snappy))]], 1), b'x!v'),
    'parquet-of-one-width': (parquet([[('v', 7, page([ENV], snappy))]], 1), b'x!v'),
    'parquet-second-kind-of-page': (parquet([[('v', 6, page([ENV], gzip.compress, True))]], 2), b'x!v'),
    'parquet-of-many-columns': (
        parquet([[(f'c{at}', 6, page([b'-'], snappy)) for at in range(20)], [('v', 6, page([ENV], snappy))]], 1), b'x!v'),
    'orc-lz4': (orc([(lz4_block(ENV), False)], 4), b'x!columns'),
    'parquet-lz4': (parquet([[('v', 6, page([b'-'], lz4_block) + page([ENV], lz4_block))]], 7), b'x!v'),
    'parquet-lz4-of-hadoop': (parquet([[('v', 6, page([ENV], hadoop))]], 5), b'x!v'),
    'parquet-lz4-of-hadoop-without-sizes': (parquet([[('v', 6, page([ENV], lz4_block))]], 5), b'x!v'),
    'lz4': (lz4_frame(NOISE[:100] + b'\n' + ENV, 64, linked=True), b'x!x'),
    'lz4-of-blocks-for-themselves': (lz4_frame(NOISE[:100] + b'\n' + ENV * 20), b'x!x'),
    'lz4-with-checksums': (lz4_frame(ENV, checks=True), b'x!x'),
    'lz4-as-it-is': (lz4_frame(ENV, plain=True), b'x!x'),
    'lz4-of-old': (lz4_legacy(NOISE[:100] + b'\n' + ENV), b'x!x'),
    'lz4-behind-lz4': (lz4_frame(b'a') + b'\x50\x2a\x4d\x18\4\0\0\0abcd' + lz4_legacy(b'\n' + ENV) + lz4_frame(b'b'), b'x!x'),
    'snappy': (framed(NOISE[:100] + b'\n' + ENV + ENV), b'x!x'),
    'cpio-new': (cpio({'a': b'', 'b/.env': ENV}), b'x!b/.env'),
    'cpio-with-checksums': (cpio({'b/.env': ENV}, b'070702'), b'x!b/.env'),
    'cpio-posix': (cpio({'b/.env': ENV, 'c': b'text'}, b'070707'), b'x!b/.env'),
    'cpio-behind-cpio': (cpio({'a': b'1'}) + cpio({'b': ENV}), b'x!b'),
    'cpio-gzip': (gzip.compress(cpio({'b': ENV})), b'x!b'),
    'gzip-behind-cpio': (cpio({'a': b'1'}) + gzip.compress(cpio({'b': ENV})), b'x!(behind the end)!b'),
    **{f'rpm-{name}': (rpm(pack(cpio({'etc/.env': ENV}))), b'x!etc/.env') for name, pack in PAYLOADS.items()},
    'rpm-of-one-file': (rpm(gzip.compress(ENV)), b'x!x'),
}  # fmt: skip


@pytest.mark.parametrize('form', FORMS)
def test_key_is_told_in_the_part_that_it_stands_in(form: str) -> None:
    data, path = FORMS[form]
    assert {found for found, *_ in told(data)} == {path}


@pytest.mark.parametrize('form', FORMS)
def test_without_a_key_it_is_silent(form: str) -> None:
    make = {
        'avro': lambda text: avro([text], 'deflate', raw),
        'orc': lambda text: orc([(raw(text), False)], 1),
        'parquet': lambda text: parquet([[('openai_api_key', 6, page([text], snappy))]], 1),
        'snappy': framed,
        'lz4': lz4_frame,
        'cpio': lambda text: cpio({'.env': text}),
        'gzip': lambda text: gzip.compress(cpio({'.env': text})),
        'rpm': lambda text: rpm(gzip.compress(cpio({'.env': text}))),
    }[form.partition('-')[0]]
    assert silent(make(b'KEY=a-name-with-dashes-and-nothing-else\n' * 3))


def test_lines_of_a_member_of_cpio_are_its_own() -> None:
    assert told(cpio({'b/.env': ENV})) == [(b'x!b/.env', 2, 5)]


@pytest.mark.parametrize('value', [MISTRAL, OPENAI], ids=['told-by-a-name', 'told-by-itself'])
@pytest.mark.parametrize(
    'make',
    [
        pytest.param(lambda value: parquet([[('mistral_api_key', 6, page([b'', value], snappy))]], 1), id='parquet'),
        pytest.param(lambda value: parquet([[('mistral_api_key', 6, page([value, b''], bytes))]], 0), id='plain-parquet'),
    ],
)  # fmt: skip
def test_name_of_a_column_counts(make: Callable[[bytes], bytes], value: bytes) -> None:
    assert [path for path, *_ in told(make(value))] == [b'x!mistral_api_key']


@pytest.mark.parametrize(
    ('repetition', 'lists'),
    [(0, b''), (1, b'\2\0\0\0\2\1'), (2, b'\2\0\0\0\2\1\3\0\0\0\2\1\1')],
    ids=['one', 'perhaps-one', 'many'],
)
@pytest.mark.parametrize('name', ['v', 'a.v'], ids=['column', 'column-in-a-group'])
def test_lists_before_the_texts_are_passed_over(name: str, repetition: int, lists: bytes) -> None:
    pages = page([b'ab', b'', b'c'], lambda text: snappy(lists + text))
    data = parquet([[('b', 6, page([], snappy)), (name, 6, pages)]], 1, repetition=repetition)
    lines = ''.join(f'{name}={text}\n' for text in ('ab', '', 'c')).encode()
    assert (b'x!' + name.encode(), lines, '') in read(data)


def test_page_of_something_else_is_given_as_it_is() -> None:
    for pages in (b'\3\0\0', b'\xff' * 9, b'\1\0\0\0a\xff\xff\0\0'):
        data = parquet([[('v', 6, page([], lambda _, pages=pages: pages))]], 0)
        assert read(data) == [(b'x!v', pages + b'\n', '')]


def test_numbers_are_no_column_of_texts() -> None:
    assert read(parquet([[('n', 1, page([ENV], snappy)), ('v', 6, page([b'-'], snappy))]], 1)) == [
        (b'x!v', b'v=-\n', '')
    ]


@pytest.mark.parametrize('size', [0, 1, 59, 60, 61, 999, 1000, 1001, 5000])
def test_snappy_gives_back_what_was_packed(size: int) -> None:
    for data in (NOISE[:size], (b'ab' * 5000)[:size], (NOISE[:37] * 500)[:size]):
        assert read(b'\xff\x06\0\0sNaPpY' + framed(data)[10:]) == ([(b'x!x', data, '')])


@pytest.mark.parametrize('size', [0, 1, 5, 14, 15, 16, 270, 271, 999, 5000])
def test_lz4_gives_back_what_was_packed(size: int) -> None:
    for data in (NOISE[:size], (b'ab' * 5000)[:size], (NOISE[:37] * 500)[:size]):
        for packed in (lz4_frame(data), lz4_frame(data, 100, linked=True), lz4_legacy(data)):
            assert b''.join(content for _, content, _ in read(packed)) == data


def test_what_lz4_writes_is_read() -> None:
    lz4 = pytest.importorskip('lz4.frame', reason='lz4 is not installed')
    for linked in (True, False):
        for data in (NOISE, NOISE * 99, b'ab' * 500_000):
            packed = lz4.compress(data, block_linked=linked, block_size=4, content_checksum=True, block_checksum=linked)
            assert read(packed) == [(b'x!x', data, '')]


@pytest.mark.parametrize(
    'encoding', ['DELTA_LENGTH_BYTE_ARRAY', 'DELTA_BYTE_ARRAY', 'PLAIN', 'by number', 'of one width']
)
@pytest.mark.parametrize('version', ['1.0', '2.0'])
@pytest.mark.parametrize('compression', ['none', 'snappy', 'lz4'])
def test_what_arrow_writes_is_read(encoding: str, version: str, compression: str) -> None:
    pa = pytest.importorskip('pyarrow', reason='pyarrow is not installed')
    pq = pytest.importorskip('pyarrow.parquet', reason='pyarrow is not installed')
    texts = [f'{"word " * (at % 7)}{at % 50}' for at in range(3000)]
    texts[1000] = MISTRAL.decode()
    kind = pa.string()
    if encoding == 'of one width':
        texts = [text.ljust(40)[:40] for text in texts]
        kind = pa.binary(40)
    table = pa.table({'mistral_api_key': pa.array([text.encode() for text in texts]).cast(kind), 'n': range(3000)})
    own = encoding in ('by number', 'of one width')
    out = io.BytesIO()
    pq.write_table(
        table, out, compression=compression, data_page_version=version, use_dictionary=encoding == 'by number',
        column_encoding=None if own else {'mistral_api_key': encoding, 'n': 'PLAIN'},
    )  # fmt: skip
    found = told(out.getvalue())
    ((_, content, _),) = read(out.getvalue())
    lines = [line.partition(b'=')[2].decode() for line in content.split(b'\n')[:-1]]
    assert found[0][0] == b'x!mistral_api_key'
    if encoding == 'by number':
        assert set(lines) == set(texts)
    else:
        assert lines == texts
        assert [line for _, line, _ in found] == [1001]


def steps(values: list[int]) -> bytes:
    """Numbers as the steps from one to the next: blocks of 128 in four parts, each number of sixteen bits."""
    out = number(128) + number(4) + number(len(values)) + signed(values[0] if values else 0)
    rises = [second - first for first, second in zip(values, values[1:])]
    for at in range(0, len(rises), 128):
        block = rises[at : at + 128]
        least = min(block)
        parts = [block[place : place + 32] for place in range(0, len(block), 32)]
        out += signed(least) + bytes([16 if place < len(parts) else 0 for place in range(4)])
        for part in parts:
            out += b''.join((each - least).to_bytes(2, 'little') for each in part) + bytes(2 * (32 - len(part)))
    return out


TOLD = [b'abc', OPENAI, b'', MISTRAL + b'0', MISTRAL, b'x'] * 40


def test_texts_behind_their_lengths_are_parted() -> None:
    page = steps([len(text) for text in TOLD]) + b''.join(TOLD)
    assert parquet_texts.texts(page, 6, 0, 0, Meter(Limits(), len(page))) == TOLD
    assert parquet_texts.texts(b'\2\0\0\0\2\1' + page, 6, 0, 1, Meter(Limits(), len(page))) == TOLD


def same(first: bytes, second: bytes) -> int:
    """How many letters both begin with."""
    pairs = enumerate(zip(first, second))
    return next((at for at, (one, other) in pairs if one != other), min(len(first), len(second)))


def test_texts_that_go_on_from_one_another_are_whole() -> None:
    common = [same(first, second) for first, second in zip([b'', *TOLD], TOLD)]
    rest = [text[count:] for count, text in zip(common, TOLD)]
    page = steps(common) + steps([len(text) for text in rest]) + b''.join(rest)
    assert parquet_texts.texts(page, 7, 0, 0, Meter(Limits(), len(page))) == TOLD


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([0, 6, 7]), st.sampled_from([0, 0, 7]), st.integers(0, 2))
def test_any_page_is_read_or_said_to_be_none(page: bytes, encoding: int, width: int, lists: int) -> None:
    found = parquet_texts.texts(page, encoding, width, lists, Meter(Limits(total=1 << 20), len(page)))
    assert found is None or sum(map(len, found)) <= len(page) * (len(page) + 1)


def test_text_that_begins_so_is_none() -> None:
    for text in (b'070701 is a number, and what follows is a text that is longer than the header of a file in cpio is.' * 2,
                 b'ORCHESTRA\n' * 40, b'ORC', b'0707010'):  # fmt: skip
        assert read(text) == []
        assert silent(text)


@pytest.mark.parametrize(
    'last', [b'\x0d\1\2\3\4', b'', b'\x0a\4abcd', b'\x08\x05'], ids=['other-kind', 'empty', 'text', 'nothing-of-it']
)
def test_orc_that_does_not_say_how_it_is_compressed_is_read_as_it_stands(last: bytes) -> None:
    end = last + b'\x82\xf4\x03\x03ORC'
    assert read(b'ORC' + ENV + end + bytes((len(end),))) == []


def test_uncompressed_records_are_read_as_they_stand() -> None:
    data = avro([b' ' + ENV], 'null', bytes)
    assert read(data) == []
    assert [path for path, *_ in told(data)] == [b'x']
    data = orc([(ENV, True)], 0)
    assert read(data) == []


# --- what cannot be read says so

BROKEN: dict[str, tuple[bytes, bytes, str]] = {
    'avro-other-codec': (avro([ENV], 'lz4', bytes), b'x', 'its records are compressed with lz4: write it without'),
    'avro-cut-in-a-record': (avro([ENV], 'deflate', raw)[:-30], b'x!records', TRUNCATED),
    'avro-cut-in-its-names': (avro([ENV], 'deflate', raw)[:40], b'x', TRUNCATED),
    'avro-mark-is-another': (avro([ENV], 'deflate', raw)[:-1] + b'!', b'x!records', CORRUPT),
    'avro-block-of-less-than-nothing': (avro([], 'deflate', raw) + signed(1) + signed(-5), b'x!records', CORRUPT),
    'avro-block-that-is-no-deflate': (avro([b'\xff' * 40], 'deflate', bytes), b'x!records', CORRUPT),
    'avro-zstandard': (avro([ENV], 'zstandard', bytes), b'x!records', 'compressed with zstd, which this Python cannot read'),
    'orc-lz4': (orc([(b'\0' * 9, False)], 4), b'x!columns', CORRUPT),
    'orc-unknown': (orc([(ENV, False)], 9), b'x!columns', CORRUPT),
    'orc-chunk-that-is-too-long': (orc([STORED], 1).replace(STORED[0], STORED[0][:9]), b'x!columns', TRUNCATED),
    'parquet-lz4': (parquet([[('v', 6, page([b'-'], lambda _: b'\0' * 9))]], 7), b'x!v', CORRUPT),
    'parquet-brotli': (parquet([[('v', 6, page([ENV], bytes))]], 4), b'x!v', 'compressed with brotli: write it without'),
    'parquet-unknown': (parquet([[('v', 6, page([ENV], bytes))]], 9), b'x!v', 'compressed with something unknown: write it without'),
    'parquet-encrypted': (parquet([[('v', 6, page([ENV], bytes))]], 0, b'PARE'), b'x', 'encrypted'),
    'parquet-cut': (parquet([[('v', 6, page([ENV], bytes))]], 0)[:-1], b'x', 'truncated: the list of columns at the end is missing'),
    'parquet-of-nothing': (b'PAR1', b'x', 'truncated: the list of columns at the end is missing'),
    'parquet-damaged-list': (b'PAR1' + b'\x19' * 30 + (30).to_bytes(4, 'little') + b'PAR1', b'x', CORRUPT),
    'parquet-list-of-something-else': (b'PAR1\x15\2\0' + (3).to_bytes(4, 'little') + b'PAR1', b'x', 'corrupt: the list of columns is damaged'),
    'parquet-list-that-ends-early': (b'PAR1\x49' + (1).to_bytes(4, 'little') + b'PAR1', b'x', 'corrupt: the list of columns is damaged'),
    'parquet-text-that-is-too-long': (b'PAR1\x18\x40' + (2).to_bytes(4, 'little') + b'PAR1', b'x', TRUNCATED),
    'parquet-unknown-kind-of-field': (b'PAR1\x1e\0' + (2).to_bytes(4, 'little') + b'PAR1', b'x', CORRUPT),
    'parquet-messages-in-messages': (b'PAR1' + b'\x1c' * 40 + (40).to_bytes(4, 'little') + b'PAR1', b'x', CORRUPT),
    'parquet-page-that-is-too-long': (parquet([[('v', 6, page([ENV], bytes).replace(ENV, b''))]], 0), b'x!v', TRUNCATED),
    'parquet-page-that-is-none': (parquet([[('v', 6, b'\0' * 40)]], 0), b'x!v', CORRUPT),
    'orc-chunk-that-nothing-reads': (orc([(b'ab', False)], 3), b'x', 'its columns are compressed with LZO: write it without'),
    'snappy-reference-to-what-is-cut': (b'\xff\x06\0\0sNaPpY' + b'\0\x06\0\0\0\0\0\0' + b'\x09\1', b'x', TRUNCATED),
    'snappy-reference-to-nothing': (framed(b'')[:10] + b'\0\x07\0\0\0\0\0' + b'\0\x08\x01\x00\x05', b'x', CORRUPT),
    'snappy-cut': (framed(ENV + ENV)[:-3], b'x!x', TRUNCATED),
    'lz4-cut': (lz4_frame(NOISE + NOISE)[:-300], b'x!x', TRUNCATED),
    'lz4-cut-in-its-head': (b'\x04\x22\x4d\x18\x60', b'x', TRUNCATED),
    'lz4-of-another-version': (b'\x04\x22\x4d\x18' + bytes(20), b'x', CORRUPT),
    'lz4-reference-to-nothing': (lz4_frame(b'')[:7] + b'\x05\0\0\0' + b'\x10a\x05\0\0' + bytes(4), b'x!x', CORRUPT),
    'lz4-of-more-than-a-block': (lz4_frame(b'')[:7] + b'\x92\1\0\0' + b'\x1fa\x01\0' + b'\xff' * 395 + b'\0\x10b' + bytes(4), b'x!x', CORRUPT),
    'lz4-something-behind': (lz4_frame(ENV) + b'more', b'x!x', CORRUPT),
    'snappy-of-an-unknown-kind': (framed(ENV)[:10] + b'\x02\0\0\0', b'x', CORRUPT),
    'cpio-cut-in-a-member': (cpio({'b': NOISE})[:1500], b'x', TRUNCATED),
    'cpio-cut-in-a-header': (cpio({'b': b'1'})[:160], b'x', TRUNCATED),
    'cpio-cut-in-a-name': (cpio({'b' * 80: b'1'})[:280], b'x', TRUNCATED),
    'cpio-name-is-too-long': (cpio({'b': b'1'}).replace(b'0000000B00000000TRAILER', b'7FFFFFFF00000000TRAILER'), b'x', 'corrupt: the header of a member is damaged'),
    'rpm-cut': (rpm(b'')[:100], b'x', TRUNCATED),
    'rpm-damaged': (rpm(gzip.compress(ENV)).replace(b'\x8e\xad', b'\x8e\xae'), b'x', 'corrupt: a header is damaged'),
    'rpm-payload-of-nothing': (rpm(NOISE), b'x', CORRUPT),
    'rpm-payload-of-something-else': (rpm(b'%PDF-1.4 ' + NOISE), b'x', CORRUPT),
    'rpm-payload-is-damaged': (rpm(gzip.compress(cpio({'b': NOISE}))[:-900]), b'x', TRUNCATED),
    'cab': (b'MSCF' + bytes(60), b'x', 'a cabinet of Windows (.cab), which keyguard cannot read: unpack it and audit what comes out'),
    'xar': (b'xar!\0\x1c' + bytes(60), b'x', 'an archive of macOS (.pkg, .xar), which keyguard cannot read: unpack it and audit what comes out'),
    'dmg': (zlib.compress(NOISE) + bytes(600) + b'koly' + bytes(508), b'x', 'a disk image of macOS (.dmg), which keyguard cannot read: unpack it and audit what comes out'),
    'wim': (b'MSWIM\0\0\0' + bytes(8) + b'\2' + bytes(40), b'x', 'a compressed image of Windows (.wim), which keyguard cannot read: unpack it and audit what comes out'),
    'lrzip': (b'LRZI\0\6' + bytes(40), b'x', 'compressed with lrzip, which keyguard cannot read: unpack it and audit what comes out'),
    'zpaq': (b'7kSt\xa0\x31' + bytes(40), b'x', 'compressed with zpaq, which keyguard cannot read: unpack it and audit what comes out'),
}  # fmt: skip


@pytest.mark.parametrize('form', BROKEN)
def test_what_cannot_be_read_says_why(form: str) -> None:
    data, path, reason = BROKEN[form]
    assert [(at, said.partition(' (Python')[0]) for at, _, said in read(data) if said] == [(path, reason)]
    assert doubtful(data, b'x', BOOK)


@pytest.mark.parametrize('form', ['avro-cut-in-a-record', 'snappy-cut', 'rpm-payload-is-damaged'])
def test_what_stands_before_the_damage_comes_out(form: str) -> None:
    assert sum(len(data) for _, data, _ in read(BROKEN[form][0])) > 0


def test_image_of_windows_that_is_not_compressed_is_read_as_it_stands() -> None:
    assert [path for path, *_ in told(b'MSWIM\0\0\0' + bytes(60) + ENV)] == [b'x']


def test_frame_of_zstd_that_is_to_be_skipped_is_no_reason_to_pass_over_the_rest() -> None:
    data = b'\x50\x2a\x4d\x18' + (4).to_bytes(4, 'little') + b'abcd' + b'\x28\xb5\x2f\xfd' + bytes(40)
    assert [reason for _, _, reason in read(data) if reason]


def test_first_of_several_parts_of_a_zip_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('.env', ENV)
    data = b'PK\x07\x08' + out.getvalue()[:-30]
    assert (b'x!.env', ENV, '') in read(data)
    assert [reason for _, _, reason in read(data) if reason]


# --- databases


Row = tuple[str, tuple[object, ...]]


def database(folder: Path, statements: list[str], rows: list[Row], log: bool = False) -> bytes:
    name = folder / 'a.db'
    base = sqlite3.connect(name)
    for statement in statements:
        base.execute(statement)
    base.commit()
    for statement, values in rows:
        base.execute(statement, values)
    base.commit()
    data = (folder / 'a.db-wal' if log else name).read_bytes()
    base.close()
    return data


PUT = 'insert into t values (?, ?)'
BASES: dict[str, list[str]] = {
    'utf-8': ['create table t (id integer primary key, mistral_api_key text)'],
    'utf-16-le': ['pragma encoding = "UTF-16le"', 'create table t (id integer primary key, mistral_api_key text)'],
    'utf-16-be': ['pragma encoding = "UTF-16be"', 'create table t (id integer primary key, mistral_api_key text)'],
    'small-pages': ['pragma page_size = 512', 'create table t (id integer primary key, mistral_api_key text)'],
    'large-pages': ['pragma page_size = 65536', 'create table t (id integer primary key, mistral_api_key text)'],
    'quoted-names': ['create table t ("id" integer primary key, [mistral_api_key] text)'],
    'without-a-number': ['create table t (mistral_api_key text, id text primary key) without rowid'],
    'without-a-number-by-a-rule': [
        'create table t (mistral_api_key text, id text, primary key ("ID" asc)) without rowid'
    ],
    'added-column': ['create table t (id integer primary key)', 'alter table t add column mistral_api_key text'],
}


@pytest.mark.parametrize('base', BASES)
def test_key_is_told_by_the_name_of_its_column(base: str, tmp_path: Path) -> None:
    put = 'insert into t (id, mistral_api_key) values (?, ?)'
    data = database(tmp_path, BASES[base], [(put, (1, 'text')), (put, (2, MISTRAL.decode()))])
    before = 'id=2\tmistral_api_key=' if base.startswith('without') else 'mistral_api_key='
    assert told(data) == [(b'x!t', 2, len(before) + 1)]
    (tmp_path / 'other').mkdir()
    text = 'a-name-with-dashes-and-nothing-else'
    assert silent(database(tmp_path / 'other', BASES[base], [(put, (1, text))]))


def test_rows_of_many_pages_come_in_their_order(tmp_path: Path) -> None:
    rows = [(PUT, (at, f'{at} {NOISE[at * 9 : at * 9 + 30].decode()} {"x" * 60}')) for at in range(1, 600)]
    data = database(tmp_path, ['pragma page_size = 512', 'create table t (id integer primary key, v text)'], rows)
    found = read(data)
    assert [path for path, _, _ in found] == [b'x!t']
    assert found[0][1].decode().splitlines() == [f'v={values[1]}' for _, values in rows]
    assert not any(reason for _, _, reason in found)


def test_line_is_the_number_of_the_row(tmp_path: Path) -> None:
    made = ['create table t (id integer primary key, mistral_api_key text)']
    rows: list[Row] = [(PUT, (None, MISTRAL.decode() if at == 700 else 'short')) for at in range(1, 3000)]
    assert told(database(tmp_path, made, rows)) == [(b'x!t', 700, len('mistral_api_key=') + 1)]


@pytest.mark.parametrize('size', [400, 480, 490, 500, 1000, 5000, 60_000])
@pytest.mark.parametrize('rowid', ['', 'without rowid'], ids=['table', 'index'])
def test_long_texts_come_whole(size: int, rowid: str, tmp_path: Path) -> None:
    text = (NOISE * 20)[:size].decode()
    made = ['pragma page_size = 512', f'create table t (id text primary key, v text) {rowid}']
    data = database(tmp_path, made, [(PUT, (f'k{at}', f'{at}{text}')) for at in range(5)])
    lines = {b'x!t': [f'id=k{at}\tv={at}{text}' for at in range(5)]}
    assert {path: content.decode().splitlines() for path, content, _ in read(data)} == lines


def test_key_that_stands_across_two_pages_is_found(tmp_path: Path) -> None:
    made = ['pragma page_size = 512', 'create table t (id integer primary key, v text)']
    for before in range(440, 560, 7):
        text = ('word ' * 300)[:before] + f'\nKEY={OPENAI.decode()}\n' + 'tail ' * 300
        (tmp_path / f'{before}').mkdir()
        data = database(tmp_path / f'{before}', made, [(PUT, (None, text))])
        assert told(data), before


@pytest.mark.parametrize('id', ['nebius-jwt-key', 'together-api-key', 'qdrant-api-key', 'openai-project-key'])
def test_piece_of_a_key_is_none_beside_the_whole_one(id: str, tmp_path: Path) -> None:
    provider = next(each for each in everything() if id in [detector.id for detector in each.detectors])
    detector = next(each for each in provider.detectors if each.id == id)
    made = ['pragma page_size = 512', 'create table t (id integer primary key, v text)']
    for before in range(60, 560, 23):
        key = sample(detector, before)
        text = f'{"word " * 300}'[:before] + f'\n{provider.env[0]}={key.decode()}\n' + 'tail ' * 9
        (tmp_path / f'{before}').mkdir()
        data = database(tmp_path / f'{before}', made, [(PUT, (None, text))])
        blocked = run([Blob(b'x', data)], Settings()).blocked
        assert [(each.path, each.secret.reveal()) for each in blocked] == [(b'x!t', key)], before


def test_neighbours_of_a_key_in_a_database_are_no_part_of_it(tmp_path: Path) -> None:
    detector = next(
        each for each in one('github-models').detectors if each.id == 'github-models-stateless-installation-token'
    )
    keys = [sample(detector, seed) for seed in range(40)]
    made = ['create table t (v text, n text)']
    data = database(tmp_path, made, [(PUT, (key.decode(), f'x{at}')) for at, key in enumerate(keys)])
    blocked = run([Blob(b'x', data)], Settings()).blocked
    assert [(each.path, each.secret.reveal()) for each in blocked] == [(b'x!t', key) for key in keys]


def test_other_key_in_the_bytes_around_is_told_beside_the_whole_one(tmp_path: Path) -> None:
    made = ['pragma secure_delete = 0', 'create table t (n text, v text)']
    other = sample(one('openai').detectors[0], 9)
    rows: list[Row] = [
        (PUT, ('a:', other.decode())),
        (PUT, ('b', OPENAI.decode())),
        ('delete from t where n = ?', ('a:',)),
    ]
    blocked = run([Blob(b'x', database(tmp_path, made, rows))], Settings()).blocked
    assert {(each.path, each.secret.reveal()) for each in blocked} == {(b'x', other), (b'x!t', OPENAI)}


def test_bytes_in_a_database_of_wide_text_stay_bytes(tmp_path: Path) -> None:
    data = database(tmp_path, BASES['utf-16-le'], [(PUT, (None, ENV))])
    assert told(data) == [(b'x!t', 2, 5)]


def test_log_of_a_database_is_read(tmp_path: Path) -> None:
    made = ['pragma journal_mode = wal', 'create table t (n text, v text)']
    rows = [(PUT, ('MISTRAL_API_KEY', MISTRAL.decode())), (PUT, ('other', OPENAI.decode()))]
    data = database(tmp_path, made, rows, log=True)
    assert {path for path, *_ in told(data)} == {b'x!rows'}
    assert read(data[:8] + bytes(4) + data[12:])[-1][2] == DAMAGED


def test_what_was_deleted_is_read_as_it_stands(tmp_path: Path) -> None:
    made = ['pragma secure_delete = 0', 'create table t (n text, v text)']
    rows: list[Row] = [(PUT, ('a:', OPENAI.decode())), (PUT, ('b', 'x')), ('delete from t where n = ?', ('a:',))]
    assert [path for path, *_ in told(database(tmp_path, made, rows))] == [b'x']


def test_views_and_indexes_are_no_tables(tmp_path: Path) -> None:
    made = ['create table t (n text, v text)', 'create view s as select * from t', 'create index i on t (v)']
    data = database(tmp_path, made, [(PUT, ('a', NOISE[:40].decode()))])
    assert [path for path, _, _ in read(data)] == [b'x!t']


def test_empty_tables_are_nothing(tmp_path: Path) -> None:
    assert read(database(tmp_path, ['create table t (n text, v text)'], [])) == []


def test_texts_that_claim_to_go_on_end_where_the_file_does(tmp_path: Path) -> None:
    made = ['pragma page_size = 512', 'create table t (id integer primary key, v text)']
    data = database(tmp_path, made, [(PUT, (None, 'z' + NOISE[:3000].decode()))])
    for lost in (512, 1024, 1500):
        found = read(data[:-lost])
        assert found[0][1].startswith(b'v=z' + NOISE[:1000])
        assert len(found[0][1]) < 3000


@pytest.mark.parametrize(
    ('damage', 'reason'),
    [
        pytest.param(lambda data: data[:4096], TRUNCATED, id='cut'),
        pytest.param(lambda data: data[:16] + b'\0\3' + data[18:], DAMAGED, id='size-of-a-page'),
        pytest.param(lambda data: data[:4096] + b'\x63' + data[4097:], DAMAGED, id='kind-of-a-page'),
    ],
)
def test_damaged_database_says_so(damage: Callable[[bytes], bytes], reason: str, tmp_path: Path) -> None:
    data = database(tmp_path, BASES['utf-8'], [(PUT, (None, MISTRAL.decode()))])
    assert [said for _, _, said in read(damage(data)) if said] == [reason]


def test_pages_that_lead_to_each_other_are_read_once(tmp_path: Path) -> None:
    rows = [(PUT, (None, 'x' * 400)) for _ in range(50)]
    data = database(tmp_path, ['pragma page_size = 512', 'create table t (id integer primary key, v text)'], rows)
    root = bytearray(data)
    assert root[512] == 5
    # the last child of the root is the root
    root[512 + 8 : 512 + 12] = (2).to_bytes(4, 'big')
    assert [said for _, _, said in read(bytes(root)) if said] == [DAMAGED]


def test_tables_that_share_their_pages_take_the_time_of_one(tmp_path: Path) -> None:
    made = ['pragma page_size = 512', *(f'create table t{at} (v text)' for at in range(100))]
    rows: list[Row] = [('insert into t7 values (?)', (f'{at} {NOISE[:40].decode()}',)) for at in range(300)]
    shared = [
        'pragma writable_schema = 1',
        'update sqlite_master set rootpage = (select rootpage from sqlite_master where name = "t7")',
    ]
    data = database(tmp_path, made, [*rows, *((statement, ()) for statement in shared)])
    found = read(data)
    assert sum(content.count(b'\n') for _, content, _ in found) == 300
    assert [(path, reason) for path, _, reason in found if reason] == [(b'x', DAMAGED)]


def test_rows_that_share_their_texts_are_stopped(tmp_path: Path) -> None:
    data = bytearray(
        database(
            tmp_path, ['pragma page_size = 65536', 'create table t (n text, v text)'], [(PUT, ('a', 'x' * 60_000))]
        )
    )
    at = 65536
    place = data[at + 8 : at + 10]
    data[at + 3 : at + 5] = (2000).to_bytes(2, 'big')
    data[at + 8 : at + 8 + 4000] = place * 2000
    found = read(bytes(data), Limits(total=8 << 20))
    assert found[-1][2] == 'too large: the rest after 8 MiB of unpacked data was not read'


@pytest.mark.parametrize(
    ('statement', 'names'),
    [
        pytest.param('CREATE TABLE t (a, b TEXT, c INTEGER DEFAULT (1 + 2), d)', 'a b c d', id='plain'),
        pytest.param('CREATE TABLE t ("a b" TEXT, [c,d] x, `e` y, \'f\' z)', 'a b|c,d|e|f', id='quoted'),
        pytest.param('CREATE TABLE t (a TEXT, PRIMARY KEY (a, b), UNIQUE (c), CHECK (d > 1))', 'a', id='rules'),
        pytest.param('CREATE TABLE t (a TEXT, "primary" TEXT, CONSTRAINT x FOREIGN KEY (a))', 'a|primary', id='name-of-a-rule'),
        pytest.param('CREATE TABLE t (a -- one, two\n, /* c, */ b)', 'a b', id='comments'),
        pytest.param('CREATE TABLE t (a DECIMAL(10, 2) DEFAULT \'x,y\', b)', 'a b', id='sizes-and-texts'),
        pytest.param('CREATE TABLE "t (x)" (a, b) WITHOUT ROWID', 'a b', id='name-with-a-bracket'),
        pytest.param('CREATE TABLE t (a, b, c, PRIMARY KEY (c, "B" DESC)) WITHOUT ROWID', 'c b a', id='without-a-number'),
        pytest.param('CREATE TABLE t (a, b TEXT PRIMARY KEY DESC, c) STRICT, WITHOUT ROWID', 'b a c', id='without-a-number-one'),
        pytest.param('CREATE TABLE t (a, b TEXT, PRIMARY KEY (b))', 'a b', id='with-a-number'),
        pytest.param('CREATE TABLE t (a, b, CONSTRAINT k PRIMARY KEY (b COLLATE nocase ASC, a), CHECK (a, b)) WITHOUT ROWID', 'b a', id='named-rule'),
        pytest.param('CREATE TABLE t (a CHECK (primary), b PRIMARY KEY)WITHOUT ROWID', 'b a', id='word-in-a-rule'),
        pytest.param('CREATE TABLE t', '', id='nothing'),
        pytest.param('', '', id='empty'),
    ],
)  # fmt: skip
def test_names_of_columns(statement: str, names: str) -> None:
    wanted = names.split('|') if '|' in names else names.split()
    assert [name.decode() for name in columns(statement.encode())] == wanted


# --- the hook, and cost


def test_the_hook_names_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / 'app.db').write_bytes(database(tmp_path, BASES['utf-8'], [(PUT, (None, MISTRAL.decode()))]))
    assert main(['app.db']) == 1
    assert 'app.db!t' in ''.join(capsys.readouterr())


WHOLE = [data for data, _ in FORMS.values()]


@settings(max_examples=150)
@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=6), st.floats(0, 1))
def test_damage_never_raises(data: bytes, edits: list[tuple[float, int]], cut: float) -> None:
    changed = bytearray(data)
    for place, value in edits:
        changed[int(place * (len(changed) - 1))] = value
    report = run([Blob(b'x', bytes(changed[: int(cut * len(changed)) + 1]))], Settings())
    assert report.files + len(report.unread) > 0


@settings(max_examples=60)
@given(st.binary(max_size=200), st.floats(0, 1), st.integers(0, 255))
def test_damaged_database_never_raises(noise: bytes, place: float, value: int) -> None:
    base = sqlite3.connect(':memory:')
    base.execute('pragma page_size = 512')
    base.execute('create table t (id integer primary key, v text)')
    base.executemany('insert into t values (?, ?)', [(None, f'{at} {NOISE[:300].decode()}') for at in range(12)])
    data = bytearray(b''.join(f'{line}\n'.encode() for line in base.iterdump()))
    base.close()
    data[:16] = b'SQLite format 3\0'
    data[16:18] = b'\2\0'
    at = int(place * (len(data) - len(noise) - 1))
    data[at : at + len(noise)] = noise
    data[int(place * (len(data) - 1))] = value
    read(bytes(data))


def _seconds(data: bytes) -> float:
    best = 1e9
    for _ in range(3):
        began = time.process_time()
        for _ in members(Blob(b'x', data), Limits()):
            pass
        best = min(best, time.process_time() - began)
    return best


@pytest.mark.parametrize(
    'make',
    [
        pytest.param(lambda n: framed(b'')[:10] + b'\0' + (2 * n + 9).to_bytes(3, 'little') + bytes(4) + number(1 << 26) + b'\0a' + b'\xfe\1' * (n // 2) + b'\xfe\0', id='snappy-of-references'),
        pytest.param(lambda n: cpio({f'{at}': b'1' for at in range(n // 50)}), id='cpio'),
        pytest.param(lambda n: lz4_frame(b'')[:7] + (6 * n + 1).to_bytes(4, 'little') + b'\x10a\1\0' + b'\0\1\0' * (2 * n - 1) + bytes(4), id='lz4-of-references'),
        pytest.param(lambda n: lz4_frame(b'1') * n, id='lz4-of-frames'),
        pytest.param(lambda n: avro([b'1'] * (n // 20), 'deflate', raw), id='avro'),
        pytest.param(lambda n: b'Obj\x01' + signed(n) + b'\0' * 2 * n, id='avro-of-names'),
        pytest.param(lambda n: orc([(b'1', True)] * n, 1), id='orc'),
        pytest.param(lambda n: parquet([[(f'{at}', 6, page([b'1'], bytes)) for at in range(n // 30)]], 0), id='parquet'),
        pytest.param(lambda n: b'PAR1' + b'\x19\xf5' + number(n * 4) + b'\2' * (n * 4) + b'\0' + (n * 4 + 3 + len(number(n * 4))).to_bytes(4, 'little') + b'PAR1', id='parquet-of-numbers'),
    ],
)  # fmt: skip
def test_time_is_linear(make: Callable[[int], bytes]) -> None:
    small, large = _seconds(make(2000)), _seconds(make(16000))
    # eight times as much; quadratic would be sixty-four
    assert large < 24 * small + 0.02
