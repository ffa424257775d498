"""Notebooks: the strings of the cells that held a key change, outputs with one go, and every other byte stays."""

from __future__ import annotations

import difflib
import json

import pytest

from keyguard.rewrite.notebook_json import CellText, parsed
from testing.rewriting import draft, filled, ran, rewritten, unfilled

READ = 'os.environ["OPENAI_API_KEY"]'


def notebook(*cells: object, indent: int | None = 1, **metadata: object) -> str:
    """A notebook as Jupyter writes it; a text is a code cell."""
    made = []
    for cell in cells:
        if isinstance(cell, str):
            lines = cell.splitlines(True)
            made.append({'cell_type': 'code', 'execution_count': None, 'metadata': {}, 'outputs': [], 'source': lines})
        else:
            made.append(cell)
    whole = {'cells': made, 'metadata': metadata, 'nbformat': 4, 'nbformat_minor': 5}
    return json.dumps(whole, indent=indent, ensure_ascii=False) + '\n'


def output(*lines: str, name: str = 'stdout') -> dict[str, object]:
    return {'name': name, 'output_type': 'stream', 'text': list(lines)}


def cell(source: object, *outputs: object, kind: str = 'code') -> dict[str, object]:
    return {'cell_type': kind, 'metadata': {}, 'outputs': list(outputs), 'source': source}


def sources(text: str) -> list[object]:
    return [each['source'] for each in json.loads(text)['cells']]


@pytest.mark.parametrize(
    ('cells', 'after'),
    [
        pytest.param(['from openai import OpenAI\n', 'c = OpenAI(api_key="@@")\nx = 1'], [['from openai import OpenAI\n'], ['c = OpenAI()\n', 'x = 1']], id='sdk-of-another-cell'),
        pytest.param(['import openai\nk = "@@"'], [['import os\n', '\n', 'import openai\n', f'k = {READ}']], id='import-in-lines-of-its-own'),
        pytest.param(['import sys', 'k = "@@"'], [['import os\n', 'import sys'], [f'k = {READ}']], id='import-in-an-earlier-cell'),
        pytest.param(['import abc', 'k = "@@"'], [['import abc'], ['import os\n', f'k = {READ}']], id='import-below-the-last-line'),
        pytest.param(['import os', 'k = "@@"'], [['import os'], [f'k = {READ}']], id='imported-already'),
        pytest.param([cell('k = "@@"\nx = 1')], [f'import os\n\nk = {READ}\nx = 1'], id='one-string'),
        pytest.param(['import os\n', 'os.environ["MY_KEY"] = "@@"\n', 'x = 1'], [['import os\n'], [''], ['x = 1']], id='cell-that-sets'),
        pytest.param(['import os\nos.environ["MY_KEY"] = "@@"\nx = 1'], [['import os\n', 'x = 1']], id='line-that-sets'),
        pytest.param(['import os\nx = 1\nos.environ["MY_KEY"] = "@@"'], [['import os\n', 'x = 1\n']], id='last-line-that-sets'),
        pytest.param(['%env OPENAI_API_KEY=@@\nx = 1'], [['x = 1']], id='env-magic'),
        pytest.param(['%env OPENAI_API_KEY=@@\nk = "@@"'], [['import os\n', '\n', f'k = {READ}']], id='env-magic-and-the-key'),
        pytest.param(['x = 0\n%env OPENAI_API_KEY=@@', 'k = "@@"'], [['import os\n', '\n', 'x = 0\n'], [f'k = {READ}']], id='env-magic-below-and-the-key'),
        pytest.param(['%%bash\nexport OPENAI_API_KEY="@@"\ncurl "@@"\n'], [['%%bash\n', 'export OPENAI_API_KEY="${OPENAI_API_KEY:?set OPENAI_API_KEY first}"\n', 'curl "${OPENAI_API_KEY:?set OPENAI_API_KEY first}"\n']], id='script-with-a-key-twice'),
        pytest.param(['x = 1\n%set_env MY_KEY @@'], [['x = 1\n']], id='set-env-magic'),
        pytest.param(['%pip install openai\nimport os\nk = "@@"\nos?\ny = !ls\n?os\n%timeit 1'], [['%pip install openai\n', 'import os\n', f'k = {READ}\n', 'os?\n', 'y = !ls\n', '?os\n', '%timeit 1']], id='magics-stay'),
        pytest.param(['%%time\nimport os\nk = "@@"'], [['%%time\n', 'import os\n', f'k = {READ}']], id='cell-magic-of-python'),
        pytest.param(['%%time\nk = "@@"'], [['%%time\n', 'import os\n', '\n', f'k = {READ}']], id='import-below-the-magic'),
        pytest.param(['!curl -H "Authorization: Bearer @@" u\n'], [['!curl -H "Authorization: Bearer ${OPENAI_API_KEY:?set OPENAI_API_KEY first}" u\n']], id='command'),
        pytest.param(['%%bash\nexport K="@@"\n'], [['%%bash\n', 'export K="${OPENAI_API_KEY:?set OPENAI_API_KEY first}"\n']], id='script'),
        pytest.param(['x = (\n', 'k = "@@"\nawait f("\u00e9 \\u00e9")\n'], [['x = (\n'], ['import os\n', '\n', f'k = {READ}\n', 'await f("\u00e9 \\u00e9")\n']], id='broken-cell-and-await'),
        pytest.param(['%%html\n<b>\n', 'import os\nk = "@@"'], [['%%html\n', '<b>\n'], ['import os\n', f'k = {READ}']], id='other-language-beside'),
        pytest.param(['import os\nh = {"A": "Bearer @@",\n "b": "\\t"}\n'], [['import os\n', 'h = {"A": f"Bearer {os.environ[\'OPENAI_API_KEY\']}",\n', ' "b": "\\t"}\n']], id='in-a-text'),
        pytest.param([cell(['use @@\n', 'x'], kind='markdown')], [['use OPENAI_API_KEY\n', 'x']], id='markdown'),
        pytest.param([cell('use @@', kind='raw')], ['use OPENAI_API_KEY'], id='raw'),
        pytest.param(['# @@'], [['# $OPENAI_API_KEY']], id='comment'),
        pytest.param(['s = """\n%x @@\n"""\n!ls'], [['import os\n', '\n', 's = f"""\n', "%x {os.environ['OPENAI_API_KEY']}\n", '"""\n', '!ls']], id='percent-in-a-text'),
    ],
)  # fmt: skip
def test_cells_read_so_afterwards(cells: list[object], after: list[object]) -> None:
    before = notebook(*cells)
    text = rewritten(before, 'lab.ipynb')
    assert sources(text) == after
    # whatever is no string of these cells is as it was
    kept = [line for line in difflib.ndiff(before.splitlines(), text.splitlines()) if line.startswith(('- ', '+ '))]
    assert all(line[2:].strip().startswith(('"', ']')) for line in kept), kept


