"""The parsers: what is said where they are not installed, and what all programs have in common."""

from __future__ import annotations

import sys

import pytest

from keyguard.rewrite import csharp, go, java, javascript, kotlin, php, powershell, ruby, rust, toml
from keyguard.rewrite.code import in_order
from keyguard.rewrite.lists import without
from keyguard.rewrite.words import Edit, Spot, Unsafe

MODULES = [csharp, go, java, javascript, kotlin, php, powershell, ruby, rust, toml]
IDS = [module.__name__.rpartition('.')[2] for module in MODULES]


@pytest.mark.parametrize('module', MODULES, ids=IDS)
def test_without_the_extra_it_is_named(module: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, 'tree_sitter', None)
    name = '.codex/config.toml'
    package = f'tree-sitter-{"c-sharp" if module is csharp else module.__name__.rpartition(".")[2]}'  # type: ignore[attr-defined]
    assert module.problem(b'', name) == f'it takes a parser that is not installed: {package}'  # type: ignore[attr-defined]
    with pytest.raises(Unsafe, match=package):
        module.rewrite(b'x', [Spot(0, 1, 'X')], name)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ('name', 'text'),
    [
        ('src/App.tsx', 'new Anthropic({ apiKey: "x", dangerouslyAllowBrowser: true })'),
        ('a.jsx', '"use client";\nconst k = "x"'),
        ('public/a.js', 'const k = "x"'),
        ('a.ts', 'import { createApp } from "vue";'),
        ('a.ts', "import { View } from 'react-native';"),
    ],
)
def test_without_a_parser_a_browser_is_told(name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, 'tree_sitter', None)
    assert 'call the API from a server instead' in javascript.problem(text.encode(), name)
    assert 'not installed' in javascript.problem(b'const k = "dangerously"', 'a.ts')


def test_keys_that_overlap_are_refused() -> None:
    with pytest.raises(Unsafe, match='too near'):
        in_order([Edit(0, 5, b'a'), Edit(3, 8, b'a')])


def test_a_key_that_was_found_twice_is_replaced_once() -> None:
    edits = javascript.rewrite(b'// abcdef', [Spot(3, 9, 'X'), Spot(3, 9, 'X')], 'a.js')
    assert [(edit.start, edit.end, edit.text) for edit in edits] == [(3, 9, b'X')]


@pytest.mark.parametrize(
    ('text', 'gone', 'left'),
    [
        ('{a, b, c}', {0}, '{b, c}'), ('{a, b, c}', {1}, '{a, c}'), ('{a, b, c}', {2}, '{a, b}'), ('{a, b, c}', {0, 2}, '{b}'),
        ('{a, b, c}', {1, 2}, '{a}'), ('{a, b, c,}', {2}, '{a, b,}'), ('{a, b, c}', {0, 1, 2}, '{}'), ('{a}', {0}, '{}'),
        ('{\n  a,\n  b,\n  c\n}', {1}, '{\n  a,\n  c\n}'), ('{\n  a,\n  b,\n  c\n}', {2}, '{\n  a,\n  b\n}'),
        ('{\n  a,\n  b,\n  c,\n}', {0, 2}, '{\n  b,\n}'), ('{\n  a,\n  b,\n  c\n}', {1, 2}, '{\n  a\n}'),
        ('{\r\n\ta,\r\n\tb\r\n}', {0}, '{\r\n\tb\r\n}'), ('{a, b,\n c}', {1}, '{a,\n c}'),
        ('{a /*x*/, b}', {0}, '{ /*x*/ b}'), ('{a, /*x*/ b}', {1}, '{a /*x*/ }'),
    ],
)  # fmt: skip
def test_items_leave_a_list(text: str, gone: set[int], left: str) -> None:
    data = text.encode()
    items = [(at, at + 1) for at, char in enumerate(text) if char in 'abc']
    commas = [at for at, char in enumerate(text) if char == ',']
    out, last = b'', 0
    for start, end in without(data, items, commas, gone):
        assert start >= last
        out, last = out + data[last:start], end
    assert (out + data[last:]).decode() == left
