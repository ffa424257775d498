"""Keys -> a picture of the days on which each stood in the repository, as SVG. Shapes say what colours say."""

from datetime import date, timedelta
from html import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.report.groups import Key

_MOST = 40
_LEFT, _RIGHT, _TOP, _ROW, _WIDTH = 220, 30, 26, 24, 860


def timeline(keys: 'Sequence[Key]', now: str = '') -> str:
    """The picture as an ``svg`` element, or '' where no key has a day.

    ``now`` is today as ``2027-01-31…``; without it, today is told by the age of the keys.
    """
    dated = [(number, key) for number, key in enumerate(keys, 1) if _day(key.date)]
    if not dated:
        return ''
    today = _day(now[:10]) or _today([key for _, key in dated])
    rows = dated[:_MOST]
    first = min(_day(key.date) or today for _, key in rows)
    today = max(today, first)
    span = max(1, (today - first).days)
    height = _TOP + len(rows) * _ROW + 14

    def x(day: date) -> float:
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * min(span, max(0, (day - first).days)) / span, 1)

    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="when when-text">',
        '<title id="when">When each key entered the repository, and when it left</title>',
        f'<desc id="when-text">{escape(_told(rows))}</desc>',
    ]
    for at in range(5):
        day = first + timedelta(days=span * at // 4)
        anchor = 'end' if at == 4 else 'middle'
        label = 'today' if at == 4 else day.isoformat()
        parts.append(
            f'<line class="{"today" if at == 4 else "grid"}" x1="{x(day)}" x2="{x(day)}" y1="{_TOP - 4}" '
            f'y2="{height - 10}"/><text class="soft" x="{x(day)}" y="14" text-anchor="{anchor}">{label}</text>'
        )
        if span < 4:
            break
    for at, (number, key) in enumerate(rows):
        parts.append(_bar(number, key, at, x(_day(key.date) or today), x(_day(key.left) or today)))
    parts.append('</svg>')
    if len(dated) > _MOST:
        parts.append(f'<p class="soft">The first {_MOST} of {len(dated):,} keys.</p>')
    return '\n'.join(parts)


def _bar(number: int, key: 'Key', at: int, start: float, end: float) -> str:
    middle = _TOP + at * _ROW + _ROW // 2
    kind = {True: 'pushed', False: 'private', None: 'unknown'}[key.pushed]
    end = max(end, start + 4)
    masked = key.chief.secret.masked
    if len(masked) > 24:
        masked = masked[:12] + '…' + masked[-8:]
    if key.left:
        edge = f'<line class="end" x1="{end}" x2="{end}" y1="{middle - 9}" y2="{middle + 9}"/>'
    else:
        edge = f'<path class="stands" d="M{end} {middle - 8} l10 8 l-10 8 z"/>'
    return (
        f'<a href="#key-{number}"><title>{escape(_sentence(number, key))}</title>'
        f'<text x="0" y="{middle + 4}">{number}  {escape(masked)}</text>'
        f'<rect class="bar {kind}" x="{start}" y="{middle - 6}" width="{round(end - start, 1)}" height="12"/>{edge}</a>'
    )


def _sentence(number: int, key: 'Key') -> str:
    until = f'until {key.left}' if key.left else 'until today'
    return f'Key {number}, {key.chief.secret.masked}: from {key.date} {until}, {key.status}'


def _told(rows: 'Sequence[tuple[int, Key]]') -> str:
    return '. '.join(_sentence(number, key) for number, key in rows) + '.'


def _today(keys: 'Sequence[Key]') -> date:
    known = [(_day(key.date), key.age) for key in keys if key.age >= 0]
    ends = [day + timedelta(days=age) for day, age in known if day is not None]
    return max([*ends, *(day for key in keys for day in (_day(key.left), _day(key.date)) if day is not None)])


def _day(text: str) -> 'date | None':
    """The day, or None for what is none: an odd clock may have dated a commit."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
