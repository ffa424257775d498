"""Compiled Python: a constant is read with the names that it is given to, whichever Python compiled it."""

from __future__ import annotations

import importlib.util
import marshal
import random
import shutil
import struct
import subprocess
import sys
import types
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.catalogue import everything, one
from keyguard.content.beginnings import COMPILED
from keyguard.content.marshalled import Code, Damaged, Reader
from keyguard.content.pyc_instructions import MAGICS
from keyguard.disguise import CARRIERS
from keyguard.hook import main
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings
from testing.clock import keeps_pace
from testing.inside import read

MISTRAL = sample(one('mistral').detectors[0], 6).decode()
OPENAI = sample(one('openai').detectors[0], 6).decode()
NOISE = random.Random(2).randbytes(3000).hex()
HEAD = importlib.util.MAGIC_NUMBER + bytes(12)
# what the key is told by, in each way in which a program may give it to something, far from it in the file
SOURCES = {
    'name': 'MISTRAL_API_KEY = "@"',
    'two-names': 'other = MISTRAL_API_KEY = "@"',
    'name-with-a-type': 'mistral_api_key: str = "@"',
    'one-of-two': 'first, mistral_api_key = "one", "@"',
    'attribute': 'import mistral\nmistral.api_key = "@"',
    'environment': 'import os\nos.environ["MISTRAL_API_KEY"] = "@"',
    'argument': 'client = Mistral(model, api_key="@", base=url("a"))',
    'argument-of-a-method': 'client = mistral.clients.new("one", api_key="@", n=3)',
    'default': 'def ask(question, mistral_api_key="@", n=3):\n    pass',
    'variable': 'def ask():\n    mistral_api_key = "@"\n    return mistral_api_key',
    'variable-of-a-function-in-it': 'def ask():\n    mistral_api_key = "@"\n    return lambda: mistral_api_key',
    'global': 'def ask():\n    global MISTRAL_API_KEY\n    MISTRAL_API_KEY = "@"',
    'class': 'class Settings:\n    mistral_api_key = "@"',
    'self': 'class Settings:\n    def __init__(self):\n        self.mistral_api_key = "@"',
    'map': 'settings = {"name": "one", "MISTRAL_API_KEY": "@"}',
    'map-of-what-is-known-later': 'settings = {"name": one, "MISTRAL_API_KEY": "@"}',
    'condition': 'if debug == "yes":\n    MISTRAL_API_KEY = "@"',
    'bytes': 'MISTRAL_API_KEY = b"@"',
    'behind-many-constants': 'x = [' + ', '.join(f'"{at} words"' for at in range(300)) + ']\nMISTRAL_API_KEY = "@"',
}
# what puts some thousand bytes between the constants and the names
FAR = '\n'.join(f'a_long_name_of_nothing_{at} = None' for at in range(200)) + '\n'


def compiled(source: str) -> bytes:
    return HEAD + marshal.dumps(compile(source, 'a.py', 'exec'))


def told(data: bytes) -> list[tuple[bytes, str]]:
    report = run([Blob(b'x', data)], Settings())
    assert report.unread == []
    assert doubtful(data, b'x', BOOK)
    return [(each.path, each.secret.reveal().decode()) for each in report.blocked]


@pytest.mark.parametrize('source', SOURCES)
def test_constant_is_told_by_its_name(source: str) -> None:
    text = FAR + SOURCES[source].replace('@', MISTRAL)
    assert told(compiled(text)) == [(b'x!constants', MISTRAL)]
    # what is told in the source is told here, and nothing else
    assert [each.secret.reveal().decode() for each in run([Blob(b'a.py', text.encode())], Settings()).blocked] == [
        MISTRAL
    ]


