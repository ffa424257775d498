"""How fast keyguard is, beside its peers: ``python benchmarks/run.py`` measures everything and writes the results.

It installs what it needs from the package index into a work folder, makes its files, runs every command in alternated
rounds, and keeps what it measured in ``results.json``, a case at a time: what is there already, for this commit, is not
measured again. From that file alone it writes ``RESULTS.md`` and the picture of the README.

``--only GROUP`` measures some of it (`--list` names the groups), ``--quick`` sees whether everything runs, in the work
folder. Needs a Unix (``os.wait4``), git, a pip that reaches a package index, and five gigabytes of disk.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from speed import picture, report  # noqa: E402
from speed.calling import ROOT, Stop, say  # noqa: E402
from speed.groups import GROUPS  # noqa: E402
from speed.keeping import Kept  # noqa: E402
from speed.measuring import Case, play  # noqa: E402
from speed.room import Room  # noqa: E402

RESULTS = HERE / 'results.json'


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or '').partition('\n')[0])
    parser.add_argument('--only', action='append', choices=list(GROUPS), metavar='GROUP', help='this group alone')
    parser.add_argument('--list', action='store_true', help='name the groups')
    parser.add_argument('--rounds', type=int, default=15, help='runs of keyguard in each case (%(default)s)')
    parser.add_argument('--again', action='store_true', help='measure also what is measured already')
    parser.add_argument('--quick', action='store_true', help='small, three rounds, results in the work folder')
    parser.add_argument('--render', action='store_true', help='measure nothing: write the documents of what was')
    parser.add_argument('--work', type=Path, default=HERE / '.work', help='a folder for all that is made')
    chosen = parser.parse_args(argv)
    if chosen.rounds < 3:
        parser.error('fewer than 3 rounds say nothing')
    return chosen


def measure(room: Room, kept: Kept, wanted: Sequence[str], again: bool) -> None:
    """Measure what is not measured yet, a case at a time."""
    kept.begin(room.tool, room.quick)
    for group in wanted:
        for plan in GROUPS[group][1](room):
            if not again and kept.has(plan.id, room.tool):
                say(f'{plan.id}: is there')
                continue
            say(plan.id)
            case = plan.make()
            kept.put(group, plan.id, play(case) if isinstance(case, Case) else case, room.tool)


def documents(kept: Kept, folder: Path, pictures: Path) -> bool:
    """Write what the results say; False when a command ended as it must not."""
    (folder / 'RESULTS.md').write_text(report.text(kept.data), encoding='utf-8', newline='\n')
    drawn = picture.svg(kept.data)
    if drawn:
        (pictures / 'speed.svg').write_text(drawn, encoding='utf-8', newline='\n')
    wrong = report.unexpected(kept.data)
    for line in wrong:
        say(f'unexpected: {line}')
    return not wrong


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code: 1 when a command ended with a code that it must not have, 2 when nothing could be measured."""
    chosen = arguments(argv)
    if chosen.list:
        print('\n'.join(f'{name:10} {title}' for name, (title, _) in GROUPS.items()))
        return 0
    if not hasattr(os, 'wait4'):
        say('needs os.wait4, which this system has not: CPU time with child processes cannot be told here')
        return 2
    work = chosen.work.resolve()
    try:
        room = Room(work, 3 if chosen.quick else chosen.rounds, chosen.quick)
        folder, pictures = (work, work) if chosen.quick else (HERE, ROOT / 'docs')
        kept = Kept(work / 'results.json' if chosen.quick else RESULTS)
        if not chosen.render:
            measure(room, kept, chosen.only or list(GROUPS), chosen.again)
        return 0 if documents(kept, folder, pictures) else 1
    except (Stop, OSError) as error:
        say(f'stopped: {error}')
        return 2


if __name__ == '__main__':
    raise SystemExit(main())
