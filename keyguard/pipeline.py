"""The run, read from top to bottom: blobs in, a report out. The only module that knows the order of the steps."""

from keyguard import content, excerpt, filters
from keyguard.detect import detect
from keyguard.locate import Lines
from keyguard.model import Blob, Finding, Hit, Report
from keyguard.prefilter import suspects
from keyguard.settings import Settings, today

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# how much of a very long line is read for comments on it, and shown, in bytes to each side of the key
_LINE = 1000


def run(blobs: 'Iterable[Blob]', settings: Settings, report: 'Report | None' = None) -> Report:
    """Look at every blob. What could not be read is reported as such; nothing is passed over."""
    report = report or Report()
    for blob in blobs:
        hits = _hits(blob, settings)
        name = excerpt.path(blob.path, hits)
        if blob.reason:
            report.unread.append((excerpt.unread_path(name), blob.reason))
        else:
            report.files += 1
            report.bytes += len(blob.data)
        for finding in _findings(blob, name, hits, settings):
            (report.accepted if finding.accepted else report.blocked).append(finding)
    for findings in (report.blocked, report.accepted):
        findings.sort(key=lambda finding: (finding.path, finding.line, finding.column))
    return report


def _hits(blob: Blob, settings: Settings) -> 'list[Hit]':
    """The blob's hits in the order of their places; of readings that overlap, the longer key stays."""
    found: list[Hit] = []
    for window in content.windows(blob):
        if not suspects(window.data, blob.path, settings.book):
            continue  # the prefilter sees through every reading of these bytes
        for view in (window, *content.readings(window)):
            ids = suspects(view.data, blob.path, settings.book)
            found += detect(view, blob.path, settings.providers(ids))
    found.sort(key=lambda hit: (hit.view.kind == 'file name', hit.span[0], -hit.span[1]))
    hits: list[Hit] = []
    for hit in found:
        last = hits[-1] if hits else None
        apart = not last or (last.view.kind == 'file name') != (hit.view.kind == 'file name')
        if apart or (last and hit.span[0] >= last.span[1]):
            hits.append(hit)
    return hits


def _findings(blob: Blob, name: bytes, hits: 'list[Hit]', settings: Settings) -> 'list[Finding]':
    lines: dict[bytes, Lines] = {}
    findings = []
    for at, hit in enumerate(hits):
        if settings.wanted(hit):
            near = hits[max(0, at - 20) : at + 20]
            findings.append(_finding(blob, name, hit, near, lines, settings))
    return findings


def _finding(
    blob: Blob, name: bytes, hit: Hit, near: 'list[Hit]', lines: 'dict[bytes, Lines]', settings: Settings
) -> Finding:
    reason = filters.by_value(hit) or filters.by_settings(hit, settings.skip, settings.min_confidence)
    if hit.view.kind == 'file name':
        finding = Finding(hit, name, blob.where, (1, 1), (1, 1))
    else:
        newline = hit.view.newline
        if newline not in lines:
            lines[newline] = Lines(blob.data, newline, hit.view.stride)
        start, end = hit.span
        places = lines[newline]
        finding = Finding(hit, name, blob.where, places.place(start), places.place(end))
        first, last = places.line(start, _LINE)
        if hit.view.stride == 1:
            finding.left, finding.right = excerpt.beside(blob.data, first, last, near, hit)
        if settings.inline and not reason:
            above = blob.data[slice(*places.line_above(first, _LINE))]
            reason = filters.by_comment(hit, _narrow(blob.data[first:last]), _narrow(above))
    if not reason:
        reason, note = settings.accepts(finding, today())
        finding.note = note or hit.doubt
    finding.accepted = reason
    return finding


def _narrow(line: bytes) -> bytes:
    """A line of UTF-16 as the ASCII that its comments are made of."""
    return line.replace(b'\0', b'')