def test_every_kind_is_told_as_in_the_source() -> None:
    for provider in everything():
        for detector in provider.detectors:
            key = sample(detector, 1).decode()
            name = provider.env[0] if provider.env else f'{provider.id}_key'.replace('-', '_').upper()
            text = f'{FAR}{name} = "{key}"'
            if '\n' not in key and not name[0].isdigit():
                found = [run([Blob(b'a', data)], Settings()).blocked for data in (text.encode(), compiled(text))]
                source, module = ({finding.secret.reveal() for finding in blocked} for blocked in found)
                assert source == module, detector.id


@pytest.mark.parametrize('source', SOURCES)
def test_without_a_name_nothing_is_told(source: str) -> None:
    text = SOURCES[source].lower().replace('mistral', 'other').replace('@', MISTRAL)
    assert run([Blob(b'a.pyc', compiled(FAR + text))], Settings()).blocked == []


def test_key_that_tells_itself_is_told_once() -> None:
    assert told(compiled(f'KEY = "{OPENAI}"')) == [(b'x', OPENAI)]
    assert told(compiled(f'OPENAI_API_KEY = "{OPENAI}"; h = "{NOISE[:40]}"')) == [(b'x!constants', OPENAI)]


@pytest.mark.parametrize('source', ['c = Mistral("@")', 'import mistralai\nc = mistralai.Mistral(api_key="@", n=1)'])
def test_call_of_an_sdk_tells_a_constant(source: str) -> None:
    text = FAR + source.replace('@', MISTRAL)
    assert told(compiled(text)) == [(b'x!constants', MISTRAL)]


@pytest.mark.parametrize('source', ['h = "@"', 'MISTRAL = "words and words"', 'packaging = "@"[0]'])
def test_module_without_a_name_or_a_key_is_not_followed(source: str) -> None:
    assert [path for path, _, _ in read(compiled(source.replace('@', 'some_words_and_nothing_else')))] == []


def _others() -> list[str]:
    found = [shutil.which(f'python3.{minor}') for minor in range(8, 15)]
    found += map(str, Path.home().glob('.pyenv/versions/3.*/bin/python'))
    return [each for each in found if each]


