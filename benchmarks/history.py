"""What the whole history costs: reading it, scanning it and attributing its finds, beside what git needs to inflate it.

``python benchmarks/history.py [--repository FOLDER] [--commits N] [--rounds N]``. Without a folder a history is made.
Every round runs each of the commands once, in turn; a ratio is taken inside a round, over the CPU time of the command
and of every git that it starts. The base is ``git cat-file --batch-all-objects --batch --unordered --buffer``.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from keyguard.catalogue import one  # noqa: E402
from keyguard.samples import sample, surroundings  # noqa: E402
from testing.histories import deep  # noqa: E402
from testing.repository import Repository, isolated  # noqa: E402

_BEGIN = (
    'import sys\nfrom keyguard.model import Report\nfrom keyguard.sources.commits import history\nreport = Report()\n'
)
_READ = _BEGIN + 'for blob in history(sys.argv[1], report):\n    pass\n'
_SCAN = _BEGIN + (
    'from keyguard.commands import scan\nfrom keyguard.pipeline import run\n'
    'run(history(sys.argv[1], report), scan.settings(scan.Options()), report)\n'
)
_ATTRIBUTE = _SCAN + 'from keyguard.sources.origins import attribute\nattribute(sys.argv[1], report.findings)\n'
_ONLY = (
    'import sys\nfrom keyguard.sources.origins import attribute\n'
    'class Find:\n    where, path = "history", b""\n    def __init__(self, oid):\n        self.oid = oid\n'
    'attribute(sys.argv[1], [Find(oid) for oid in sys.argv[2:]])\n'
)


def measured(argv: list[str], folder: Path, environment: dict[str, str]) -> tuple[float, float]:
    """CPU seconds, those of all children included, and wall seconds of a command."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(argv, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.perf_counter() - begun


def main() -> int:
    """Print the table; 0, whatever it shows."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n\n')[0] if __doc__ else None)
    parser.add_argument('--repository', type=Path, help='a repository to measure instead of a made one')
    parser.add_argument('--commits', type=int, default=10_000)
    parser.add_argument('--rounds', type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        environment = isolated(Path(work, 'home'))
        folder = options.repository
        if folder is None:
            repository = Repository(Path(work, 'made'), environment)
            provider = one('openai')
            key = sample(provider.detectors[0])
            deep(repository, options.commits, extra=surroundings(provider, provider.detectors[0], key))
            folder = repository.folder
        environment['PYTHONPATH'] = str(ROOT)
        folder = folder.resolve()
        listed = subprocess.run(
            ['git', 'cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectname)'],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        blobs = [line[5:] for line in listed if line.startswith('blob ')]
        some = blobs[:: max(1, len(blobs) // 100)][:100]
        python = [sys.executable, '-c']
        git = ['git', 'cat-file', '--batch-all-objects', '--batch', '--unordered', '--buffer']
        commands = {
            'git cat-file, every object': git,
            'git rev-list --objects --all': ['git', 'rev-list', '--objects', '--all'],
            'history(), read only': [*python, _READ, os.fspath(folder)],
            'history() and the pipeline': [*python, _SCAN, os.fspath(folder)],
            'the same and attribution': [*python, _ATTRIBUTE, os.fspath(folder)],
            'attribution of 1 blob alone': [*python, _ONLY, os.fspath(folder), *some[:1]],
            f'attribution of {len(some)} blobs alone': [*python, _ONLY, os.fspath(folder), *some],
        }
        rounds = []
        for number in range(options.rounds + 1):
            times = {name: measured(argv, folder, environment) for name, argv in commands.items()}
            if number:  # the first one warms the file cache
                rounds.append(times)
        print(f'{len(blobs)} blobs of {len(listed)} objects, {options.rounds} rounds\n')
        print('| command | CPU s | wall s | CPU ratio | wall ratio |\n| --- | --- | --- | --- | --- |')
        base = next(iter(commands))
        for name in commands:
            cells = [statistics.median(times[name][at] for times in rounds) for at in (0, 1)]
            cells += [statistics.median(times[name][at] / times[base][at] for times in rounds) for at in (0, 1)]
            print(f'| {name} | ' + ' | '.join(f'{cell:.2f}' for cell in cells) + ' |')
    return 0


if __name__ == '__main__':
    sys.exit(main())
