"""DOOR 2: ``keyguard COMMAND``. Reads the command line, then imports the one command that was asked for."""

import argparse
import sys

from keyguard.baseline.health import KINDS
from keyguard.kinds import CONFIDENCES
from keyguard.model import VERDICTS
from keyguard.report.formats import FORMATS

# what `keyguard init` can leave out: parts, and hooks but the first
WITHOUT = ('hooks', 'install', 'merge', 'ignore', 'agents', 'baseline', 'keyguard-push', 'keyguard-commit-msg')

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn


def main(argv: 'Sequence[str] | None' = None) -> int:
    """The exit code of a command."""
    try:
        return _main(argv)
    except BaseException as error:  # noqa: BLE001 (whatever ends the run gets its exit code there)
        from keyguard.crash import code_for

        return code_for(error)


def _main(argv: 'Sequence[str] | None') -> int:
    args = parser().parse_args(argv)
    command = args.command
    if args.version:
        from keyguard.commands.version import line
        from keyguard.output import write

        write(line())
        return 0
    if command is None:
        parser().print_help(sys.stderr)
        return 2
    from importlib import import_module

    return int(import_module(f'keyguard.commands.{command.replace("-", "_")}').run(args))


class _Said(argparse.Action):
    """Takes a word that has to say something: in a script it may come from a variable that is empty."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: object, option: object = None
    ) -> None:
        if not str(values).strip():
            parser.error(f'argument {option}: it is empty')
        setattr(namespace, self.dest, values)


class _Parser(argparse.ArgumentParser):
    """argparse repeats what was typed, and that can be a key."""

    def error(self, message: str) -> 'NoReturn':
        from keyguard.placeholder import without_keys

        super().error(without_keys(message))


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    whole = _Parser(
        prog='keyguard',
        description='Finds the keys of LLM and AI providers, and takes them to a safe place.',
        epilog='exit codes: 0 nothing is blocked, 1 a key is blocked, 2 usage or configuration, '
        '3 something could not be looked at, 130 interrupted',
        allow_abbrev=False,
    )
    whole.add_argument('--version', action='store_true', help='the version, and the age of the catalogue')
    commands = whole.add_subparsers(dest='command', metavar='COMMAND')

    _audit(commands)

    _ci(commands)

    agent = commands.add_parser(
        'agent-hook',
        help='stop a coding agent that is about to write, run or send a key',
        description='Reads on standard input what Claude Code, Codex, Cursor, Gemini CLI, GitHub Copilot, VS Code or '
        'Windsurf tell their hooks, and answers in their form. Exit code 2 stops the agent.',
        allow_abbrev=False,
    )
    agent.add_argument('--config', default='', metavar='FILE', help='default: .keyguard.yaml, found upwards')
    agent.add_argument('--baseline', default='', metavar='FILE', help='default: .keyguard.baseline.json, found upwards')

    _baseline(commands)

    _fix(commands)

    _guide(commands)

    init = commands.add_parser(
        'init',
        help='put the hooks, those of coding agents, the merge driver and the ignored files into a repository',
        description='Shows what a repository needs so that its commits and pushes are looked at, asks, and does it.',
        allow_abbrev=False,
    )
    init.add_argument('--yes', action='store_true', help='do it without asking')
    init.add_argument('--dry-run', action='store_true', help='only show it')
    init.add_argument('--repo', default='', metavar='URL', help='where pre-commit gets keyguard from')
    init.add_argument('--rev', default='', metavar='REV', help='its tag or commit there')
    init.add_argument(
        '--exact-push',
        action='store_true',
        help="a pre-push hook of git's own too: it is told exactly what is pushed, and pre-commit's the first branch",
    )
    init.add_argument(
        '--without',
        action='append',
        default=[],
        choices=WITHOUT,
        metavar='PART',
        help=f'leave out one of {", ".join(WITHOUT)}',
    )

    doctor = commands.add_parser(
        'doctor', help='is the hook really going to run? what to do for that', allow_abbrev=False
    )
    doctor.add_argument('--config', default='', metavar='FILE', help='default: .keyguard.yaml, found upwards')
    doctor.add_argument(
        '--baseline', default='', metavar='FILE', help='default: .keyguard.baseline.json, found upwards'
    )
    doctor.add_argument('--format', choices=('text', 'json'), default='text')
    doctor.add_argument('--color', choices=('auto', 'always', 'never'), default='auto')

    providers = commands.add_parser(
        'providers', help='what is covered, and how each kind of key is told', allow_abbrev=False
    )
    providers.add_argument('id', nargs='?', default='', metavar='ID', help='everything about one provider')
    providers.add_argument(
        '--check', default='', metavar='FILE', help='try the providers of this configuration with fresh samples'
    )

    sample = commands.add_parser('sample', help='well-formed, dead keys to try the hook with', allow_abbrev=False)
    sample.add_argument('id', nargs='?', default='', metavar='PROVIDER', help='every kind of key of one provider')
    sample.add_argument('--seed', type=int, help='the same number gives the same keys')
    return whole


def _baseline(commands: 'argparse._SubParsersAction[_Parser]') -> None:
    baseline = commands.add_parser('baseline', help='accepted findings', allow_abbrev=False)
    actions = baseline.add_subparsers(dest='action', metavar='ACTION', required=True)
    shared = _Parser(add_help=False, allow_abbrev=False)
    shared.add_argument('--baseline', default='', metavar='FILE', help='default: .keyguard.baseline.json')
    shared.add_argument('--config', default='', metavar='FILE', help='default: .keyguard.yaml, found upwards')
    judged = _Parser(add_help=False, allow_abbrev=False)
    judged.add_argument('--until', default='', metavar='DATE', help='the acceptance ends after this day (2027-01-31)')
    judged.add_argument(
        '--verdict', choices=VERDICTS, default='false-positive', help='default: false-positive; real keeps blocking'
    )

    def action(name: str, help: str, *parents: _Parser) -> _Parser:
        return actions.add_parser(
            name,
            parents=[shared, *parents],
            help=help,
            description=help[:1].upper() + help[1:] + '.',
            allow_abbrev=False,
        )

    accept = action('accept', 'accept findings, with a reason', judged)
    accept.add_argument('findings', nargs='+', metavar='FINGERPRINT|PATH:LINE', help='findings, as a report names them')
    accept.add_argument('--reason', required=True, help='why it is no leak')
    accept.add_argument(
        '--message', action=_Said, default='', metavar='FILE', help='the finding stands in this commit message'
    )

    create = action('create', 'accept what is there today, likely keys left out', judged)
    create.add_argument('paths', nargs='*', metavar='PATH', help='files, folders (default: the whole repository)')
    create.add_argument('--reason', default='', help='one reason for all; asked for when left out')
    create.add_argument(
        '--including-likely-keys', action='store_true', help='record likely keys too, as real: they keep blocking'
    )
    create.add_argument('--dry-run', action='store_true', help='show it and write nothing')

    check = action('check', 'tell what is wrong with the entries: exit code 1 for problems')
    check.add_argument(
        '--ignore', action='append', default=[], choices=KINDS, metavar='KIND', help=f'one of {", ".join(KINDS)}'
    )
    check.add_argument('--history', action='store_true', help='stale is only what no commit has either')
    check.add_argument('--no-scan', action='store_true', help='look at the baseline alone: nothing is stale')
    check.add_argument('--format', choices=('text', 'json'), default='text')

    prune = action('prune', 'drop entries whose key is no longer in the work tree')
    prune.add_argument('--history', action='store_true', help='drop only what no commit has either')
    prune.add_argument('--dry-run', action='store_true', help='show it and write nothing')

    merge = action('merge', "join two sides, as git's merge driver; with --repair mend a file with conflict markers")
    merge.add_argument('files', nargs='*', metavar='FILE', help='%%O %%A %%B, as git calls it; with --repair the file')
    merge.add_argument('--repair', action='store_true', help='join what stands between conflict markers, mend commas')

    review = action('review', 'look at new findings and unexplained entries, one at a time')
    review.add_argument('--all', action='store_true', help='at entries with a reason too')
    review.add_argument(
        '--answers', default='', metavar='FILE', help='a line each: FINGERPRINT VERDICT [until=DATE] REASON'
    )

    take = action('import', 'take over what other scanners accept: detect-secrets, gitleaks, betterleaks, kingfisher')
    take.add_argument('file', metavar='FILE', help='a baseline, an ignore file, or a JSON report that served as one')
    take.add_argument('--history', action='store_true', help='look for the keys in all commits too')
    take.add_argument(
        '--all', action='store_true', help='also digests of detect-secrets for which no key is found today'
    )

    export = action('export', 'write what is accepted as a baseline that detect-secrets loads, keeps and audits')
    export.add_argument('--output', default='', metavar='FILE', help='default: standard output')
    export.add_argument('--plugin', default='', metavar='FILE', help='where detect-secrets finds the keyguard plugin')

    stats = action('stats', 'what the baseline holds, in figures')
    stats.add_argument('--format', choices=('text', 'json'), default='text')


def _audit(commands: 'argparse._SubParsersAction[_Parser]') -> None:
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
        '--range', action=_Said, default='', metavar='A..B', help='what the commits of a range brought, or one commit'
    )
    source.add_argument(
        '--since', action=_Said, default='', metavar='DATE', help='only commits after this day (2027-01-31)'
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
        action=_Said,
        default='',
        metavar='FILE',
        help='many repositories: one path a line; with any of the above',
    )
    _report(audit, 'text')
    run = audit.add_argument_group('the run')
    run.add_argument('--jobs', type=int, default=0, metavar='N', help='processes that scan (default: the cores)')
    run.add_argument(
        '--scheduler',
        action=_Said,
        default='',
        metavar='ADDRESS',
        help='give repositories to a Dask cluster (tcp://host:8786)',
    )
    run.add_argument(
        '--cache',
        action=_Said,
        default='',
        metavar='FILE',
        help='do not look again at blobs of a history that were clean',
    )


def _guide(commands: 'argparse._SubParsersAction[_Parser]') -> None:
    guide = commands.add_parser(
        'guide',
        help='what to do with a leaked key, and where the next one lives',
        description='Shows a page about a provider, a store, a practice, or the keys of this repository (leak). '
        'Without a word it lists all of them.',
        allow_abbrev=False,
    )
    guide.add_argument('topic', nargs='*', metavar='WORD', help='openai, vault, rotation, leak …')
    guide.add_argument('--store', default='', metavar='NAME', help='the commands of this place for keys')
    guide.add_argument('--language', default='', metavar='NAME', help='default: what the repository is written in')
    guide.add_argument('--format', choices=('text', 'markdown', 'json'), default='text', help='default: text')
    guide.add_argument('--output', default='', metavar='FILE', help='write the page to a file')
    guide.add_argument('--config', default='', metavar='FILE', help='default: .keyguard.yaml, found upwards')
    guide.add_argument('--color', choices=('auto', 'always', 'never'), default='auto')


def _ci(commands: 'argparse._SubParsersAction[_Parser]') -> None:
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


def _report(parser: _Parser, format: str) -> None:
    report = parser.add_argument_group('the report')
    known = f'default: {format or "the one that the host shows beside the code, else text"}'
    report.add_argument('--format', choices=tuple(FORMATS), default=format, help=known)
    report.add_argument('--output', default='', metavar='FILE', help='write the report to a file (-: standard output)')
    report.add_argument(
        '--also', action='append', default=[], metavar='FORMAT=FILE', help='write it in another format too'
    )
    report.add_argument('--max-age', type=int, default=0, metavar='DAYS', help='mark keys that are older')
    report.add_argument('--authors', action='store_true', help='name who committed the keys')


def _fix(commands: 'argparse._SubParsersAction[_Parser]') -> None:
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


def _common() -> _Parser:
    common = _Parser(add_help=False, allow_abbrev=False)
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


if __name__ == '__main__':
    raise SystemExit(main())