@pytest.mark.parametrize('python', _others() or [sys.executable])
def test_what_other_pythons_compile_is_read_alike(python: str, tmp_path: Path) -> None:
    text = '\n'.join(source.replace('@', MISTRAL) for source in SOURCES.values())
    (tmp_path / 'a.py').write_text(text)
    run_it = 'import py_compile, sys; py_compile.compile("a.py", "a.pyc"); print(sys.version_info[:2] >= (3, 8))'
    made = subprocess.run([python, '-c', run_it], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    if made.returncode or made.stdout.strip() != 'True':
        pytest.skip('this Python does not run, or is an older one')
    data = (tmp_path / 'a.pyc').read_bytes()
    if data.startswith(COMPILED):
        ((path, content, reason),) = read(data)
        ((_, own, _),) = read(compiled(text))
        assert (path, reason) == (b'x!constants', '')
        assert {line for line in content.splitlines() if MISTRAL.encode() in line} == {
            line for line in own.splitlines() if MISTRAL.encode() in line
        }
        assert content.count(MISTRAL.encode()) == own.count(MISTRAL.encode()) >= len(SOURCES)


def _text(value: bytes) -> bytes:
    return b'\xda' + bytes((len(value),)) + value


def _tuple(*items: bytes) -> bytes:
    return b')' + bytes((len(items),)) + b''.join(items)


def _function(code: Sequence[int], constants: bytes, names: bytes, variables: bytes = b')\0') -> bytes:
    """A function as Python 3.11 and later write it."""
    body = bytes(code)
    stored = b'\xf3' + struct.pack('<I', len(body)) + body
    last = _text(b'a.py') * 3 + bytes(4) + b's\0\0\0\0' * 2
    return b'\xe3' + bytes(20) + stored + constants + names + variables + b's\0\0\0\0' + last


def test_what_python_3_14_compiles_is_read() -> None:
    """By the numbers of its instructions, with what stands between them."""
    key = MISTRAL.encode()
    code = [
        *(128, 0, 93, 0, 33, 0, 82, 0, 94, 7, 82, 1, 55, 2, 0, 0, 0, 0, 0, 0, 116, 1),  # c = Client(key, n=7)
        *(82, 0, 116, 2),  # MISTRAL_API_KEY = key
        *(82, 2, 82, 0, 47, 1, 116, 3),  # d = {'mistral': key}
        *(82, 0, 93, 4, 110, 2, 0, 0, 0, 0, 0, 0, 0, 0),  # o.MISTRAL_API_KEY = key
        *(69, 0, 82, 3, 35, 0),  # return None
    ]
    constants = _tuple(_text(key), _tuple(_text(b'n')), _text(b'mistral'), b'N')
    names = _tuple(*map(_text, (b'Client', b'c', b'MISTRAL_API_KEY', b'd', b'o')))
    data = b'+\x0e\r\n' + bytes(12) + _function(code, constants, names)
    ((_, content, reason),) = read(data)
    assert reason == ''
    assert content.decode().splitlines() == [
        f'c = Client("{MISTRAL}", n=7)', f'MISTRAL_API_KEY = "{MISTRAL}"', f'd = {{"mistral": "{MISTRAL}"}}',
        f'o.MISTRAL_API_KEY = "{MISTRAL}"', '',
    ]  # fmt: skip


def test_the_door_knows_the_same_versions() -> None:
    assert set(COMPILED) <= set(CARRIERS)
    assert {start[:2] for start in COMPILED} == set(MAGICS)
    assert all(start[2:] == b'\r\n' for start in COMPILED)


@pytest.mark.parametrize('text', ['a\r\r\nkey = 1\n', 'U\r\r\n' + NOISE, '+\x0e\r\n' + 'words ' * 90])
def test_text_that_begins_so_is_none(text: str) -> None:
    assert read(text.encode()) == []
    report = run([Blob(b'a.txt', text.encode())], Settings())
    assert not (report.blocked or report.unread)


@pytest.mark.parametrize(
    'object',
    [None, True, ..., 7, -1, 1 << 80, -(1 << 200), 1.5, 1j, 'a', 'é' * 300, b'x' * 300, (1, (2, 3)), [1], {'a': 1}, {1}, frozenset((1,)), 'ab' * 200],
    ids=repr,
)  # fmt: skip
def test_every_object_ends_where_the_next_one_begins(object: object) -> None:
    for version in (0, 2, 4):
        data = marshal.dumps(object, version) + b'\xda\x03end'
        reader = Reader(data, 0, True)
        reader.read()
        assert reader.read() == b'end'


def test_functions_are_what_python_reads() -> None:
    source = 'x = "one"\ndef f(a, b=2):\n    c = "two"\n    return lambda: c + x\n'
    since_11 = sys.version_info >= (3, 11)
    own = compile(source, 'a.py', 'exec')
    waiting: list[tuple[types.CodeType, object]] = [(own, Reader(marshal.dumps(own), 0, since_11).read())]
    while waiting:
        one, other = waiting.pop()
        assert isinstance(other, Code)
        assert (one.co_code, one.co_argcount) == (other.code, other.arguments)
        assert [name.encode() for name in one.co_names] == other.names
        assert [name.encode() for name in one.co_varnames] == other.variables[: len(one.co_varnames)]
        assert len(one.co_consts) == len(other.constants)
        waiting += [
            (each, also) for each, also in zip(one.co_consts, other.constants) if isinstance(each, types.CodeType)
        ]


def test_the_hook_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / 'a.pyc').write_bytes(compiled(FAR + SOURCES['name'].replace('@', MISTRAL)))
    assert main(['a.pyc']) == 1
    said = ''.join(capsys.readouterr())
    assert 'a.pyc!constants' in said and 'Python compiled this from a source' in said
    (tmp_path / 'a.pyc').write_bytes(compiled(FAR))
    assert main(['a.pyc']) == 0


