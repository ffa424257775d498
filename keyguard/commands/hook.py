"""The real path behind ``keyguard-hook``: the files that the door could not call clean."""

import os

from keyguard import places
from keyguard.commands import scan
from keyguard.errors import OK
from keyguard.model import Report
from keyguard.output import write
from keyguard.pipeline import run as scan_blobs
from keyguard.sources import files as source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyguard.model import Blob
    from keyguard.settings import Settings

# a commit waits for this; `keyguard audit` reads sixteen times as much out of one archive
_MOST_INSIDE = 64 << 20
_HELP = """usage: keyguard-hook [OPTION…] [--] FILE…

Blocks a commit that holds a key of an LLM or AI provider. pre-commit calls it with the staged files.

  --baseline FILE        accepted findings (default: .keyguard.baseline.json, found upwards)
  --config FILE          configuration (default: .keyguard.yaml, found upwards)
  --only ID              only this provider or detector; may stand several times
  --skip ID              all but this provider or detector; may stand several times
  --min-confidence WORD  low, medium or high
  --no-inline            ignore comments that accept a finding
  --show-accepted        list what was accepted, and why
  --color WHEN           auto, always or never
  --quiet                say nothing about a clean commit
  --version

exit codes: 0 nothing is blocked, 1 a key is blocked, 2 usage or configuration, 3 something could not be looked at
"""


def run(words: 'dict[str, list[str]]', files: 'list[str]', read: int, size: int) -> int:
    """``words`` are the options as the door split them; ``read`` files of ``size`` bytes were clean already."""
    if '--help' in words:
        write(_HELP)
        return OK
    if '--version' in words:
        from keyguard.commands.version import line

        write(line())
        return OK
    options = scan.Options()
    options.baseline = words.get('--baseline', [''])[-1]
    options.color = words.get('--color', ['auto'])[-1]
    options.config = words.get('--config', [''])[-1]
    options.min_confidence = words.get('--min-confidence', [''])[-1]
    options.inline = '--no-inline' not in words
    options.quiet = '--quiet' in words
    options.show_accepted = '--show-accepted' in words
    options.only, options.skip = words.get('--only', []), words.get('--skip', [])
    options.most_inside = _MOST_INSIDE
    options.in_hook = True
    settings = scan.settings(options)
    report = Report()
    report.files, report.bytes = read, size
    scan_blobs(_blobs(files, settings, report), settings, report)
    if report.blocked:
        # only a blocked commit pays for what rewrites files
        from keyguard.commands import outlook

        folder, root = os.fsencode(settings.folder), os.fsencode(settings.root)
        names = {places.shown(os.fsencode(file), folder, root): file for file in files}
        outlook.prepare(report, settings, names)
    return scan.conclude(report, settings, options, 'commit blocked')


def _blobs(files: 'list[str]', settings: 'Settings', report: Report) -> 'Iterator[Blob]':
    folder, root = os.fsencode(settings.folder), os.fsencode(settings.root)
    for file in files:
        name = os.fsencode(file)
        path = places.shown(name, folder, root)
        if settings.excludes(path):
            report.excluded += 1
        else:
            yield source.read(name, path)
