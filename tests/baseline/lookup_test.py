"""What is looked up in the text of a baseline is what parsing it says, for any file."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.baseline import Baseline, lookup, parse
from keyguard.baseline.lookup import Lookup
from keyguard.errors import Fatal
from keyguard.model import VERDICTS
from testing.baselines import DETECTOR, DIGESTS, PRINTS, entry, finding

TODAY = '2026-06-01'
FINDINGS = [finding(0), finding(1)]
ENTRY = entry(verdict='test-key')
PREAD = pytest.mark.skipif(not hasattr(lookup.os, 'pread'), reason='this system reads the whole file')


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, '_LARGE', 0)


@pytest.fixture
def never_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, 'parsed', lambda *_: pytest.fail('the whole file was parsed'))


def _said(make: Callable[[bytes, str], Baseline | Lookup], data: bytes) -> list[tuple[str, str]] | str:
    try:
        judge = make(data, 'b.json').judge
        return [judge(each, TODAY) for each in FINDINGS]
    except Fatal as error:
        return str(error)


def _escaped(entry: dict[str, object]) -> str:
    text = json.dumps(entry)
    return text.replace('kg1:', '\\u006bg1:').replace('sha1:', 'sh\\u00611:')


_REASONS = [
    *('a sample', 'says "so"', 'für später', '日本', 'a } { , [ b', '\u00a0', ' ', '', '\\', 'tab\there', 'x\u2028y'),
    '"fingerprint": "' + PRINTS[0] + '", ',
]
_DATES = ['2026-05-31', '2026-06-01', '2024-02-29', '2027-12-31', '2026-02-30', '2026-W23-1', '0000-01-01', '', None, 7]
_entries = st.fixed_dictionaries(
    {
        'fingerprint': st.sampled_from([*PRINTS[:2], *DIGESTS[:2], 'kg1:' + '0' * 32]),
        'detector': st.sampled_from([DETECTOR.id, DETECTOR.id, 'any', 'groq-api-key', '']),
        'verdict': st.sampled_from([*VERDICTS, *VERDICTS, *VERDICTS, 'fine']),
        'reason': st.sampled_from(_REASONS[:1] * 20 + _REASONS),
    },
    optional={
        'by': st.sampled_from(['A. Person', 7]),
        'path': st.sampled_from(['a.py', '[id]/{b}.py', None]),
        'until': st.sampled_from(_DATES[:4] * 5 + _DATES),
        'more': st.sampled_from([1, [ENTRY], {'fingerprint': PRINTS[0]}]),
    },
)
_canonical: Callable[[dict[str, object]], str] = lambda entry: '    ' + json.dumps(entry, ensure_ascii=False)  # noqa: E731
_forms = st.sampled_from(
    [
        *[_canonical] * 20,
        json.dumps,
        lambda entry: json.dumps(entry, indent=2),
        lambda entry: json.dumps(entry, separators=(',', ':')),
        lambda entry: _canonical(dict(reversed(entry.items()))),
        lambda entry: _canonical(entry)[:-1] + f', "fingerprint": "{PRINTS[1]}"}}',
        lambda entry: _canonical(entry)[:-1] + ', "until": "2020-01-01", "until": "2099-01-01"}',
        lambda entry: _canonical(entry) + ' ',
        lambda entry: f'{_canonical(entry)}, {_canonical(entry)}',
        lambda entry: f'    {{"fingerprint": "{PRINTS[0]}", "more": [\n{_canonical(entry)},\n    {{"a": 1}}]}}',
        lambda entry: f'<<<<<<< HEAD\n{_canonical(entry)}\n=======',
        _escaped,
    ]
)
_edits = st.lists(
    st.tuples(
        st.sampled_from(['insert', 'replace', 'delete']), st.floats(0, 1), st.sampled_from('{}[],:"\\ \n\r0a\x00\ufeff')
    ),
    max_size=2,
)


@st.composite
def _files(draw: st.DrawFn) -> bytes:
    lines = [draw(_forms)(entry) for entry in draw(st.lists(_entries, max_size=5))]
    head = draw(
        st.sampled_from(['{\n  "schema": 1,\n  "accepted": [\n'] * 20 + ['{"schema": 2, "accepted": [\n', '[\n'])
    )
    tail = draw(
        st.sampled_from(['\n  ]\n}\n'] * 20 + ['\n  ]\n}', '\n  ],\n  "team": 1\n}\n', '\n  ], "accepted": []}'])
    )
    text = head + ',\n'.join(lines) + tail
    for what, where, char in draw(st.just([]) | _edits):
        at = int(where * len(text))
        text = text[:at] + (char if what != 'delete' else '') + text[at + (what != 'insert') :]
    newline = draw(st.sampled_from(['\n'] * 5 + ['\r\n']))
    encoding = draw(st.sampled_from(['utf-8'] * 8 + ['utf-8-sig', 'utf-16']))
    return text.replace('\n', newline).encode(encoding)


@settings(max_examples=500, deadline=None)
@given(_files())
def test_lookup_says_what_the_parser_says(data: bytes) -> None:
    looked_up, read = _said(Lookup, data), _said(parse, data)
    if isinstance(read, str) and isinstance(looked_up, list):
        # what is wrong stands on other lines, and the commit is blocked all the same
        assert not any(reason for reason, _ in looked_up)
    else:
        assert looked_up == read


def _file(*entries: dict[str, object]) -> str:
    return Baseline(entries).dump()


@pytest.mark.usefixtures('never_parsed')
@pytest.mark.parametrize(
    ('text', 'accepted'),
    [
        pytest.param(_file(ENTRY), True, id='sound'),
        pytest.param(_file({**ENTRY, 'by': 'A', 'path': '[id].py', 'until': '2099-12-31'}), True, id='every-field'),
        pytest.param(_file({**ENTRY, 'fingerprint': DIGESTS[0], 'detector': 'any'}), True, id='digest-of-another-tool'),
        pytest.param(_file({**ENTRY, 'verdict': 'real'}), False, id='real'),
        pytest.param(_file({**ENTRY, 'until': '2020-01-01'}), False, id='expired'),
        pytest.param(_file(entry(), entry(verdict='real'), entry(verdict='test-key')), False, id='duplicates'),
        pytest.param(_file({**ENTRY, 'detector': 'groq-api-key'}), False, id='other-detector'),
        pytest.param(_file(ENTRY).replace('\n', '\r\n'), True, id='crlf'),
        pytest.param('\ufeff' + _file(ENTRY), True, id='byte-order-mark'),
    ],
)
def test_sound_file_is_not_parsed(text: str, accepted: bool) -> None:
    reason, _ = Lookup(text.encode(), 'b').judge(FINDINGS[0], TODAY)
    assert bool(reason) == accepted


def _many(*extra: str, number: int = 30) -> bytes:
    """A large file with some more lines near its middle."""
    lines = [_canonical(entry(each)) for each in range(number)]
    lines[15:15] = extra
    return ('{\n  "schema": 1,\n  "accepted": [\n' + ',\n'.join(lines) + '\n  ]\n}\n').encode()


@pytest.mark.usefixtures('never_parsed')
@pytest.mark.parametrize(
    ('line', 'accepted'),
    [
        pytest.param(_canonical({**ENTRY, 'reason': 'says "so"'}), True, id='escaped-quote'),
        pytest.param(_canonical({**ENTRY, 'ticket': 7}), True, id='unknown-field'),
        pytest.param(json.dumps(ENTRY, separators=(',', ':')), True, id='other-spacing'),
        pytest.param(_canonical({'verdict': 'real', **ENTRY, 'x': 1}), True, id='other-order'),
        pytest.param(_escaped(ENTRY), True, id='escaped-fingerprint'),
        pytest.param(_canonical({**ENTRY, 'until': '2028-02-29'}), True, id='leap-day'),
        pytest.param(_escaped({**ENTRY, 'verdict': 'real'}), False, id='escaped-fingerprint-of-a-leak'),
        pytest.param(_canonical(entry(DIGESTS[0], detector='any')), True, id='digest'),
        pytest.param(_escaped(entry(DIGESTS[0], detector='any')), True, id='escaped-digest'),
    ],
)
def test_odd_line_among_many_is_read_by_itself(line: str, accepted: bool) -> None:
    reason, _ = Lookup(_many(line), 'b').judge(FINDINGS[0], TODAY)
    assert bool(reason) == accepted


@pytest.mark.parametrize(
    ('line', 'words'),
    [
        pytest.param(_canonical({**ENTRY, 'until': '2026-02-30'}), 'b:20: entry 17: "until" must be a date', id='date'),
        pytest.param(_canonical(ENTRY)[:-5], 'b:20: the baseline is not valid JSON', id='cut'),
        pytest.param('<<<<<<< HEAD', 'b:20: a merge conflict', id='conflict'),
        pytest.param('    7', 'b:20: entry 17: an entry is an object', id='no-object'),
        pytest.param('', 'b:20: the baseline is not valid JSON', id='empty-line'),
        pytest.param(_canonical({**ENTRY, 'until': '0000-01-01'}), 'b:20: entry 17: "until" must', id='year-0'),
        pytest.param(_canonical(ENTRY).replace('sample', 'sam\tple'), 'control character', id='control-character'),
        pytest.param(_canonical({**ENTRY, 'reason': '\u00a0'}), 'entry 17: "reason" is missing', id='blank-reason'),
        pytest.param(_canonical({**ENTRY, 'verdict': 'fine'}), 'entry 17: verdict "fine" is not', id='verdict'),
    ],
)
def test_broken_line_far_from_the_entry_is_an_error(line: str, words: str) -> None:
    asked = _many(_canonical({**ENTRY, 'fingerprint': 'kg1:' + 'e' * 32}), line, _canonical(ENTRY))
    with pytest.raises(Fatal, match=words.replace('(', '[(]')):
        Lookup(asked, 'b').judge(FINDINGS[0], TODAY)


def test_broken_line_far_from_the_entry_leaves_the_commit_blocked() -> None:
    broken = _canonical({**ENTRY, 'until': '2026-02-30'})
    real = _canonical({**ENTRY, 'verdict': 'real'})
    for lines, note in (([broken.replace(PRINTS[0], 'kg1:' + 'e' * 32)], ''), ([real], 'a real key: a sample')):
        reason, told = Lookup(_many(*lines), 'b').judge(FINDINGS[0], TODAY)
        assert not reason
        assert note in told


@pytest.mark.parametrize('place', [-9, 0, 9], ids=['before', 'at', 'behind'])
def test_entry_at_the_edge_of_a_piece_is_found_once(place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = _many(_canonical({**ENTRY, 'verdict': 'real'}))
    monkeypatch.setattr(lookup, '_PIECE', data.index(PRINTS[0].encode()) + place)
    read: list[str] = []
    entry_of = lookup._entry
    monkeypatch.setattr(lookup, '_entry', lambda line: read.append(line) or entry_of(line))
    assert 'a real key' in Lookup(data, 'b').judge(FINDINGS[0], TODAY)[1]
    assert len(read) == 1


def test_large_file_is_asked_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / 'b.json'
    path.write_bytes(_many(_canonical({**ENTRY, 'verdict': 'real'})))
    assert 'a real key' in lookup.opened(str(path)).judge(FINDINGS[0], TODAY)[1]
    path.write_bytes(_many(_canonical(ENTRY)))
    assert lookup.opened(str(path)).judge(FINDINGS[0], TODAY)[0]
    with pytest.raises(Fatal, match='cannot be read'):
        lookup.opened(str(tmp_path / 'none.json'))


@PREAD
@pytest.mark.parametrize('most', [1009, 1 << 16])
@pytest.mark.parametrize('size', [10, 5_000, 90_000], ids=['short', 'long', 'very-long'])
def test_system_that_gives_less_at_once_and_lines_of_any_length_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, size: int
) -> None:
    path = tmp_path / 'b.json'
    read = lookup.os.pread
    monkeypatch.setattr(lookup.os, 'pread', lambda handle, length, at: read(handle, min(length, most), at))
    reason = 'so ' * (size // 3) + 'it is'
    for verdict in ('real', 'test-key'):
        data = _many(_canonical({**ENTRY, 'verdict': verdict, 'reason': reason}))
        path.write_bytes(data)
        told = lookup.opened(str(path)).judge(FINDINGS[0], TODAY)
        assert told == parse(data, 'b').judge(FINDINGS[0], TODAY) and 'so so' in ''.join(told)


@PREAD
def test_file_that_becomes_shorter_meanwhile_ends_there(tmp_path: Path) -> None:
    path = tmp_path / 'b.json'
    path.write_bytes(_many(_canonical(ENTRY)))
    file = lookup._File(str(path))
    path.write_bytes(path.read_bytes()[:100])
    assert file[:] == file[0:1000] == path.read_bytes()


def test_large_file_that_cannot_be_opened_is_said_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not opened is not closed: Python would print a traceback beside the message."""
    path = tmp_path / 'b.json'
    path.write_bytes(_many(_canonical(ENTRY)))
    stray: list[object] = []

    def refused(*_: object) -> int:
        raise PermissionError(13, 'Permission denied')

    monkeypatch.setattr(sys, 'unraisablehook', stray.append)
    with monkeypatch.context() as patch:
        patch.setattr(lookup.os, 'open', refused)
        with pytest.raises(OSError, match='denied'):
            lookup._File(str(path))
        assert lookup.opened(str(path)).judge(FINDINGS[0], TODAY)[0]  # as `contents` reads it
    gc.collect()
    assert stray == []


