"""The lines that take a variable from a file of variables to where a pipeline reads it, as each shell runs them."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from keyguard.remedies import pipelines
from keyguard.remedies.place import word
from keyguard.remedies.stores import store

pytestmark = pytest.mark.skipif(os.name == 'nt', reason='programs of a shell')


def _of_sh(line: str, shell: str) -> str:
    """What sh is given of a line that is typed: fish takes a backslash and a quote out of single quotes, and no more."""
    if shell != 'fish':
        return line
    inner = re.fullmatch(r"sh -c '((?:[^'\\]|\\['\\])*)'", line, re.S)
    assert inner, line
    return re.sub(r"\\(['\\])", r'\1', inner.group(1))


@pytest.mark.parametrize('shell', ['bash', 'zsh', 'sh', 'fish'])
@pytest.mark.parametrize('folder', ['plain', 'a b', "it's", 'back\\slash', '$x', "\\'"])
@pytest.mark.parametrize('plain', [True, False])
def test_value_arrives_on_standard_input_and_stays_nowhere(
    tmp_path: Path, shell: str, folder: str, plain: bool
) -> None:
    (tmp_path / folder).mkdir()
    value = 'one-two_3'
    text = f'OTHER=x\nOPENAI_API_KEY={value}\n' + ('' if plain else 'ODD=$(touch ran)\r\n')
    (tmp_path / folder / '.env').write_text(text)
    program = tmp_path / 'gh'
    program.write_text('#!/bin/sh\necho "$@" > told; cat > given\n')
    program.chmod(0o755)
    file = word(f'./{folder}/.env'.encode())
    line = pipelines.from_file(store('github-actions'), 'OPENAI_API_KEY', 'openai', file, shell, plain)
    done = subprocess.run(
        ['sh', '-c', _of_sh(line, shell) + '\nprintf %s "${OPENAI_API_KEY-}"'],
        cwd=tmp_path,
        env={'PATH': f'{tmp_path}{os.pathsep}{os.environ["PATH"]}'},
        capture_output=True,
        check=False,
    )
    assert (tmp_path / 'given').read_text() == value, done
    assert (tmp_path / 'told').read_text() == 'secret set OPENAI_API_KEY\n'
    assert not (tmp_path / 'ran').exists()
    if shell != 'fish':  # there, what is behind it is another shell
        assert done.stdout == b''


@pytest.mark.parametrize('shell', ['powershell', 'cmd'])
def test_shell_that_cannot_is_given_no_line(shell: str) -> None:
    assert pipelines.from_file(store('github-actions'), 'OPENAI_API_KEY', 'openai', '.env', shell) == ''
