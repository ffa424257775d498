"""``keyguard baseline accept``: a finding becomes an entry of the baseline."""

import os

from keyguard import baseline, git, places
from keyguard.commands import scan
from keyguard.commands.audit import files
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
    path, colon, line = args.finding.rpartition(':')
    by_place = bool(colon) and line.isdigit() and not args.finding.startswith('kg1:')
    if args.message:
        report = scan_blobs([message.read(args.message)], settings)
    else:
        found_files = files([path] if by_place else [], settings, Report())
        report = scan_blobs((file.read() for file in found_files), settings)
        if not by_place and settings.root and not _named(report, args.finding):
            # what an audit of the history told
            report = scan_blobs(commits.history(settings.folder, Report()), settings)
    if by_place:
        found = [finding for finding in report.blocked if finding.line == int(line)]
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


def _entry(finding: Finding, fingerprint: str, detector: str, args: 'Namespace', by: str) -> 'dict[str, str]':
    entry = {'fingerprint': fingerprint, 'detector': detector, 'verdict': args.verdict, 'reason': args.reason.strip()}
    if by:
        entry['by'] = by
    entry['path'] = shown(finding.path)
    if args.until:
        entry['until'] = args.until
    return entry
