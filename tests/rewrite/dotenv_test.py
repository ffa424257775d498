"""Files of variables: the value goes, the name stays."""

from __future__ import annotations

import pytest

from testing.rewriting import rewritten


@pytest.mark.parametrize(
    ('before', 'after'),
    [
        pytest.param('A=1\nMY_KEY=@@\nB=2', 'A=1\nMY_KEY=\nB=2', id='plain'),
        pytest.param('MY_KEY="@@" # c\n', 'MY_KEY= # c\n', id='quoted'),
        pytest.param("export K='@@'\r\nB=1\r\n", 'export K=\r\nB=1\r\n', id='export-crlf'),
        pytest.param('# K=@@\n', '# K=\n', id='commented-out'),
        pytest.param('# use @@ here\n', '# use $OPENAI_API_KEY here\n', id='comment'),
        pytest.param('A=b # @@\n', 'A=b # $OPENAI_API_KEY\n', id='comment-behind'),
        pytest.param('K = @@  \n', 'K =   \n', id='blanks'),
        pytest.param('A=@@\nB=@a@\n', 'A=\nB=\n', id='two'),
        pytest.param('\ufeffA=@@\n', '\ufeffA=\n', id='mark'),
        pytest.param('URL=https://x?k=@@\n', 'left: line 1: the key is only a part of what is in URL', id='part'),
        pytest.param('A=1\n@@\n', 'left: line 2: it is no name with a value', id='alone'),
        pytest.param('A=@@\nB=\0\n', 'left: it is no text', id='binary'),
    ],
)
def test_example_keeps_its_names(before: str, after: str) -> None:
    assert rewritten(before, '.env.example') == after
