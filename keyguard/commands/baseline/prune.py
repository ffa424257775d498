"""``keyguard baseline prune``: entries go whose key is no longer there."""

from keyguard.baseline import health, key_of, load, writing
from keyguard.commands.baseline import common
from keyguard.commands.scan import name_unread
from keyguard.errors import INCOMPLETE, OK
from keyguard.excerpt import shown
from keyguard.output import write
from keyguard.placeholder import without_keys
from keyguard.report.layout import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any


def run(args: 'Namespace') -> int:
    """Drop what no longer stands in the work tree, or with ``--history`` in no commit either, and show it.

    A known leak stays until no commit has it. What stands in a file that could not be read stays too; then the exit
    code is 3.
    """
    settings, target = common.existing(args)
    before = load(target)
    report = common.found(settings, [], args.history)
    prints = {word for each in report.findings for word in (each.secret.fingerprint, each.secret.sha1)}
    unread = {shown(path).partition('!')[0] for path, _ in report.unread}
    name_unread(report.unread)
    gone = set()
    for key, entry in before.strictest().items():
        if entry['fingerprint'] in prints:
            continue
        if entry['verdict'] == 'real' and not args.history:
            what = 'kept, a known leak that may be in the history (--history looks there)'
        elif unread and (args.history or _outer(entry) in unread):
            # a commit that could not be read may hold any of them
            what = 'kept, not everything could be looked at'
        else:
            what = 'would drop' if args.dry_run else 'dropped'
            gone.add(key)
        write(f'{what}: {line(entry)}\n')
    if gone and not args.dry_run:
        writing.update(target, lambda kept: kept.drop(gone))
    whole = len(before.entries)
    left = sum(key_of(entry) not in gone for entry in before.entries)
    name = common.name(target, settings)
    write(f'{name}: {common.entries(whole - left)} without a key, {left:,} of {whole:,} stay\n')
    return INCOMPLETE if report.unread else OK


def _outer(entry: 'dict[str, Any]') -> str:
    return str(entry.get('path') or '').partition('!')[0]


def line(entry: 'dict[str, Any]') -> str:
    """An entry for people, on one line."""
    text = f'{entry["detector"]}  {entry["verdict"]}: {entry["reason"]}'
    where = entry.get('path')
    return plain(f'{health.print_of(entry)}  {without_keys(text + (f"  ({where})" if where else ""))}')
