"""The run, read from top to bottom: blobs in, a report out. The only module that knows the order of the steps."""

from bisect import bisect, bisect_left

from keyguard import content, excerpt, filters, messages
from keyguard.content.encoded import Room
from keyguard.content.thinned import thinned_view
from keyguard.detect import detect
from keyguard.disguise import ARRAY, DATABASE, carries_files
from keyguard.kinds import CONFIDENCES, LOW
from keyguard.locate import Lines
from keyguard.model import Blob, Finding, Hit, Report, View
from keyguard.prefilter import IN_TEXT, doubt, look, suspects
from keyguard.secret import Secret
from keyguard.settings import Settings, today

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from keyguard.tokens import Book

# how much of a very long line is read for comments on it, and shown, in bytes to each side of the key
_LINE = 1000
# what git has of a file whose content is in another store (Git LFS)
_POINTER = b'version https://git-lfs.github.com/spec/'
# readings in which a length says where a key begins and ends
_PACKED = ('packed', 'array', 'database', 'columns', 'image text')
_WIDE = ('utf-16', 'utf-32')
# of an archive, a key that stands in so many places is told, and the rest is not looked at
_MOST_FOUND = 5_000
_TOO_MANY = f'more than {_MOST_FOUND:,} keys are inside of it: the rest was not looked at'
_SPENT = 'more than 16 MiB are compressed inside of base64; the rest was not read: unpack it and audit what comes out'


def run(blobs: 'Iterable[Blob]', settings: Settings, report: 'Report | None' = None) -> Report:
    """Look at every blob, and at what is inside of it. What could not be read is reported as such; nothing is passed
    over.
    """
    report = report or Report()
    short: list[Blob] = []
    size = 0
    for blob in blobs:
        if blob.reason or len(blob.data) > messages.SHORT:
            _see(blob, settings, report)
            continue
        short.append(blob)
        size += len(blob.data)
        if size > messages.TOGETHER:
            _see_together(short, settings, report)
            short, size = [], 0
    _see_together(short, settings, report)
    report.sort()
    return report


def _see_together(short: 'list[Blob]', settings: Settings, report: Report) -> None:
    """Look at many short texts at once, and again at those that are worth it."""
    odd = messages.worth_a_look([blob.data[:] for blob in short])
    # a name can hold a key too; together they take one look
    if suspects(b'\n'.join([blob.path for blob in short]), b'', settings.book):
        odd = set(range(len(short)))
    for at, blob in enumerate(short):
        if at in odd or blob.path.endswith(b'.br'):
            _see(blob, settings, report)
        else:
            _count(blob, settings, report)
        report.pointers += blob.data[: len(_POINTER)] == _POINTER


def _see(blob: Blob, settings: Settings, report: Report) -> None:
    data, path = blob.data, blob.path
    if blob.reason or len(data) > content.WINDOW:
        _open(blob, settings, report)
        return
    # most blobs end here: what the door calls clean is clean
    read = data[:]
    carries = carries_files(read)
    told = _doubt(read, path, settings.book, carries)
    if told or carries or suspects(path, path, settings.book):
        _open(blob, settings, report, told)
    else:
        _count(blob, settings, report)


def _doubt(data: bytes, path: bytes, book: 'Book', carries: bool) -> int:
    """Could the bytes hold a key, and how (``prefilter.doubt``)? Files that are in there are looked at by themselves,
    and what is compressed is long, and holds nothing else.
    """
    beside = ARRAY in data or data.startswith(DATABASE)
    return doubt(data, path, book, carries and not beside)


def _count(blob: Blob, settings: Settings, report: Report) -> None:
    """A blob that is clean."""
    report.files += 1
    report.bytes += len(blob.data)
    if settings.clean and blob.oid and not blob.where.endswith('message'):
        report.clean += settings.clean.entry(blob.oid, blob.path)


