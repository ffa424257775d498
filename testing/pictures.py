"""The README's pictures: real runs as a terminal shows them, as SVG. ``python -m testing.pictures`` makes them anew."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path

from keyguard.catalogue import one
from keyguard.samples import sample
from testing.repository import Repository, isolated

FOLDER = Path(__file__).parents[1] / 'docs'
_SGR = re.compile('\x1b\\[([0-9;]*)m')
_COLOURS = {'31': '#ff7b72', '32': '#7ee787', '33': '#e3b341', '36': '#79c0ff'}
_WIDTH, _HEIGHT, _EDGE, _BAR = 7.85, 18, 18, 34
_LIGHTS = ('#ff5f57', '#febc2e', '#28c840')
_FONT = 'ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace'
# a terminal breaks a longer line
_COLUMNS = 110
_DATES = {'GIT_AUTHOR_DATE': '2026-01-10T12:00:00Z', 'GIT_COMMITTER_DATE': '2026-01-10T12:00:00Z'}


def svg(text: str, title: str) -> str:
    """What a terminal would show of the text, with its colours; the words stay words, to be read aloud and searched."""
    rows: list[list[tuple[str, str]]] = [[]]
    style = ''
    for number, part in enumerate(_SGR.split(text.replace('\t', '    '))):
        if number % 2:
            style = part if part not in ('', '0') else ''
            continue
        for at, piece in enumerate(part.split('\n')):
            if at:
                rows.append([])
            rest = piece
            while rest:
                room = _COLUMNS - sum(len(words) for _, words in rows[-1])
                if room <= 0:
                    rows.append([])
                    continue
                rows[-1].append((style, rest[:room]))
                rest = rest[room:]
    while rows and not rows[-1]:
        rows.pop()
    columns = max(sum(len(words) for _, words in row) for row in rows)
    width, height = round(columns * _WIDTH + 2 * _EDGE), len(rows) * _HEIGHT + _BAR + _EDGE
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    lines = [
        f'{head} role="img" aria-label="{escape(title)}">',
        f'<title>{escape(title)}</title>',
        f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>',
        *(f'<circle cx="{20 + 18 * at}" cy="17" r="5.5" fill="{each}"/>' for at, each in enumerate(_LIGHTS)),
        f'<g font-family="{_FONT}" font-size="13" fill="#e6edf3" xml:space="preserve">',
    ]
    for at, row in enumerate(rows):
        spans, column = [], 0
        for style, words in row:
            # each span stands where its column is, whatever the width of the font that is there
            fit = f'textLength="{len(words) * _WIDTH:.2f}" lengthAdjust="spacingAndGlyphs"'
            given = f' x="{_EDGE + column * _WIDTH:.2f}" {fit}'
            codes = style.split(';')
            given += ' font-weight="bold"' if '1' in codes else ''
            given += ''.join(f' fill="{_COLOURS[code]}"' for code in codes if code in _COLOURS)
            if words.strip():
                spans.append(f'<tspan{given}>{escape(words)}</tspan>')
            column += len(words)
        if spans:
            lines.append(f'<text y="{_BAR + 14 + at * _HEIGHT}">{"".join(spans)}</text>')
    return '\n'.join([*lines, '</g>', '</svg>', ''])


def project(folder: str) -> Repository:
    """A repository with a program that has a key in it, staged; the same one each time."""
    key = sample(one('openai').detectors[0], 2).decode()
    root = str(Path(__file__).parents[1])
    environment = {**isolated(Path(folder, 'home')), **_DATES, 'SHELL': '/bin/bash', 'PYTHONPATH': root}
    repository = Repository(Path(folder, 'work'), {**environment, 'PYTHONIOENCODING': 'utf-8'})
    repository.record('Begin')
    repository.write('app.py', f'from openai import OpenAI\n\nclient = OpenAI(api_key="{key}")\n')
    repository.stage()
    return repository


def _shown(repository: Repository, line: str, *words: str) -> str:
    told = repository.run(sys.executable, '-m', *words)
    assert told.code in (0, 1), told
    return f'\x1b[32m$\x1b[0m {line}\n{told.stdout}'.replace('\r\n', '\n')


def blocked() -> str:
    """A commit that is blocked."""
    with tempfile.TemporaryDirectory() as folder:
        text = _shown(project(folder), 'git commit -m "Ask the model"', 'keyguard.hook', '--color', 'always', 'app.py')
    return svg(text, 'A blocked commit: where the key stands, and the steps out of it')


def fix() -> str:
    """The way out, done by keyguard."""
    with tempfile.TemporaryDirectory() as folder:
        repository = project(folder)
        shown = [
            _shown(repository, f'keyguard fix {words}'.strip(), 'keyguard', 'fix', *words.split(), '--color', 'always')
            for words in ('app.py', '--write app.py')
        ]
    return svg('\n'.join(shown), 'keyguard fix shows the change, then makes it: the key goes to .env')


PICTURES: dict[str, Callable[[], str]] = {'blocked.svg': blocked, 'fix.svg': fix}


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    for name, make in PICTURES.items():
        (FOLDER / name).write_text(make(), encoding='utf-8', newline='\n')
    return 0


if __name__ == '__main__':
    raise SystemExit(main())
