"""Languages: what people call them, and which one a repository is written in."""

from __future__ import annotations

import pytest

from keyguard.errors import Fatal
from keyguard.guide import languages
from testing.repository import Repository


@pytest.mark.parametrize(
    ('word', 'found'),
    [
        ('python', ('python',)),
        ('py', ('python',)),
        ('TypeScript', ('javascript',)),
        ('C#', ('csharp',)),
        ('JavaScript and TypeScript', ('javascript',)),
        ('all', ()),
    ],
)
def test_word_for_a_language(word: str, found: tuple[str, ...]) -> None:
    assert languages.named(word) == found


def test_unknown_language_has_a_nearest_one() -> None:
    with pytest.raises(Fatal, match=r"no language 'pyton'; did you mean 'python'\?\n  known: python, .*, all"):
        languages.named('pyton')


@pytest.mark.parametrize(
    ('files', 'found'),
    [
        (['a.py', 'b.ipynb', 'c.js', 'run.sh', 'README.md', 'd.py', 'e.py', 'f.py', 'g.py'], ('python',)),
        (['a.ts', 'b.tsx', 'c.py'], ('javascript', 'python')),
        (['a.sh', 'b.sh'], ('shell',)),
        (['a.ps1', 'a.go'], ('go',)),
        (['README.md'], ()),
        ([], ()),
    ],
    ids=['mostly one', 'two', 'scripts alone', 'scripts beside', 'none', 'empty'],
)
def test_what_a_repository_is_written_in(repository: Repository, files: list[str], found: tuple[str, ...]) -> None:
    for name in files:
        repository.write(name, b'')
    repository.stage()
    assert languages.of_repository(str(repository.folder)) == found
    assert languages.of_repository(str(repository.folder.parent)) == ()
