"""Blocked findings -> the way out of each: how far the key has got, and what its line would turn into."""

import os

from keyguard.git import tips, work
from keyguard.model import Blob, Report, Way
from keyguard.pipeline import run as look
from keyguard.remedies.steps import variable_of
from keyguard.report.hunks import hunks
from keyguard.rewrite.naming import Use, name
from keyguard.rewrite.plan import Draft
from keyguard.sources import files, reach

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from keyguard.model import Finding
    from keyguard.rewrite.plan import Scan
    from keyguard.settings import Settings
    from keyguard.sources.reach import Reach

# so many files, and findings, are looked at; the message names no more than that
_FILES = 8
_FINDINGS = 40
# a larger file is no program that somebody wrote, and to read its grammar takes longer than to look through it
_BYTES = 256 << 10
# … and a key in one is found again with so much of what is beside it
_BESIDE = 64 << 10
# of a line that becomes more than this only keyguard itself can make it
_LINES = 4
# what a line begins with that makes a name known
_IMPORTS = ('import ', 'from ', 'require', 'use ', 'using ')


def prepare(report: 'Report', settings: 'Settings', names: 'Mapping[bytes, str]') -> None:
    """Set ``way`` of the first blocked findings. ``names`` are what the system calls the files, by their paths."""
    findings = report.blocked[:_FINDINGS]
    paths = {finding.path for finding in findings}
    _bring([*findings, *(finding for finding in report.accepted if finding.path in paths)], names, settings)
    for finding, told in zip(findings, reach.of(settings.root, findings, brief=True)):
        finding.way = Way()
        finding.way.state = told.state
        finding.way.where = _where(told)
        finding.way.merged = told.merged
    groups: dict[bytes, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.path, []).append(finding)
    made: list[tuple[Draft, list[Use], list[Finding], Scan, Report]] = []
    for path, some in list(groups.items())[:_FILES]:
        whole = len(some) == sum(finding.path == path for finding in report.blocked)
        if path in names and whole and _small(names[path]):
            others = [finding for finding in report.accepted if finding.path == path]
            # not of a file that is another one by now
            if all(finding.secret.here for finding in (*some, *others)):
                made.append(_draft(path, names[path], some, others, settings))
    # two keys get two names, in whatever files they stand
    name([use for _, uses, _, _, _ in made for use in uses], lambda *_: False)
    for draft, uses, some, scanned, before in made:
        _rewrite(draft, uses, some, scanned, before)


def _bring(findings: 'list[Finding]', names: 'Mapping[bytes, str]', settings: 'Settings') -> None:
    """Find the keys once more whose letters stayed in another process: who found them is to make no difference."""
    away: dict[tuple[str, bytes], list[Finding]] = {}
    for finding in findings:
        if finding.path in names and not finding.secret.here:
            file, path = names[finding.path], finding.path
            if finding.inside:
                file, path = file.rsplit('!', finding.inside)[0], path.rsplit(b'!', finding.inside)[0]
            away.setdefault((file, path), []).append(finding)
    for (file, path), some in away.items():
        blob = files.read(os.fsencode(file), path)
        pieces = [blob]
        if not _small(file) and all(finding.view == 'plain' and not finding.inside for finding in some):
            spans = [finding.span for finding in some]
            pieces = [Blob(path, blob.data[max(0, start - _BESIDE) : end + _BESIDE]) for start, end in spans]
        secrets = {each.secret.fingerprint: each.secret for each in look(pieces, settings).findings}
        for finding in some:
            finding.secret = secrets.get(finding.secret.fingerprint, finding.secret)


