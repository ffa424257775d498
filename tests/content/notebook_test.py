from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.catalogue import everything
from keyguard.content import notebook, wide
from keyguard.detect import detect
from keyguard.kinds import Detector, Provider
from keyguard.model import Blob, View
from keyguard.pipeline import run
from keyguard.report.json import render as render_json
from keyguard.report.text import render
from keyguard.samples import sample, surroundings
from keyguard.settings import Settings
from testing.clock import keeps_pace

ALL = [(provider, detector) for provider in everything() for detector in provider.detectors]
# spread over the catalogue, literal and bare
DETECTORS = list(islice(ALL, 0, None, len(ALL) // 20))[:20]
Spelling = Callable[[bytes], bytes]


def _cell(cell: bytes) -> bytes:
    """A notebook of one cell with these members."""
    return b'{"cells":[{' + cell + b'}],"nbformat":4}'


def _output(output: bytes) -> bytes:
    """A notebook of one code cell with one output with these members."""
    return _cell(b'"cell_type":"code","outputs":[{' + output + b'}],"source":[]')


def _bundle(mime: bytes, value: bytes) -> bytes:
    """A notebook whose one output has this value for the mime type."""
    return _output(b'"output_type":"display_data","data":{"' + mime + b'":' + value + b'},"metadata":{}')


def _texts(data: bytes) -> list[tuple[int, bytes]]:
    return [(view.cell, view.data) for view in notebook.readings(View(data)) if 'metadata' not in view.part]


def _plain(key: bytes) -> bytes:
    return key


def _in_digits(key: bytes) -> bytes:
    return b''.join(b'\\u%04x' % char for char in key)


def _first_in_digits(key: bytes) -> bytes:
    return b'\\u%04X' % key[0] + key[1:]


def _last_in_digits(key: bytes) -> bytes:
    return key[:-1] + b'\\u%04X' % key[-1]


def _over_two_lines(key: bytes) -> bytes:
    return key[:9] + b'",\r\n   "' + key[9:]


# a file with @@ for the key as it is spelled there; the number of the cell; its text with @@ for the key
STRUCTURES = [
    pytest.param(_cell(b'"source":"k = @@"'), _plain, 1, b'k = @@', id='one-string'),
    pytest.param(_cell(b'"source":["import os\\n","k = @@\\n"]'), _plain, 1, b'import os\nk = @@\n', id='lines'),
    pytest.param(_cell(b'"source":["a\\n"\n,\n["@@"],7,{"a":"b"},null,"@@"]'), _plain, 1, b'a\n@@', id='lines-and-what-is-none'),
    pytest.param(_cell(b'"source":["","","@@",""]'), _plain, 1, b'@@', id='empty-lines-around'),
    pytest.param(
        b'{\n "cells": [\n  {\n   "cell_type": "markdown",\n   "metadata": {},\n   "source": [\n    "# Use\\n",\n    "@@"\n   ]\n'
        b'  }\n ],\n "metadata": {},\n "nbformat": 4\n}\n', _plain, 1, b'# Use\n@@', id='indented',
    ),
    pytest.param(
        b'\xef\xbb\xbf\r\n{\r\n\t"cells": [\r\n\t{"source": [\r\n\t"one\\r\\n",\r\n\t"@@\\r\\n"\r\n]}\r\n]}\r\n', _plain,
        1, b'one\r\n@@\r\n', id='byte-order-mark-and-crlf',
    ),
    pytest.param(
        b'{"nbformat":4,"metadata":{"a":[{"b":"]}"}],"cells":{"source":"no"}},"cells":[{"source":"x"},{"source":"@@"}]}', _plain,
        2, b'@@', id='cells-come-last',
    ),
    pytest.param(b'{"cells":[null,"a",{},[{"source":"no"}],{"source":"@@"}]}', _plain, 5, b'@@', id='cells-that-are-none'),
    pytest.param(b'{"cells":[{"source":"a"}],"cells":[{"source":"@@"}]}', _plain, 2, b'@@', id='cells-twice'),
    pytest.param(_cell(b'"source":"a","source":"@@"'), _plain, 1, b'@@', id='source-twice'),
    pytest.param(b'{"cells":{},"cells":[{"source":"@@",},],}', _plain, 1, b'@@', id='trailing-commas'),
    pytest.param(
        b'{"worksheets":[{"metadata":{},"cells":[{"cell_type":"heading","source":["a"]}]},{"cells":[{"input":["b\\n","@@"],'
        b'"language":"python"}]}],"nbformat":3}', _plain, 2, b'b\n@@', id='nbformat-3',
    ),
    pytest.param(
        b'{"nbformat":3,"worksheets":[{"cells":[{"outputs":[{"html":["<b>\\n","@@</b>"],"output_type":"pyout","png":"@@"}]}]}]}',
        _plain, 1, b'<b>\n@@</b>', id='nbformat-3-output',
    ),
    pytest.param(_cell(b'"id":"@@","source":"b = @@"'), _plain, 1, b'b = @@', id='identifier-is-no-view'),
    pytest.param(_output(b'"name":"stdout","output_type":"stream","text":["a\\n","@@\\n"]'), _plain, 1, b'a\n@@\n', id='stream'),
    pytest.param(_output(b'"output_type":"error","ename":"@@"'), _plain, 1, b'@@', id='error-name'),
    pytest.param(_output(b'"output_type":"error","evalue":"no @@"'), _plain, 1, b'no @@', id='error-value'),
    pytest.param(
        _output(b'"output_type":"error","traceback":["","--> 1 \\u001b[0mx","\\u001b[1m@@\\u001b[0m"]'), _plain,
        1, b'\n--> 1 \x1b[0mx\n\x1b[1m@@\x1b[0m', id='traceback-frames-are-lines',
    ),
    pytest.param(_bundle(b'text/plain', b'["a\\n", "@@"]'), _plain, 1, b'a\n@@', id='plain-text'),
    pytest.param(_bundle(b'text/html', b'"<a href=\\"x?key=@@\\">"'), _plain, 1, b'<a href="x?key=@@">', id='html'),
    pytest.param(_bundle(b'text/x-any; charset=utf-8', b'"@@"'), _plain, 1, b'@@', id='any-text-and-a-parameter'),
    pytest.param(_bundle(b'application/javascript', b'["f(\'@@\')"]'), _plain, 1, b"f('@@')", id='javascript'),
    pytest.param(_bundle(b'image/svg+xml', b'"<svg>@@</svg>"'), _plain, 1, b'<svg>@@</svg>', id='svg'),
    pytest.param(
        _bundle(b'application/json', b'{"a": [1, {"api_key" : "\\n@@"}, null]}'), _plain,
        1, b'{"a": [1, {"api_key" : "\n@@"}, null]}', id='json-keeps-its-names',
    ),
    pytest.param(_bundle(b'Application/JSON; v=1', b'"a \\"@@\\""'), _plain, 1, b'a "@@"', id='json-that-is-a-string'),
    pytest.param(_bundle(b'application/vnd.any.v1+json', b'["@@",[[]]]'), _plain, 1, b'["@@",[[]]]', id='json-of-a-vendor'),
    pytest.param(_cell(b'"source":"\\tk=\\"@@\\"\\\\\\/\\b\\f"'), _plain, 1, b'\tk="@@"\\/\b\f', id='short-escapes'),
    pytest.param(_cell(b'"source":"\\\\\\\\@@\\\\"'), _plain, 1, b'\\\\@@\\', id='backslashes-before-the-quote'),
    pytest.param(_cell(b'"source":"\\\\\\"@@\\""'), _plain, 1, b'\\"@@"', id='backslash-and-quote'),
    pytest.param(_cell('"source":"é 日本 😀 @@ ü"'.encode()), _plain, 1, 'é 日本 😀 @@ ü'.encode(), id='unicode-as-it-is'),
    pytest.param(
        _cell(b'"source":"\\u00e9 \\u65E5 \\ud83d\\uDE00 @@ \\u00fc"'), _plain, 1, 'é 日 😀 @@ ü'.encode(), id='unicode-escaped',
    ),
    pytest.param(
        _cell(b'"source":"\\ud83d @@ \\ude00\\ud83d\\u0041"'), _plain,
        1, b'\xed\xa0\xbd @@ \xed\xb8\x80\xed\xa0\xbdA', id='lone-surrogates',
    ),
    pytest.param(_cell(b'"source":"\\x41\\u12 @@ \\u12G4\\q"'), _plain, 1, b'\\x41\\u12 @@ \\u12G4\\q', id='no-valid-escapes'),
    pytest.param(_cell(b'"source":"\xff\xfe\xc3 @@ \xe6\x97"'), _plain, 1, b'\xff\xfe\xc3 @@ \xe6\x97', id='invalid-utf-8'),
    pytest.param(_cell(b'"source":"a\r\nb\0@@"'), _plain, 1, b'a\r\nb\0@@', id='raw-control-characters'),
    pytest.param(_cell(b'"n":1e999,"m":-' + b'9' * 5000 + b',"o":NaN,"source":"@@"'), _plain, 1, b'@@', id='giant-numbers'),
    pytest.param(_cell(b'"m":' + b'[{"a":' * 3000 + b'"]"' + b'}]' * 3000 + b',"source":"@@"'), _plain, 1, b'@@', id='deep-nesting'),
    pytest.param(_cell(b'"source":["a @@"'), _plain, 1, b'a @@', id='array-is-not-closed'),
    pytest.param(b'{"cells":[{"source":"a"},{"source":["b\\n","@@', _plain, 2, b'b\n@@', id='cut-off-in-a-line'),
    pytest.param(_bundle(b'application/json', b'{"k":"@@'), _plain, 1, b'{"k":"@@},"metadata":{}}],"source":[]}],"nbformat":4}', id='json-is-not-closed'),
    pytest.param(_cell(b'"source":"k=\\"@@\\""'), _in_digits, 1, b'k="@@"', id='key-in-digits'),
    pytest.param(_cell(b'"source":"k@@k"'), _first_in_digits, 1, b'k@@k', id='key-begins-with-an-escape'),
    pytest.param(_cell(b'"source":["k\\n","@@","\\nk"]'), _last_in_digits, 1, b'k\n@@\nk', id='key-ends-with-an-escape'),
    pytest.param(_cell(b'"source":["k = ","@@","\\n"]'), _over_two_lines, 1, b'k = @@\n', id='key-over-two-lines'),
]  # fmt: skip


@pytest.mark.parametrize(('template', 'spelling', 'cell', 'text'), STRUCTURES)
@pytest.mark.parametrize('detector', [pytest.param(each, id=each.id) for _, each in DETECTORS])
def test_text_of_a_cell_and_the_place_of_a_key_in_it(
    template: bytes, spelling: Spelling, cell: int, text: bytes, detector: Detector
) -> None:
    key = sample(detector, 1)
    spelled = spelling(key)
    data = template.replace(b'@@', spelled)
    shown = [view for view in notebook.readings(View(data)) if key in view.data]
    assert [(view.cell, view.kind, view.data) for view in shown] == [(cell, 'notebook', text.replace(b'@@', key))]
    view = shown[0]
    start = view.data.index(key)
    span = data[view.origin(start) : view.end(start + len(key))]
    assert span == spelled


@pytest.mark.parametrize(
    ('provider', 'detector'), [pytest.param(*each, id=each[1].id) for each in DETECTORS if each[1].alone]
)
@pytest.mark.parametrize('indent', [None, 1], ids=['compact', 'indented'])
def test_detector_speaks_in_the_view_and_names_the_line_of_the_cell(
    provider: Provider, detector: Detector, indent: int | None
) -> None:
    key = sample(detector, 2)
    lines = ['import os\n', *surroundings(provider, detector, key).decode().splitlines(keepends=True)]
    cells = [{'cell_type': 'markdown', 'source': ['# é']}, {'cell_type': 'code', 'outputs': [], 'source': lines}]
    data = json.dumps({'cells': cells}, indent=indent).encode()
    view = list(notebook.readings(View(data)))[1]
    (hit,) = detect(view, b'lab.ipynb', [provider])
    assert hit.secret.reveal() == key
    assert data[slice(*hit.span)] == key
    assert (view.cell, view.data.count(b'\n', 0, hit.start) + 1) == (2, len(lines))


def test_texts_come_in_the_order_of_the_file() -> None:
    data = b"""{"cells": [
      {"cell_type": "code", "outputs": [
        {"output_type": "stream", "text": "s"},
        {"output_type": "error", "ename": "n", "evalue": "v", "traceback": ["t", "u"]},
        {"output_type": "display_data", "data": {"text/plain": "p", "application/json": [1, "\\t"]}}
      ], "source": "c"},
      {"cell_type": "raw", "source": []},
      {"cell_type": "markdown", "source": "m"}
    ]}"""
    code = [(1, b's'), (1, b'n'), (1, b'v'), (1, b't\nu'), (1, b'p'), (1, b'[1, "\t"]'), (1, b'c')]
    assert _texts(data) == [*code, (3, b'm')]


@pytest.mark.parametrize(
    'data',
    [
        *(
            pytest.param(_bundle(mime, b'["iVBORw0KGgo","AAAA"]'), id=mime.decode())
            for mime in (
                b'image/png', b'image/jpeg', b'image/gif', b'application/pdf', b'audio/wav', b'application/octet-stream',
                b'application/jsonb', b'',
            )
        ),
        pytest.param(_output(b'"png":"iVBORw0KGgo","jpeg":["/9j/"],"pdf":"JVBERi0"'), id='nbformat-3'),
        pytest.param(_cell(b'"attachments":{"a.png":{"image/png":"iVBORw0KGgo","text/plain":"a"}}'), id='attachment'),
        pytest.param(_cell(b'"outputs":[{"metadata":{"text":"a","data":{"text/plain":"b"}}}]'), id='metadata-of-an-output'),
    ],
)  # fmt: skip
def test_payload_has_no_view(data: bytes) -> None:
    json.loads(data)
    assert _texts(data) == []


@pytest.mark.parametrize(
    'data',
    [
        pytest.param(b'', id='nothing'),
        pytest.param(b' \n', id='white-space'),
        pytest.param(b'\xef\xbb\xbf', id='byte-order-mark'),
        pytest.param(b'"cells": [{"source": "a"}]', id='no-object'),
        pytest.param(b'[{"cells": [{"source": "a"}]}]', id='array'),
        pytest.param(b'"{\\"cells\\": [{\\"source\\": \\"a\\"}]}"', id='string'),
        pytest.param(b'x = {"cells": [{"source": "a"}]}', id='python'),
        pytest.param(b'{cells: [{"source": "a", "b": "cells"}]}', id='javascript'),
        pytest.param(b'\0{"cells": [{"source": "a"}]}', id='binary'),
        pytest.param(b'{}', id='empty-object'),
        pytest.param(b'{"source": "a", "outputs": [{"text": "b"}]}', id='cell-alone'),
        pytest.param(b'{"a": {"cells": [{"source": "a"}]}}', id='cells-further-in'),
        pytest.param(b'{"a": "cells", "b": ["cells"], "source": "c"}', id='cells-is-a-value'),
        pytest.param(b'{"cells": {"source": "a"}}', id='cells-is-an-object'),
        pytest.param(b'{"cells": "source"}', id='cells-is-a-string'),
        pytest.param(b'{"cells": 12, "source": "a"}', id='cells-is-a-number'),
        pytest.param(b'{"cells": []}', id='no-cell'),
        pytest.param(b'{"cells": [1, "a", null, [], {}]}', id='other-table'),
        pytest.param(b'{"cells": [{"source": {"a": "b"}}, {"source": 1}, {"source": null}]}', id='source-of-other-types'),
        pytest.param(b'{"cells": [{"source": ""}, {"source": []}, {"source": [""]}]}', id='empty-sources'),
        pytest.param(b'{"cells": [{"outputs": "a"}, {"outputs": {"text": "a"}}, {"outputs": ["a"]}]}', id='outputs-of-other-types'),
        pytest.param(b'{"cells": [{"outputs": [{"data": "a"}, {"data": ["a"]}, {"text": 1}]}]}', id='data-of-other-types'),
        pytest.param(b'{"worksheets": {"cells": [{"source": "a"}]}}', id='worksheets-is-an-object'),
        pytest.param(b'{"worksheets": [[{"cells": []}], "cells", {"a": 1}]}', id='worksheets-of-other-types'),
        pytest.param(b'{"cells": [{"outputs": [{"data": {"application/json":', id='cut-off-before-a-value'),
        pytest.param(b'{"cells"', id='cut-off-behind-a-name'),
        pytest.param(b'{"cells" [{"source": "a"}]}', id='no-colon'),
        pytest.param(b'{"cells": [{"a": "b" "source": "c"}]}', id='no-comma'),
        pytest.param(b'{"cells": [} , {"source": "a"}]}', id='closed-by-another'),
        pytest.param(b'{"cells": [{"a": 1, source: "b"}, {"source": "c"}]}', id='name-without-quotes'),
    ],
)  # fmt: skip
def test_what_is_no_notebook_has_no_view(data: bytes) -> None:
    assert _texts(data) == []


@pytest.mark.parametrize(
    'data',
    [
        pytest.param(b'{"cells":[{"source":"a"},{"source":"b"}\n<<<<<<< HEAD\n,{"source":"c"}]}', id='conflict'),
        pytest.param(b'{"cells":[{"source":"a"},{"source":"b"],"cells":[{"source":"c"}]}', id='cell-is-not-closed'),
        pytest.param(
            b'{"cells":[{"source":"a"},{"outputs":[{"text":"b"}},{"source":"c"}]}', id='outputs-are-not-closed'
        ),
    ],
)
def test_broken_notebook_has_the_cells_before_that_place(data: bytes) -> None:
    assert _texts(data) == [(1, b'a'), (2, b'b')]


def test_line_end_between_frames_stands_for_what_is_between_their_strings() -> None:
    data = _output(b'"traceback":["ab", "cd"]')
    (view,) = notebook.readings(View(data))
    assert data[view.origin(2) : view.end(3)] == b'", "'
    assert data[view.origin(1) : view.end(4)] == b'b", "c'


@pytest.mark.parametrize('encoding', ['utf-16-le', 'utf-16', 'utf-32-le', 'utf-32'])
def test_wide_notebook_leads_back_through_both_readings(encoding: str) -> None:
    # wide text without a long word is not looked at
    word = 'x' * 30
    data = ('{"a":"%s","cells":[{"source":"é"},{"source":["a\\n","bcd"]}]}' % word).encode(encoding)
    views = [each for view in wide.readings(View(data)) for each in notebook.readings(view)]
    found = {view.kind: view for view in views if view.data == b'a\nbcd'}
    assert found
    for kind, view in found.items():
        assert kind.startswith('notebook in utf-')
        assert view.cell == 2
        assert data[view.origin(2) : view.end(5)] == 'bcd'.encode(
            encoding.removesuffix('16')[:4] + encoding[4:6] + '-le'
        )


def _checked(data: bytes) -> list[View]:
    """The views, after a look at their pieces: in order, inside of the data, none empty, none over another."""
    views = [view for view in notebook.readings(View(data)) if 'metadata' not in view.part]
    behind = 0
    cell = 1
    for view in views:
        starts, origins, stops = list(view.starts), list(view.origins), list(view.stops)
        assert starts[0] == 0
        assert all(a < b for a, b in zip(starts, [*starts[1:], len(view.data)], strict=True))
        assert all(a < b for a, b in zip(origins, stops, strict=True))
        assert all(a <= b for a, b in zip([behind, *stops], origins, strict=False))
        assert view.cell >= cell
        behind, cell = stops[-1], view.cell
    assert behind <= len(data)
    return views


TEXT = st.text(
    st.one_of(st.sampled_from('ab\n\r\t "\\/\b\0é日😀{}[],:'), st.characters(exclude_categories=['Cs'])), max_size=12
)
LINES = st.one_of(TEXT, st.lists(TEXT, max_size=4))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
OUTPUT = st.one_of(
    st.fixed_dictionaries({'output_type': st.just('stream'), 'text': LINES}),
    st.fixed_dictionaries({'ename': TEXT, 'evalue': TEXT, 'output_type': st.just('error'), 'traceback': st.lists(TEXT, max_size=3)}),
    st.fixed_dictionaries({
        'data': st.fixed_dictionaries({}, optional={'application/json': JSON, 'image/png': LINES, 'text/html': LINES}),
        'metadata': JSON,
    }),
)  # fmt: skip
CELL = st.fixed_dictionaries(
    {'cell_type': st.sampled_from(['code', 'markdown', 'raw']), 'metadata': JSON, 'source': LINES},
    optional={'attachments': JSON, 'outputs': st.lists(OUTPUT, max_size=2)},
)
WRITTEN = st.fixed_dictionaries({
    'ensure_ascii': st.booleans(),
    'indent': st.sampled_from([None, 0, 1, 4, '\t']),
    'separators': st.sampled_from([None, (',', ':'), (' , ', ' : ')]),
    'sort_keys': st.booleans(),
})  # fmt: skip


def _joined(lines: str | list[str]) -> bytes:
    return ''.join(lines).encode()


def _expected(cells: list[dict[str, Any]]) -> Iterator[tuple[int, bytes | None]]:
    """Cell and text of each part in sorted order, as the json module reads them; None for a JSON value, empty or not."""
    for number, cell in enumerate(cells, 1):
        for output in cell.get('outputs', ()):
            for mime, value in sorted(output.get('data', {}).items()):
                if mime == 'application/json':
                    yield number, None if not isinstance(value, str) else _joined(value)
                elif mime != 'image/png':
                    yield number, _joined(value)
            for name in ('ename', 'evalue', 'text'):
                yield number, _joined(output.get(name, ''))
            yield number, '\n'.join(output.get('traceback', ())).encode()
        yield number, _joined(cell['source'])


@settings(max_examples=300, deadline=None)
@given(st.lists(CELL, max_size=4), WRITTEN)
def test_sources_are_what_the_json_module_reads(cells: list[dict[str, Any]], written: dict[str, Any]) -> None:
    bare = [{**cell, 'outputs': []} for cell in cells]
    data = json.dumps({'cells': bare, 'nbformat': 4}, **written).encode()
    views = _checked(data)
    sources = {number: _joined(cell['source']) for number, cell in enumerate(bare, 1) if _joined(cell['source'])}
    assert {view.cell: view.data for view in views} == sources
    assert b''.join(view.data for view in views) == b''.join(sources.values())


@settings(max_examples=300, deadline=None)
@given(st.lists(CELL, max_size=4), WRITTEN)
def test_outputs_are_what_the_json_module_reads(cells: list[dict[str, Any]], written: dict[str, Any]) -> None:
    data = json.dumps({'cells': cells, 'nbformat': 4}, **{**written, 'sort_keys': True}).encode()
    expected = [each for each in _expected(cells) if each[1] != b'']
    views = _checked(data)
    assert len(views) == len(expected)
    for view, (cell, text) in zip(views, expected, strict=True):
        assert view.cell == cell
        assert text is None or view.data == text


@settings(max_examples=300, deadline=None)
@given(TEXT.filter(bool), WRITTEN, st.data())
def test_every_part_of_a_text_stands_where_the_view_says(
    text: str, written: dict[str, Any], data: st.DataObject
) -> None:
    file = json.dumps({'cells': [{'source': text}]}, **written).encode()
    (view,) = _checked(file)
    first = data.draw(st.integers(0, len(text) - 1))
    last = data.draw(st.integers(first + 1, len(text)))
    start, end = len(text[:first].encode()), len(text[:last].encode())
    assert json.loads(b'"' + file[view.origin(start) : view.end(end)] + b'"') == text[first:last]


NOTEBOOK = json.dumps(
    {
        'cells': [
            {'cell_type': 'markdown', 'metadata': {'a': [1, {'b': '"]'}]}, 'source': ['# é\n', 'x']},
            {
                'cell_type': 'code',
                'outputs': [
                    {'name': 'stdout', 'output_type': 'stream', 'text': ['a\n', '"b"\\']},
                    {'data': {'application/json': {'a': ['b\t']}, 'image/png': 'AAAA', 'text/plain': '日'}},
                    {'ename': 'E', 'evalue': '', 'output_type': 'error', 'traceback': ['c', 'd']},
                ],
                'source': 'print()',
            },
        ],
        'nbformat': 4,
        'worksheets': [{'cells': [{'input': 'y'}]}],
    },
    indent=1,
).encode()


def test_notebook_that_is_cut_off_anywhere_has_what_was_read() -> None:
    whole = _texts(NOTEBOOK)
    assert len(whole) == 8
    for size in range(len(NOTEBOOK)):
        views = _checked(NOTEBOOK[:size])
        texts = [(view.cell, view.data) for view in views]
        assert texts[:-1] == whole[: max(0, len(texts) - 1)]
        if texts:
            cell, text = whole[len(texts) - 1]
            assert texts[-1][0] == cell
            # what is left of an escape stays as it is
            assert text.startswith(texts[-1][1].partition(b'\\')[0])


PARTS = {
    'source': (b'{"cells":[{"cell_type":"code","source":"a\\n@@"}]}', 1, 'source', '(cell 1, line 2)'),
    'markdown': (b'{"cells":[{"cell_type":"markdown","source":"@@"}]}', 1, 'markdown', '(cell 1, line 1)'),
    'output': (
        b'{"cells":[{},{"cell_type":"code","outputs":[{"output_type":"stream","text":["a\\n","@@"]}]}]}',
        *(2, 'output', '(cell 2, output, line 2)'),
    ),
    'result': (
        b'{"cells":[{"cell_type":"code","outputs":[{"data":{"text/plain":"@@"}}]}]}',
        *(1, 'output', '(cell 1, output, line 1)'),
    ),
    'metadata-of-a-cell': (
        b'{"cells":[{"metadata":{"papermill":{"parameters":{"key":"@@"}}},"source":""}]}',
        *(1, 'metadata', '(cell 1, metadata, line 1)'),
    ),
    'state-of-a-widget': (
        b'{"cells":[{"source":"w"}],"metadata":{"widgets":{"state":{"value":"@@"}}}}',
        *(0, 'notebook metadata', '(notebook metadata)'),
    ),
}


@pytest.mark.parametrize('part', PARTS)
def test_finding_says_which_part_of_a_cell_it_stands_in(part: str) -> None:
    template, cell, name, words = PARTS[part]
    key = sample(next(each for _, each in ALL if each.id == 'openai-project-key'), 1)
    report = run([Blob(b'a.ipynb', template.replace(b'@@', key))], Settings())
    assert [(each.cell, each.part) for each in report.blocked] == [(cell, name)]
    assert words in render(report, 'commit blocked')
    (finding,) = json.loads(render_json(report))['findings']
    assert finding['part'] == name
    advice = finding['remedy']['steps'][0]
    assert ('clear the outputs' in advice) == (name == 'output')
    assert ('os.environ' in advice) == (name == 'source')
    assert ('metadata' in advice) == ('metadata' in name)


FRAGMENTS = st.one_of(
    st.binary(max_size=6),
    st.sampled_from([
        b'{', b'}', b'[', b']', b'"', b',', b':', b'\\', b'\\"', b'\\u', b'\\ud83d', b'"cells":[', b'"source":', b'"source":["a",',
        b'"outputs":[{', b'"data":{', b'"application/json":', b'"text/plain":"', b'"worksheets":[{', b'null', b'-1e9', b' ', b'\xff',
    ]),
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(NOTEBOOK)), st.integers(0, 9), FRAGMENTS), min_size=1, max_size=6))
def test_changed_notebook_never_raises(changes: list[tuple[int, int, bytes]]) -> None:
    data = NOTEBOOK
    for at, size, fragment in changes:
        data = data[:at] + fragment + data[at + size :]
    _checked(data)


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from([b'', b'{"cells":[', b'{"cells":[{"source":', b'{"cells":[{"outputs":[{']),
    st.lists(FRAGMENTS, max_size=30),
)
def test_any_bytes_never_raise(lead: bytes, fragments: list[bytes]) -> None:
    _checked(lead + b''.join(fragments))


