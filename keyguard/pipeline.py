"""The run, read from top to bottom: blobs in, a report out. The only module that knows the order of the steps."""

from itertools import accumulate, chain

from keyguard import content, excerpt, filters, messages
from keyguard.content.inflating import Room
from keyguard.detect import detect
from keyguard.disguise import ARRAY, DATABASE, carries_files
from keyguard.kinds import LOW
from keyguard.locate import Lines
from keyguard.model import Blob, Finding, Hit, Report
from keyguard.overlaps import settled
from keyguard.prefilter import IN_TEXT, doubt, look, suspects
from keyguard.secret import Known
from keyguard.settings import Settings, today

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keyguard.model import View
    from keyguard.secret import Secret
    from keyguard.tokens import Book

# how much of a very long line is read for comments on it, and shown, in bytes to each side of the key
_LINE = 1000
# what git has of a file whose content is in another store (Git LFS)
_POINTER = b'version https://git-lfs.github.com/spec/'
# so many hits before and behind one are looked at for those that stand on its line
_NEAR = 20
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
    # most files carry none, and are not searched for an array
    return doubt(data, path, book, carries and not (data.startswith(DATABASE) or ARRAY in data))


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
        _tell_spots(blob, report.blocked[first[0] :] + report.accepted[first[1] :], settings.most_inside)
    if blob.oid:
        for finding in report.blocked[first[0] :] + report.accepted[first[1] :]:
            finding.oid = blob.oid
        # of a commit with several messages all would have to be clean, and they are soon read
        if settings.clean and not (found or len(report.unread) > unread or blob.where.endswith('message')):
            report.clean += settings.clean.entry(blob.oid, blob.path)


def _tell_spots(blob: Blob, findings: 'list[Finding]', most: int) -> None:
    """Say of the findings inside of the blob where a person finds them."""
    # of most archives nothing is found
    from keyguard.content.spots import spots

    places = [(finding.path, finding.span[0]) for finding in findings]
    for finding, spot in zip(findings, spots(blob, places, most)):
        finding.spot = excerpt.shown(excerpt.outside(spot.encode()))


def _look(blob: Blob, settings: Settings, report: Report, outer: bool, told: 'int | None' = None) -> None:
    room = Room()
    hits = _hits(blob, settings, room, told, thin=not outer)
    name = excerpt.path(blob.path, hits)
    if room.spent:
        report.unread.append((name, _SPENT))
    for reason in dict.fromkeys(room.unread):
        report.unread.append((name, f'what is in base64 or hex there: {reason}'))
    if blob.reason:
        report.unread.append((excerpt.unread_path(name), blob.reason))
    elif outer:
        report.files += 1
        report.bytes += len(blob.data)
    for finding in _findings(blob, name, hits, settings):
        (report.accepted if finding.accepted else report.blocked).append(finding)


def _say_once(report: Report, blocked: int, accepted: int) -> None:
    """Of an archive's findings (those from the two places on), a key that shows in what is packed and in its package is
    told once, for the innermost file; one of an Office document or a PDF for the part that it stands in. What shows in
    the bytes of a database is a piece of a key that goes on in another page, or has its neighbour's text behind it:
    where the whole key is told, that is none.
    """
    inner = set()
    whole = _inner_keys(report.blocked[blocked:] + report.accepted[accepted:])
    # what is accepted inside may not hide what is blocked around it, so the blocked ones come first
    for findings, first in ((report.blocked, blocked), (report.accepted, accepted)):
        for finding in findings[first:]:
            packages = finding.path.split(b'!')
            inner |= {(finding.secret, b'!'.join(packages[:depth])) for depth in range(1, len(packages))}
            inner |= {(finding.secret, finding.path + part) for part in (b' (text)', b' (strings)')}
        findings[first:] = [
            each
            for each in findings[first:]
            if (each.secret, each.path) not in inner and not (each.path in whole and whole[each.path].cuts(each.secret))
        ]


def _inner_keys(findings: 'list[Finding]') -> 'dict[bytes, Known]':
    """The keys that were found inside of each file which has findings of its own, too."""
    found: dict[bytes, list[Secret]] = {finding.path: [] for finding in findings}
    for finding in findings:
        packages = finding.path.split(b'!')
        for depth in range(1, len(packages)):
            package = found.get(b'!'.join(packages[:depth]))
            if package is not None:
                package.append(finding.secret)
    return {path: Known(secrets) for path, secrets in found.items() if secrets}


def _hits(blob: Blob, settings: Settings, room: Room, told: 'int | None', thin: bool) -> 'list[Hit]':
    """The blob's hits in the order of their places; where it is to be ``thin``, what a long text says again and again
    is not looked at. ``told`` as in ``_open``.
    """
    found: list[Hit] = []
    pace = content.Pace()
    for window in content.windows(blob, pace=pace):
        found += _in_window(window, blob.path, settings, room, told, thin, pace)
        del window  # the next one is made when this one is gone
    return settled(found) if found else []


