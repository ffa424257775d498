"""What a change costs: the hook and the audit of an earlier revision beside those of this checkout.

``python benchmarks/before.py REVISION [--corpus FOLDER] [--output FILE.md]``. The corpus is the standard library of the
Python that runs this, or any folder of source files. Needs a Unix (``os.wait4``) and git.

Every round runs an empty program, the earlier revision and this one, in turn, and a ratio is taken inside a round: a
slow minute falls on both of its sides. Only CPU time is read.
"""

from __future__ import annotations

import argparse
import atexit
import compileall
import functools
import io
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1, 10, 100, 1000)
HOOK_ROUNDS, AUDIT_ROUNDS = 41, 7
# the hook as its script starts it: ``-m`` alone costs as much as ten files
HOOK = ('-c', 'import sys; from keyguard.hook import program; sys.exit(program())')
# bytes of a file: outside of this are the empty __init__.py and the generated tables
SMALLEST, LARGEST = 2_000, 40_000


def unpack(revision: str, folder: Path) -> None:
    """The package as it was at the revision, in the folder, compiled."""
    packed = subprocess.run(
        ['git', '-C', ROOT, 'archive', '--format=tar', revision, 'keyguard'], check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter='data') if sys.version_info >= (3, 12) else archive.extractall(folder)
    compileall.compile_dir(folder, quiet=2)


@functools.cache
def bare() -> str:
    """A Python like this one that starts with nothing beside itself: what this one has installed may load a tenth of a
    second's worth of modules at every start, and flatter whatever is compared.
    """
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    venv.create(folder)
    return str(Path(folder, 'bin', 'python'))


def cpu_seconds(argv: Sequence[str], source: Path | None, folder: Path) -> tuple[float, int]:
    """CPU seconds and exit code of one run of the program with the source on its path, in the folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(('PYTHON', 'GIT_'))}
    if source:
        kept['PYTHONPATH'] = str(source)
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, stream) for stream in (0, 1, 2)]
    at = os.getcwd()
    os.chdir(folder)
    try:
        process = os.posix_spawn(bare(), [bare(), *argv], kept, file_actions=actions)
    finally:
        os.chdir(at)
        os.close(null)
    _, status, usage = os.wait4(process, 0)
    return usage.ru_utime + usage.ru_stime, os.waitstatus_to_exitcode(status)


def compared(label: str, argv: Sequence[str], rounds: int, sources: tuple[Path, Path], folder: Path) -> str:
    """A row of the table: medians in milliseconds, the median ratio and its middle half, the exit codes."""
    runs: list[tuple[float, float, float]] = []
    codes = set()
    for _ in range(rounds + 1):
        floor, _ = cpu_seconds(['-I', '-c', 'pass'], None, folder)
        before, code = cpu_seconds(argv, sources[0], folder)
        after, other = cpu_seconds(argv, sources[1], folder)
        codes.add(f'{code} / {other}')
        runs.append((floor, before, after))
    runs = runs[1:]  # the first one warms the file cache
    ratios = sorted(after / before for _, before, after in runs)
    floor, before, after = (statistics.median(times) * 1000 for times in zip(*runs, strict=True))
    low, high = ratios[len(ratios) // 4], ratios[-1 - len(ratios) // 4]
    return (
        f'| {label} | {floor:.1f} | {before:.1f} | {after:.1f} | **{statistics.median(ratios):.3f}** '
        f'| {low:.3f} to {high:.3f} | {", ".join(sorted(codes))} |'
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table, or write it; 0, whatever it shows."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n\n')[0] if __doc__ else None)
    parser.add_argument('revision', help='the earlier commit')
    parser.add_argument('--corpus', type=Path, default=Path(sysconfig.get_path('stdlib')), help='a folder of sources')
    parser.add_argument('--output', type=Path, help='write the table here')
    options = parser.parse_args(argv)
    corpus = options.corpus.resolve()
    found = sorted(
        str(path.relative_to(corpus))
        for path in corpus.rglob('*')
        if path.is_file() and 'site-packages' not in path.parts and SMALLEST <= path.stat().st_size <= LARGEST
    )
    files = [name for name in found if not name.endswith(('.pyc', '.so', '.exe'))]
    random.Random(0).shuffle(files)
    with tempfile.TemporaryDirectory() as work:
        sources = Path(work, 'before'), Path(work, 'after')
        for revision, folder in zip((options.revision, 'HEAD'), sources, strict=True):
            folder.mkdir()
            unpack(revision, folder)
        names = [
            subprocess.run(
                ['git', '-C', ROOT, 'log', '-1', '--format=%h %s', revision], check=True, capture_output=True, text=True
            ).stdout.strip()
            for revision in (options.revision, 'HEAD')
        ]
        rows = [
            compared(f'hook, {size} files', [*HOOK, *files[:size]], HOOK_ROUNDS, sources, corpus)
            for size in SIZES
            if size <= len(files)
        ]
        shown = min(len(files), 2000)
        rows.append(
            compared(
                f'audit, {shown} files', ['-m', 'keyguard', 'audit', *files[:shown]], AUDIT_ROUNDS, sources, corpus
            )
        )
    text = '\n'.join(
        [
            f'- before: {names[0]}',
            f'- after: {names[1]}',
            f'- CPython {platform.python_version()}, {platform.system()} {platform.machine()}; {len(files)} files',
            '- CPU milliseconds of the whole process, medians; the ratio is taken inside each round',
            '',
            '| case | empty program | before | after | ratio | middle half | exit codes |',
            '|---|---|---|---|---|---|---|',
            *rows,
            '',
        ]
    )
    if options.output:
        options.output.write_text(text, encoding='utf-8')
    else:
        sys.stdout.write(text)
    return 0


if __name__ == '__main__':
    raise SystemExit(main())
