"""``keyguard audit``: every file of a work tree, or a commit message."""

import os

from keyguard import places
from keyguard.commands import scan
from keyguard.errors import Fatal
from keyguard.model import Report
from keyguard.pipeline import run as scan_blobs
from keyguard.sources import files as source
from keyguard.sources import message, tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from keyguard.model import Blob
    from keyguard.settings import Settings


def run(args: 'Namespace') -> int:
    """Scan and report; the exit code."""
    options = scan.Options()
    for name in ('baseline', 'color', 'config', 'format', 'inline', 'min_confidence', 'only', 'output', 'quiet'):
        setattr(options, name, getattr(args, name))
    options.show_accepted, options.skip = args.show_accepted, args.skip
    settings = scan.settings(options)
    report = Report()
    if args.message:
        if args.paths:
            raise Fatal('--message takes one file and no further paths')
        scan_blobs([message.read(args.message)], settings, report)
        return scan.conclude(report, settings, options, 'commit blocked, a key in its message')
    scan_blobs(blobs(args.paths, settings, report), settings, report)
    return scan.conclude(report, settings, options, 'keys found')


def blobs(paths: 'list[str]', settings: 'Settings', report: Report) -> 'Iterator[Blob]':
    """The files below the paths, or of the whole repository, as blobs; what is excluded is counted in ``report``."""
    folder, root = settings.folder, settings.root
    names = tree.names(folder, paths, root) if paths else tree.names(folder, [root or '.'], root)
    for name in names:
        path = places.shown(name, os.fsencode(folder), os.fsencode(root))
        if settings.excludes(path):
            report.excluded += 1
        else:
            yield source.read(name, path)
