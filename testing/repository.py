"""Throw-away git repositories with real git, cut off from the configuration of whoever runs the tests."""

from __future__ import annotations

import ast
import functools
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

# variables of the tools under test that would change what they do; git's are dropped by their prefix
_UNWANTED = frozenset(
    (
        *('CI', 'CLICOLOR_FORCE', 'FORCE_COLOR', 'GITHUB_ACTIONS', 'PYTHONPATH', 'SKIP', 'VIRTUAL_ENV'),
        *('XDG_CACHE_HOME', 'XDG_DATA_HOME'),
    )
)
_CONFIG = """\
[user]
    name = Test Author
    email = author@test.invalid
[init]
    defaultBranch = main
[core]
    autocrlf = false
    editor = true
[commit]
    gpgSign = false
[gc]
    auto = 0
"""


def isolated(home: Path) -> dict[str, str]:
    """The environment for subprocesses: the caller's, without what git, pre-commit or a terminal put there.

    ``home`` becomes the home folder. pip keeps its index: what its files say is handed over as ``PIP_…`` variables.
    """
    home.mkdir(parents=True, exist_ok=True)
    config = home / '.gitconfig'
    config.write_text(_CONFIG)
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _UNWANTED and not name.startswith(('GIT_', 'PRE_COMMIT', 'PREK_'))
    }
    kept.update(
        HOME=str(home),
        USERPROFILE=str(home),
        XDG_CONFIG_HOME=str(home / 'config'),
        NO_COLOR='1',
        TERM='dumb',
        LC_ALL='en_US.UTF-8' if sys.platform == 'darwin' else 'C.UTF-8',
        GIT_CONFIG_GLOBAL=str(config),
        GIT_CONFIG_SYSTEM=os.devnull,
        GIT_CONFIG_NOSYSTEM='1',
        GIT_TERMINAL_PROMPT='0',
        GIT_AUTHOR_NAME='Test Author',
        GIT_AUTHOR_EMAIL='author@test.invalid',
        GIT_AUTHOR_DATE='2026-01-01T12:00:00+00:00',
        GIT_COMMITTER_NAME='Test Author',
        GIT_COMMITTER_EMAIL='author@test.invalid',
        GIT_COMMITTER_DATE='2026-01-01T12:00:00+00:00',
    )
    return kept


def pip_settings() -> dict[str, str]:
    """What pip's configuration files say, as environment variables, so that another home folder does not lose it."""
    pip = [sys.executable, '-m', 'pip']
    listed = subprocess.run([*pip, 'config', 'list'], capture_output=True, text=True, check=True)
    cache = subprocess.run([*pip, 'cache', 'dir'], capture_output=True, text=True, check=False)
    found = {'PIP_CACHE_DIR': cache.stdout.strip()} if cache.returncode == 0 else {}
    for line in listed.stdout.splitlines():
        name, _, value = line.partition('=')
        section, _, word = name.partition('.')
        if section in ('global', 'install'):
            found['PIP_' + word.upper().replace('-', '_')] = ' '.join(str(ast.literal_eval(value)).split())
    return {name: value for name, value in found.items() if name not in os.environ}


@functools.cache
def _empty() -> tuple[tuple[str, bytes | None], ...]:
    """What ``git init`` makes, each with its path: files with their bytes, and folders.

    git is asked once a process; that again and again it makes the same is its own affair. The samples of hooks, which
    are never called, stay away.
    """
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, 'work')
        variables = isolated(Path(folder, 'home'))
        subprocess.run(['git', 'init', '--quiet', str(made)], env=variables, check=True)
        return tuple(
            (str(path.relative_to(made)), path.read_bytes() if path.is_file() else None)
            for path in sorted(made.rglob('*'))
            if path.suffix != '.sample'
        )


class Result:
    """How a command ended: its exit code, and what it printed, standard output and standard error apart."""

    def __init__(self, done: subprocess.CompletedProcess[bytes]) -> None:
        self.code = done.returncode
        self.stdout = done.stdout.decode('utf-8', 'backslashreplace')
        self.stderr = done.stderr.decode('utf-8', 'backslashreplace')

    @property
    def text(self) -> str:
        """All that was printed."""
        return self.stdout + self.stderr

    def __repr__(self) -> str:
        return f'<Result {self.code}>\n{self.stdout}--- standard error\n{self.stderr}'


class Repository:
    """A git repository in a new folder; every command runs there, in the environment given."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = dict(environment)
        folder.mkdir(parents=True)
        for name, data in _empty():
            if data is None:
                (folder / name).mkdir()
            else:
                (folder / name).write_bytes(data)

    @classmethod
    def at(cls, folder: Path, environment: Mapping[str, str]) -> Repository:
        """The repository that is in this folder already."""
        found = cls.__new__(cls)
        found.folder = folder
        found.environment = dict(environment)
        return found

    def run(
        self, *arguments: str | bytes | Path, timeout: float = 60, variables: Mapping[str, str] | None = None
    ) -> Result:
        """Run any command, with ``variables`` added to the environment; the exit code is the caller's to judge."""
        done = subprocess.run(
            [os.fspath(argument) for argument in arguments],
            cwd=self.folder,
            env={**self.environment, **(variables or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        return Result(done)

    def git(self, *arguments: str | bytes | Path) -> str:
        """Run git and return what it prints; raises ``AssertionError`` with its words when it fails."""
        result = self.run('git', *arguments)
        if result.code:
            raise AssertionError(f'git {arguments[0]!r} failed: {result!r}')
        return result.stdout

    def write(self, path: str | bytes, content: str | bytes) -> None:
        """Write a file of the work tree, folders included; a text is written as UTF-8 with its newlines as they are."""
        whole = os.path.join(os.fsencode(self.folder), os.fsencode(path))
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with open(whole, 'wb') as file:
            file.write(content.encode() if isinstance(content, str) else content)

    def read(self, path: str) -> bytes:
        """The bytes of a file of the work tree."""
        return (self.folder / path).read_bytes()

    def stage(self, *paths: str | bytes) -> None:
        """Add these paths to the index, or everything."""
        self.git('add', '--all', '--', *(paths or ('.',)))

    def commit(self, message: str = 'A change', *arguments: str) -> Result:
        """``git commit``, hooks and all."""
        return self.run('git', 'commit', '--message', message, *arguments)

    def record(self, message: str = 'A change') -> str:
        """Stage and commit everything past the hooks; the new commit's name."""
        self.stage()
        self.git('commit', '--quiet', '--no-verify', '--allow-empty', '--message', message)
        return self.head()

    def head(self) -> str:
        """The name of the commit that HEAD points to."""
        return self.git('rev-parse', 'HEAD').strip()
