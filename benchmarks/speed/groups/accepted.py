"""0 to 100,000 keys in one file, all of them accepted by a baseline."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from keyguard.places import BASELINE
from speed.groups.findings import keys
from speed.groups.rows import base
from speed.groups.ways import baseline
from speed.measuring import Case, Plan, Row
from speed.room import Room, key

TITLE = 'Many accepted findings'
COUNTS = (0, 100, 1000, 10_000, 100_000)


def fill_accepted(folder: Path, count: int) -> None:
    """A repository with a file of so many keys, and the baseline that accepts them."""
    keys(folder, count)
    (folder / BASELINE).write_text(baseline(count, [key(number) for number in range(count)]), encoding='utf-8')


def _case(room: Room, count: int) -> Case:
    tool = room.tool
    folder = room.made(f'accepted-{count}', partial(fill_accepted, count=count))
    rows = [
        base(tool),
        Row('hook', '`keyguard-hook`', [tool.hook, 'keys.py']),
        Row('keyguard', '`keyguard audit`, one core', tool.audit('--jobs', '1', 'keys.py'), one_core=True),
    ]
    return Case(f'{count:,} accepted keys', folder, rows, min(room.rounds, 5), 0, count >= 10_000)


def plans(room: Room) -> list[Plan]:
    """0, 100, 1000, 10,000, 100,000 keys."""
    counts = COUNTS[:3] if room.quick else COUNTS
    return [Plan(f'accepted-{count}', partial(_case, room, count)) for count in counts]
