"""What the tests of ``keyguard audit`` share."""

from __future__ import annotations

from pathlib import Path

import pytest

from testing.repository import Repository, isolated


@pytest.fixture
def repository(here: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """An empty repository, in which this process stands; beside it is room for others."""
    repository = Repository(here / 'work', isolated(here / 'home'))
    monkeypatch.chdir(repository.folder)
    return repository