# what may be repeated in a hostile file: what stands before, what is repeated
HOSTILE = [
    pytest.param(b'', b'[', id='brackets'),
    pytest.param(b'', b'"', id='quotes'),
    pytest.param(b'', b'{"cells":', id='objects'),
    pytest.param(b'', b'{"cells":[', id='objects-and-arrays'),
    pytest.param(b'', b'{"worksheets":[{"cells":[', id='worksheets'),
    pytest.param(b'{"cells":', b'[', id='brackets-inside'),
    pytest.param(b'{"cells":[', b'"', id='quotes-inside'),
    pytest.param(b'{"cells":[', b'"a\\', id='quotes-and-backslashes'),
    pytest.param(b'{"cells":[', b',', id='commas'),
    pytest.param(b'{"cells":[', b'{},', id='empty-cells'),
    pytest.param(b'{"cells":[', b'{"source":"a"},', id='small-cells'),
    pytest.param(b'{"cells":[{"source":"', b'\\', id='backslashes'),
    pytest.param(b'{"cells":[{"source":"', b'\\"', id='escaped-quotes'),
    pytest.param(b'{"cells":[{"source":"', b'\\n', id='escaped-line-ends'),
    pytest.param(b'{"cells":[{"source":"', b'\\ud83d', id='halves-of-surrogates'),
    pytest.param(b'{"cells":[{"source":"', b'\\u12', id='halves-of-escapes'),
    pytest.param(b'{"cells":[{"metadata":"', b'\\"', id='escaped-quotes-passed-over'),
    pytest.param(b'{"cells":[{"metadata":["', b'\\\\\\"', id='escaped-quotes-in-an-array-passed-over'),
    pytest.param(b'{"cells":[{"metadata":', b'[{"a":', id='deep-metadata'),
    pytest.param(b'{"cells":[{"source":[', b'"",', id='empty-lines'),
    pytest.param(b'{"cells":[{"source":', b'[', id='deep-source'),
    pytest.param(b'{"cells":[{"source":["a"', b' ', id='white-space'),
    pytest.param(b'{"cells":[{"outputs":[{"data":{"application/json":', b'{"a":[', id='deep-json'),
    pytest.param(b'{"cells":[{"outputs":[{"data":{"', b'+json;', id='long-mime-type'),
    pytest.param(b'{"cells":[{"outputs":[{"data":{', b'"text/plain":"a",', id='many-mime-types'),
    pytest.param(b'{"cells":[{"outputs":[{"traceback":[', b'"",', id='empty-frames'),
]


