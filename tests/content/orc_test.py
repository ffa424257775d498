"""ORC: each text of a column is a line with the column's name, however the file is written."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.catalogue import one
from keyguard.content.archives import Limits
from keyguard.content.orc_lengths import lengths
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.samples import sample
from keyguard.settings import Settings
from testing.inside import EDITS, Edits, edited, read, told
from testing.orcs import NONE, SNAPPY, ZLIB, orc_table
from testing.tables import raw, snappy

OPENAI, OTHER = (sample(one('openai').detectors[0], seed) for seed in (6, 7))
MISTRAL = sample(one('mistral').detectors[0], 6)
NOISE = random.Random(2).randbytes(3000).hex().encode()
PACKINGS = {'plain': (NONE, bytes), 'zlib': (ZLIB, raw), 'snappy': (SNAPPY, snappy)}


@pytest.mark.parametrize('packing', PACKINGS)
@pytest.mark.parametrize('second', [False, True], ids=['first-way', 'second-way'])
@pytest.mark.parametrize('by_number', [False, True], ids=['in-rows', 'in-a-list'])
@pytest.mark.parametrize('of', [7, 8, 16, 17], ids=['string', 'binary', 'varchar', 'char'])
def test_neighbours_of_a_key_are_no_part_of_it(packing: str, second: bool, by_number: bool, of: int) -> None:
    kind, pack = PACKINGS[packing]
    texts = [b'abc', OPENAI, b'def0', MISTRAL, b'9', OTHER, b'xyz']
    data = orc_table([{'mistral_api_key': texts, 'v': [b'1']}], kind, pack, second, by_number, of)
    name = b'x!mistral_api_key'
    assert told(data) == [(name, 2, OPENAI), (name, 4, MISTRAL), (name, 6, OTHER)]


def test_stripes_go_on_in_the_same_column() -> None:
    data = orc_table([{'a': [b'1', b''], 'b': [b'2']}, {'a': [b'3'], 'b': [b'4']}], ZLIB, raw)
    assert read(data) == [(b'x!a', b'a=1\n\na=3\n', ''), (b'x!b', b'b=2\nb=4\n', '')]


def test_what_is_noted_of_the_file_is_read() -> None:
    data = orc_table([{'a': [b'1']}], ZLIB, raw, notes={'mistral_api_key': MISTRAL})
    assert told(data) == [(b'x!metadata', 1, MISTRAL)]


def test_without_a_key_it_is_silent() -> None:
    data = orc_table([{'openai_api_key': [b'a-name-with-dashes-and-nothing-else'] * 30}], ZLIB, raw)
    report = run([Blob(b'x', data)], Settings())
    assert not (report.blocked or report.unread)


@pytest.mark.parametrize(
    ('written', 'second', 'values'),
    [
        pytest.param('61 00 07', False, [7] * 100, id='the-same'),
        pytest.param('61 ff 64', False, list(range(100, 0, -1)), id='falling'),
        pytest.param('fb 02 03 06 07 0b', False, [2, 3, 6, 7, 11], id='one-by-one'),
        pytest.param('0a 27 10', True, [10_000] * 5, id='repeated'),
        pytest.param('5e 03 5c a1 ab 1e de ad be ef', True, [23713, 43806, 57005, 48879], id='plain'),
        pytest.param(
            '8e 13 2b 21 07 d0 1e 00 14 70 28 32 3c 46 50 5a 64 6e 78 82 8c 96 a0 aa b4 be fc e8',
            True,
            [2030, 2000, 2020, 1_000_000, *range(2040, 2200, 10)],
            id='patched',
        ),
        pytest.param('c6 09 02 02 22 42 42 46', True, [2, 3, 5, 7, 11, 13, 17, 19, 23, 29], id='steps'),
        pytest.param('c0 04 05 02', True, [5, 6, 7, 8, 9], id='one-step'),
        pytest.param('0a 27 10 5e 03 5c', True, [10_000] * 5, id='cut'),
    ],
)
def test_lengths_of_the_specification(written: str, second: bool, values: list[int]) -> None:
    assert [value for some in lengths(bytes.fromhex(written), second) for value in some] == values


@pytest.mark.parametrize(
    ('change', 'reason'),
    [
        pytest.param((b'\x5e\x00\x00\x40', b'\x5e\x00\x00\x41'), 'truncated: the data ends too early', id='too-long'),
        pytest.param((b'\x5e\x00\x00\x40', b'\x5e\x00\x00\x30'), 'corrupt: the data cannot be decompressed', id='too-short'),
    ],
)  # fmt: skip
def test_lengths_that_do_not_fit_are_named(change: tuple[bytes, bytes], reason: str) -> None:
    data = orc_table([{'a': [NOISE[:64]]}])
    assert change[0] in data
    found = read(data.replace(*change))
    assert [(path, said) for path, _, said in found if said] == [(b'x!a', reason)]
    # what cannot be told apart is read as it stands
    assert NOISE[:48] in b''.join(content for _, content, _ in found)


def test_stripe_outside_of_the_file_is_named() -> None:
    data = orc_table([{'a': [b'1']}, {'a': [b'2']}])
    at = data.rfind(b'\x08\x03\x10\0\x18')
    assert at > 0
    found = read(data[: at + 5] + b'\x7f' + data[at + 6 :])
    assert [said for _, _, said in found if said] == ['corrupt: the list of columns is damaged']
    assert (b'x!a', b'a=2\n', '') in found


@pytest.mark.parametrize('compression', ['uncompressed', 'zlib', 'snappy'])
@pytest.mark.parametrize('version', ['0.11', '0.12'])
@pytest.mark.parametrize('threshold', [0.0, 1.0], ids=['in-rows', 'in-a-list'])
def test_what_arrow_writes_is_read(compression: str, version: str, threshold: float) -> None:
    arrow = pytest.importorskip('pyarrow', reason='pyarrow is not installed')
    orc = pytest.importorskip('pyarrow.orc', reason='this pyarrow has no ORC')
    source = random.Random(3)
    texts = ['word ' * source.choice((0, 1, 6, 6, 6, 180)) + f'{at}' for at in range(1500)]
    texts[700:900] = ['x' * at for at in range(200)]
    texts[1000] = MISTRAL.decode()
    table = arrow.table({'id': range(1500), 'k': [{'mistral_api_key': text, 'n': 1} for text in texts]})
    out = io.BytesIO()
    orc.write_table(
        table, out, compression=compression, file_version=version, dictionary_key_size_threshold=threshold,
        stripe_size=50_000,
    )  # fmt: skip
    found = told(out.getvalue())
    assert [(path, secret) for path, _, secret in found] == [(b'x!k.mistral_api_key', MISTRAL)]
    ((_, content, _),) = read(out.getvalue())
    lines = [line.partition(b'=')[2].decode() for line in content.split(b'\n')[:-1]]
    assert lines == texts if threshold == 0 else set(lines) - {''} == set(texts) - {''}


WHOLE = [
    orc_table([{'a': [NOISE[:50], OPENAI], 'b': [b'1']}], *PACKINGS[packing], second, by_number)
    for packing in PACKINGS
    for second in (False, True)
    for by_number in (False, True)
]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(WHOLE), EDITS, st.floats(0, 1))
def test_damage_never_raises(data: bytes, edits: Edits, cut: float) -> None:
    changed = bytearray(edited(data, edits))
    del changed[3 + int(cut * len(changed)) : -40]
    assert sum(len(content) for _, content, _ in read(bytes(changed))) < 1 << 20


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_lengths_are_bounded(data: bytes, second: bool) -> None:
    found = [value for some in lengths(data, second) for value in some]
    assert len(found) <= 512 * len(data)
    assert all(0 <= value <= 1 << 40 for value in found)


def test_many_stripes_of_one_place_are_stopped() -> None:
    data = orc_table([{'a': [NOISE]}] * 2)
    at = data.rfind(b'\x1a', 0, data.rfind(b'\x08\x03\x10\0'))
    stripe = data[at : at + 2 + data[at + 1]]
    last = data[-1]
    footer_end = len(data) - 1 - last
    many = data[:footer_end] + stripe * 2000
    size = footer_end - data.rfind(b'\x08\x03\x10', 0, at) + len(stripe) * 2000
    found = read(many + b'\x08' + _number(size) + b'\x10\0\x82\xf4\x03\x03ORC' + bytes((len(_number(size)) + 10,)),
                 Limits(total=4 << 20, ratio=50, ratio_from=1 << 20))  # fmt: skip
    assert found[-1][2]
    assert sum(len(content) for _, content, _ in found) < 8 << 20


def _number(value: int) -> bytes:
    out = b''
    while value >= 0x80:
        out += bytes((value & 0x7F | 0x80,))
        value >>= 7
    return out + bytes((value,))
