"""The line that installs a parser fits the environment that keyguard runs in."""

from __future__ import annotations

import pytest

from keyguard.remedies import installing

HOME = '/home/a'


@pytest.mark.parametrize(
    ('prefix', 'lines'),
    [
        pytest.param(
            f'{HOME}/.cache/pre-commit/repo1/py_env-python3.11',
            [
                'additional_dependencies: [tree-sitter, tree-sitter-go]',
                f'{HOME}/.cache/pre-commit/repo1/py_env-python3.11/bin/python -m pip install tree-sitter tree-sitter-go',
            ],
            id='pre-commit',
        ),
        pytest.param(
            f'{HOME}/.cache/prek/hooks/python-x',
            [
                'additional_dependencies: [tree-sitter, tree-sitter-go]',
                f'uv pip install --python {HOME}/.cache/prek/hooks/python-x/bin/python tree-sitter tree-sitter-go',
            ],
            id='prek',
        ),
        pytest.param(
            f'{HOME}/.local/share/pipx/venvs/keyguard', ['pipx inject keyguard tree-sitter tree-sitter-go'], id='pipx'
        ),
        pytest.param(
            f'{HOME}/.local/share/uv/tools/keyguard',
            [
                f'uv pip install --python {HOME}/.local/share/uv/tools/keyguard/bin/python tree-sitter tree-sitter-go',
            ],
            id='uv tool',
        ),
        pytest.param(f'{HOME}/.cache/uv/archive-v0/x', ['--with tree-sitter --with tree-sitter-go'], id='uvx'),
        pytest.param('/srv/v', ['/srv/v/bin/python -m pip install tree-sitter tree-sitter-go'], id='environment'),
    ],
)
def test_it_fits(prefix: str, lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv('VIRTUAL_ENV', raising=False)
    monkeypatch.setenv('SHELL', '/bin/bash')
    told = installing.steps(['tree-sitter-go', 'tree-sitter-go'], prefix, f'{prefix}/bin/python')
    assert told[1::2] == lines
    assert all(line.endswith(':') for line in told[::2])


def test_active_environment_is_called_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('VIRTUAL_ENV', '/srv/v')
    assert installing.steps(['a'], '/srv/v', '/srv/v/bin/python')[-1] == 'python -m pip install tree-sitter a'


def test_this_environment_is_taken_by_itself() -> None:
    assert installing.steps(['a'])[-1].endswith('tree-sitter a')
