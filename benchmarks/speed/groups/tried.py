"""An accelerator: what it could gain in bulk, were it to ship."""

from __future__ import annotations

import os
from collections.abc import Callable

from speed.calling import BENCHMARKS
from speed.measuring import Case, Plan, Row
from speed.room import Room
from speed.tools import ACCELERATOR, with_accelerator

TITLE = 'What was tried: an automaton for what keys begin with'
ENGINES = {
    'today': 'as it is: the standard library alone',
    'automaton': f'{ACCELERATOR.partition("=")[0]} in the place where beginnings of keys are looked for',
    'free': 'nothing is looked for in that place: no engine there can gain more (finds less)',
    'literals': 'the automaton over all bytes instead of the whole prefilter (finds less)',
}


def _case(room: Room, where: str) -> Case:
    python = with_accelerator(room.work)
    if where == 'tree':
        folder, words = room.tree, ['.']
        if room.quick:
            folder = next(path for path in sorted(folder.iterdir()) if path.name.startswith('openai'))
    else:
        from audit import made

        folder, words = made(room.work, 1000 if room.quick else 10_000).folder, ['--history']
    script = str(BENCHMARKS / 'speed' / 'engines.py')
    audit = ['audit', '--output', os.devnull, '--quiet', '--jobs', '1', *words]
    rows = [
        Row(engine, label, [str(python), script, engine, *audit], (0, 1, 3), one_core=True)
        for engine, label in ENGINES.items()
        if python or engine in ('today', 'free')
    ]
    return Case(f'audit of the {where}, one core', folder, rows, min(room.rounds, 5))


def plans(room: Room) -> list[Plan]:
    """The work tree and the generated history."""

    def plan(where: str) -> Callable[[], Case]:
        return lambda: _case(room, where)

    return [Plan(f'tried-{where}', plan(where)) for where in ('tree', 'history')]
