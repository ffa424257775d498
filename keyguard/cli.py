"""DOOR 2: ``keyguard COMMAND``. Reads the command line, then imports the one command that was asked for."""

import argparse
import sys

from keyguard import options
from keyguard.baseline.health import KINDS
from keyguard.model import VERDICTS
from keyguard.options import Parser, Said

# what `keyguard init` can leave out: parts, and hooks but the first
WITHOUT = ('hooks', 'install', 'merge', 'ignore', 'agents', 'baseline', 'keyguard-push', 'keyguard-commit-msg')

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.options import Commands


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


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    whole = Parser(
        prog='keyguard',
        description='Finds the keys of LLM and AI providers, and takes them to a safe place.',
        epilog='exit codes: 0 nothing is blocked, 1 a key is blocked, 2 usage or configuration, '
        '3 something could not be looked at, 130 interrupted',
        allow_abbrev=False,
    )
    whole.add_argument('--version', action='store_true', help='the version, and the age of the catalogue')
    commands = whole.add_subparsers(dest='command', metavar='COMMAND')

    options.audit(commands)

    options.ci(commands)

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

    options.fix(commands)

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
        '--check',
        nargs='?',
        const='',
        metavar='FILE',
        help='try the providers of a configuration with fresh samples (default: .keyguard.yaml, found upwards)',
    )

    sample = commands.add_parser('sample', help='well-formed, dead keys to try the hook with', allow_abbrev=False)
    sample.add_argument('id', nargs='?', default='', metavar='PROVIDER', help='every kind of key of one provider')
    sample.add_argument('--seed', type=int, help='the same number gives the same keys')
    return whole


def _baseline(commands: 'Commands') -> None:
    baseline = commands.add_parser('baseline', help='accepted findings', allow_abbrev=False)
    actions = baseline.add_subparsers(dest='action', metavar='ACTION', required=True)
    shared = Parser(add_help=False, allow_abbrev=False)
    shared.add_argument('--baseline', default='', metavar='FILE', help='default: .keyguard.baseline.json')
    shared.add_argument('--config', default='', metavar='FILE', help='default: .keyguard.yaml, found upwards')
    judged = Parser(add_help=False, allow_abbrev=False)
    judged.add_argument('--until', default='', metavar='DATE', help='the acceptance ends after this day (2027-01-31)')
    judged.add_argument(
        '--verdict', choices=VERDICTS, default='false-positive', help='default: false-positive; real keeps blocking'
    )

    def action(name: str, help: str, *parents: Parser) -> Parser:
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
        '--message', action=Said, default='', metavar='FILE', help='the finding stands in this commit message'
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


def _guide(commands: 'Commands') -> None:
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


if __name__ == '__main__':
    raise SystemExit(main())
