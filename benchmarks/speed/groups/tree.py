"""An audit of a large work tree, with one process and with two."""

from __future__ import annotations

import os
from pathlib import Path

from speed.groups.rows import folders, ripgrep
from speed.measuring import Case, Plan, Row
from speed.room import Room

TITLE = 'A large work tree'
# 3: it has documents with a password, which are named
_CODES = (0, 1, 3)


def about(folder: Path) -> tuple[int, int]:
    """How many files are in the work tree, and how many bytes."""
    count = size = 0
    for parent, inside, names in os.walk(folder):
        if '.git' in inside:
            inside.remove('.git')
        count += len(names)
        size += sum(os.lstat(os.path.join(parent, name)).st_size for name in names)
    return count, size


def audits(room: Room, *words: str) -> list[Row]:
    """keyguard with one process on one core, and with all that the machine has."""
    argv = room.tool.audit(*words)
    return [
        Row('keyguard-1', 'keyguard, one core', [*argv, '--jobs', '1'], _CODES, one_core=True),
        Row('keyguard', 'keyguard', argv, _CODES),
    ]


def _case(room: Room) -> Case:
    folder = room.tree
    if room.quick:
        folder = next(path for path in sorted(folder.iterdir()) if path.name.startswith('openai'))
    count, size = about(folder)
    rows = [*ripgrep(room, '.', one_core=True), *audits(room, '.'), *folders(room.tool, rounds=3)]
    facts = {'files': count, 'cores': len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else 1}
    return Case(f'{count:,} files, {size / 1e6:,.0f} MB', folder, rows, min(room.rounds, 5), size, True, facts)


def plans(room: Room) -> list[Plan]:
    """One case."""
    return [Plan('tree', lambda: _case(room))]
