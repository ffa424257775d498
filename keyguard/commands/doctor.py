"""``keyguard doctor``: is the hook really going to run, and what has to be done for that."""

import json
import os

from keyguard import git, places
from keyguard.catalogue import everything
from keyguard.commands import scan
from keyguard.commands.baseline.check import detectors
from keyguard.errors import BLOCKED, OK, USAGE, Fatal
from keyguard.install import checks
from keyguard.output import coloured, write
from keyguard.placeholder import without_keys
from keyguard.report.layout import Style, count, plain
from keyguard.settings import Settings, today

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

_MARKS = {checks.GOOD: ('32', 'ok  '), checks.WARNING: ('33', 'look'), checks.PROBLEM: ('1;31', 'BAD ')}


def run(args: 'Namespace') -> int:
    """Exit code 1 when something keeps the hook from running, 0 otherwise; 2 outside of a repository."""
    root = places.find(os.getcwd(), '')[0]
    if not root or git.ready(root):
        raise Fatal('this is no repository with a work tree: go to one, or make one with `git init`', USAGE)
    found = []
    try:
        settings = scan.settings(scan.options(args), root)
        known = detectors(settings)
    except Fatal as error:
        found.append(checks.Check(checks.PROBLEM, str(error), 'mend the file: the hook ends with 2 until then'))
        known = detectors(Settings())
    since = max(detector.since for provider in everything() for detector in provider.detectors)
    found += checks.every(root, since, today(), known)
    bad = sum(check.state == checks.PROBLEM for check in found)
    looks = sum(check.state == checks.WARNING for check in found)
    if args.format == 'json':
        told = [
            {'state': each.state, 'words': without_keys(each.words), 'way': without_keys(each.way)} for each in found
        ]
        write(json.dumps({'schema': 1, 'checks': told}, indent=2) + '\n')
    else:
        style = Style(coloured(args.color))
        for check in found:
            code, mark = _MARKS[check.state]
            write(f'{style(code, mark)}  {plain(without_keys(check.words))}\n')
            if check.way:
                write(f'        {plain(without_keys(check.way))}\n')
        verdict = 'the hook will run' if not bad else f'{count(bad, "problem")} to mend: the hook may not run'
        write(f'\n{verdict}{f", {looks} to look at" if looks else ""}\n')
    return BLOCKED if bad else OK
