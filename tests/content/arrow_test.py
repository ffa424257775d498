"""Apache Arrow and Feather: each text of a column is a line with the column's name, compressed or not."""

from __future__ import annotations

import io
import random
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.catalogue import one
from keyguard.content.archives import Limits
from keyguard.content.flat import Flat
from keyguard.content.streams import Unread
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings
from testing.arrows import BINARY, FIXED, LARGE_UTF8, LZ4, UTF8, VIEW, ZSTD, arrow, flat, message
from testing.inside import EDITS, Edits, edited, read, told
from testing.packing import lz4_frame

OPENAI = sample(one('openai').detectors[0], 6)
MISTRAL, OTHER = (sample(one('mistral').detectors[0], seed) for seed in (6, 7))
KINDS = {'utf8': UTF8, 'binary': BINARY, 'large': LARGE_UTF8, 'view': VIEW, 'of-one-width': FIXED}
TEXTS = [b'a few words', MISTRAL, b'', b'x1', OTHER, OPENAI, b'end of all this']


@pytest.mark.parametrize('kind', KINDS)
@pytest.mark.parametrize('packing', ['plain', 'lz4'])
@pytest.mark.parametrize('stream', [False, True], ids=['file', 'stream'])
@pytest.mark.parametrize('listed', [False, True], ids=['in-rows', 'in-a-list'])
def test_key_is_told_by_the_name_of_its_column(kind: str, packing: str, stream: bool, listed: bool) -> None:
    texts = [text.ljust(180) for text in TEXTS] if kind == 'of-one-width' else TEXTS
    packed = (LZ4, lz4_frame) if packing == 'lz4' else (-1, bytes)
    data = arrow({'mistral_api_key': texts, 'n': [texts[0]]}, KINDS[kind], *packed, stream, listed)
    name = b'x!group.mistral_api_key'
    assert told(data) == [(name, 2, MISTRAL), (name, 5, OTHER), (name, 6, OPENAI)]


def test_batches_go_on_in_the_same_column() -> None:
    data = arrow({'a': [b'1', b''], 'b': [b'2', b'3']}, batches=2)
    lines = {b'x!group.a': b'group.a=1\n\n' * 2, b'x!group.b': b'group.b=2\ngroup.b=3\n' * 2}
    assert read(data) == [(path, content, '') for path, content in lines.items()]


def test_without_a_key_it_is_silent() -> None:
    data = arrow({'openai_api_key': [b'a-name-with-dashes-and-nothing-else'] * 30})
    report = run([Blob(b'x', data)], Settings())
    assert not (report.blocked or report.unread)


def test_what_this_python_cannot_unpack_is_named() -> None:
    zstd = None
    for name in ('compression.zstd', 'zstandard'):
        try:
            zstd = __import__(name)
        except ImportError:
            continue
    reasons = [reason for _, _, reason in read(arrow({'a': [OPENAI]}, packing=ZSTD)) if reason]
    assert zstd or reasons[0].startswith('compressed with zstd, which this Python cannot read')
    assert reasons


BROKEN = {
    'cut-in-a-batch': (arrow({'a': TEXTS})[:-300], 'truncated: the data ends too early'),
    'cut-in-a-message': (arrow({'a': TEXTS})[:200], 'truncated: the data ends too early'),
    'unknown-packing': (arrow({'a': TEXTS}, packing=7), 'corrupt: the data cannot be decompressed'),
    'damaged-lz4': (arrow({'a': TEXTS}, packing=LZ4), 'corrupt: the data cannot be decompressed'),
    'no-table': (b'ARROW1\0\0' + b'\xff\xff\xff\xff\x08\0\0\0' + b'\xf0' * 8, 'corrupt: the data cannot be decompressed'),
    'more-than-there-is': (b'ARROW1\0\0' + message(1, {1: (9, [])}), 'corrupt: the data cannot be decompressed'),
}  # fmt: skip


@pytest.mark.parametrize('form', BROKEN)
def test_what_cannot_be_read_says_why(form: str) -> None:
    data, reason = BROKEN[form]
    assert {said for _, _, said in read(data) if said} == {reason}
    assert doubtful(data, b'x', BOOK)


def test_column_in_a_column_in_a_column_is_followed_no_further() -> None:
    column: dict[int, object] = {0: b'a', 2: ('B', UTF8), 3: {}}
    for _ in range(50):
        column = {0: b'a', 2: ('B', 13), 3: {}, 5: [column]}
    assert read(b'ARROW1\0\0' + message(1, {1: [column]}))[-1][2] == 'corrupt: the data cannot be decompressed'


def test_columns_that_are_one_another_are_counted() -> None:
    data = flat({1: [{0: b'a', 2: ('B', UTF8), 3: {}, 5: [{0: b'b', 2: ('B', UTF8), 3: {}}] * 50}] * 50})
    schema = Flat.root(data)
    assert len(list(schema.tables(1))) == 50
    found = read(b'ARROW1\0\0' + message(1, {1: [{0: b'a', 2: ('B', UTF8)}] * 300}), Limits(entries=200))
    assert found[-1][2] == 'too many entries: the rest after 200 was not read'