def _open(blob: Blob, settings: Settings, report: Report, told: 'int | None' = None) -> None:
    """Look at a blob, and at what is inside of it. ``told`` is what the prefilter said of its bytes, None where it was
    not asked.
    """
    first = len(report.blocked), len(report.accepted)
    unread = len(report.unread)
    inside = found = False
    for each in content.opened(blob, settings.most_inside):
        if each is blob:
            _look(each, settings, report, True, told)
        else:
            known = len(report.blocked), len(report.accepted)
            _look(each, settings, report, False)
            for finding in report.blocked[known[0] :] + report.accepted[known[1] :]:
                finding.inside = each.path.count(b'!') - blob.path.count(b'!')
            if len(report.blocked) + len(report.accepted) > sum(first) + _MOST_FOUND:
                report.unread.append((excerpt.path(blob.path, []), _TOO_MANY))
                break
        inside = inside or each is not blob
        found = found or first != (len(report.blocked), len(report.accepted))
    if inside:
        _say_once(report, *first)
    if blob.oid:
        for finding in report.blocked[first[0] :] + report.accepted[first[1] :]:
            finding.oid = blob.oid
        # of a commit with several messages all would have to be clean, and they are soon read
        if settings.clean and not (found or len(report.unread) > unread or blob.where.endswith('message')):
            report.clean += settings.clean.entry(blob.oid, blob.path)


def _look(blob: Blob, settings: Settings, report: Report, outer: bool, told: 'int | None' = None) -> None:
    room = Room()
    hits = _hits(blob, settings, room, told, thin=not outer)
    name = excerpt.path(blob.path, hits)
    if room.spent:
        report.unread.append((name, _SPENT))
    for reason in dict.fromkeys(room.unread):
        report.unread.append((name, f'what is in base64 there: {reason}'))
    if blob.reason:
        report.unread.append((excerpt.unread_path(name), blob.reason))
    elif outer:
        report.files += 1
        report.bytes += len(blob.data)
    for finding in _findings(blob, name, hits, settings):
        (report.accepted if finding.accepted else report.blocked).append(finding)


def _say_once(report: Report, blocked: int, accepted: int) -> None:
    """Of an archive's findings (those from the two places on), a key that shows in what is packed and in its package is
    told once, for the innermost file; one of an Office document or a PDF for the part that it stands in.
    """
    inner = set()
    # what is accepted inside may not hide what is blocked around it, so the blocked ones come first
    for findings, first in ((report.blocked, blocked), (report.accepted, accepted)):
        for finding in findings[first:]:
            packages = finding.path.split(b'!')
            inner |= {(finding.secret, b'!'.join(packages[:depth])) for depth in range(1, len(packages))}
            inner |= {(finding.secret, finding.path + part) for part in (b' (text)', b' (strings)')}
        findings[first:] = [each for each in findings[first:] if (each.secret, each.path) not in inner]


def _hits(blob: Blob, settings: Settings, room: Room, told: 'int | None', thin: bool) -> 'list[Hit]':
    """The blob's hits in the order of their places; where it is to be ``thin``, what a long text says again and again
    is not looked at. ``told`` as in ``_open``.
    """
    found: list[Hit] = []
    for window in content.windows(blob):
        plain = thinned_view(window) if thin else window
        if window.kind == 'file name':
            how = IN_TEXT if suspects(plain.data, blob.path, settings.book) else 0
        elif told is None:
            how = _doubt(plain.data, blob.path, settings.book, carries_files(plain.data))
        else:
            how = told
        if not how:
            continue  # the prefilter sees through every reading of these bytes
        some = content.readings if how == IN_TEXT else content.glued
        for view in (plain, *some(window, settings.book, room, thin)):
            ids = suspects(view.data, blob.path, settings.book)
            odd = look(view.data, settings.book).unlike_words()
            hits = detect(view, blob.path, settings.providers(ids), odd)
            found += filter(_proves_itself, hits) if 'joined' in view.kind else hits
    return _settled(_once(found)) if found else []


