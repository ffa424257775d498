"""``keyguard baseline create``: the first adoption. What is there is accepted in one go, likely keys are not."""

import os
import sys

from keyguard.baseline import Baseline, load, writing
from keyguard.commands.baseline import common
from keyguard.commands.scan import name_unread
from keyguard.errors import BLOCKED, OK, Fatal
from keyguard.excerpt import shown
from keyguard.kinds import HIGH
from keyguard.output import write
from keyguard.report import verdict
from keyguard.report.layout import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from keyguard.model import Finding

_PLACES = 3


def run(args: 'Namespace') -> int:
    """Show what there is, ask for one reason, write. Exit code 1 where likely keys stay blocked."""
    end = common.until(args.until)
    settings, target = common.prepared(args, judging=True)
    report = common.found(settings, args.paths)
    name_unread(report.unread)
    name = common.name(target, settings)
    there = load(target) if os.path.exists(target) else Baseline()
    new = [finding for finding in report.blocked if there.entry(finding) is None]
    if len(new) < len(report.blocked):
        write('Left as they are: keys with an entry that does not accept them (real, or expired).\n\n')
    # a key that is likely one in any place is not accepted by way of another
    sure = {finding.secret for finding in new if finding.confidence == HIGH}
    likely = [finding for finding in new if finding.secret in sure]
    others = [finding for finding in new if finding.secret not in sure]
    if not new:
        write('Nothing to accept: no key was found that is not accepted already.\n')
        return verdict(report)
    if others:
        write(f'To be accepted ({args.verdict}), {_keys(others)}:\n\n{_listing(others)}\n')
    if likely and args.including_likely_keys:
        write(f'To be recorded as real leaks, which keep blocking, {_keys(likely)}:\n\n{_listing(likely)}\n')
    elif likely:
        write(
            f'Most likely keys, and not accepted wholesale, {_keys(likely)}:\n\n{_listing(likely)}\n'
            'Revoke them and take them out. To record them as `real`, which keeps blocking: --including-likely-keys.\n'
            'One that is no leak: keyguard baseline accept FINGERPRINT --reason "…", or one by one: keyguard baseline '
            'review.\n'
        )
    taken = others + (likely if args.including_likely_keys else [])
    if not taken or args.dry_run:
        return verdict(report)
    why = _reason(args.reason)
    by = common.user(settings)

    def change(kept: Baseline) -> None:
        for finding in taken:
            if kept.entry(finding) is None:
                word = 'real' if finding.secret in sure else args.verdict
                common.take(kept, finding, common.entry(finding, word, why, by, '' if word == 'real' else end))

    if writing.update(target, change):
        write(common.stage(target, settings, f'Written: {name}. Commit it') or f'Written: {name}\n')
    if report.unread:
        return verdict(report)
    return BLOCKED if likely else OK


def _reason(given: str) -> str:
    if given:
        return common.reason(given)
    if sys.stdin is None or not sys.stdin.isatty():
        raise Fatal('--reason "…" is needed where nobody can be asked; one for all of them. Nothing was written')
    write('Why are these no leaks? One reason for all (empty: write nothing): ')
    answer = sys.stdin.readline()
    if not answer.strip():
        raise Fatal('no reason, so nothing was written')
    return common.reason(answer)


def _keys(findings: 'Sequence[Finding]') -> str:
    keys = len({finding.secret.fingerprint for finding in findings})
    return f'{count(keys, "key")} in {count(len({finding.path for finding in findings}), "file")}'


def _listing(findings: 'Sequence[Finding]') -> str:
    """The findings by provider and kind, with the first places of each."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.provider.name, finding.detector.title, finding.confidence), []).append(finding)
    lines = []
    provider = ''
    for name, title, confidence in sorted(groups):
        group = groups[name, title, confidence]
        if name != provider:
            lines.append(f'  {name}')
            provider = name
        keys = len({finding.secret.fingerprint for finding in group})
        places = list(dict.fromkeys(f'{shown(finding.path)}:{finding.line}' for finding in group))
        more = f' and {len(places) - _PLACES:,} more' if len(places) > _PLACES else ''
        lines.append(f'    {title}  ({confidence})  {count(keys, "key")}: {", ".join(places[:_PLACES])}{more}')
    return '\n'.join(lines) + '\n'
