"""``keyguard baseline check``: what is wrong with the entries, with an exit code for CI."""

import json

from keyguard.baseline import contents, decoded, health, opened
from keyguard.catalogue import known_ids
from keyguard.commands.baseline import common
from keyguard.commands.scan import name_unread
from keyguard.detect import unknown_format
from keyguard.errors import BLOCKED, INCOMPLETE, OK
from keyguard.excerpt import escaped
from keyguard.output import write
from keyguard.report.layout import plain
from keyguard.settings import today

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from keyguard.settings import Settings


def run(args: 'Namespace') -> int:
    """Exit code 0 for a sound baseline, 1 for one with problems, 3 where not every file could be looked at."""
    settings, target = common.existing(args)
    name = common.name(target, settings)
    data = contents(target)
    # a broken file is told before a long search
    opened(decoded(data, name), name)
    prints: set[str] | None = None
    unread: list[tuple[bytes, str]] = []
    if not args.no_scan:
        report = common.found(settings, [], args.history)
        unread = report.unread
        prints = {word for each in report.findings for word in (each.secret.fingerprint, each.secret.sha1)}
    entries, problems = health.examined(data, name, today(), detectors(settings), prints)
    problems = [problem for problem in problems if problem.kind not in args.ignore]
    name_unread(unread)
    if args.format == 'json':
        fields = ('kind', 'line', 'fingerprint', 'detector', 'path')
        told = [
            {**{field: getattr(problem, field) for field in fields}, 'message': problem.words} for problem in problems
        ]
        write(json.dumps({'schema': 1, 'baseline': name, 'entries': entries, 'problems': told}, indent=2) + '\n')
    else:
        for problem in problems:
            where = f' ({plain(problem.path)})' if problem.path else ''
            mark = problem.fingerprint or f'entry {problem.number}'
            write(f'{name}:{problem.line}: {problem.kind}: {escaped(mark)}{where}: {plain(problem.words)}\n')
        kinds = [kind for kind in health.KINDS if any(problem.kind == kind for problem in problems)]
        parts = [f'{sum(problem.kind == kind for problem in problems):,} {kind}' for kind in kinds]
        write(f'{name}: {common.entries(entries)}, {", ".join(parts) or "nothing wrong"}\n')
    if unread:
        return INCOMPLETE
    return BLOCKED if problems else OK


def detectors(settings: 'Settings') -> 'set[str]':
    """Every id that a detector may have, those of the configuration included."""
    ids = known_ids()
    for provider in settings.config.providers if settings.config else ():
        ids |= {unknown_format(provider).id, *(detector.id for detector in provider.detectors)}
    return ids
