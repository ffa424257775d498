"""``keyguard baseline prune``: entries go whose key is no longer there."""

from keyguard.baseline import Baseline, key_of, load, writing
from keyguard.commands.baseline import common
from keyguard.errors import INCOMPLETE, OK
from keyguard.excerpt import shown
from keyguard.output import complain, write
from keyguard.placeholder import without_keys
from keyguard.report.layout import count, plain

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
    for path, why in report.unread:
        complain(f'keyguard: {shown(path)}: not looked at: {why}')
    gone = [entry for entry in before.entries if entry['fingerprint'] not in prints]
    kept_real = [entry for entry in gone if entry['verdict'] == 'real'] if not args.history else []
    # a commit that could not be read may hold any of them
    unsure = [entry for entry in gone if args.history or _outer(entry) in unread] if unread else []
    gone = [entry for entry in gone if entry not in kept_real and entry not in unsure]
    for entry in gone:
        write(f'{"would drop" if args.dry_run else "dropped"}: {line(entry)}\n')
    for entry in kept_real:
        write(f'kept, a known leak that may be in the history (--history looks there): {line(entry)}\n')
    for entry in unsure:
        write(f'kept, not everything could be looked at: {line(entry)}\n')
    keys = {key_of(entry) for entry in gone}
    if gone and not args.dry_run:
        writing.update(target, lambda kept: _drop(kept, keys))
    left = len(before.entries) - len(gone)
    name = common.name(target, settings)
    write(f'{name}: {count(len(gone), "key")} no longer there, {left:,} of {len(before.entries):,} entries stay\n')
    return INCOMPLETE if report.unread else OK


def _drop(kept: Baseline, keys: 'set[tuple[str, str]]') -> None:
    kept.drop(keys)


def _outer(entry: 'dict[str, Any]') -> str:
    return str(entry.get('path') or '').partition('!')[0]


def line(entry: 'dict[str, Any]') -> str:
    """An entry for people, on one line."""
    text = f'{entry["fingerprint"]}  {entry["detector"]}  {entry["verdict"]}: {entry["reason"]}'
    where = entry.get('path')
    return plain(without_keys(text + (f'  ({where})' if where else '')))
