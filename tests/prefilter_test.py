"""The door and the pipeline cannot disagree: what the door calls clean, the pipeline finds nothing in."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard import hook, prefilter
from keyguard.catalogue import everything
from keyguard.disguise import begins_strangely, is_closed, is_packed, is_strange, may_be_escaped
from keyguard.escaped import NAMED
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.prefilter import Runs, doubt, doubtful, look, suspects
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings
from keyguard.spoken import CREDENTIAL_WORDS, ENDINGS, candidates, speaks_of_a_credential
from keyguard.tokens import MIN_RUN, TOKEN, Book, are_words, begins_a_word, runs, stretches, stretches_and_controls
from testing.carriers import CARRIERS

DETECTORS = [(provider, detector) for provider in everything() for detector in provider.detectors]
WORDS = sorted({
    *(name for _, detector in DETECTORS for name in detector.names),
    *(variable for provider, _ in DETECTORS for variable in provider.env),
    *(call + '("' for provider, _ in DETECTORS for call in provider.calls),
    *('api_key', 'token: ', ' = "', '"', '\n', '\\n', ' ', '%22', 'Bearer ', 'é', '中文', 'x', '-', '_', '.', '/', ':', '('),
})  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Text made of names, punctuation, keys, and keys that are cut, glued and changed."""
    parts = []
    for _ in range(draw(st.integers(1, 7))):
        if draw(st.booleans()):
            parts.append(draw(st.sampled_from(WORDS)))
            continue
        _, detector = draw(st.sampled_from(DETECTORS))
        key = sample(detector, draw(st.integers(0, 3))).decode()
        if draw(st.integers(0, 2)) == 0:
            at = draw(st.integers(0, len(key)))
            key = key[:at] + draw(st.sampled_from(['', 'A', '-', ' ', '9'])) + key[at + draw(st.integers(0, 2)) :]
        parts.append(key)
    return ''.join(parts)


@settings(max_examples=1500, deadline=None)
@given(
    texts(),
    st.sampled_from(['utf-8', 'utf-16', 'utf-16-le', 'utf-16-be', 'utf-32-le', 'latin-1']),
    st.sampled_from(['a.py', 'mistral.key']),
)
def test_what_the_door_calls_clean_the_pipeline_calls_clean(text: str, encoding: str, name: str) -> None:
    data = text.encode(encoding, 'replace')
    if not suspects(data, name.encode(), BOOK) and not suspects(name.encode(), b'', BOOK):
        from keyguard.content import readings, windows
        from keyguard.detect import detect

        # the rest of a key may be base64 with a text in it, of which the door says more than this
        decoded = not doubtful(data, name.encode(), BOOK)
        # not the pipeline's own use of the prefilter: every reading is looked at with every provider
        for window in windows(Blob(name.encode(), data)):
            for view in (window, *readings(window)):
                assert (not decoded and 'base64' in view.kind) or detect(view, name.encode(), everything()) == []