@pytest.mark.parametrize(
    ('ours', 'other', 'words'),
    [
        pytest.param('"schema": 1', '"schema": 2', 'b:2: written by a newer keyguard', id='newer-schema'),
        pytest.param('"accepted"', '"excepted"', 'no keyguard baseline', id='other-list'),
        pytest.param('  ]\n}\n', '  ]\n}x', 'not valid JSON', id='more-after-the-end'),
        pytest.param('  ]\n}\n', '', 'not valid JSON', id='cut'),
        pytest.param('\n  ]', ',\n  ]', 'not valid JSON', id='spare-comma'),
        pytest.param(
            f'}},\n{_canonical(entry(3))[:70]}', f'}}\n{_canonical(entry(3))[:70]}', 'not valid', id='no-comma'
        ),
    ],
)
def test_file_that_is_not_ours_is_an_error(ours: str, other: str, words: str) -> None:
    text = _many(_canonical(ENTRY)).decode()
    assert ours in text
    with pytest.raises(Fatal, match=words):
        Lookup(text.replace(ours, other).encode(), 'b').judge(FINDINGS[0], TODAY)


def test_deep_line_is_an_error() -> None:
    line = f'    {{"deep": {"[" * 100_000}{"]" * 100_000}}}'
    with pytest.raises(Fatal, match='nested too deeply'):
        Lookup(_many(line, _canonical(ENTRY), number=12_000), 'b').judge(FINDINGS[0], TODAY)


def test_many_questions_are_answered_from_a_parsed_file(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    real = lookup.parsed
    monkeypatch.setattr(lookup, 'parsed', lambda text, path: parsed.append(path) or real(text, path))
    monkeypatch.setattr(lookup, '_MANY', 3)
    asked = Lookup(_many(_canonical(ENTRY)), 'b')
    answers = [asked.judge(each, TODAY) for each in FINDINGS * 4]
    assert answers == [('baseline: test-key: a sample', ''), ('', '')] * 4
    assert parsed == ['b']


def test_small_file_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(lookup, '_odd', lambda text: pytest.fail('looked up') if text else None)
    assert Lookup(_many(_canonical(ENTRY)), 'b').judge(FINDINGS[0], TODAY)[0]


def test_file_full_of_odd_lines_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, '_FEW', 100)
    read: list[object] = []
    monkeypatch.setattr(lookup, 'problem_of', lambda entry: read.append(entry) or '')
    others = [{**ENTRY, 'ticket': number, 'fingerprint': f'kg1:{number:032x}'} for number in range(30)]
    assert Lookup(_many(*map(_canonical, [*others, ENTRY])), 'b').judge(FINDINGS[0], TODAY)[0]
    # the line that is asked for, and no other
    assert read == [ENTRY]
