"""Whole histories: a generated one, and the releases of a package, one after another."""

from __future__ import annotations

from speed.groups.rows import histories
from speed.groups.tree import audits
from speed.measuring import Case, Plan, Row
from speed.room import Room

TITLE = 'Histories'
COMMITS = 10_000


def _case(room: Room, kind: str) -> Case:
    # beside the script; it takes seconds to load
    from audit import FLOOR, made, released

    repository = released(room.work) if kind == 'releases' else made(room.work, 1000 if room.quick else COMMITS)
    assert repository is not None, 'no release can be had'
    folder = repository.folder
    listed = repository.git('cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectsize)').split()
    kinds, sizes = listed[::2], listed[1::2]
    size = sum(int(each) for what, each in zip(kinds, sizes) if what == 'blob')
    title = f'{kind}: {kinds.count("commit"):,} commits, {kinds.count("blob"):,} blobs of {size / 1e6:,.0f} MB'
    clean = room.tool.audit('--history', '--jobs', '1', '--only', 'yandex')
    rows = [
        Row('git', '`git cat-file --batch-all-objects --batch`', ['/usr/bin/env', *FLOOR]),
        *audits(room, '--history'),
        Row('clean', 'keyguard, one core, where nothing is found', clean, (0,), one_core=True),
        *histories(room.tool, rounds=1),
    ]
    return Case(title, folder, rows, min(room.rounds, 5), size, True)


def plans(room: Room) -> list[Plan]:
    """Two cases; the quick run leaves out the one that downloads much."""
    generated = Plan('history-generated', lambda: _case(room, 'generated'))
    return [generated] if room.quick else [generated, Plan('history-releases', lambda: _case(room, 'releases'))]
