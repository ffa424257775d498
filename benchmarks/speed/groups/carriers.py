"""What a text costs in another dress: notebooks, base64, archives."""

from __future__ import annotations

import base64
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from speed.groups.rows import base, folders
from speed.measuring import Case, Plan, Row
from speed.room import Room, add, apart, put, repository

TITLE = 'Carriers: the same 200 files'
COUNT = 200
Texts = list[tuple[str, bytes]]


def _plain(texts: Texts) -> Texts:
    return texts


def _notebooks(texts: Texts) -> Texts:
    made = []
    for name, data in texts:
        cells = [
            {'cell_type': 'code', 'metadata': {}, 'outputs': [], 'execution_count': 1, 'source': part.splitlines(True)}
            for part in data.decode('utf-8', 'replace').split('\n\n')
        ]
        notebook = {'cells': cells, 'metadata': {}, 'nbformat': 4, 'nbformat_minor': 5}
        made.append((f'{name}.ipynb', json.dumps(notebook, indent=1).encode()))
    return made


def _encoded(texts: Texts) -> Texts:
    return [(f'{name}.yaml', b'data: ' + base64.b64encode(data) + b'\n') for name, data in texts]


def _lines(texts: Texts) -> Texts:
    return [(f'{name}.pem', base64.encodebytes(data)) for name, data in texts]


def _zip(texts: Texts) -> Texts:
    held = io.BytesIO()
    with zipfile.ZipFile(held, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, data in texts:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return [('texts.zip', held.getvalue())]


def _tar(texts: Texts) -> Texts:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode='w') as archive:
        for name, data in texts:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return [('texts.tar.gz', gzip.compress(held.getvalue(), mtime=0))]


def _wide(texts: Texts) -> Texts:
    return [(name, data.decode('utf-8', 'replace').encode('utf-16')) for name, data in texts]


KINDS: dict[str, tuple[str, Callable[[Texts], Texts]]] = {
    'plain': ('as they are', _plain),
    'notebooks': ('as notebooks', _notebooks),
    'base64': ('as base64, one line each', _encoded),
    'base64-lines': ('as base64 in lines', _lines),
    'utf-16': ('as UTF-16', _wide),
    'zip': ('in one zip', _zip),
    'tar-gz': ('in one tar.gz', _tar),
}


def _fill(folder: Path, room: Room, make: Callable[[Texts], Texts]) -> None:
    repository(folder)
    texts = [(name, (room.pool.folder / name).read_bytes()) for name in room.pool.clean[:COUNT]]
    for name, data in make(texts):
        put(folder, name, data)
    add(folder)


def _case(room: Room, kind: str) -> Case:
    tool = room.tool
    title, make = KINDS[kind]
    folder = apart(room.made(f'carrier-{kind}', partial(_fill, room=room, make=make)))
    size = sum(len((room.pool.folder / name).read_bytes()) for name in room.pool.clean[:COUNT])
    rows = [
        base(tool),
        Row('keyguard', 'keyguard, one core', tool.audit('--jobs', '1', '.'), (0, 1), one_core=True),
        *folders(tool, rounds=1 if room.quick else 3),
    ]
    return Case(f'{title} ({size:,} bytes of text)', folder, rows, min(room.rounds, 5), size, True)


def plans(room: Room) -> list[Plan]:
    """One case a carrier."""
    return [Plan(f'carriers-{kind}', partial(_case, room, kind)) for kind in KINDS]
