"""``keyguard baseline merge``: git's merge driver for baselines, and ``--repair`` for one that was merged without it.

.gitattributes:  .keyguard.baseline.json merge=keyguard
git config merge.keyguard.driver 'keyguard baseline merge %O %A %B'
"""

import os

from keyguard import git
from keyguard.baseline import Baseline, key_of, merging, writing
from keyguard.commands.baseline import common
from keyguard.errors import BLOCKED, OK, USAGE, Fatal
from keyguard.output import complain, write
from keyguard.report.layout import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run(args: 'Namespace') -> int:
    """As a driver: 0 when ``ours`` now holds the merge, 1 when it holds git's own, with conflict markers."""
    if args.repair:
        return _repair(args)
    if len(args.files) not in (3, 4):
        raise Fatal('merge takes the three files of a merge (%O %A %B), as git calls it, or --repair', USAGE)
    base, ours, theirs = args.files[:3]
    name = args.files[3] if len(args.files) > 3 else 'the baseline'
    try:
        first = merging.side(_read(ours), f'{name} (our side)')
        second = merging.side(_read(theirs), f'{name} (their side)')
    except Fatal as error:
        complain(f'keyguard: {error}')
        complain('keyguard: so git merges it line by line; `keyguard baseline merge --repair` helps with conflicts')
        return _line_by_line(base, ours, theirs)
    try:
        before = merging.side(_read(base), f'{name} (the common base)')
    except Fatal:
        # nothing is dropped then that one side still has
        before = merging.side(b'', name)
    whole, words = merging.merged(before, first, second)
    for word in words:
        complain(f'keyguard: {plain(name)}: {plain(word)}')
    writing.save(whole, ours)
    return OK


def _line_by_line(base: str, ours: str, theirs: str) -> int:
    """What git does without a driver."""
    labels = ['-L', 'ours', '-L', 'base', '-L', 'theirs']
    code, _, words = git.ask(os.getcwd(), 'merge-file', '-q', *labels, ours, base, theirs)
    if code > 127:
        complain(f'keyguard: git merge-file failed: {words}')
    return BLOCKED if code else OK


def _repair(args: 'Namespace') -> int:
    if len(args.files) > 1:
        raise Fatal('--repair takes one file, by default the baseline', USAGE)
    if args.files:
        args.baseline = args.files[0]
    settings, target = common.existing(args)
    name = common.name(target, settings)
    whole, words = merging.repaired(_read(target), name)
    sides = _sides(target)
    # without a mark in it the file is ours as it was, where git could not start the driver, or the work of a person
    if sides is not None and (words or whole.dump() == sides[1].dump()):
        # git still has both sides and what they came from, so what one of them dropped stays dropped
        joined, told = merging.merged(*sides)
        seen = {key for side in sides for key in map(key_of, side.entries)}
        for entry in whole.entries:
            if key_of(entry) not in seen:
                joined.add(entry)
        if words or joined.dump() != whole.dump():
            whole, words = joined, [*(words[:1] or ['both sides of the merge joined']), *told]
    if not words:
        write(f'{name}: nothing to repair\n')
        return OK
    writing.save(whole, target)
    for word in words:
        write(f'{name}: {plain(word)}\n')
    have = common.entries(len(whole.entries))
    write(common.stage(target, settings, f'{have}. Look at them, then') or f'{have}.\n')
    return OK


def _sides(target: str) -> 'tuple[Baseline, Baseline, Baseline] | None':
    """Base, ours and theirs of an unfinished merge, as the index has them; None without one, or where one is broken."""
    folder, file = os.path.split(os.path.realpath(target))
    found = []
    for stage in (1, 2, 3):
        code, data, _ = git.ask(folder, 'cat-file', 'blob', f':{stage}:./{file}')
        if code and stage > 1:
            return None
        try:
            found.append(merging.side(b'' if code else data, file))
        except Fatal:
            return None
    base, ours, theirs = found
    return base, ours, theirs


def _read(path: str) -> bytes:
    try:
        with open(path, 'rb') as file:
            return file.read()
    except OSError as error:
        raise Fatal(f'{path}: cannot be read ({(error.strerror or "").lower()})') from None
