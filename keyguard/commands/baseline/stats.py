"""``keyguard baseline stats``: what a baseline holds, in figures."""

import json
from collections import Counter

from keyguard.baseline import health, load
from keyguard.commands.baseline import common
from keyguard.errors import OK
from keyguard.output import write
from keyguard.placeholder import without_keys
from keyguard.report.layout import plain
from keyguard.settings import today

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

_SOON = 30
_ROWS = 10


def run(args: 'Namespace') -> int:
    """Print the figures; nothing is scanned."""
    settings, target = common.existing(args)
    name = common.name(target, settings)
    told = figures(load(target).entries, today())
    if args.format == 'json':
        write(json.dumps({'schema': 1, 'baseline': name, **told}, indent=2) + '\n')
        return OK
    lines = [f'{name}: {common.entries(told["entries"])}']
    for title, rows in (('verdict', told['verdicts']), ('kind of key', told['detectors']), ('by', told['by'])):
        lines += ['', f'  {title}']
        most = list(rows.items())[:_ROWS]
        lines += [f'    {number:>6,}  {plain(word) or "(nobody named)"}' for word, number in most]
        if len(rows) > _ROWS:
            lines.append(f'            and {len(rows) - _ROWS:,} more; --format json lists every one')
    lines += ['', '  end of the acceptance']
    for word in ('without_end', 'later', 'within_30_days', 'expired'):
        lines.append(f'    {told["until"][word]:>6,}  {word.replace("_", " ")}')
    lines += ['', f'  {told["unreviewed"]:,} without a reason that somebody gave']
    write('\n'.join(lines) + '\n')
    return OK


def figures(entries: 'list[dict[str, Any]]', today: str) -> 'dict[str, Any]':
    """How many entries there are of each kind, the most frequent first."""
    from datetime import date, timedelta

    soon = (date.fromisoformat(today) + timedelta(days=_SOON)).isoformat()
    until = dict.fromkeys(('without_end', 'later', 'within_30_days', 'expired'), 0)
    for entry in entries:
        end = entry.get('until')
        until[
            'without_end' if not end else 'expired' if end < today else 'within_30_days' if end <= soon else 'later'
        ] += 1
    return {
        'entries': len(entries),
        'verdicts': _counted(entry['verdict'] for entry in entries),
        'detectors': _counted(entry['detector'] for entry in entries),
        'by': _counted(str(entry.get('by') or '') for entry in entries),
        'until': until,
        'unreviewed': sum(map(health.unreviewed, entries)),
    }


def _counted(words: 'Any') -> 'dict[str, int]':
    counted = Counter(map(without_keys, words))
    return dict(sorted(counted.items(), key=lambda each: (-each[1], each[0])))
