"""Dumps in hex: what they show is read, in the forms in which programs write them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from keyguard.catalogue import one
from keyguard.content.archives import Limits, members
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings

KEY = sample(one('openai').detectors[0], 8)
ENV = b'# ab cd ef\nKEY=' + KEY + b'\nab ad\n'


def _lines(data: bytes, form: Callable[[int, bytes, str], str]) -> str:
    letters = ''.join(chr(byte) if 0x20 <= byte < 0x7F else '.' for byte in data)
    return ''.join(form(at, data[at : at + 16], letters[at : at + 16]) + '\n' for at in range(0, len(data), 16))


def _words(row: bytes) -> str:
    row += bytes(len(row) % 2)
    return ' '.join(f'{row[at + 1]:02x}{row[at]:02x}' for at in range(0, len(row), 2))


def _pairs(row: bytes) -> str:
    return ' '.join(row[at : at + 2].hex() for at in range(0, len(row), 2))


def _c(at: int, row: bytes, letters: str) -> str:
    return f'{at:08x}  {row[:8].hex(" "):<23}  {row[8:].hex(" "):<23}  |{letters}|'


def _curl(data: bytes) -> str:
    head = '== Info: Trying\n=> Send header, 99 bytes (0x63)\n'
    return head + _lines(data, lambda at, row, letters: f'{at:04x}: {row.hex(" "):<48}{letters}') + '== Info: done\n'


FORMS: dict[str, Callable[[bytes], str]] = {
    'xxd': lambda data: _lines(data, lambda at, row, letters: f'{at:08x}: {_pairs(row):<39}  {letters}'),
    'xxd-in-capitals': lambda data: _lines(data, lambda at, row, letters: f'{at:08X}: {_pairs(row).upper():<39}  {letters}'),
    'hexdump-c': lambda data: _lines(data, _c) + f'{len(data):08x}\n',
    'hexdump': lambda data: _lines(data, lambda at, row, _: f'{at:07x} {_words(row)}') + f'{len(data):07x}\n',
    'od-bytes': lambda data: _lines(data, lambda at, row, _: f'{at:07o} {row.hex(" ")}') + f'{len(data):07o}\n',
    'od-bytes-and-letters': lambda data: _lines(data, lambda at, row, letters: f'{at:06x} {row.hex(" "):<47}  >{letters}<'),
    'od-words': lambda data: _lines(data, lambda at, row, _: f'{at:06x} {_words(row)}'),
    'curl': _curl,
    'lines-of-windows': lambda data: _lines(data, lambda at, row, _: f'{at:08x}: {_pairs(row)}\r'),
}  # fmt: skip


def read(data: bytes) -> list[tuple[bytes, bytes, str]]:
    return [(blob.path, bytes(blob.data[:]), blob.reason) for blob in members(Blob(b'x', data), Limits())]


@pytest.mark.parametrize('form', FORMS)
def test_dump_is_read_and_the_door_sees_it(form: str) -> None:
    data = FORMS[form](ENV).encode()
    ((path, shown, reason),) = read(data)
    assert (path, shown.rstrip(b'\0'), reason) == (b'x!x', ENV, '')
    report = run([Blob(b'x', data)], Settings())
    assert [(each.secret.reveal(), each.path, each.line, each.column) for each in report.blocked] == [
        (KEY, b'x!x', 2, 5)
    ]
    assert doubtful(data, b'x', BOOK)


@pytest.mark.parametrize('form', FORMS)
def test_any_bytes_come_back(form: str) -> None:
    source = random.Random(4)
    for size in (1, 2, 15, 16, 17, 400):
        data = source.randbytes(size)
        shown = read(FORMS[form](data).encode())[0][1]
        assert shown == data or (shown == data + b'\0' and size % 2)


@pytest.mark.parametrize('form', FORMS)
def test_dump_without_a_key_is_silent(form: str) -> None:
    report = run([Blob(b'x', FORMS[form](b'KEY=a-name-with-dashes-and-nothing-else\n' * 5).encode())], Settings())
    assert not report.blocked
    assert not report.unread


def test_what_stands_between_two_dumps_parts_them() -> None:
    one, two = (_lines(text, lambda at, row, _: f'{at:08x}: {_pairs(row)}') for text in (b'first', b'second'))
    assert read(f'{one}=> Send data\n{two}'.encode()) == [(b'x!x', b'first\nsecond', '')]


def test_lines_that_are_no_dump_show_nothing() -> None:
    assert read(b'00000000 is a number\n0001: some words\nabcd: zz\n') == [(b'x!x', b'', '')]


@pytest.mark.parametrize('line', [b'0000: ' + b'61 ' * 16, b'00000000: ' + b'6' * 99, b'0000 ' * 20])
def test_time_is_linear(line: bytes) -> None:
    def seconds(count: int) -> float:
        best = 1e9
        data = b'00000000: 6161\n' + (line + b'\n') * count
        for _ in range(3):
            began = time.process_time()
            read(data)
            best = min(best, time.process_time() - began)
        return best

    assert seconds(8000) < 24 * seconds(1000) + 0.02
