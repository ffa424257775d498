"""Instructions, which no neighbour on the machine changes: twice as much more takes twice as many more.

Counted by ``valgrind --tool=callgrind``; nothing is measured where valgrind is missing.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from speed.calling import Stop, call, say
from speed.groups.accepted import fill_accepted
from speed.groups.findings import keys
from speed.groups.hook import folder_of
from speed.groups.many import fill_small
from speed.groups.sizes import fill_file
from speed.measuring import Plan
from speed.room import Room

TITLE = 'Growth'


def _instructions(room: Room, folder: Path, argv: list[str]) -> int:
    """How many instructions the command takes in the environment of keyguard, the start of Python included."""
    out = room.work / 'callgrind.out'
    words = ['valgrind', '--tool=callgrind', f'--callgrind-out-file={out}', '--trace-children=no']
    # a dictionary of texts looks the same each time
    call(['/usr/bin/env', 'PYTHONHASHSEED=0', *words, room.tool.python, *argv], folder, codes=(0, 1))
    found = re.search(r'^(?:summary|totals): (\d+)', out.read_text(encoding='utf-8', errors='replace'), re.M)
    if not found:
        raise Stop('callgrind counted nothing')
    return int(found.group(1))


def _measure(room: Room) -> dict[str, Any]:
    tool = room.tool
    hook, audit = ['-m', 'keyguard.hook', '--'], ['-m', 'keyguard', *tool.audit('--jobs', '1')[1:]]

    def staged(count: int) -> tuple[Path, list[str]]:
        return folder_of(room, 1000), [*hook, *room.pool.clean[:count]]

    def file(size: int) -> tuple[Path, list[str]]:
        folder = room.made(f'size-{size}', partial(fill_file, room=room, size=size, line=False))
        return folder, [*audit, 'file.txt']

    def small(count: int) -> tuple[Path, list[str]]:
        return room.made(f'many-{count}', partial(fill_small, room=room, count=count)), [*audit, '.']

    def found(count: int) -> tuple[Path, list[str]]:
        return room.made(f'keys-{count}', partial(keys, count=count)), [*audit, 'keys.py']

    def known(count: int) -> tuple[Path, list[str]]:
        return room.made(f'accepted-{count}', partial(fill_accepted, count=count)), [*audit, 'keys.py']

    # what grows, how much of it, and the command for so much of it
    ways: list[tuple[str, int, Callable[[int], tuple[Path, list[str]]]]] = [
        ('files of a commit', 300, staged),
        ('bytes of a file', 500_000, file),
        ('files of a tree', 1000, small),
        ('findings', 200, found),
        ('accepted findings', 200, known),
    ]
    rows: list[dict[str, Any]] = []
    for name, amount, command in ways:
        counts = [_instructions(room, *command(times * amount)) for times in (1, 2, 3)]
        say(f'    {name}: {(counts[2] - counts[0]) / (counts[1] - counts[0]):.2f}')
        rows.append({'id': name, 'amount': amount, 'instructions': counts})
    return {'title': 'Instructions of the whole process, counted by callgrind', 'growth': rows}


def plans(room: Room) -> list[Plan]:
    """Counted and not timed; nothing without valgrind."""
    return [Plan('growth', lambda: _measure(room))] if shutil.which('valgrind') else []