def test_notebook_without_line_ends_and_with_escapes() -> None:
    before = notebook('import os\nk = "@@"\n', indent=None).replace('\\"', '\\u0022')
    assert rewritten(before, 'lab.ipynb') == before.replace('\\u0022@@\\u0022', READ.replace('"', '\\"'))


@pytest.mark.parametrize(
    ('outputs', 'left'),
    [
        pytest.param([output('@@\n')], [], id='only'),
        pytest.param([output('@@\n'), output('x\n', name='stderr')], [output('x\n', name='stderr')], id='first'),
        pytest.param([output('x\n'), output('@@\n')], [output('x\n')], id='last'),
        pytest.param([output('x\n'), output('@@\n'), output('@@'), output('y\n')], [output('x\n'), output('y\n')], id='middle'),
        pytest.param([{'output_type': 'display_data', 'data': {'application/json': {'k': '@@'}}, 'metadata': {}}], [], id='json'),
    ],
)  # fmt: skip
def test_outputs_with_a_key_go_and_the_others_stay(outputs: list[object], left: list[object]) -> None:
    before = notebook(cell(['print(k)'], *outputs), cell('x = 1', output('z')))
    text = rewritten(before, 'lab.ipynb')
    assert [each['outputs'] for each in json.loads(text)['cells']] == [left, [output('z')]]
    assert sources(text) == [['print(k)'], 'x = 1']


def test_code_and_its_output_together(monkeypatch: pytest.MonkeyPatch) -> None:
    before = notebook(
        cell(['k = "@@"\n', 'print(k)'], output('@@\n')), 'import openai\nc = openai.OpenAI(api_key="@@")'
    )
    made, values = draft(filled(before).encode(), 'lab.ipynb')
    assert made.new is not None
    assert filled('@@').encode() not in made.new
    programs = [
        '\n'.join(''.join(each['source']) for each in json.loads(text)['cells']) for text in (filled(before), made.new)
    ]
    told = [ran(programs[0], {}, monkeypatch.setenv), ran(programs[1], values, monkeypatch.setenv)]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ('text', 'why'),
    [
        pytest.param(notebook('%%writefile a\nk = "@@"'), 'no rewrite is known for %%writefile', id='cell-magic'),
        pytest.param(notebook('%sql k="@@"'), 'no rewrite is known for %sql', id='line-magic'),
        pytest.param(notebook('if x:\n    %env K=@@\n'), '%env in a block of cell 1', id='magic-in-a-block'),
        pytest.param(notebook('!curl "@@\n'), 'line 1: a quote is not closed', id='broken-command'),
        pytest.param(notebook('k = ("@@"\n'), 'cannot read line 1', id='broken-cell'),
        pytest.param(notebook('k = "@@"', kernelspec={'language': 'R'}), 'its code is written in R', id='kernel'),
        pytest.param(notebook('k = "@@"', language_info={'name': 'c++'}), 'it is no Python', id='kernel-name'),
        pytest.param('{"worksheets": [{"cells": [{"cell_type": "code", "input": "k = \\"@@\\""}]}]}', 'open it and save it anew', id='nbformat-3'),
        pytest.param('{"cells": 1, "k": "@@"}', 'it is no notebook', id='no-notebook'),
        pytest.param('{"cells": [], "k": "@@"', 'it is no valid JSON', id='broken'),
        pytest.param('[' * 2000 + '"@@"' + ']' * 2000, 'it is no valid JSON', id='deep'),
        pytest.param(notebook('x', keys={'k': '@@'}), 'the key stands in the notebook metadata', id='metadata'),
        pytest.param(notebook({'cell_type': 'code', 'source': [], 'k': 'k="@@"'}), 'the key stands in no cell and in no output', id='elsewhere'),
        pytest.param(notebook({'cell_type': 'code'}, cell('k = "@@ \\ud800"')).replace('\\\\u', '\\u'), 'half of a character', id='surrogate'),
    ],
)  # fmt: skip
def test_notebook_is_left_alone_with_the_reason(text: str, why: str) -> None:
    assert why in rewritten(text, 'lab.ipynb')


def test_places_outside_of_a_text() -> None:
    data = b'["a", "b"]'
    text = CellText(parsed(data))
    assert text.inside(2, 3) == (0, 1)
    assert text.inside(0, 1) is None
    assert text.inside(9, 12) is None
    assert parsed(b'1').text == '' and parsed(b'{"a": 1}').get('a', 'b') is None


def test_marks_of_the_helper() -> None:
    assert unfilled(filled('a @@ @a@ b')) == 'a @@ @a@ b'
