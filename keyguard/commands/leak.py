"""The keys of a repository, and how far each has got: for ``keyguard guide leak``."""

import os

from keyguard import git, places, workers
from keyguard.commands.examine import files
from keyguard.commands.past import Past
from keyguard.git import work
from keyguard.guide.spots import Ground, Spot
from keyguard.model import Blob, Report
from keyguard.pipeline import run as scan
from keyguard.remedies.place import literal
from keyguard.settings import Settings
from keyguard.sources import index, lacking, reach

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.model import Finding
# the rules that keep .env out of git
_NAMING = frozenset((b'.env', b'/.env', b'.env*', b'*.env', b'**/.env'))


def look(settings: Settings, report: Report) -> 'tuple[list[Spot], str, Ground]':
    """The keys in the work tree, in the index, in HEAD, and in commits, each with how far it has got, in the order of
    their places; what was looked at, in words; and what the steps have to know of the repository. What could not be
    read is in ``report``. Raises ``Fatal`` where git fails.
    """
    root = settings.root
    found: dict[tuple[str, bytes], Finding] = {}
    for blobs in (_tree(settings, report), _index(settings, report), _head(settings)):
        for finding in _found(blobs, settings, report):
            found.setdefault((finding.secret.fingerprint, finding.path), finding)
    findings = sorted(found.values(), key=lambda finding: (finding.path, finding.line, finding.column))
    spots = [Spot(finding, at) for finding, at in zip(findings, reached(root, findings, settings))]
    past = Past(root)
    others = _found(past.shares(settings, report), settings, report)
    lacking.tell(root, report)
    spots += past.spots(others, spots)
    return spots, past.looked(), _ground(settings, past, spots)


def _ground(settings: Settings, past: Past, spots: 'list[Spot]') -> Ground:
    root = settings.root
    ground = Ground()
    ground.at = places.stand(settings.folder, root)
    ground.ignore = not work.ignored(root, [b'.env'])
    ground.rules = bool(git.ask(root, 'status', '--porcelain', '--', '.gitignore')[1])
    ground.kept = past.names.kept
    ground.remote = git.ask(root, 'remote')[1].partition(b'\n')[0]
    ground.exclude = git.ask(root, 'rev-parse', '--git-path', 'info/exclude')[1].rstrip(b'\n') or ground.exclude
    lines = _lines(os.path.join(root, '.gitignore'))
    ground.ruled = {spot.reach.path for spot in spots if _named(spot.reach.path, lines)}
    listed = _lines(os.path.join(os.fsencode(root), ground.exclude))
    homes = {spot.reach.home for spot in spots if spot.reach.home.startswith(b'refs/')}
    for home in [b'', *homes] if homes else []:
        rules = git.ask(root, 'cat-file', 'blob', (home or b'HEAD') + b':.gitignore')[1].split()
        if not _NAMING.intersection(rules) and (home or not _NAMING.intersection(listed)):
            ground.unruled.add(home)
    return ground


def _lines(file: 'str | bytes') -> 'set[bytes]':
    """The rules of a list of what git ignores."""
    try:
        with open(file, 'rb') as opened:
            return set(opened.read().split(b'\n'))
    except OSError:
        return set()


def _named(path: bytes, rules: 'set[bytes]') -> bool:
    """Is the file named by the rules that keyguard itself writes, or by one that is as plain?"""
    plain = _NAMING - {b'/.env'}
    return b'/' + literal(path) in rules or (path.endswith(b'.env') and not plain.isdisjoint(rules))


def _found(blobs: 'Iterator[workers.Item]', settings: Settings, report: Report) -> 'list[Finding]':
    part = Report()
    workers.scan(blobs, settings, part, workers.cores())
    report.unread += part.unread
    report.missing += part.missing
    return part.blocked


def reached(root: str, findings: 'list[Finding]', settings: Settings) -> 'list[reach.Reach]':
    """How far each finding's key has got, in any dress that a scan sees through."""

    def keys(path: bytes, data: 'bytes | mmap') -> 'set[str]':
        return {finding.secret.fingerprint for finding in scan([Blob(path, data)], settings).findings}

    return reach.of(root, findings, keys)


def _tree(settings: Settings, report: Report) -> 'Iterator[workers.Item]':
    yield from files([], settings, report)


def _index(settings: Settings, report: Report) -> 'Iterator[Blob]':
    yield from (blob for blob in index.staged(settings.root, report) if not settings.excludes(blob.path))


def _head(settings: Settings) -> 'Iterator[Blob]':
    yield from (blob for blob in index.replaced(settings.root) if not settings.excludes(blob.path))
