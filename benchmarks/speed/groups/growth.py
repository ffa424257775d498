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

from keyguard.places import CONFIG
from speed.calling import Stop, call, say
from speed.groups.accepted import fill_accepted
from speed.groups.findings import keys
from speed.groups.hook import folder_of
from speed.groups.many import fill_small
from speed.groups.ways import COUNT, leaking, providers
from speed.measuring import Plan
from speed.room import Room, key, repository, staged

TITLE = 'Growth'
_STRETCH = 50_000


def _fill(folder: Path, room: Room, size: int, line: bool) -> None:
    """A repository with a file of so many bytes. Each stretch of it has what the first one has, a key in two pieces as
    well: what begins to be looked for with the first of its kind would pass for growth.
    """
    repository(folder)
    texts = room.text()
    once = b''.join(next(texts) for _ in range(200))[:_STRETCH]
    cut = key(3)
    once += b"\npart = '%s' + '%s'\n" % (cut[:20], cut[20:])
    data = once * (size // _STRETCH)
    (folder / 'file.txt').write_bytes(data.replace(b'\r', b' ').replace(b'\n', b' ') if line else data)


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

    def commit(count: int) -> tuple[Path, list[str]]:
        return folder_of(room, 1000), [*hook, *room.pool.clean[:count]]

    def file(size: int) -> tuple[Path, list[str]]:
        return room.made(f'even-{size}', partial(_fill, room=room, size=size, line=False)), [*audit, 'file.txt']

    def line(size: int) -> tuple[Path, list[str]]:
        return room.made(f'even-line-{size}', partial(_fill, room=room, size=size, line=True)), [*audit, 'file.txt']

    def small(count: int) -> tuple[Path, list[str]]:
        return room.made(f'even-many-{count}', partial(fill_small, room=room, count=count, different=100)), [
            *audit,
            '.',
        ]

    def found(count: int) -> tuple[Path, list[str]]:
        return room.made(f'keys-{count}', partial(keys, count=count)), [*audit, 'keys.py']

    def known(count: int) -> tuple[Path, list[str]]:
        return room.made(f'accepted-{count}', partial(fill_accepted, count=count)), [*audit, 'keys.py']

    def entries(count: int) -> tuple[Path, list[str]]:
        return leaking(room, f'finding-{count}', count), [*hook, *room.pool.clean[:COUNT]]

    def team(count: int) -> tuple[Path, list[str]]:
        def fill(folder: Path) -> None:
            staged(folder, room.pool, room.pool.clean[:COUNT])
            (folder / CONFIG).write_text(providers(count), encoding='utf-8')

        return room.made(f'own-{count}', fill), [*hook, *room.pool.clean[:COUNT]]

    def commits(count: int) -> tuple[Path, list[str]]:
        # beside the script; it takes seconds to load
        from audit import made

        return made(room.work, count).folder, [*audit, '--history']

    # what grows, how much of it, and the command for so much of it
    ways: list[tuple[str, int, Callable[[int], tuple[Path, list[str]]]]] = [
        ('files of a commit', 300, commit),
        # of a longer text, what it says again and again is left out
        ('bytes of a file', 250_000, file),
        ('bytes of a line', 250_000, line),
        ('files of a tree', 500, small),
        ('commits of a history', 2000, commits),
        ('findings', 200, found),
        ('accepted findings', 200, known),
        ('entries of a baseline', 5000, entries),
        ('providers of a team', 25, team),
    ]
    rows: list[dict[str, Any]] = []
    for name, whole, command in ways:
        amount = whole // 5 if room.quick else whole
        counts = [_instructions(room, *command(times * amount)) for times in (1, 2, 3)]
        say(f'    {name}: {(counts[2] - counts[0]) / (counts[1] - counts[0]):.2f}')
        rows.append({'id': name, 'amount': amount, 'instructions': counts})
    return {'title': 'Instructions of the whole process, counted by callgrind', 'growth': rows}


def plans(room: Room) -> list[Plan]:
    """Counted and not timed; nothing without valgrind."""
    return [Plan('growth', lambda: _measure(room))] if shutil.which('valgrind') else []