@pytest.mark.parametrize('carrier', CARRIERS)
def test_door_walks_through_with_every_carrier(carrier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path('.git').mkdir()
    wanted = []
    for at, (provider, detector) in enumerate(DETECTORS):
        if not detector.alone:
            continue
        variable = detector.env or (provider.env[0] if provider.env else 'API_KEY')
        word = detector.names[0] if detector.names else 'service'
        name, data, _, _ = CARRIERS[carrier](variable, word, sample(detector, 2).decode())
        path = Path(str(at)) / name
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
        wanted.append(str(path))
    here = os.fsencode(tmp_path)
    doubtful, read, size = hook._handed_on(wanted, here, here)
    assert doubtful == wanted
    assert (read, size) == (0, 0)


@given(st.binary(max_size=200).map(lambda data: data.replace(b'\xff', b'a' * 30)))
def test_runs_are_the_longest_stretches_of_token_characters(data: bytes) -> None:
    expected, start = [], 0
    for at in range(len(data) + 1):
        if at == len(data) or data[at] not in TOKEN:
            if at - start >= MIN_RUN:
                expected.append((start, at))
            start = at + 1
    assert runs(data) == expected


@pytest.mark.parametrize(
    ('text', 'found'),
    [
        pytest.param('a' * 23, ['a' * 23], id='run'),
        pytest.param('a' * 22, [], id='too-short'),
        pytest.param('"' + 'a' * 12 + '\\x2d' + 'b' * 12 + '"', ['a' * 12 + '\\x2d' + 'b' * 12], id='backslash'),
        pytest.param('x?' + 'a' * 12 + '%2D' + 'b' * 12, ['a' * 12 + '%2D' + 'b' * 12], id='percent'),
        pytest.param('call(' + 'a' * 23 + ');', ['a' * 23], id='end-of-a-statement'),
        pytest.param('x = ' + 'a' * 23 + ';', ['a' * 23], id='semicolon'),
        pytest.param('f"{' + 'a' * 23 + '}"', ['a' * 23], id='placeholder'),
        pytest.param('if a && b: &' + 'a' * 23 + '{', ['a' * 23], id='address-of-a-struct'),
        pytest.param('&#115;' * 4, ['&#115;' * 4], id='numbers'),
        pytest.param('a' * 12 + '&hyphen;' + 'b' * 12, ['a' * 12 + '&hyphen;' + 'b' * 12], id='name'),
        pytest.param('a' * 12 + '&amp;#45;' + 'b' * 12, ['a' * 12 + '&amp;#45;' + 'b' * 12], id='name-of-ampersand'),
        pytest.param('\\u{73}' * 4, ['\\u{73}' * 4], id='braces'),
        pytest.param('\\u0026#115;' * 3, ['\\u0026#115;' * 3], id='ampersand-in-json'),
        pytest.param('\\x26#115;' * 3, ['\\x26#115;' * 3], id='ampersand-in-a-script'),
        pytest.param('&nbsp;' * 1001 + ' &#115;' * 4, ['&nbsp;' * 1001], id='more-signs-than-are-asked'),
    ],
)
def test_stretches_are_runs_with_their_escapes(text: str, found: list[str]) -> None:
    data = text.encode()
    assert [data[start:end].decode() for start, end in stretches(data)] == found


@pytest.mark.parametrize('name', sorted(name.decode() for name, char in NAMED.items() if char in TOKEN + b'.&'))
def test_each_reference_that_has_a_place_in_a_key_belongs_to_its_stretch(name: str) -> None:
    data = b'a' * 12 + f'&{name};'.encode() + b'b' * 12
    assert stretches(data) == [(0, len(data))]


@pytest.mark.parametrize(
    ('data', 'controls', 'found'),
    [
        pytest.param(b'a\tb\r\n\f\x08\x1b[0m\xc3\xa9', False, [], id='text'),
        pytest.param(b'a' * 30 + b'\0' + b'b' * 22, True, [(0, 30)], id='nul'),
        pytest.param(b'a' * 30 + b'\x7f' + b'b' * 30, True, [(0, 30), (31, 61)], id='delete'),
        pytest.param(b'\1' + b'a' * 30, True, [(1, 31)], id='start'),
    ],
)
@pytest.mark.parametrize('size', [0, 1 << 21])
def test_control_characters_are_seen_in_the_pass_that_finds_the_runs_and_part_them(
    data: bytes, controls: bool, found: list[tuple[int, int]], size: int
) -> None:
    assert stretches_and_controls(data + b' ' * size) == (found, controls)
    assert stretches_and_controls(b' ' * size + data) == ([(size + at, size + end) for at, end in found], controls)


@pytest.mark.parametrize(
    ('text', 'may_be'),
    [
        pytest.param('\\n', False, id='line-end'),
        pytest.param('%s', False, id='placeholder'),
        pytest.param('%C3%A9', False, id='percent-of-another-script'),
        pytest.param('\\u3042', False, id='another-script'),
        pytest.param('\\u0009', False, id='control'),
        pytest.param('\\x8f', False, id='byte-of-another-script'),
        pytest.param('\\1-\\2', False, id='of-a-pattern'),
        pytest.param('\\011-\\013', False, id='octal-of-controls'),
        pytest.param('\\0k', True, id='nul'),
        pytest.param('\\000', True, id='octal-of-nul'),
        pytest.param('&nbsp', True, id='reference'),
        pytest.param('\\u002d', True, id='unicode'),
        pytest.param('\\u{2d}', True, id='braces'),
        pytest.param('\\U0000002d', True, id='long-unicode'),
        pytest.param('\\x2d', True, id='hex'),
        pytest.param('\\x00', True, id='hex-of-nul'),
        pytest.param('\\055', True, id='octal'),
        pytest.param('\\163', True, id='octal-of-a-letter'),
        pytest.param('\\0163', True, id='octal-behind-zero'),
        pytest.param('\\55', True, id='short-octal'),
        pytest.param('\\_', True, id='markdown'),
        pytest.param('\\-', True, id='markdown-dash'),
        pytest.param('\\\\x2d', True, id='escaped-backslash'),
        pytest.param('%2D', True, id='percent'),
        pytest.param('%73', True, id='percent-of-a-letter'),
    ],
)
def test_escapes_of_what_has_a_place_in_a_key_are_told_from_others(text: str, may_be: bool) -> None:
    assert may_be_escaped(b'a' * 12 + text.encode() + b'b' * 12) is may_be


@pytest.mark.parametrize(
    ('before', 'begins'),
    [
        ('', True),
        (' ', True),
        ('"', True),
        ('_', True),
        ('-', True),
        ('\\n', True),
        ('%22', True),
        ('\x1b[32m', True),
        ('ri', False),
    ],
)
def test_begins_a_word(before: str, begins: bool) -> None:
    assert begins_a_word(before.encode() + b'sk-', len(before)) is begins


@pytest.mark.parametrize('name', ['cert.py', 'mistral.key'])
def test_ordinary_source_is_not_suspicious(name: str) -> None:
    """The project's own files are ordinary: names, SDK calls and literals, and no key."""
    root = Path(__file__).parents[1]
    for path in [*root.glob('keyguard/**/*.py'), *root.glob('testing/*.py')]:
        assert run([Blob(name.encode(), path.read_bytes())], Settings()).findings == [], path


@given(
    st.sampled_from(
        [
            b'',
            b'PK\3\4',
            b'# v2 git bundle\n',
            b'\x1f\x8b\x08',
            b'%PDF-1.4',
            b'x' * 90 + b'%PDF-1',
            b'\x93NUMPY',
            b'(Vabc\np0\n',
            b'\x84',
        ]
    ),
    st.binary(max_size=40),
    st.sampled_from([b'', b'.', b'x' * 220 + b'ustar', b'\1']),
)
def test_what_is_closed_or_packed_is_strange(head: bytes, data: bytes, tail: bytes) -> None:
    text = head + data + tail
    strange = is_strange(text, stretches_and_controls(text)[1])
    assert strange or not is_packed(text)
    assert strange or begins_strangely(text) or not is_closed(text)


def test_runs_of_the_same_data_are_looked_at_once_and_those_of_others_are_their_own() -> None:
    key = sample(DETECTORS[0][1], 0)
    texts = [b'a = "%s"' % key[:at] for at in range(len(key))]
    for text in (*texts, *texts):
        spans = [span for span in runs(text) if span[1] - span[0] > 0]
        assert set(look(text, BOOK).spans) <= set(spans)
        assert look(text, BOOK) is look(text, BOOK)
    other = Book({}, {}, {}, {}, {})
    assert look(texts[-1], other) is not look(texts[-1], BOOK)


@pytest.mark.parametrize('ask', [doubtful, doubt])
def test_text_of_which_no_runs_are_kept_is_looked_at_once(
    ask: Callable[[bytes, bytes, Book], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []

    class Counted(Runs):
        def __init__(self, data: bytes, book: Book) -> None:
            looked.append(len(data))
            super().__init__(data, book)

    monkeypatch.setattr(prefilter, 'Runs', Counted)
    text = b'def some_function_of_a_long_name(first, second):\n' * 90_000
    assert not ask(text, b'a.py', BOOK)
    assert looked == [len(text)]


_BEFORES = [
    *(b'api_key = "', b'KEY: ', b'call("', b'x(\n  "', b'https://u:', b'| name | ', b'a, b, ', b'echo ', b'MY_PAT=', b'PatX=', b'\n'),
    *(b'nothing of that ', b'sha256:', b' ' * 99, b'key' + b' ' * 97, b'key' + b' ' * 98, b'"', b'\n\n'),
    *(b'"a":"b","c":"', b'/', b'key+' * 25 + b'/', b'"key+' * 25 + b'+', b'"' + b'key/' * 24 + b'aa/', b'=' + b'key/' * 24 + b'a/'),
]  # fmt: skip
_WORDS = [b'a1' * 12, b'a' * 25, b'1' * 25, b'-1' * 13, b'A_b' * 9 + b'7', b'0f' * 32]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(_BEFORES), st.sampled_from(_WORDS)), min_size=1, max_size=40))
def test_candidates_are_what_one_look_at_each_run_finds(parts: list[tuple[bytes, bytes]]) -> None:
    """Many are looked at together, and what was found before is remembered: neither may change what is found."""
    data = b''.join(before + word for before, word in parts)
    for copy in (data, bytes(bytearray(data))):
        for spoken in (False, True, False):
            expected = [span for span in runs(data) if _is_candidate(data, *span, spoken)]
            assert list(candidates(copy, spoken=spoken)) == expected


