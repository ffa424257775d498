"""What a clean commit costs: beside starting Python, and beside the peers, over the same staged files."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from speed.groups.rows import base, hooks, ripgrep
from speed.measuring import Case, Plan, Row
from speed.room import Room, staged, total

TITLE = 'A clean commit'
COUNTS = (1, 10, 100, 1000)


def folder_of(room: Room, count: int) -> Path:
    """So many clean files of the pool, staged."""
    pool = room.pool
    return room.made(f'clean-{count}', lambda folder: staged(folder, pool, pool.clean[:count]))


def _case(room: Room, count: int) -> Case:
    tool, pool = room.tool, room.pool
    folder, files = folder_of(room, count), pool.clean[:count]
    size = total(folder, files)
    rows = [
        base(tool),
        Row('floor', 'a console script that returns at once, FILES', [tool.floor, *files]),
        Row('keyguard', '`keyguard-hook -- FILES`', [tool.hook, '--', *files]),
        *ripgrep(room, *files),
        # most of a minute for the thousand files
        *hooks(tool, files, slow=not (room.quick and count > 100)),
    ]
    close = sum(name in pool.handed_on for name in files)
    title = f'{count:,} clean file{"" if count == 1 else "s"}, {size:,} bytes ({close} handed on to the slow path)'
    return Case(title, folder, rows, room.rounds, size)


def plans(room: Room) -> list[Plan]:
    """1, 10, 100 and 1000 files."""
    return [Plan(f'hook-{count}', partial(_case, room, count)) for count in COUNTS]
