"""Inside ``pre-commit run`` and ``prek run``: what of the whole is keyguard's."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from speed.groups.hook import COUNTS
from speed.groups.rows import base
from speed.measuring import Case, Plan, Row
from speed.room import Room, staged, total

TITLE = 'Inside pre-commit and prek'


def _config(program: str) -> str:
    return (
        'repos:\n- repo: local\n  hooks:\n'
        f'  - {{id: one, name: one, entry: "{program}", language: system, require_serial: true}}\n'
    )


def _case(room: Room, count: int) -> Case:
    tool, pool = room.tool, room.pool
    files = pool.clean[:count]

    def fill(folder: Path) -> None:
        staged(folder, pool, files)

    folder = room.made(f'share-{count}', fill)
    for name, program in (('keyguard', tool.hook), ('floor', tool.floor)):
        # in .git: it is not among the staged files
        (folder / '.git' / f'{name}.yaml').write_text(_config(program), encoding='utf-8')
    rows = [base(tool), Row('alone', '`keyguard-hook FILES` alone', [tool.hook, *files])]
    for name in ('pre-commit', 'prek'):
        if name not in tool.peers:
            continue
        homes = {'PRE_COMMIT_HOME': str(room.work / 'pre-commit'), 'PREK_HOME': str(room.work / 'prek')}
        for ours, what in (('keyguard', 'keyguard'), ('floor', 'a hook that returns at once')):
            argv = [str(tool.peers[name]), 'run', '--config', f'.git/{ours}.yaml']
            rows.append(Row(f'{name}-{ours}', f'`{name} run`, {what}', argv, (0,), 11, variables=homes))
    return Case(f'{count:,} files', folder, rows, room.rounds, total(folder, files))


def plans(room: Room) -> list[Plan]:
    """10 and 1000 files."""
    return [Plan(f'share-{count}', partial(_case, room, count)) for count in (COUNTS[1], COUNTS[3])]
