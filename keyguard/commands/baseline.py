"""``keyguard baseline accept``: a finding becomes an entry of the baseline."""

import os

from keyguard import baseline, git, places
from keyguard.commands import scan
from keyguard.commands.examine import files
from keyguard.errors import OK, Fatal
from keyguard.excerpt import shown
from keyguard.model import Finding, Report
from keyguard.output import write
from keyguard.pipeline import run as scan_blobs
from keyguard.placeholder import without_keys
from keyguard.remedies.steps import quoted
from keyguard.sources import commits, message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from keyguard.settings import Settings


def run(args: 'Namespace') -> int:
    """Accept one finding of the work tree, named by its fingerprint or by ``PATH:LINE``."""
    if not args.reason.strip():
        raise Fatal('--reason: say in a few words why this is no leak; the next person will ask')
    if without_keys(args.reason) != args.reason:
        raise Fatal('--reason seems to hold a key, and would be committed; say it without')
    if args.until and not baseline.is_date(args.until):
        raise Fatal(f"--until takes a date such as 2027-01-31, not '{args.until}'")
    options = scan.Options()
    options.config, options.inline = args.config, False
    settings = scan.settings(options)
    target = args.baseline or settings.baseline or os.path.join(settings.root or settings.folder, places.BASELINE)
    # a finding that is accepted already can be accepted anew, with another reason or date
    settings.baseline = settings.secrets_baseline = ''
    path, line = _place(args.finding)
    by_place = bool(line)
    if args.message:
        report = scan_blobs([message.read(args.message)], settings)
    else:
        found_files = files(_files(path, settings) if by_place else [], settings, Report())
        report = scan_blobs((file.read() for file in found_files), settings)
        if not by_place and settings.root and not _named(report, args.finding):
            # what an audit of the history told
            report = scan_blobs(commits.history(settings.folder, Report()), settings)
    if by_place:
        inner = '!' in path and not os.path.lexists(path)
        found = [
            finding
            for finding in report.blocked
            if finding.line == line and (not inner or _ends(shown(finding.path), path))
        ]
    else:
        found = _named(report, args.finding)
    if not found:
        looked = args.message or (f'{path} at line {line}' if by_place else 'the work tree and its history')
        raise Fatal(f'no such finding in {looked}: {args.finding}\n  keyguard audit lists what there is')
    kept = baseline.load(target) if os.path.exists(target) else baseline.Baseline(target)
    entries = {(finding.secret.fingerprint, finding.detector.id): finding for finding in found}
    by = git.user_name(settings.folder) if settings.root else ''
    for (fingerprint, detector), finding in entries.items():
        kept.add(_entry(finding, fingerprint, detector, args, by))
    baseline.save(kept, target)
    name = shown(places.shown(os.fsencode(target), os.fsencode(settings.folder), os.fsencode(settings.root)))
    for finding in entries.values():
        verb = 'recorded as a real leak, which keeps blocking' if args.verdict == 'real' else 'accepted'
        write(f'{verb}: {finding.secret.fingerprint} ({finding.detector.title}) in {name}\n')
    write(f'Now stage it with your change, or the hook will not see it:  git add {quoted(os.fsencode(name))}\n')
    return OK


def _named(report: Report, fingerprint: str) -> 'list[Finding]':
    return [finding for finding in report.blocked if finding.secret.fingerprint == fingerprint]


def _place(text: str) -> 'tuple[str, int]':
    """Path and line of ``PATH:LINE`` or ``PATH:LINE:COLUMN``; line 0 for what is neither."""
    path, _, number = text.rpartition(':')
    if not path or not number.isdigit() or text.startswith(('kg1:', 'sha1:')):
        return text, 0
    before, _, line = path.rpartition(':')
    if before and line.isdigit() and not os.path.lexists(path):
        return before, int(line)
    return path, int(number)


def _files(path: str, settings: 'Settings') -> 'list[str]':
    """The file that a report's path begins with: that of an archive's member is the archive."""
    outer = path
    while '!' in outer and not os.path.lexists(outer):
        outer = outer.rpartition('!')[0]
    # a report names a file as it is seen from the repository's root
    rooted = os.path.join(settings.root, outer)
    return [outer if os.path.lexists(outer) or not os.path.lexists(rooted) else rooted]


def _ends(name: str, path: str) -> bool:
    """Is it the same member, whether or not both are seen from the same folder?"""
    outer, _, inner = path.partition('!')
    whole, _, member = name.partition('!')
    return inner == member and os.path.basename(whole) == os.path.basename(outer)


def _entry(finding: Finding, fingerprint: str, detector: str, args: 'Namespace', by: str) -> 'dict[str, str]':
    entry = {'fingerprint': fingerprint, 'detector': detector, 'verdict': args.verdict, 'reason': args.reason.strip()}
    if by:
        entry['by'] = by
    entry['path'] = shown(finding.path)
    if args.until:
        entry['until'] = args.until
    return entry