def compare(report: 'Report', settings: 'Settings') -> None:
    """Set ``way`` of the first staged findings where more is known of them: of those that a merge brings in, and those
    whose file has the key no longer, so that it is to be staged anew.
    """
    findings = report.blocked[:_FINDINGS]
    if not settings.root:
        return
    if tips.merging() or os.path.exists(os.path.join(work.folder(settings.root), 'MERGE_HEAD')):
        prepare(report, settings, {})
    for finding in findings:
        file = os.path.join(settings.root, os.fsdecode(finding.path))
        if finding.where != 'index' or not os.path.isfile(file) or not _small(file):
            continue
        blob = files.read(os.fsencode(file), finding.path)
        if not blob.reason and finding.secret not in [each.secret for each in look([blob], settings).findings]:
            finding.way = finding.way or Way()
            finding.way.state, finding.way.stale = finding.way.state or reach.STAGED, True


def _small(file: str) -> bool:
    try:
        return os.path.getsize(file) <= _BYTES
    except OSError:
        return False


def _where(told: 'Reach') -> str:
    if told.state == reach.PUSHED and told.refs:
        return told.refs[0].decode('utf-8', 'backslashreplace')
    return told.commit[:10]


def _draft(
    path: bytes, file: str, findings: 'list[Finding]', others: 'list[Finding]', settings: 'Settings'
) -> 'tuple[Draft, list[Use], list[Finding], Scan, Report]':
    """The file on its way, with the names of its keys to come. ``others`` are what is accepted in it."""
    blob = files.read(os.fsencode(file), path)
    data = bytes(blob.data[:])

    def scanned(data: bytes) -> Report:
        return look([Blob(path, data, where=blob.where)], settings)

    # what the run has just found; were the file another one by now, the keys would not stand where they are said to
    before = Report()
    before.blocked, before.accepted = findings, others
    draft = Draft(path, data, before.blocked, before.accepted)
    draft.reason = blob.reason or draft.reason
    uses = [
        Use(finding.secret.fingerprint, own, variable_of(finding)) for finding, own in zip(draft.findings, draft.own)
    ]
    return draft, uses, findings, scanned, before


def _rewrite(draft: Draft, uses: 'list[Use]', findings: 'list[Finding]', scanned: 'Scan', before: Report) -> None:
    """What becomes of the file, if keyguard can tell."""
    draft.finish([use.variable for use in uses], scanned, before)
    for finding, home in zip(draft.findings, draft.homes):
        if finding.way:
            finding.way.home = home
    variables = {(use.fingerprint, finding.span): use.variable for use, finding in zip(uses, draft.findings)}
    lines, above = _lines(draft, set(variables.values())) if draft.new is not None else ({}, '')
    for finding in findings:
        way = finding.way
        if way is None:
            continue
        way.variable = variables.get((finding.secret.fingerprint, finding.span), '')
        way.reason = draft.reason
        way.parser = bool(draft.missing)
        if draft.new is not None and len(lines.get(finding.line, ())) <= _LINES:
            way.becomes = lines.get(finding.line, ())
            way.above = above


def _lines(draft: Draft, names: 'set[str]') -> 'tuple[dict[int, tuple[str, ...]], str]':
    """The lines that change -> what they turn into; and a line that is put in elsewhere."""
    found: dict[int, tuple[str, ...]] = {}
    above = ''
    for hunk in hunks(draft, names):
        number = hunk.old
        went: list[int] = []
        came: list[str] = []
        for sign, text in [*hunk.rows, (' ', '')]:
            if sign == '+':
                came.append(text.rstrip())
                continue
            if came or (sign == ' ' and went):
                extra = [line.strip() for line in came[: len(came) - len(went)] if line]
                if len(extra) == 1 and (not went or extra[0].startswith(_IMPORTS)):
                    above, came = extra[0], came[len(came) - len(went) :]
                found.update(_paired(went, came))
                went, came = [], []
            if sign == '-':
                went.append(number)
            number += 1
    return found, above


def _paired(went: 'list[int]', came: 'list[str]') -> 'dict[int, tuple[str, ...]]':
    """As many lines as before are one for one; else each of them turns into all."""
    if len(went) == len(came):
        return {number: (line.strip(),) for number, line in zip(went, came)}
    edge = min((len(line) - len(line.lstrip()) for line in came if line), default=0)
    return dict.fromkeys(went, tuple(line[edge:] for line in came))
