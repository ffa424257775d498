"""1 to 100,000 files of about a kilobyte."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from speed.groups.rows import base, folders, ripgrep
from speed.measuring import Case, Plan, Row
from speed.room import Room, add, apart, repository

TITLE = 'Many small files'
COUNTS = (1, 100, 1000, 10_000, 100_000)
SIZE = 1000


def fill_small(folder: Path, room: Room, count: int, different: int = 1 << 20) -> None:
    """A repository with so many files; after so many ``different`` ones the same texts come again."""
    repository(folder)
    pieces = _pieces(room)
    kept = [next(pieces) for _ in range(min(count, different))]
    for number in range(count):
        path = folder / f'{number // 500}' / f'module_{number}.py'
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(kept[number % len(kept)])
    add(folder)


def _pieces(room: Room) -> Iterator[bytes]:
    for data in room.text():
        for start in range(0, len(data), SIZE):
            yield data[start : start + SIZE]


def _case(room: Room, count: int) -> Case:
    tool = room.tool
    folder = apart(room.made(f'many-{count}', partial(fill_small, room=room, count=count)))
    rows = [
        base(tool),
        # base64 that the cut goes through is told as not read
        Row('keyguard', 'keyguard, one core', tool.audit('--jobs', '1', '.'), (0, 1, 3), one_core=True),
        *ripgrep(room, '.', one_core=True),
        *(folders(tool, rounds=3) if count >= 1000 else []),
    ]
    return Case(f'{count:,} file{"" if count == 1 else "s"}', folder, rows, min(room.rounds, 7), 0, count > 1000)


def plans(room: Room) -> list[Plan]:
    """1, 100, 1000, 10,000, 100,000 files."""
    counts = COUNTS[:3] if room.quick else COUNTS
    return [Plan(f'many-{count}', partial(_case, room, count)) for count in counts]
