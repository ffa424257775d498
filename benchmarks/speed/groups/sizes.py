"""One file of any size, a key at its end; and one line of 50 MB."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from speed.groups.rows import base, folders, ripgrep
from speed.measuring import Case, Plan, Row
from speed.room import Room, add, key, repository

TITLE = 'One file of any size'
SIZES = {
    '1kB': 1_000,
    '100kB': 100_000,
    '1MB': 1_000_000,
    '10MB': 10_000_000,
    '100MB': 100_000_000,
    '500MB': 500_000_000,
}
LINE = 50_000_000


def fill_file(folder: Path, room: Room, size: int, line: bool) -> None:
    """A repository with a file of so many bytes of text, all of it one line or as it is, and a key at its end."""
    repository(folder)
    left = size
    with (folder / 'file.txt').open('wb') as stream:
        for data in room.text():
            piece = data[:left]
            stream.write(piece.replace(b'\r', b' ').replace(b'\n', b' ') if line else piece)
            left -= len(piece)
            if left <= 0:
                break
        stream.write(b' OPENAI_API_KEY="%s"\n' % key(2))
    add(folder)


def _case(room: Room, name: str, size: int, line: bool = False) -> Case:
    tool = room.tool
    folder = room.made(f'size-{name}', partial(fill_file, room=room, size=size, line=line))
    peers = size >= 10_000_000 and (size != 100_000_000)
    rows = [
        base(tool),
        Row('keyguard', 'keyguard, one core', tool.audit('--jobs', '1', 'file.txt'), (1,), one_core=True),
        # it counts lines, and has counted the only one at the first text that it knows
        *([] if line else ripgrep(room, 'file.txt', one_core=True)),
        *(folders(tool, 'file.txt', rounds=3) if peers else []),
    ]
    title = f'one line of {size / 1e6:,.0f} MB' if line else f'{size:,} bytes'
    return Case(title, folder, rows, min(room.rounds, 7), size, size >= 1_000_000)


def plans(room: Room) -> list[Plan]:
    """From a kilobyte to half a gigabyte."""
    sizes = {name: size for name, size in SIZES.items() if not room.quick or size <= 10_000_000}
    line = LINE // 10 if room.quick else LINE
    plain = [Plan(f'size-{name}', partial(_case, room, name, size)) for name, size in sizes.items()]
    return [*plain, Plan('size-line', partial(_case, room, f'line-{line}', line, True))]
