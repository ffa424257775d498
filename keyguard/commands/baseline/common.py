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
from keyguard.remedies.steps import quoted
from keyguard.settings import today
from keyguard.sources import commits, lacking
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
    lacking.tell(settings.folder, report)


def name(target: str, settings: 'Settings') -> str:
    """How people call the baseline's file, safe to print: relative to where they are, or as they typed it where it lies
    outside of what they look at.
    """
    near = target if _outside(target, settings) else os.path.relpath(target, settings.folder)
    return shown(os.fsencode(near))


def stage(target: str, settings: 'Settings', words: str) -> str:
    """The command that stages the baseline behind the words that lead to it, on a line; '' where none does."""
    if not settings.root or _outside(target, settings):
        return ''
    return f'{words}:  git add {quoted(os.fsencode(name(target, settings)))}\n'


def _outside(target: str, settings: 'Settings') -> bool:
    try:
        seen = os.path.relpath(target, settings.root or settings.folder)
    except ValueError:  # another drive
        return True
    return seen.startswith(os.pardir + os.sep)


def entries(number: int) -> str:
    """A number of entries: ``1 entry``, ``2,000 entries``."""
    return f'{number:,} {"entry" if number == 1 else "entries"}'


def reason(text: str) -> str:
    """The reason as it may be written; raises ``Fatal``."""
    # the three dots of the command that a report prints are none
    if not any(map(str.isalnum, text)):
        raise Fatal('--reason: say in a few words why this is no leak; the next person will ask')
    if without_keys(text) != text:
        raise Fatal('--reason: it seems to hold a key, and would be committed; say it without')
    return ' '.join(text.split())


def until(text: str) -> str:
    """The last day of an acceptance, or ''; raises ``Fatal``."""
    if not text:
        return ''
    if not baseline.is_date(text):
        raise Fatal(f"--until: a date such as 2027-01-31 is expected, not '{without_keys(text)}'")
    if text < today():
        raise Fatal(f'--until: {text} is over already, and such an entry would accept nothing')
    return text


def said(error: Fatal) -> str:
    """What is wrong with a reason or a date that was not given as an option."""
    return str(error).partition(': ')[2]


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