def _in_window(
    window: 'View', path: bytes, settings: Settings, room: Room, told: 'int | None', thin: bool, pace: content.Pace
) -> 'Iterator[Hit]':
    plain = content.unlike(window) if thin else window
    if window.kind == 'file name':
        how = IN_TEXT if suspects(plain.data, path, settings.book) else 0
    elif told is None:
        how = _doubt(plain.data, path, settings.book, carries_files(plain.data))
    else:
        how = told
    pace.worth = bool(how)
    if not how:
        return  # the prefilter sees through every reading of these bytes
    some = content.readings if how == IN_TEXT else content.glued
    for view in chain((plain,), some(window, settings.book, room, thin)):
        ids = suspects(view.data, path, settings.book)
        odd = look(view.data, settings.book).unlike_words()
        hits = detect(view, path, settings.providers(ids), odd)
        yield from filter(_proves_itself, hits) if 'joined' in view.kind else hits


def _proves_itself(hit: Hit) -> bool:
    """Is the key told by its own literal and structure? Of text that was put together, nothing else counts."""
    literals = hit.detector.literals
    if not literals or hit.confidence == LOW:
        return False
    # a name may say what it opens: that it is a key of the provider is told without one, where it has a beginning
    alone = [each for each in hit.provider.detectors if each.fallback and each.literals == literals and not each.inside]
    return bool(alone) or not (hit.detector.names or hit.detector.fallback)


def _findings(blob: Blob, name: bytes, hits: 'list[Hit]', settings: Settings) -> 'list[Finding]':
    lines: dict[bytes, Lines] = {}
    company = _Company(hits)
    chosen = [(at, hit) for at, hit in enumerate(hits) if settings.wanted(hit)]
    reasons = filters.by_values([hit for _, hit in chosen])
    found = [
        _finding(blob, name, hit, at, company, lines, reason, settings) for (at, hit), reason in zip(chosen, reasons)
    ]
    day = today() if found else ''
    for finding, (_, hit) in zip(found, chosen):
        if not finding.accepted:
            finding.accepted, note = settings.accepts(finding, day)
            finding.note = note or hit.doubt
    return found


class _Company:
    """The hits of a blob in the order of their places: which of them stand near another?"""

    __slots__ = ('_hits', '_ordered', '_places', '_reach')

    def __init__(self, hits: 'list[Hit]') -> None:
        self._hits = hits
        self._places = [hit.place for hit in hits]
        # how far the hits up to each of them reach; those of a file's name come last, and have places of their own
        self._reach = list(accumulate([end for _, end in self._places], max))
        self._ordered = not hits or hits[-1].view.kind != 'file name'

    def near(self, at: int) -> 'list[Hit]':
        """Those beside the one that is so many hits after the first, and it."""
        return self._hits[max(0, at - _NEAR) : at + _NEAR]

    def between(self, at: int, first: int, last: int) -> 'list[Hit]':
        """Those of them that stand within two places, as far as the hit itself does."""
        places = self._places
        before, behind = not at or self._reach[at - 1] <= first, at + 1 == len(places) or places[at + 1][0] >= last
        if before and behind and self._ordered:
            return [self._hits[at]]
        some = slice(max(0, at - _NEAR), at + _NEAR)
        return [hit for hit, (start, end) in zip(self._hits[some], places[some]) if end > first and start < last]


def _finding(
    blob: Blob,
    name: bytes,
    hit: Hit,
    at: int,
    company: _Company,
    lines: 'dict[bytes, Lines]',
    reason: str,
    settings: Settings,
) -> Finding:
    """The finding of the hit that is so many after the first; ``reason`` is what its value says."""
    reason = reason or filters.by_settings(hit, settings.skip, settings.min_confidence)
    if hit.view.kind == 'file name':
        finding = Finding(hit, name, blob.where, (1, 1), (1, 1))
    else:
        newline = hit.view.newline
        if newline not in lines:
            lines[newline] = Lines(blob.data, newline, hit.view.stride)
        places = lines[newline]
        start, end = hit.place
        finding = Finding(hit, name, blob.where, places.place(start), places.place(end))
        first, last = places.line(start, _LINE)
        if hit.view.stride == 1:
            finding.left, finding.right = excerpt.beside(blob.data, first, last, company.between(at, first, last), hit)
        elif hit.view.kind in _WIDE:
            finding.left, finding.right = excerpt.beside_wide(hit, company.near(at), _LINE)
        if settings.inline and not reason:
            above = blob.data[slice(*places.line_above(first, _LINE))]
            reason = filters.by_comment(hit, _narrow(blob.data[first:last]), _narrow(above))
    finding.accepted = reason
    return finding


def _narrow(line: bytes) -> bytes:
    """A line of UTF-16 as the ASCII that its comments are made of."""
    return line.replace(b'\0', b'')