WHOLE = [compiled(source.replace('@', MISTRAL)) for source in SOURCES.values()]


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(WHOLE),
    st.sampled_from(COMPILED),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8),
    st.floats(0, 1),
)
def test_damage_never_raises(data: bytes, magic: bytes, edits: list[tuple[float, int]], cut: float) -> None:
    changed = bytearray(magic + data[4:])
    for place, value in edits:
        changed[4 + int(place * (len(changed) - 5))] = value
    found = read(bytes(changed[: 17 + int(cut * len(changed))]))
    assert sum(len(content) for _, content, _ in found) < 200 * len(changed)


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_an_object_or_said_to_be_none(data: bytes, since_11: bool) -> None:
    try:
        Reader(data, 0, since_11).read()
    except Damaged:
        return


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 255), max_size=120), st.sampled_from(sorted(MAGICS)))
def test_any_instructions_are_followed(code: list[int], magic: bytes) -> None:
    constants = _tuple(_text(MISTRAL.encode()), _tuple(_text(b'a'), _text(b'b')), _text(b'c' * 90), b'N')
    function = _function(code, constants, _tuple(*map(_text, (b'mistral_api_key', b'y'))), _tuple(_text(b'v')))
    if magic in (b'U\r', b'a\r', b'o\r'):
        stored = b's' + struct.pack('<I', len(code)) + bytes(code)
        function = (
            b'c' + bytes(24) + stored + constants + _tuple(_text(b'mistral_api_key'), _text(b'y')) + _tuple(_text(b'v')) * 3
            + _text(b'a.py') * 2 + bytes(4) + b's\0\0\0\0'
        )  # fmt: skip
    ((_, content, reason),) = read(magic + b'\r\n' + bytes(12) + function)
    assert reason == ''
    assert MISTRAL.encode() in content
    assert len(content) < 2000 * (len(code) + 1)


@pytest.mark.parametrize(
    'code',
    [
        pytest.param([82, 0], id='constants'),
        pytest.param([82, 0, 55, 1], id='calls-in-calls'),
        pytest.param([93, 0, 80, 0], id='attributes'),
        pytest.param([82, 0, 116, 0, 116, 0], id='names'),
        pytest.param([82, 1, 119, 2, 117, 2], id='tuples'),
        pytest.param([82, 0, 82, 2, 47, 1], id='maps'),
        pytest.param([69, 255, 69, 255, 55, 255], id='large-numbers'),
    ],
)
def test_time_is_linear(code: list[int]) -> None:
    constants = _tuple(_text(MISTRAL.encode()), _tuple(_text(b'a'), _text(b'b')), _text(b'c' * 200), b'N')

    def made(count: int) -> bytes:
        return b'+\x0e\r\n' + bytes(12) + _function(code * count, constants, _tuple(_text(b'mistral'), _text(b'y')))

    few, many = made(2000), made(16000)
    assert keeps_pace(lambda: read(few), lambda: read(many), 24, 0.02)


def test_what_stands_in_itself_is_followed_once() -> None:
    # a function whose constants are itself, and tuples of tuples that double what they show
    function = b'\xe3' + bytes(20) + b's\2\0\0\0\x52\0' + b')\1r\0\0\0\0' + b')\0' * 2 + b's\0\0\0\0' * 2
    data = b'+\x0e\r\n' + bytes(12) + function + NOISE.encode()
    assert sum(len(content) for _, content, _ in read(data)) < 100
    doubled = b'\xa9\2' + _text(MISTRAL.encode()) * 2
    for at in range(40):
        doubled = b'\xa9\2' + doubled + b'r' + struct.pack('<I', 40 - at)
    data = b'+\x0e\r\n' + bytes(12) + _function([82, 0, 35, 0], _tuple(doubled), b')\0')
    assert sum(len(content) for _, content, _ in read(data)) < 10 * len(data)


def test_nesting_without_end_is_no_module() -> None:
    assert read(COMPILED[0] + bytes(12) + b')\1' * 100_000 + NOISE.encode()) == []
