"""``keyguard init``: what a repository needs so that its commits and pushes are looked at. Shows it, asks, does it."""

import os
import sys

from keyguard import git, places
from keyguard.errors import OK, USAGE, Fatal
from keyguard.install import parts, precommit
from keyguard.output import write
from keyguard.report.layout import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from keyguard.install.parts import Change


def run(args: 'Namespace') -> int:
    """Exit code 0 when it is done, or was done before; 2 when nobody can be asked."""
    folder = os.getcwd()
    root = places.find(folder, '')[0]
    if not root or git.ready(folder):
        raise Fatal('this is no repository with a work tree: go to one, or make one with `git init`', USAGE)
    changes = _changes(root, args)
    if not changes:
        write('Nothing to do: the hooks are there. `keyguard doctor` looks whether they will run.\n')
        return OK
    for number, change in enumerate(changes, 1):
        write(f'{number}. {change.what}\n{change.shown}\n\n')
    if args.dry_run:
        return OK
    if not args.yes and not _agreed(len(changes)):
        write('Nothing was changed.\n')
        return OK
    for change in changes:
        change.do()
    files = ' '.join(change.file for change in changes if change.file)
    write(f'Done: {count(len(changes), "change")}.' + (f' Commit them:  git add -- {files}' if files else '') + '\n')
    write(
        'Then:\n'
        '  keyguard audit              the keys that are in the files today; `--history` for all that ever were\n'
        '  keyguard baseline create    accepts what is no leak, for one reason\n'
        '  keyguard doctor             looks whether the hooks will run, here and for others\n'
    )
    return OK


def _changes(root: str, args: 'Namespace') -> 'list[Change]':
    ids = [id for id in precommit.STAGES if id not in args.without]
    repo, rev = (args.repo, args.rev) if args.repo else parts.source()
    found = []
    if 'hooks' not in args.without:
        found.append(parts.hooks(root, ids, repo, rev))
    if 'install' not in args.without:
        found.append(parts.install(root, ids))
    if 'merge' not in args.without:
        found += parts.merge(root)
    if 'ignore' not in args.without:
        found.append(parts.ignore(root))
    return [change for change in found if change]


def _agreed(changes: int) -> bool:
    if sys.stdin is None or not sys.stdin.isatty():
        raise Fatal('nobody can be asked here: --yes does it, --dry-run only shows it', USAGE)
    write(f'Make {"this change" if changes == 1 else f"these {changes} changes"}? [y/N] ')
    return sys.stdin.readline().strip().lower() in ('y', 'yes')