def _is_named(before: bytes, name: bytes) -> bool:
    head, found, tail = before.rpartition(name)
    return found != b'' and not head[-1:].isalnum() and not tail[:1].isalnum()


def _is_candidate(data: bytes, start: int, end: int, spoken: bool) -> bool:
    text, before = data[start:end], data[max(0, start - 100) : start]
    if not (any(48 <= char <= 57 for char in text) and any(chr(char).isalpha() for char in text)) or are_words(text):
        return False
    row, last = before[before.rfind(b'\n') + 1 :], before[-1:]
    if len(before) == 100 and last in (b'+', b'/') and re.fullmatch(rb'[A-Za-z0-9+/]*', before):
        return False  # the middle of base64
    signs = row.translate(None, TOKEN + b' ".:/@')
    argument = before[-2:] in (b'("', b"('", b'(`') or before[:-1].rstrip()[-1:] == b'('
    handed = (b'echo', b'printf', b'<<<', b' -u ', b' -u"', b'--user', b'://')
    return (
        any(word in before.lower() for word in CREDENTIAL_WORDS)
        or (spoken and last in (b'', b'\n'))
        or (last in (b'"', b"'", b'`') and argument)
        or (last == b':' and b'://' in before[-80:])
        or any(word in before[-16:] for word in handed)
        or any(ending in before and not before.rpartition(ending)[2][:1].isalnum() for ending in ENDINGS)
        or any(_is_named(before, name) for name in (b'pat', b'PAT'))
        or b'|' in row
        or (bool(signs and not signs.strip(b',;\t')) and b'":' not in row)
    )


@pytest.mark.parametrize(
    ('path', 'speaks'),
    [
        *((b'secrets/mistral_api_key', True), (b'token', True), (b'a/tokens.txt', True), (b'cred', True)),
        *((b'tokenizers/9b5ad71b', False), (b'tests/test_tokenization.py', False), (b'src/main.py', False)),
        (b'tokenizers/token.txt', True),
    ],
)
def test_name_of_a_file_speaks_of_a_credential(path: bytes, speaks: bool) -> None:
    assert speaks_of_a_credential(path) is speaks


def test_what_is_remembered_of_a_list_is_so_for_a_name_that_speaks_or_does_not() -> None:
    data = b'\n'.join([b'a1' * 12] * 30)
    assert [len(candidates(data, spoken=spoken)) for spoken in (True, False, True)] == [30, 0, 30]
