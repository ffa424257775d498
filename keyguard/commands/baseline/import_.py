"""``keyguard baseline import``: what another scanner's file accepts becomes entries, where keyguard finds the key."""

from keyguard import baseline, git
from keyguard.baseline import Baseline, writing
from keyguard.commands.baseline import common
from keyguard.errors import OK
from keyguard.excerpt import shown
from keyguard.interop import foreign
from keyguard.model import Blob, Finding, Report
from keyguard.output import complain, write
from keyguard.pipeline import run as scan_blobs
from keyguard.placeholder import without_keys
from keyguard.report.layout import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from keyguard.interop.foreign import Claim
    from keyguard.settings import Settings

_TOLD = 20


def run(args: 'Namespace') -> int:
    """Take the file in; what is in the baseline already stays as it is, unless the other tool knows it as real."""
    tool, claims = foreign.read(args.file)
    settings, target = common.prepared(args)
    report = common.found(settings, [], args.history)
    for path, why in report.unread:
        complain(f'keyguard: {shown(path)}: not looked at: {why}')
    known = _Known(report, settings)
    by = common.user(settings)
    entries: dict[tuple[str, str], tuple[Finding | None, dict[str, Any]]] = {}
    lost: list[Claim] = []
    for claim in claims:
        findings = known.meant(claim)
        made: list[tuple[Finding | None, dict[str, Any]]] = [
            (each, common.entry(each, claim.verdict, claim.reason, by, '')) for each in findings
        ]
        if not made and args.all and claim.digest.startswith('sha1:'):
            words = {'fingerprint': claim.digest, 'detector': baseline.ANY, 'verdict': claim.verdict}
            entries_of = {**words, 'reason': claim.reason, 'path': without_keys(claim.path)}
            made = [(None, entries_of)]
        elif not made:
            lost.append(claim)
        for finding, entry in made:
            key = baseline.key_of(entry)
            if key not in entries or baseline.stricter(entries[key][1], entry) is entry:
                entries[key] = finding, entry
    there = 0

    def change(kept: Baseline) -> None:
        nonlocal there
        have = {baseline.key_of(entry): entry for entry in kept.entries}
        for key, (finding, entry) in entries.items():
            old = (kept.entry(finding) if finding else None) or have.get(key)
            if old is None or (entry['verdict'] == 'real' and old['verdict'] != 'real'):
                common.take(kept, finding, {**entry})
            else:
                there += 1

    writing.update(target, change)
    _tell(tool, args.file, common.name(target, settings), len(entries) - there, there, lost)
    unsaid = sum(entry['reason'].startswith('imported') for _, entry in entries.values())
    if unsaid:
        write(f'  {unsaid:,} of them nobody has explained: keyguard baseline review\n')
    return OK


def _tell(tool: str, file: str, name: str, new: int, there: int, lost: 'list[Claim]') -> None:
    write(f'{plain(without_keys(file))} ({tool}): {new:,} taken into {name}, {there:,} were there already\n')
    if lost:
        write(f'  {len(lost):,} not carried over: keyguard finds no key there, or it is another kind of secret\n')
        for claim in lost[:_TOLD]:
            write(f'    {plain(without_keys(claim.what))}\n')
        if len(lost) > _TOLD:
            write(f'    … and {len(lost) - _TOLD:,} more\n')


class _Known:
    """What was found, by digest and by place."""

    def __init__(self, report: Report, settings: 'Settings') -> None:
        self._settings = settings
        self._by: dict[object, list[Finding]] = {}
        for finding in report.findings:
            secret = finding.secret
            places = [(shown(finding.path), line) for line in range(finding.line, finding.end_line + 1)]
            for key in (secret.fingerprint, secret.sha1, *places):
                self._by.setdefault(key, []).append(finding)

    def meant(self, claim: 'Claim') -> 'list[Finding]':
        """The findings that a claim is about."""
        if claim.digest.startswith('sha1:'):
            return self._by.get(claim.digest, [])
        found = self._by.get(claim.digest, []) if claim.digest else []
        if not found and claim.commit:
            return self._in_commit(claim)
        # another key at the place of a digest is another key
        return found if claim.digest else self._by.get((claim.path, claim.line), [])

    def _in_commit(self, claim: 'Claim') -> 'list[Finding]':
        if not self._settings.root or claim.commit.startswith('-'):
            return []
        code, data, _ = git.ask(self._settings.root, 'cat-file', 'blob', f'{claim.commit}:{claim.path}')
        if code:
            return []
        found = scan_blobs([Blob(claim.path.encode('utf-8', 'surrogateescape'), data)], self._settings).findings
        at = [each for each in found if each.line <= claim.line <= each.end_line]
        return [each for each in at if claim.digest in ('', each.secret.fingerprint)]
