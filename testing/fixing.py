"""``keyguard fix`` in this process: a repository to run it in, and a run of which no piece of a key may be printed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from keyguard.cli import main
from testing.repository import Repository, isolated
from testing.rewriting import KEYS

# what git, pre-commit or a terminal put into the environment
_FOREIGN = ('GIT_', 'PRE_COMMIT', 'FORCE_COLOR')


def entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository that is this process's current folder, with the environment that its own git runs in."""
    environment = isolated(tmp_path / 'home')
    for name in [name for name in os.environ if name.startswith(_FOREIGN)]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv('XDG_STATE_HOME', str(tmp_path / 'state'))
    made = Repository(tmp_path / 'work', environment)
    monkeypatch.chdir(made.folder)
    return made


def fixed(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str]:
    """Exit code of ``keyguard fix``, and all that it printed."""
    code = main(['fix', *argv])
    told = capsys.readouterr()
    text = told.out + told.err
    for key in KEYS.values():
        assert not any(key[at : at + 8] in text for at in range(14, len(key) - 7)), text
    return code, text
