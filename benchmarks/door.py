"""What the door costs a file, part by part, beside a door that would read plain bytes alone.

``python benchmarks/door.py [FOLDER] [FILES] [--suffix .py] [--rounds N]``: in this process, over the files of a folder
(the standard library of the Python that runs this), 1,000 of them at most. A part's time is what it takes by itself:
what it calls and is a part of its own is not counted again. Of the rounds the best one counts, and before each of them
the door forgets the runs that it knows.

The doubtful files are those that the door does not call clean; in a hook the real path looks at them.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from keyguard import prefilter  # noqa: E402
from keyguard.providers._phonebook import BOOK  # noqa: E402

# bytes of a file: outside of this are the empty __init__.py and the generated tables
SMALLEST, LARGEST = 2_000, 40_000
# what a part is called, and its functions in the prefilter
PARTS = {
    'the first bytes': ('begins_strangely', 'is_strange', 'is_closed', 'is_mail', 'is_packed'),
    'runs of token characters': ('stretches_and_controls',),
    'each run once': ('Runs',),
    'literals, names near them': ('_suspects',),
    'parts of keys and joints': ('has_joint',),
    'escapes': ('may_be_escaped', '_escapes'),
    'base64 and hex': ('hidden', '_is_worth'),
    'wide text': ('has_wide_run',),
    'packed data': ('_is_glued',),
}
Files = list[tuple[bytes, bytes]]


class Clock:
    """How long each part has taken by itself, in seconds."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._begun = [0.0]
        self._inner = [0.0]

    def timed(self, label: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time counted for the part."""

        def call(*args: Any) -> Any:
            self._inner.append(0.0)
            begun = time.perf_counter()
            try:
                return function(*args)
            finally:
                whole = time.perf_counter() - begun
                self.spent[label] = self.spent.get(label, 0.0) + whole - self._inner.pop()
                self._inner[-1] += whole

        return call


def files(folder: Path, suffix: str, most: int) -> Files:
    """Bytes and name of so many files of the folder, in an order of their own."""
    found = sorted(
        path
        for path in folder.rglob(f'*{suffix}')
        if path.is_file() and 'site-packages' not in path.parts and SMALLEST <= path.stat().st_size <= LARGEST
    )
    found = [path for path in found if path.suffix not in ('.pyc', '.so', '.exe')]
    random.Random(0).shuffle(found)
    return [(path.read_bytes(), str(path.relative_to(folder)).encode()) for path in found[:most]]


def forget() -> None:
    """Nothing is known of any run."""
    BOOK.dull = set()


def best(ask: Callable[[bytes, bytes], object], read: Files, rounds: int) -> float:
    """The shortest time in which the files are asked for, in seconds of CPU time."""
    times = []
    for _ in range(rounds):
        forget()
        begun = time.process_time()
        for data, path in read:
            ask(data, path)
        times.append(time.process_time() - begun)
    return min(times)


def by_part(read: Files, rounds: int, module: ModuleType = prefilter) -> dict[str, float]:
    """The shortest time of each part, in seconds; the rest of the door is ``the rest``."""
    clock = Clock()
    kept = {name: getattr(module, name) for names in PARTS.values() for name in names}
    found: dict[str, float] = {}
    try:
        for label, names in PARTS.items():
            for name in names:
                setattr(module, name, clock.timed(label, kept[name]))
        whole = clock.timed('the rest', module.doubtful)
        for _ in range(rounds):
            forget()
            clock.spent.clear()
            for data, path in read:
                whole(data, path, BOOK)
            for label, spent in clock.spent.items():
                found[label] = min(spent, found.get(label, spent))
    finally:
        for name, function in kept.items():
            setattr(module, name, function)
    return found


def table(read: Files, rounds: int) -> Iterable[str]:
    """The lines of the report."""
    gc.disable()
    plain = best(lambda data, path: prefilter.suspects(data, path, BOOK), read, rounds)
    whole = best(lambda data, path: prefilter.doubtful(data, path, BOOK), read, rounds)
    parts = by_part(read, rounds)
    doubtful = sum(prefilter.doubtful(data, path, BOOK) for data, path in read)
    count = len(read)
    yield f'- {count} files, {sum(len(data) for data, _ in read):,} bytes; {doubtful} are doubtful'
    yield f'- plain bytes: {plain / count * 1e6:.1f} µs a file'
    yield f'- the whole door: {whole / count * 1e6:.1f} µs a file, **{whole / plain:.3f}** of that'
    yield ''
    yield '| part | µs a file | share |'
    yield '|---|---|---|'
    total = sum(parts.values())
    for label, spent in sorted(parts.items(), key=lambda each: -each[1]):
        yield f'| {label} | {spent / count * 1e6:.1f} | {spent / total:.0%} |'


def main(argv: list[str] | None = None) -> int:
    """Print the table; 0, whatever it shows, and 2 where there is no file."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n\n')[0] if __doc__ else None)
    parser.add_argument('folder', type=Path, nargs='?', default=Path(sysconfig.get_path('stdlib')))
    parser.add_argument('files', type=int, nargs='?', default=1000)
    parser.add_argument('--suffix', default='', help='only files that end so')
    parser.add_argument('--rounds', type=int, default=11)
    options = parser.parse_args(argv)
    read = files(options.folder, options.suffix, options.files)
    if not read:
        parser.error(f'no file of {SMALLEST:,} to {LARGEST:,} bytes is in {options.folder}')
    for line in table(read, options.rounds):
        sys.stdout.write(line + '\n')
    return 0


if __name__ == '__main__':
    raise SystemExit(main())