def test_rows_that_share_their_texts_are_stopped() -> None:
    names = {f'c{at}': [b'x' * 60_000] for at in range(2)}
    data = bytearray(arrow(names, batches=80))
    assert (
        read(bytes(data), Limits(total=4 << 20))[-1][2]
        == 'too large: the rest after 4 MiB of unpacked data was not read'
    )


def test_texts_that_claim_to_be_the_same_are_stopped() -> None:
    ends = struct.pack('<4i', 0, 40_000, 0, 40_000)
    data = arrow({'a': [b'x' * 20_000, b'x' * 20_000, b'']}).replace(
        struct.pack('<4i', 0, 20_000, 40_000, 40_000), ends
    )
    assert ends in data
    assert [reason for _, _, reason in read(data) if reason] == ['corrupt: the data cannot be decompressed']
    view = struct.pack('<i4sii', 100_000, b'xxxx', 0, 0)
    data = arrow({'a': [b'x' * 100_000, *(b'y' * 13 for _ in range(999))]}, VIEW)
    begin = data.index(view)
    data = data[:begin] + view * 1000 + data[begin + 16_000 :]
    found = read(data, Limits(total=4 << 20))
    assert found[-1][2] == 'too large: the rest after 4 MiB of unpacked data was not read'
    assert sum(len(content) for _, content, _ in found) < 8 << 20


def test_many_columns_in_many_messages_are_read() -> None:
    found = read(arrow({f'c{at}': [b'1'] for at in range(50)}, batches=60), Limits(entries=400))
    assert len(found) == 50 and not any(reason for _, _, reason in found)


@pytest.mark.parametrize('compression', ['uncompressed', 'lz4', 'zstd'])
@pytest.mark.parametrize('form', ['file', 'stream', 'feather'])
def test_what_arrow_writes_is_read(compression: str, form: str) -> None:
    pa = pytest.importorskip('pyarrow', reason='pyarrow is not installed')
    ipc = pytest.importorskip('pyarrow.ipc', reason='pyarrow is not installed')
    feather = pytest.importorskip('pyarrow.feather', reason='pyarrow is not installed')
    if compression == 'zstd':
        pytest.importorskip('zstandard', reason='this Python cannot read zstd')
    source = random.Random(3)
    texts = ['word ' * source.choice((0, 1, 6, 90)) + f'{at}' for at in range(3000)]
    texts[1000] = MISTRAL.decode()
    empty = [None] * len(texts)
    table = pa.table(
        {
            'n': range(len(texts)),
            'nothing': pa.array(empty, pa.string()),
            'k': [{'mistral_api_key': text, 'l': [1]} for text in texts],
            'v': pa.array(texts).dictionary_encode(),
            'w': pa.array([text or None for text in texts], pa.large_string()),
        }
    )
    out = io.BytesIO()
    if form == 'feather':
        feather.write_feather(table, out, compression=compression)
    else:
        options = ipc.IpcWriteOptions(compression=None if compression == 'uncompressed' else compression)
        new = ipc.new_file if form == 'file' else ipc.new_stream
        with new(out, table.schema, options=options) as writer:
            writer.write_table(table, max_chunksize=700)
    found = told(out.getvalue())
    assert [(path, line) for path, line, secret in found if secret == MISTRAL] == [(b'x!k.mistral_api_key', 1001)]
    lines = {path: content.split(b'\n')[:-1] for path, content, _ in read(out.getvalue())}
    assert [line.partition(b'=')[2].decode() for line in lines[b'x!k.mistral_api_key']] == texts
    assert [line.partition(b'=')[2].decode() for line in lines[b'x!w']] == texts
    assert {line.partition(b'=')[2].decode() for line in lines[b'x!v']} == set(texts)


WHOLE = [
    arrow({'a': [MISTRAL.ljust(40), b'b' * 40], 'b': [b'c' * 40]}, kind, packing, pack, stream, listed)
    for kind in KINDS.values()
    for packing, pack in ((-1, bytes), (LZ4, lz4_frame))
    for stream in (False, True)
    for listed in (False, True)
]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(WHOLE), EDITS, st.floats(0, 1))
def test_damage_never_raises(data: bytes, edits: Edits, cut: float) -> None:
    found = read(edited(data, edits)[: int(cut * len(data)) + 1])
    assert sum(len(content) for _, content, _ in found) < 1 << 20


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=120))
def test_any_bytes_are_a_table_or_said_to_be_none(data: bytes) -> None:
    try:
        table = Flat.root(data)
        for field in range(6):
            table.number(field, '<q')
            table.text(field)
            table.numbers(field, 2)
            assert len(list(table.tables(field))) <= len(data)
    except Unread:
        return
