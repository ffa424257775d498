"""What the actions on a baseline share: which file, which findings, and what may be written into it."""

import os

from keyguard import baseline, git, places, workers
from keyguard.commands import scan
from keyguard.commands.examine import choice, files
from keyguard.errors import Fatal
from keyguard.excerpt import shown
from keyguard.model import Finding, Report
from keyguard.placeholder import without_keys
from keyguard.progress import Progress
from keyguard.settings import today
from keyguard.sources import commits
from keyguard.sources.choice import Choice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from keyguard.settings import Settings


def prepared(args: 'Namespace', judging: bool = False) -> 'tuple[Settings, str]':
    """(the settings of a run, the baseline's file, which need not be there yet).

    Unless ``judging``, nothing is accepted in that run: neither a baseline nor a comment hides a finding.
    """
    options = scan.Options()
    options.config, options.inline = args.config, judging
    if judging and args.baseline and os.path.exists(args.baseline):
        options.baseline = args.baseline
    settings = scan.settings(options)
    target = args.baseline or settings.baseline or os.path.join(settings.root or settings.folder, places.BASELINE)
    if judging:
        settings.baseline = target if os.path.exists(target) else ''
    else:
        settings.baseline = settings.secrets_baseline = ''
    return settings, target


def existing(args: 'Namespace') -> 'tuple[Settings, str]':
    """The same for an action that needs the file; raises ``Fatal`` where there is none."""
    settings, target = prepared(args)
    if not os.path.lexists(target):
        raise Fatal(f'{target}: there is no baseline yet; `keyguard baseline create` makes one')
    return settings, target


def found(settings: 'Settings', paths: 'list[str]', history: bool = False, quiet: bool = False) -> Report:
    """What stands in the files below the paths (default: the whole work tree), and with ``history`` in all commits."""
    report = Report()
    progress = Progress(quiet)
    try:
        workers.scan(files(paths, settings, report), settings, report, workers.cores(), progress)
        if history and settings.root:
            _look_back(settings, report, choice(settings, every_path=True), progress)
    finally:
        progress.done()
    return report


def past(settings: 'Settings', every_name: bool = False) -> Report:
    """What stands in all commits; ``every_name``: a blob with several names is looked at under each of them."""
    report = Report()
    _look_back(settings, report, Choice(telling=lambda _: True) if every_name else choice(settings, every_path=True))
    return report


def _look_back(settings: 'Settings', report: Report, chosen: Choice, progress: 'Progress | None' = None) -> None:
    old = commits.history(settings.folder, report, choice=chosen)
    workers.scan(old, settings, report, workers.cores(), progress)
    commits.tell_missing(settings.folder, report)


def name(target: str, settings: 'Settings') -> str:
    """How people call the baseline's file: relative to where they are, safe to print."""
    try:
        near = os.path.relpath(target, settings.folder)
    except ValueError:  # another drive
        near = target
    return shown(os.fsencode(target if near.startswith('..' + os.sep + '..') else near))


def reason(text: str) -> str:
    """The reason as it may be written; raises ``Fatal``."""
    if not text.strip():
        raise Fatal('--reason: say in a few words why this is no leak; the next person will ask')
    if without_keys(text) != text:
        raise Fatal('--reason seems to hold a key, and would be committed; say it without')
    return ' '.join(text.split())


def until(text: str) -> str:
    """The last day of an acceptance, or ''; raises ``Fatal``."""
    if not text:
        return ''
    if not baseline.is_date(text):
        raise Fatal(f"--until takes a date such as 2027-01-31, not '{without_keys(text)}'")
    if text < today():
        raise Fatal(f'--until {text} is over already: such an entry would accept nothing')
    return text


def user(settings: 'Settings') -> str:
    """Who accepts, as git knows them, or ''."""
    return without_keys(git.user_name(settings.folder)) if settings.root else ''


def entry(finding: Finding, verdict: str, why: str, by: str, end: str) -> 'dict[str, Any]':
    """A finding as an entry."""
    made = {
        'fingerprint': finding.secret.fingerprint,
        'detector': finding.detector.id,
        'verdict': verdict,
        'reason': why,
    }
    if by:
        made['by'] = by
    made['path'] = shown(finding.path)
    if end:
        made['until'] = end
    return made


def take(kept: baseline.Baseline, finding: 'Finding | None', made: 'dict[str, Any]') -> None:
    """Put the entry into the baseline, in the place of what was there for this finding, imported digests included."""
    if finding is not None:
        kept.drop({(finding.secret.sha1, finding.detector.id), (finding.secret.sha1, baseline.ANY)})
    kept.add(made)
