"""What a push hook costs, beside what git needs to list and inflate the same objects.

``python benchmarks/push.py [--rounds N] [--commits N …]``. The history is made; its last 1, 100 and 10,000 commits are
pushed. Every round runs each command once, in turn; a ratio is taken inside a round, over the CPU time of the command
and of every git that it starts.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from testing.histories import deep  # noqa: E402
from testing.repository import Repository, isolated  # noqa: E402

_GIT = (
    'git rev-list --objects HEAD --not --remotes=origin'
    " | git cat-file --batch-check='%(objectname)' --buffer | git cat-file --batch --buffer"
)


def measured(argv: list[str], folder: Path, environment: dict[str, str], lines: bytes) -> tuple[float, float]:
    """CPU seconds, those of all children included, and wall seconds of a command that must end well."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(argv, cwd=folder, env=environment, stdout=subprocess.DEVNULL, input=lines, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.perf_counter() - begun


def main() -> int:
    """Print the table; 0, whatever it shows."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n\n')[0] if __doc__ else None)
    parser.add_argument('--commits', type=int, nargs='*', default=[1, 100, 10_000])
    parser.add_argument('--rounds', type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        environment = {**isolated(Path(work, 'home')), 'PYTHONPATH': str(ROOT)}
        repository = Repository(Path(work, 'made'), environment)
        deep(repository, max(options.commits) * 5 // 4 + 10)
        folder = repository.folder
        print('| commits | command | CPU s | wall s | CPU ratio | wall ratio |\n| --- | --- | --- | --- | --- | --- |')
        line = repository.git('rev-list', '--topo-order', 'HEAD').split()
        keyguard = [sys.executable, '-m', 'keyguard', 'audit']
        for number in options.commits:
            known = line[number]
            repository.git('update-ref', 'refs/remotes/origin/main', known)
            told = f'refs/heads/main {line[0]} refs/heads/main {known}\n'.encode()
            commands = {
                'python -c pass': [sys.executable, '-c', 'pass'],
                'git rev-list --objects, git cat-file --batch': ['sh', '-c', _GIT],
                'keyguard audit --push, --jobs 1': [*keyguard, '--jobs=1', '--push', 'origin'],
                'keyguard audit --push': [*keyguard, '--push', 'origin'],
            }
            rounds = []
            for at in range(options.rounds + 1):
                times = {name: measured(argv, folder, environment, told) for name, argv in commands.items()}
                if at:  # the first one warms the file cache
                    rounds.append(times)
            base = list(commands)[1]
            for name in commands:
                cells = [statistics.median(times[name][at] for times in rounds) for at in (0, 1)]
                cells += [statistics.median(times[name][at] / times[base][at] for times in rounds) for at in (0, 1)]
                print(f'| {number:,} | {name} | ' + ' | '.join(f'{cell:.2f}' for cell in cells) + ' |', flush=True)
    return 0


if __name__ == '__main__':
    sys.exit(main())