@pytest.mark.parametrize(('lead', 'part'), HOSTILE)
def test_endless_repetition_is_read(lead: bytes, part: bytes) -> None:
    _checked(lead + part * (20_000 if lead else 200_000))


def _steps(data: bytes) -> int:
    """How many functions are called, Python's own as well, to read the data."""
    steps = 0

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1

    view = View(data)
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        for _ in notebook.readings(view):
            pass
    finally:
        sys.setprofile(before)
    return steps


@pytest.mark.parametrize(
    ('lead', 'part'),
    [
        *HOSTILE,
        pytest.param(b'{"cells":[', json.dumps(json.loads(NOTEBOOK)['cells'])[1:-1].encode() + b',', id='cells'),
    ],
)
def test_steps_grow_with_the_length(lead: bytes, part: bytes) -> None:
    few, many = (_steps(lead + part * count) for count in (500, 1000))
    assert many <= 2.05 * few + 100


@pytest.mark.parametrize(('lead', 'part'), HOSTILE)
def test_time_grows_with_the_length(lead: bytes, part: bytes) -> None:
    """A search that begins anew at each step is one call and no more; only time shows it. Four times the data would
    take sixteen times as long.
    """
    count = 40_000 // len(part)
    few, many = (lead + part * times for times in (count, 4 * count))
    assert keeps_pace(lambda: [*notebook.readings(View(few))], lambda: [*notebook.readings(View(many))], 8, 0.01)


def test_memory_is_a_few_times_the_length() -> None:
    import tracemalloc

    data = _cell(b'"source":"' + b'\\n' * 100_000 + b'"')
    tracemalloc.start()
    try:
        (view,) = notebook.readings(View(data))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(view.data) == 100_000
    assert peak <= 20 * len(data)


def test_payloads_and_random_cells_come_out_whole() -> None:
    source = random.Random(7)
    texts = [''.join(source.choices('ab"\\\n é😀', k=source.randint(1, 400))) for _ in range(60)]
    payload = 'iVBORw0KGgo' * 2000
    cells = [
        {'cell_type': 'code', 'outputs': [{'data': {'image/png': payload}}], 'source': text.splitlines(keepends=True)}
        for text in texts
    ]
    views = _checked(json.dumps({'cells': cells}, indent=1).encode())
    assert [(view.cell, view.data.decode()) for view in views] == list(enumerate(texts, 1))
