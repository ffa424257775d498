"""The work folder of the benchmark: what its groups share, made once and kept."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from speed.calling import BENCHMARKS, ROOT, Stop, call, say
from speed.tools import Tools, tools

sys.path.insert(0, str(ROOT))

from keyguard.catalogue import one
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample

MARKER = '.keyguard-benchmark'
DETECTOR = one('openai').detectors[0]
# Python that people write, a good part of it by AI providers: their names and calls are where a false alarm would start
WHEELS = ('openai==3.57.0', 'anthropic==2.13.0', 'langchain-core==1.8.4', 'sympy==1.14.0', 'django==5.2.19')
MOST = 1000
# bytes of a file: outside of this are the empty __init__.py and the generated tables, and within it the mean is 10 kB
SMALLEST, LARGEST = 3_000, 27_000


class Pool(NamedTuple):
    """The clean files in the order in which the cases take them, and what was told of the others."""

    folder: Path
    clean: list[str]
    handed_on: set[str]
    looked_at: int


class Room:
    """Where all is made. ``quick``: small sizes and few rounds, to see that everything runs."""

    def __init__(self, work: Path, rounds: int, quick: bool) -> None:
        if work.exists() and any(work.iterdir()) and not (work / MARKER).exists():
            raise Stop(f'{work} is not empty and was not made by this benchmark')
        work.mkdir(parents=True, exist_ok=True)
        (work / MARKER).touch()
        self.work = work
        self.rounds = rounds
        self.quick = quick

    @cached_property
    def tool(self) -> Tools:
        """The programs."""
        return tools(self.work)

    def made(self, name: str, fill: Callable[[Path], None]) -> Path:
        """The folder of that name; ``fill`` puts its files there where it is new."""
        folder = self.work / 'made' / name
        if not folder.exists():
            partial = folder.with_name(f'{name}.part')
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(parents=True)
            fill(partial)
            partial.rename(folder)
        return folder

    @cached_property
    def literals(self) -> Path:
        """A file with what keyguard's keys begin with, one a line, for ripgrep."""
        path = self.work / 'literals'
        path.write_bytes(b''.join(literal + b'\n' for literal in BOOK.literals))
        return path

    @cached_property
    def pool(self) -> Pool:
        """Clean files of 3 to 27 kB, of pinned packages."""
        say('gathering files')
        folder = self.work / 'pool'
        names = _unpacked(self.tool.python, self.work / 'wheels', folder)
        answer = self.work / 'vetted.json'
        call([self.tool.python, '-I', BENCHMARKS / 'vet.py', answer], folder, '\n'.join(names))
        told = json.loads(answer.read_text(encoding='utf-8'))
        clean: list[str] = []
        for at, name in enumerate(names):
            if told[name][0] == 0:
                clean.append(name)
            if len(clean) == MOST:
                return Pool(folder, clean, {name for name in clean if told[name][1]}, at + 1)
        raise Stop(f'{len(clean)} clean files are not enough: {MOST} are needed')

    @cached_property
    def tree(self) -> Path:
        """A work tree of some 500 MB, in a repository: source distributions of pinned packages."""
        from audit import unpacked

        return unpacked(self.work)

    @cached_property
    def texts(self) -> list[Path]:
        """The text files of the work tree, in an order that mixes its packages and is always the same. Of a quick run,
        those of the pool: it downloads no more.
        """
        kinds = ('.py', '.md', '.rst', '.js', '.ts', '.yaml', '.txt', '.po', '.json', '.html', '.css')
        folder = self.pool.folder if self.quick else self.tree
        found = sorted(
            path for path in folder.rglob('*') if path.suffix in kinds and path.is_file() and not path.is_symlink()
        )
        random.Random(0).shuffle(found)
        return found

    def text(self) -> Iterator[bytes]:
        """What stands in them, again and again."""
        while True:
            for path in self.texts:
                data = path.read_bytes()
                # a generated table of a megabyte would be all of a small case
                if 1 <= len(data) <= 1 << 18:
                    yield data


def apart(folder: Path) -> Path:
    """The folder, what git keeps moved out of it."""
    # beside the script; it takes seconds to load
    from audit import apart as moved

    return moved(folder)


def key(seed: int) -> bytes:
    """A key that is nobody's."""
    return sample(DETECTOR, seed)


def repository(folder: Path) -> None:
    """An empty repository with a first commit, so that what is staged in it is a change like any other."""
    folder.mkdir(parents=True, exist_ok=True)
    call(['git', 'init', '--quiet'], folder)
    call(['git', 'commit', '--quiet', '--allow-empty', '--no-verify', '--message', 'Begin'], folder)


def add(folder: Path) -> None:
    """Stage everything."""
    call(['git', 'add', '--all', '--force'], folder)


def put(folder: Path, name: str, data: bytes) -> None:
    """A file, and the folders it needs."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def staged(folder: Path, pool: Pool, names: Iterable[str], extra: bytes = b'') -> None:
    """A repository with these files of the pool added, not committed: a commit is about to be made. ``extra`` stands at
    the end of the last one.
    """
    repository(folder)
    names = list(names)
    for name in names:
        put(folder, name, (pool.folder / name).read_bytes() + (extra if name == names[-1] else b''))
    add(folder)


def total(folder: Path, names: Sequence[str]) -> int:
    """The bytes of the files."""
    return sum((folder / name).stat().st_size for name in names)


def _unpacked(python: Path, wheels: Path, folder: Path) -> list[str]:
    """The Python files of the pinned packages, in an order that is always the same and mixes the packages."""
    wheels.mkdir(exist_ok=True)
    names = []
    for requirement in WHEELS:
        name, _, number = requirement.partition('==')
        pattern = f'{name.replace("-", "_")}-{number}-*.whl'
        if not list(wheels.glob(pattern)):
            # nothing of them is run: one of them would not be given to a Python 3.10
            options = ('--quiet', '--no-deps', '--only-binary', ':all:', '--python-version', '3.12', '--dest', wheels)
            call([python, '-m', 'pip', 'download', *options, requirement], wheels)
        with zipfile.ZipFile(next(wheels.glob(pattern))) as wheel:
            for entry in wheel.infolist():
                if entry.filename.endswith('.py') and SMALLEST <= entry.file_size <= LARGEST:
                    if not (folder / entry.filename).exists():
                        put(folder, entry.filename, wheel.read(entry))
                    names.append(entry.filename)
    if not (folder / '.git').exists():
        repository(folder)
    return sorted(names, key=lambda name: hashlib.blake2b(name.encode()).digest())
