"""``keyguard baseline import``: what another scanner's file accepts becomes entries, where keyguard finds the key."""

import os
from collections import Counter

from keyguard import baseline, git
from keyguard.baseline import Baseline, writing
from keyguard.commands.baseline import common
from keyguard.commands.scan import name_unread
from keyguard.errors import OK
from keyguard.excerpt import shown
from keyguard.interop import foreign
from keyguard.model import Blob, Finding, Report
from keyguard.output import write
from keyguard.pipeline import run as scan_blobs
from keyguard.placeholder import without_keys
from keyguard.report.layout import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from keyguard.interop.claims import Claim
    from keyguard.settings import Settings

_TOLD = 20
_NO_KEY = 'keyguard finds no key there, or it is another kind of secret'
_OTHER = 'keyguard finds another key there, or more of it; if it is the same: keyguard baseline accept PATH:LINE'
_UNCLEAR = 'more keys stand there than are accepted, and nothing tells which: keyguard baseline review'


def run(args: 'Namespace') -> int:
    """Take the file in; what is in the baseline already stays as it is, unless the other tool knows it as real."""
    tool, claims = foreign.read(args.file)
    settings, target = common.prepared(args)
    report = common.found(settings, [], args.history)
    name_unread(report.unread)
    known = _Known(report, settings)
    claimed = Counter(_place(claim) for claim in claims)
    by = common.user(settings)
    entries: dict[tuple[str, str], tuple[Finding | None, dict[str, Any]]] = {}
    lost: list[tuple[str, Claim]] = []
    for claim in claims:
        findings = known.meant(claim, claimed[_place(claim)])
        made: list[tuple[Finding | None, dict[str, Any]]] = [
            (each, common.entry(each, claim.verdict, claim.reason, by, '')) for each in findings or ()
        ]
        if not made and args.all and claim.digest.startswith('sha1:'):
            words = {'fingerprint': claim.digest, 'detector': baseline.ANY, 'verdict': claim.verdict}
            made = [(None, {**words, 'reason': claim.reason, 'path': plain(without_keys(claim.path))})]
        elif not made:
            why = _UNCLEAR if findings is None else _OTHER if known.at(claim) else _NO_KEY
            lost.append((claim.problem or why, claim))
        for finding, entry in made:
            key = baseline.key_of(entry)
            if key not in entries or baseline.stricter(entries[key][1], entry) is entry:
                entries[key] = finding, entry
    there = 0

    def change(kept: Baseline) -> None:
        nonlocal there
        have = kept.strictest()
        for key, (finding, entry) in entries.items():
            old = (kept.entry(finding) if finding else None) or have.get(key)
            if old is None or (entry['verdict'] == 'real' and old['verdict'] != 'real'):
                common.take(kept, finding, {**entry})
            else:
                there += 1

    writing.update(target, change)
    _tell(tool, args.file, common.name(target, settings), len(entries) - there, there, lost)
    unsaid = sum(entry['reason'].startswith('imported:') for _, entry in entries.values())
    if unsaid:
        write(f'  {unsaid:,} of them nobody has explained: keyguard baseline review\n')
    return OK


def _place(claim: 'Claim') -> object:
    return claim.commit, claim.path, claim.line


def _tell(tool: str, file: str, name: str, new: int, there: int, lost: 'list[tuple[str, Claim]]') -> None:
    write(f'{plain(without_keys(file))} ({tool}): {new:,} taken into {name}, {there:,} were there already\n')
    for why in dict.fromkeys(why for why, _ in lost):
        claims = [claim for reason, claim in lost if reason == why]
        write(f'  {len(claims):,} not carried over: {why}\n')
        for claim in claims[:_TOLD]:
            write(f'    {plain(without_keys(claim.what))}\n')
        if len(claims) > _TOLD:
            write(f'    … and {len(claims) - _TOLD:,} more\n')


class _Known:
    """What was found, by digest and by place."""

    def __init__(self, report: Report, settings: 'Settings') -> None:
        self._settings = settings
        self._root = os.path.realpath(settings.root or settings.folder)
        self._by: dict[object, list[Finding]] = {}
        for finding in report.findings:
            secret = finding.secret
            places = [(shown(finding.path), line) for line in range(finding.line, finding.end_line + 1)]
            for key in (secret.fingerprint, secret.sha1, secret.sha256, *places):
                self._by.setdefault(key, []).append(finding)

    def meant(self, claim: 'Claim', most: int) -> 'list[Finding] | None':
        """The findings that a claim is about; None where nothing but a place is told and more than ``most`` keys stand
        there, so that one may be another than the claim is about.
        """
        if claim.digest:
            # another key at the place of a digest is another key
            return self._by.get(claim.digest) or self._in_commit(claim)
        found = self._in_commit(claim) if claim.commit else self.at(claim)
        if len({each.secret for each in found}) > most:
            found = [each for each in found if each.where == 'work tree']
        return found if len({each.secret for each in found}) <= most else None

    def at(self, claim: 'Claim') -> 'list[Finding]':
        """The findings at the place of a claim, whatever key it is about."""
        found = [self._by[path, claim.line] for path in self._paths(claim) if (path, claim.line) in self._by]
        return found[0] if found else []

    def _paths(self, claim: 'Claim') -> 'list[str]':
        """What a report of ours may call the file: a path is seen from the root, from here, or from where it says."""
        told, root = claim.path, self._root
        if claim.folder:
            # the folder that was looked at, or the file itself
            whole = claim.folder if os.path.isfile(claim.folder) else os.path.join(claim.folder, told)
            below = _below(whole, root)
            return [below] if below else [told]
        head, _, tail = told.partition('/')
        seen = [os.path.join(root, told), os.path.join(os.path.realpath(self._settings.folder), told)]
        paths = [_below(path, root) for path in seen]
        return [path for path in [*paths, tail if head == os.path.basename(root) else ''] if path]

    def _in_commit(self, claim: 'Claim') -> 'list[Finding]':
        if not claim.commit or not self._settings.root or claim.commit.startswith('-'):
            return []
        path = os.path.normpath(claim.path).replace('\\', '/')
        code, data, _ = git.ask(self._settings.root, 'cat-file', 'blob', f'{claim.commit}:{path}')
        if code:
            return []
        found = scan_blobs([Blob(path.encode('utf-8', 'surrogateescape'), data)], self._settings).findings
        at = [each for each in found if each.line <= claim.line <= each.end_line]
        return [
            each for each in at if claim.digest in ('', each.secret.fingerprint, each.secret.sha1, each.secret.sha256)
        ]


def _below(path: str, root: str) -> str:
    """The path as seen from the root, with ``/``, or '' for one outside of it."""
    try:
        seen = os.path.relpath(path, root).replace('\\', '/')
    except ValueError:  # another drive
        return ''
    return '' if seen == '..' or seen.startswith('../') else seen
