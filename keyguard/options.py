"""The options of the commands that look for keys: what to look at, what to leave out, how to tell it."""

import argparse

from keyguard.kinds import CONFIDENCES
from keyguard.report.formats import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    Commands = argparse._SubParsersAction['Parser']


class Said(argparse.Action):
    """Takes a word that has to say something: in a script it may come from a variable that is empty."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: object, option: object = None
    ) -> None:
        if not str(values).strip():
            parser.error(f'argument {option}: it is empty')
        setattr(namespace, self.dest, values)


class Parser(argparse.ArgumentParser):
    """argparse repeats what was typed, and that can be a key."""

    def error(self, message: str) -> 'NoReturn':
        from keyguard.placeholder import without_keys

        super().error(without_keys(message))


def audit(commands: 'Commands') -> None:
    """``keyguard audit``."""
    audit = commands.add_parser(
        'audit',
        parents=[_common()],
        help='look at a whole repository, with its history if you like',
        description='Looks at every file that git lists, and at untracked files that it does not ignore; or at what '
        'one of the options below names.',
        allow_abbrev=False,
    )
    audit.add_argument(
        'paths', nargs='*', metavar='PATH', help='files, folders, repositories (default: the whole repository)'
    )
    source = audit.add_argument_group('what to look at')
    source.add_argument('--no-ignore', action='store_true', help='files that git ignores too')
    source.add_argument(
        '--submodules',
        action='store_true',
        help='submodules and other repositories within, too, as far as they are there',
    )
    source.add_argument('--staged', action='store_true', help='what the next commit would hold')
    source.add_argument(
        '--range', action=Said, default='', metavar='A..B', help='what the commits of a range brought, or one commit'
    )
    source.add_argument(
        '--since', action=Said, default='', metavar='DATE', help='only commits after this day (2027-01-31)'
    )
    source.add_argument('--history', action='store_true', help='everything that any branch, tag or stash reaches')
    source.add_argument('--unreachable', action='store_true', help='with --history: also what no ref reaches any more')
    source.add_argument(
        '--push',
        action='store_true',
        help="what a push would bring: as git's pre-push hook, under pre-commit, or by hand",
    )
    source.add_argument(
        '--receive', action='store_true', help="what a push brings, on the side that receives: git's pre-receive hook"
    )
    source.add_argument('--stdin', action='store_true', help='standard input')
    source.add_argument('--name', default='', metavar='NAME', help='what standard input is called in the report')
    source.add_argument('--message', default='', metavar='FILE', help='the file of a commit message')
    source.add_argument(
        '--repos',
        action=Said,
        default='',
        metavar='FILE',
        help='many repositories: one path a line (-: standard input); with any of the above but pushes and texts',
    )
    _report(audit, 'text')
    run = audit.add_argument_group('the run')
    run.add_argument('--jobs', type=int, default=0, metavar='N', help='processes that scan (default: the cores)')
    run.add_argument(
        '--scheduler',
        action=Said,
        default='',
        metavar='ADDRESS',
        help='give repositories to a Dask cluster (tcp://host:8786)',
    )
    run.add_argument(
        '--cache',
        action=Said,
        default='',
        metavar='FILE',
        help='do not look again at blobs of a history that were clean',
    )


def ci(commands: 'Commands') -> None:
    """``keyguard ci``: an audit whose sources the host tells."""
    ci = commands.add_parser(
        'ci',
        parents=[_common()],
        help='look at the commits that a CI job is about',
        description='Tells from the variables of GitHub Actions, GitLab CI, CircleCI, Azure Pipelines, Bitbucket, '
        'Jenkins and Buildkite which commits a job is about, and looks at those; at the whole tree where that '
        'cannot be told.',
        allow_abbrev=False,
    )
    ci.add_argument('--base', default='', metavar='COMMIT', help='the commit before the first one to look at')
    ci.add_argument('--jobs', type=int, default=0, metavar='N', help='processes that scan (default: the cores)')
    _report(ci, '')
    nothing = dict.fromkeys(('cache', 'message', 'name', 'range', 'repos', 'scheduler', 'since'), '')
    without = dict.fromkeys(
        ('history', 'no_ignore', 'push', 'receive', 'staged', 'stdin', 'submodules', 'unreachable'), False
    )
    ci.set_defaults(paths=[], **nothing, **without)


def _report(parser: Parser, format: str) -> None:
    report = parser.add_argument_group('the report')
    known = f'default: {format or "the one that the host shows beside the code, else text"}'
    report.add_argument('--format', choices=tuple(FORMATS), default=format, help=known)
    report.add_argument('--output', default='', metavar='FILE', help='write the report to a file (-: standard output)')
    report.add_argument(
        '--also', action='append', default=[], metavar='FORMAT=FILE', help='write it in another format too'
    )
    report.add_argument('--max-age', type=int, default=0, metavar='DAYS', help='mark keys that are older')
    report.add_argument('--authors', action='store_true', help='name who committed the keys')


def fix(commands: 'Commands') -> None:
    """``keyguard fix``."""
    fix = commands.add_parser(
        'fix',
        parents=[_common()],
        help='take keys out of files, and put them where they may live',
        description='Shows how the files would read without their keys, and where the keys would go. With --write it '
        'does that. A key that was pushed is not kept: it has to be revoked.',
        allow_abbrev=False,
    )
    fix.add_argument('paths', nargs='*', metavar='PATH', help='files, folders (default: the whole repository)')
    fix.add_argument('--write', action='store_true', help='do it')
    fix.add_argument('--store', default='', metavar='NAME', help='a store that takes the keys (default: the file .env)')
    fix.add_argument('--undo', action='store_true', help='put back what the last --write changed')
    fix.add_argument('--format', choices=('text', 'json'), default='text', help='default: text')


def _common() -> Parser:
    common = Parser(add_help=False, allow_abbrev=False)
    common.add_argument('--config', default='', metavar='FILE', help='default: .keyguard.yaml, found upwards')
    common.add_argument(
        '--baseline', default='', metavar='FILE', help='default: .keyguard.baseline.json, found upwards'
    )
    common.add_argument('--only', action='append', default=[], metavar='ID', help='only this provider or detector')
    common.add_argument('--skip', action='append', default=[], metavar='ID', help='all but this provider or detector')
    common.add_argument('--min-confidence', choices=CONFIDENCES, default='', help='leave out what is less sure')
    common.add_argument(
        '--no-inline', dest='inline', action='store_false', help='ignore comments that accept a finding'
    )
    common.add_argument('--show-accepted', action='store_true', help='list what was accepted, and why')
    common.add_argument('--color', choices=('auto', 'always', 'never'), default='auto')
    common.add_argument('--quiet', action='store_true', help='say nothing when nothing is blocked')
    return common
