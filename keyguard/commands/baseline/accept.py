"""``keyguard baseline accept``: findings become entries of the baseline."""

import os
import re

from keyguard.baseline import Baseline, load, writing
from keyguard.commands.baseline import common
from keyguard.errors import OK, Fatal
from keyguard.excerpt import shown
from keyguard.model import Finding, Report
from keyguard.output import write
from keyguard.pipeline import run as scan_blobs
from keyguard.places import CONFIG
from keyguard.places import shown as shown_path
from keyguard.remedies import unread
from keyguard.sources import message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from keyguard.settings import Settings

# as a report prints a place, with its column or without
_PLACE = re.compile(r'(?!(?:kg1|sha1):[0-9a-f]*$)(.+?):([0-9]+)(?::([0-9]+))?')


def run(args: 'Namespace') -> int:
    """Accept findings, each named by its fingerprint or by ``PATH:LINE``; all of them, or none where one is unknown."""
    why, end = common.reason(args.reason), common.until(args.until)
    settings, target = common.prepared(args)
    places = {word: match for word in args.findings if (match := _PLACE.fullmatch(word))}
    findings = [found for word in places for found in _standing(word, places[word], args, settings)]
    prints = [word for word in dict.fromkeys(args.findings) if word not in places]
    for word in prints:
        for base in dict.fromkeys((settings.root, settings.folder)):
            if os.path.lexists(os.path.join(base, word)):
                raise _without_line(word, shown_path(os.fsencode(word), os.fsencode(base), os.fsencode(settings.root)))
    named, known = _named(prints, args, settings, target)
    by = common.user(settings)
    entries: dict[tuple[str, str], tuple[dict[str, Any], Finding | None]] = {}
    for finding in findings + named:
        made = common.entry(finding, args.verdict, why, by, end)
        # of several places the first is the one to tell
        entries.setdefault((made['fingerprint'], made['detector']), (made, finding))
    for old in known:
        made = {**old, 'verdict': args.verdict, 'reason': why, **({'by': by} if by else {})}
        made.pop('until', None)
        entries[old['fingerprint'], old['detector']] = ({**made, **({'until': end} if end else {})}, None)

    def change(kept: Baseline) -> None:
        for made, finding in entries.values():
            common.take(kept, finding, made)

    changed = writing.update(target, change)
    name = common.name(target, settings)
    verb = 'recorded as a real leak, which keeps blocking' if args.verdict == 'real' else 'accepted'
    for made, first in entries.values():
        title = first.detector.title if first else made['detector']
        write(f'{verb}: {made["fingerprint"]} ({title}) in {name}\n')
    if changed:
        write(common.stage(target, settings, 'Now stage it with your change, or the hook will not see it'))
    else:
        write('It was there already; nothing was written.\n')
    return OK


def _without_line(word: str, path: bytes) -> Fatal:
    """``path`` is the file's, from the root of the repository."""
    lines = [
        f'{word}: its line is needed too, as in {word}:1; keyguard audit lists what there is',
        f'  a file that cannot be looked at has no line, and can be left out by its name, in {CONFIG}:',
        f'    {unread.excluding([unread.pattern(path)])}',
    ]
    return Fatal('\n'.join(lines))


def _standing(word: str, match: 're.Match[str]', args: 'Namespace', settings: 'Settings') -> 'list[Finding]':
    """The findings at a place, as a report calls it (from the repository's root) or as seen from here."""
    path, line, column = match[1], int(match[2]), int(match[3] or 0)
    if args.message:
        found = [(path, scan_blobs([message.read(args.message)], settings))]
    else:
        whole = os.path.join(settings.root or settings.folder, path)
        names = {os.path.realpath(name): name for name in (whole, path) if os.path.lexists(_outer(name))}
        found = [(name, common.found(settings, [_outer(name)], quiet=True)) for name in names.values()]
    at = []
    for name, report in found:
        inner = name.encode('utf-8', 'surrogateescape').partition(b'!')[2] if '!' in name else b''
        hits = [
            each
            for each in report.blocked
            if each.line == line and column in (0, each.column) and (not inner or each.path.endswith(b'!' + inner))
        ]
        if hits:
            at.append(hits)
    if len(at) > 1:
        both = ', '.join(shown(hits[0].path) for hits in at)
        raise Fatal(f'{word} can be either of {both}; name the finding by its fingerprint')
    if not at and settings.root and not args.message:
        wanted = path.replace(os.sep, '/').encode('utf-8', 'surrogateescape')
        old = common.past(settings, every_name=True)
        there = [each for each in old.blocked if (each.path, each.line) == (wanted, line)]
        at = [[each for each in there if column in (0, each.column)]]
    if not at or not at[0]:
        raise _unknown(word, args.message or f'{path} at line {line}')
    prints = dict.fromkeys(each.secret.fingerprint for each in at[0])
    if len(prints) > 1:
        raise Fatal(f'{word}: more than one key stands there; name them by their fingerprints: {", ".join(prints)}')
    return at[0]


def _outer(name: str) -> str:
    """The file on disk: of what is inside of an archive, the archive."""
    return name if os.path.lexists(name) else name.partition('!')[0]


def _named(
    prints: 'list[str]', args: 'Namespace', settings: 'Settings', target: str
) -> 'tuple[list[Finding], list[dict[str, Any]]]':
    """(the findings with these fingerprints, the entries for those that are known from the baseline alone)."""
    found: list[Finding] = []
    missing = set(prints)

    def look(report: Report) -> None:
        new = [each for each in report.blocked if each.secret.fingerprint in missing]
        found.extend(new)
        missing.difference_update(each.secret.fingerprint for each in new)

    if missing and args.message:
        look(scan_blobs([message.read(args.message)], settings))
    elif missing:
        look(common.found(settings, [], quiet=True))
    known = [
        entry
        for entry in (load(target).entries if missing and os.path.exists(target) else [])
        if entry['fingerprint'] in missing
    ]
    missing.difference_update(entry['fingerprint'] for entry in known)
    if missing and settings.root and not args.message:
        # what an audit of the history told
        look(common.past(settings))
    for word in prints:
        if word in missing:
            raise _unknown(word, args.message or 'the work tree and its history')
    return found, known


def _unknown(word: str, looked: str) -> Fatal:
    return Fatal(f'no such finding in {looked}: {word}\n  keyguard audit lists what there is')
