from __future__ import annotations

import ast
from pathlib import Path

import pytest

from keyguard.rewrite import python_names
from keyguard.rewrite.syntax import begins_with_words, walk


@pytest.mark.parametrize(
    'source',
    [Path(python_names.__file__).read_text(encoding='utf-8'), '', 'a = [1, *b]\ndel a\n'],
    ids=['module', 'empty', 'short'],
)
def test_nodes_come_as_ast_gives_them(source: str) -> None:
    tree = ast.parse(source)
    assert list(walk(tree)) == list(ast.walk(tree))


@pytest.mark.parametrize('source', ['"""words"""\nx = 1', 'x = 1', '', '1\n', 'f"{x}"', "b'bytes'"])
def test_docstring_is_told_as_ast_tells_it(source: str) -> None:
    tree = ast.parse(source)
    assert begins_with_words(tree) == (ast.get_docstring(tree, clean=False) is not None)
