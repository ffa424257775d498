"""What was measured, in one JSON file: written after every case, so that a run can be stopped and go on."""

from __future__ import annotations

import json
import os
import platform
from datetime import date
from pathlib import Path
from typing import Any

from speed.calling import ROOT, call
from speed.tools import Tools

Data = dict[str, Any]


class Kept:
    """The file, and what is in it: ``about`` (machine and versions of the last run), ``cases``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data: Data = {'about': {}, 'cases': {}}
        if path.exists():
            self.data = json.loads(path.read_text(encoding='utf-8'))

    def begin(self, tool: Tools, quick: bool) -> None:
        """Say what this run is made with."""
        system = platform.uname()
        self.data['about'] = {
            'python': f'{platform.python_implementation()} {platform.python_version()}',
            'git': call(['git', '--version'], ROOT).strip(),
            'machine': f'{os.cpu_count()} cores, {system.machine}, {system.system} {system.release}',
            'processor': _processor(),
            'versions': tool.versions,
            'missing': tool.missing,
            'book': _book(tool),
            'quick': quick,
        }

    def has(self, id_: str, tool: Tools) -> bool:
        """Is the case there, of this commit and nothing but it?"""
        found = self.data['cases'].get(id_)
        return bool(found and tool.commit and not tool.changed and found['commit'] == tool.commit)

    def put(self, group: str, id_: str, measured: Data, tool: Tools) -> None:
        """Keep a case."""
        self.data['cases'][id_] = {
            'group': group,
            'commit': tool.commit + (' and changes' if tool.changed else ''),
            'date': date.today().isoformat(),
            'load': round(os.getloadavg()[0], 1),
            **measured,
        }
        cases = ',\n'.join(f'{json.dumps(name)}: {json.dumps(case)}' for name, case in self.data['cases'].items())
        text = f'{{"about": {json.dumps(self.data["about"])},\n"cases": {{\n{cases}\n}}}}\n'
        partial = self.path.with_suffix('.part')
        partial.write_text(text, encoding='utf-8', newline='\n')
        partial.replace(self.path)


def _processor() -> str:
    try:
        for line in Path('/proc/cpuinfo').read_text().splitlines():
            if line.startswith('model name'):
                return line.partition(':')[2].strip()
    except OSError:
        pass
    return platform.processor()


def _book(tool: Tools) -> str:
    """How much the hook looks for: a figure of a speed means little without it."""
    code = (
        'from keyguard.providers._phonebook import BOOK as book\n'
        'ids = {one for rows in book.literals.values() for row in rows for one in row[-1]}\n'
        'ids.update(*book.names.values())\n'
        "print(f'{len(ids)} providers, {len(book.literals)} literals, {len(book.names)} names')"
    )
    return call([tool.python, '-I', '-c', code], tool.python.parent).strip()
