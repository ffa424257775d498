"""What a baseline costs a commit: the hook with 10, 1,000 and 100,000 entries, with a finding and without one.

``python benchmarks/baseline.py [--before REVISION] [--rounds N] [--output FILE.md]``. With a revision, what it took
then stands beside what it takes now. Needs a Unix (``os.wait4``), and git for the revision.

Every round runs the hook without a baseline and with each of them, in turn, and a ratio is taken inside a round: a slow
minute falls on both of its sides. Only CPU time is read. What is accepted has the entry in the middle of the file.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from before import ROOT, cpu_seconds, unpack

sys.path.insert(0, str(ROOT))

from keyguard.baseline import Baseline
from keyguard.catalogue import one
from keyguard.places import BASELINE
from keyguard.samples import sample
from keyguard.secret import Secret

SIZES = (0, 10, 1_000, 100_000)
ROUNDS = 21
DETECTOR = one('openai').detectors[0]
ACCEPTED, OTHER = sample(DETECTOR, 1), sample(DETECTOR, 2)
# what is staged -> the exit code of the hook where there are entries
CASES = {
    'clean': (b'import os\n' * 40, 0),
    'blocked': (b'key = "%s"\n' % OTHER, 1),
    'accepted': (b'key = "%s"\n' % ACCEPTED, 0),
}


def baseline(entries: int) -> str:
    """The text of a baseline; one entry is that of the accepted key."""
    made = [
        {
            'fingerprint': f'kg1:{number * (2**128 // entries):032x}',
            'detector': DETECTOR.id,
            'verdict': 'false-positive',
            'reason': 'a sample of the documentation',
            'by': 'A. Person',
            'path': f'docs/part{number % 100}/page{number}.md',
        }
        for number in range(entries)
    ]
    made[entries // 2]['fingerprint'] = Secret(ACCEPTED).fingerprint
    return Baseline(made).dump()


def rows(label: str, source: Path, folder: Path, rounds: int) -> list[str]:
    """The table's rows for one source of keyguard: a case and a size each."""
    found = []
    for case, (_, expected) in CASES.items():
        taken: list[list[float]] = []
        for _ in range(rounds + 1):
            times = []
            for size in SIZES:
                seconds, code = cpu_seconds(['-m', 'keyguard.hook', f'{case}.py'], source, folder / str(size))
                if code != (1 if size == 0 and case != 'clean' else expected):
                    raise SystemExit(f'{label}, {case}, {size} entries: exit code {code}')
                times.append(seconds * 1000)
            taken.append(times)
        taken = taken[1:]  # the first one warms the file cache
        for at, size in enumerate(SIZES):
            extra = statistics.median(times[at] - times[0] for times in taken)
            ratio = statistics.median(times[at] / times[0] for times in taken)
            cost = statistics.median(times[at] for times in taken)
            found.append(f'| {label} | {case} | {size:,} | {cost:.1f} | {extra:+.1f} | {ratio:.2f} |')
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table, or write it; 0, whatever it shows."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n\n')[0] if __doc__ else None)
    parser.add_argument('--before', default='', metavar='REVISION', help='an earlier commit, to set beside this one')
    parser.add_argument('--rounds', type=int, default=ROUNDS)
    parser.add_argument('--output', type=Path, help='write the table here')
    options = parser.parse_args(argv)
    lines = [
        f'CPython {platform.python_version()}, {platform.system()} {platform.machine()}; CPU milliseconds of the whole',
        'process, medians; the difference and the ratio to no baseline are taken inside each round',
        '',
        '| keyguard | commit | entries | ms | more than without | ratio |',
        '|---|---|---|---|---|---|',
    ]
    with tempfile.TemporaryDirectory() as work:
        repository = Path(work, 'repository')
        for size in SIZES:
            folder = repository / str(size)
            (folder / '.git').mkdir(parents=True)
            for case, (data, _) in CASES.items():
                (folder / f'{case}.py').write_bytes(data)
            if size:
                (folder / BASELINE).write_text(baseline(size), encoding='utf-8')
        for revision in [*filter(None, [options.before]), 'HEAD']:
            source = Path(work, revision.replace('/', '-'))
            source.mkdir()
            unpack(revision, source)
            lines += rows(revision, source, repository, options.rounds)
    text = '\n'.join([*lines, ''])
    if options.output:
        options.output.write_text(text, encoding='utf-8')
    else:
        sys.stdout.write(text)
    return 0


if __name__ == '__main__':
    raise SystemExit(main())