def _once(hits: 'list[Hit]') -> 'list[Hit]':
    """The hits, each key of one encoded text once: a document in it shows its key as it is packed and as it is read."""
    kept: list[Hit] = []
    seen: set[tuple[Secret, tuple[int, int]]] = set()
    for hit in hits:
        place = hit.view.encoded(hit.start)
        if place and (hit.secret, place) in seen:
            continue
        if place:
            seen.add((hit.secret, place))
        kept.append(hit)
    return kept


def _proves_itself(hit: Hit) -> bool:
    """Is the key told by its own literal and structure? Of text that was put together, nothing else counts."""
    detector = hit.detector
    return bool(detector.literals) and not detector.names and not detector.fallback and hit.confidence != LOW


def _settled(found: 'list[Hit]') -> 'list[Hit]':
    """Of hits that overlap in the blob, the one to report: a known format before a guess, then the surer one."""
    names = [hit for hit in found if hit.view.kind == 'file name']
    ranked = [(_rank(hit), *hit.span, hit) for hit in found if hit.view.kind != 'file name']
    ranked.sort(key=lambda each: (each[0], each[1] - each[2], each[1]))
    taken: list[tuple[int, int, Hit]] = []
    # stretches of the blob that are taken, and the view that took each: its own hits never overlap, but where a little
    # text stands for much, their places in the blob may
    starts: list[int] = []
    ends: list[int] = []
    views: list[View] = []
    for _, start, end, hit in ranked:
        at = bisect(starts, start)
        first = at - 1 if at and ends[at - 1] > start else at
        last = bisect_left(starts, end, at)
        if any(view is not hit.view for view in views[first:last]):
            continue
        taken.append((start, end, hit))
        starts[first:last] = [min([start, *starts[first:last]])]
        ends[first:last] = [max([end, *ends[first:last]])]
        views[first:last] = [hit.view]
    taken.sort(key=lambda each: each[:2])
    return [hit for _, _, hit in taken] + sorted(names, key=lambda hit: hit.span)


def _rank(hit: Hit) -> 'tuple[bool, bool, int, bool, bool, bool]':
    return (
        bool(hit.reason),
        not hit.detector.sources,
        -CONFIDENCES.index(hit.confidence),
        hit.view.kind not in _PACKED,  # a length says where it ends
        'joined' in hit.view.kind,  # what stands there whole is not longer than it looks
        not hit.view.part,
    )


def _findings(blob: Blob, name: bytes, hits: 'list[Hit]', settings: Settings) -> 'list[Finding]':
    lines: dict[bytes, Lines] = {}
    findings = []
    places = [hit.place for hit in hits]
    for at, hit in enumerate(hits):
        if settings.wanted(hit):
            near = slice(max(0, at - 20), at + 20)
            findings.append(_finding(blob, name, hit, list(zip(hits[near], places[near])), lines, settings))
    return findings


def _finding(
    blob: Blob,
    name: bytes,
    hit: Hit,
    near: 'list[tuple[Hit, tuple[int, int]]]',
    lines: 'dict[bytes, Lines]',
    settings: Settings,
) -> Finding:
    reason = filters.by_value(hit) or filters.by_settings(hit, settings.skip, settings.min_confidence)
    if hit.view.kind == 'file name':
        finding = Finding(hit, name, blob.where, (1, 1), (1, 1))
    else:
        newline = hit.view.newline
        if newline not in lines:
            lines[newline] = Lines(blob.data, newline, hit.view.stride)
        start, end = hit.place
        places = lines[newline]
        finding = Finding(hit, name, blob.where, places.place(start), places.place(end))
        first, last = places.line(start, _LINE)
        if hit.view.stride == 1:
            beside = [other for other, place in near if place[1] > first and place[0] < last]
            finding.left, finding.right = excerpt.beside(blob.data, first, last, beside, hit)
        elif hit.view.kind in _WIDE:
            finding.left, finding.right = excerpt.beside_wide(hit, [other for other, _ in near], _LINE)
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
