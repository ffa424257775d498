"""``keyguard baseline export``: what is accepted, as a baseline of detect-secrets."""

import os

from keyguard.baseline import key_of, load
from keyguard.commands import scan
from keyguard.commands.baseline import common
from keyguard.commands.baseline.prune import line as line_of_entry
from keyguard.errors import OK
from keyguard.excerpt import shown
from keyguard.output import complain, write
from keyguard.settings import today

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from keyguard.interop.detect_secrets_export import Row


def run(args: 'Namespace') -> int:
    """Write it; on standard error stands what could not be carried over.

    detect-secrets knows a secret by its SHA-1 and its place, and a baseline of keyguard holds neither: both come from
    the work tree.
    """
    # importing detect-secrets takes ten times as long as a scan
    from keyguard.interop.detect_secrets_export import baseline

    settings, target = common.existing(args)
    kept = load(target)
    report = common.found(settings, [])
    rows: dict[tuple[str, str], Row] = {}
    done, day = set(), today()
    unreadable = set()
    for finding in report.findings:
        entry = kept.entry(finding)
        if entry is None:
            continue
        key = key_of(entry)
        # it reads lines of UTF-8, and no archives; a key in a file name has no line
        if finding.path.find(b'!') >= 0 or 'utf' in finding.view or finding.view == 'file name':
            unreadable.add(key)
            continue
        done.add(key)
        digest = finding.secret.sha1.removeprefix('sha1:')
        rows.setdefault(
            (shown(finding.path), digest), (shown(finding.path), digest, finding.line, _is_secret(entry, day))
        )
    text = baseline(rows.values(), args.plugin)
    if args.output:
        scan.save(text, args.output)
    else:
        write(text)
    for entry in kept.entries:
        if key_of(entry) not in done:
            why = 'detect-secrets does not read it' if key_of(entry) in unreadable else 'not in the work tree'
            complain(f'keyguard: not carried over ({why}): {line_of_entry(entry)}')
    if args.output:
        complain(f'keyguard: {len(rows):,} written to {shown(os.fsencode(args.output))}')
    return OK


def _is_secret(entry: 'dict[str, Any]', day: str) -> 'bool | None':
    """As its audit stores it; what has expired is to be audited anew."""
    until = entry.get('until')
    if entry['verdict'] == 'real':
        return True
    return None if until and until < day else False
