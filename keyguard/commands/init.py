"""``keyguard init``: what a repository needs so that its commits and pushes are looked at. Shows it, asks, does it."""

import os
import sys
from argparse import Namespace

from keyguard import git, places
from keyguard.commands.baseline import common, create
from keyguard.errors import OK, USAGE, Fatal
from keyguard.install import agents, parts, precommit
from keyguard.model import VERDICTS
from keyguard.output import write
from keyguard.remedies.steps import quoted
from keyguard.report.layout import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from keyguard.install.parts import Change


def run(args: 'Namespace') -> int:
    """Exit code 0 when it is done, or was done before; 2 when nobody can be asked."""
    folder = os.getcwd()
    root = places.find(folder, '')[0]
    if not root or git.ready(folder):
        raise Fatal('this is no repository with a work tree: go to one, or make one with `git init`', USAGE)
    notes: list[str] = []
    changes = _changes(root, args, notes)
    for number, change in enumerate(changes, 1):
        write(f'{number}. {change.what}\n{change.shown}\n\n')
    if not changes:
        write('Nothing to do: the hooks are there. `keyguard doctor` looks whether they will run.\n')
    elif not args.dry_run:
        if not args.yes and not _agreed(
            f'Make {"this change" if len(changes) == 1 else f"these {len(changes)} changes"}'
        ):
            write('Nothing was changed.\n')
            return OK
        _do(changes, root)
    if 'install' not in args.without:
        notes.append(parts.by_hand(root, _ids(args)))
    for note in filter(None, notes):
        write(f'\n{note}\n')
    if 'baseline' not in args.without and not args.dry_run:
        _baseline(folder, args)
    return OK


def _do(changes: 'list[Change]', root: str) -> None:
    for change in changes:
        change.do()
    files = ' '.join(
        quoted(os.fsencode(os.path.relpath(os.path.join(root, each.file)))) for each in changes if each.file
    )
    write(f'Done: {count(len(changes), "change")}.' + (f' Commit them:  git add -- {files}' if files else '') + '\n')
    write('`keyguard doctor` looks whether the hooks will run, here and for others.\n')


def _ids(args: 'Namespace') -> 'list[str]':
    return [id for id in precommit.STAGES if id not in args.without] if 'hooks' not in args.without else []


def _changes(root: str, args: 'Namespace', notes: 'list[str]') -> 'list[Change]':
    """What there is to do. What a person has to do is told in ``notes``."""
    repo, rev = (args.repo, args.rev) if args.repo else parts.source()
    found = []
    if 'hooks' not in args.without:
        found.append(parts.hooks(root, _ids(args), repo, rev))
    if 'install' not in args.without:
        found.append(parts.install(root, _ids(args)))
    if args.exact_push:
        found.append(_or_told(notes, parts.exact_push, root))
    if 'merge' not in args.without:
        found += parts.merge(root)
    if 'ignore' not in args.without:
        found.append(parts.ignore(root))
    if 'agents' not in args.without:
        found += [_or_told(notes, parts.agent, root, agent) for agent in agents.here(root)]
    return [change for change in found if change]


def _or_told(notes: 'list[str]', part: 'Callable[..., Change | None]', *words: object) -> 'Change | None':
    """What a part makes; the reason why it cannot is told, and the other parts go on."""
    try:
        return part(*words)
    except Fatal as error:
        notes.append(str(error))
        return None


def _baseline(folder: str, args: 'Namespace') -> None:
    """Offer a first baseline where there is none and something to accept. Only a person at a terminal accepts."""
    if places.find(folder, places.BASELINE)[1]:
        return
    words = Namespace(
        **dict.fromkeys(('baseline', 'config', 'reason', 'until'), ''),
        **dict.fromkeys(('dry_run', 'including_likely_keys'), False),
        paths=[],
        verdict=VERDICTS[0],
    )
    blocked = common.found(common.prepared(words, judging=True)[0], [], quiet=True).blocked
    keys, files = len({each.secret for each in blocked}), len({each.path for each in blocked})
    if not keys:
        return
    write(f'\nThe files of today hold {count(keys, "key")} in {count(files, "file")} that nobody has accepted.\n')
    if args.yes or not _terminal() or not _agreed('Accept now what is no leak, for one reason (likely keys stay)'):
        write(
            '  keyguard audit              shows them; `--history` all that ever were\n'
            '  keyguard baseline create    accepts what is no leak, for one reason\n'
        )
    else:
        create.run(words)


def _terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _agreed(question: str) -> bool:
    if not _terminal():
        raise Fatal('nobody can be asked here: --yes does it, --dry-run only shows it', USAGE)
    write(f'{question}? [y/N] ')
    return sys.stdin.readline().strip().lower() in ('y', 'yes')
