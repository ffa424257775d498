"""0 to 100,000 keys in one file, each another one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from speed.groups.rows import base, folders
from speed.measuring import Case, Plan, Row
from speed.room import Room, add, key, repository

TITLE = 'Many findings'
COUNTS = (0, 100, 1000, 10_000, 100_000)


def keys(folder: Path, count: int) -> None:
    """A repository with a file of so many keys, a line of words between them."""
    repository(folder)
    with (folder / 'keys.py').open('wb') as stream:
        stream.write(b'import os\n')
        for number in range(count):
            stream.write(b'# what the service of that number uses\nkey_%d = "%s"\n' % (number, key(number)))
    add(folder)


def _case(room: Room, count: int) -> Case:
    tool = room.tool
    folder = room.made(f'keys-{count}', partial(keys, count=count))
    code = (1 if count else 0,)
    rows = [
        base(tool),
        Row('keyguard', 'keyguard, report as text', tool.audit('--jobs', '1', 'keys.py'), code, one_core=True),
        Row(
            'keyguard-json',
            'keyguard, report as JSON',
            tool.audit('--jobs', '1', '--format', 'json', 'keys.py'),
            code,
            one_core=True,
        ),
        *(folders(tool, 'keys.py', rounds=3) if count >= 10_000 else []),
    ]
    size = (folder / 'keys.py').stat().st_size
    return Case(f'{count:,} keys', folder, rows, min(room.rounds, 5), size, count >= 10_000)


def plans(room: Room) -> list[Plan]:
    """0, 100, 1000, 10,000, 100,000 keys."""
    counts = COUNTS[:3] if room.quick else COUNTS
    return [Plan(f'findings-{count}', partial(_case, room, count)) for count in counts]
