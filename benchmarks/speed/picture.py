"""The README's picture: bars of what was measured, in the colours of its other pictures."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from speed.reading import CPU, Data, middle

_WIDTH, _EDGE, _NAMES, _LINE = 813, 24, 150, 24
_LONGEST = 500
_FONT = 'ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace'
_OURS, _FLOOR, _OTHERS = '#7ee787', '#6e7681', '#79c0ff'


class Panel(NamedTuple):
    """A heading, the case, and who is shown: id -> name, the floor first."""

    title: str
    case: str
    rows: dict[str, str]


_PEERS = {name: name for name in ('betterleaks', 'kingfisher', 'gitleaks', 'detect-secrets')}
PANELS = (
    Panel('A clean commit of ten files', 'hook-10', {'base': 'starting Python', 'keyguard': 'keyguard', **_PEERS}),
    Panel('A work tree', 'tree', {'rg': 'ripgrep -F', 'keyguard-1': 'keyguard', **_PEERS}),
    Panel('A history', 'history-releases', {'git': 'git cat-file', 'keyguard-1': 'keyguard', **_PEERS}),
)


def _told(seconds: float) -> str:
    return f'{seconds * 1000:,.0f} ms' if seconds < 1 else f'{seconds:,.1f} s'


def _panel(panel: Panel, data: Data, top: int) -> tuple[list[str], int]:
    """The lines of a panel whose heading stands at ``top``, and where the next may begin; nothing without results."""
    times = {id_: middle(data, panel.case, id_, CPU) for id_ in panel.rows}
    known = {id_: seconds for id_, seconds in times.items() if seconds}
    if len(known) < 3 or not known.keys() & {'keyguard', 'keyguard-1'}:
        return [], top
    case = data['cases'][panel.case]
    heading = (
        panel.title
        if panel.case.startswith('hook')
        else f'{panel.title} of {case["title"].partition(": ")[2] or case["title"]}'
    )
    lines = [f'<text x="{_EDGE}" y="{top}" font-weight="bold">{escape(heading)}</text>']
    most = max(known.values())
    for id_, seconds in known.items():
        top += _LINE
        colour = _OURS if id_.startswith('keyguard') else _FLOOR if id_ in ('base', 'rg', 'git') else _OTHERS
        length = max(1.0, seconds / most * _LONGEST)
        strong = ' font-weight="bold"' if colour == _OURS else ''
        lines += [
            f'<text x="{_EDGE}" y="{top}"{strong}>{escape(panel.rows[id_])}</text>',
            f'<rect x="{_EDGE + _NAMES}" y="{top - 11}" width="{length:.1f}" height="13" rx="2" fill="{colour}"/>',
            f'<text x="{_EDGE + _NAMES + length + 8:.1f}" y="{top}"{strong}>{_told(seconds)}</text>',
        ]
    return lines, top + 2 * _LINE - 6


def svg(data: Data) -> str:
    """The picture; '' where too little was measured. The words stay words, to be read aloud and searched."""
    lines: list[str] = []
    top = 60
    for panel in PANELS:
        drawn, top = _panel(panel, data, top)
        lines += drawn
    if not lines:
        return ''
    height = top - 14
    title = 'CPU time of keyguard beside other scanners, shorter is better'
    size = f'width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{title}">'
    return '\n'.join(
        [
            head,
            f'<title>{title}</title>',
            f'<rect width="{_WIDTH}" height="{height}" rx="8" fill="#0d1117"/>',
            f'<g font-family="{_FONT}" font-size="13" fill="#e6edf3">',
            f'<text x="{_EDGE}" y="30" fill="#8b949e">{title}</text>',
            *lines,
            '</g>',
            '</svg>',
            '',
        ]
    )
