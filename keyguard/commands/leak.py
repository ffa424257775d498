"""The keys of a repository, and how far each has got: for ``keyguard guide leak``."""

import os

from keyguard import git, workers
from keyguard.commands.examine import choice, files
from keyguard.git.tips import Tips
from keyguard.guide.found import Spot
from keyguard.model import Blob, Report
from keyguard.pipeline import run as scan
from keyguard.settings import Settings
from keyguard.sources import commits, index, reach

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from keyguard.model import Finding

# of a repository without a remote so many commits are looked at, none of a longer history
_MOST_COMMITS = 500


def look(settings: Settings, report: Report) -> 'list[Spot]':
    """The keys in the work tree, in the index, in HEAD, and in the commits that no remote has, each with how far it has
    got, in the order of their places. What could not be read is in ``report``. Raises ``Fatal`` where git fails.
    """
    root = settings.root
    found: dict[tuple[str, bytes], Finding] = {}
    for blobs in (_tree(settings, report), _index(settings, report), _head(settings), _unpushed(settings, report)):
        part = Report()
        workers.scan(blobs, settings, part, workers.cores())
        report.unread += part.unread
        for finding in part.blocked:
            found.setdefault((finding.secret.fingerprint, finding.path), finding)
    findings = sorted(found.values(), key=lambda finding: (finding.path, finding.line, finding.column))
    return [Spot(finding, at) for finding, at in zip(findings, reached(root, findings, settings))]


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


def _unpushed(settings: Settings, report: Report) -> 'Iterator[Blob]':
    root = settings.root
    code, number, _ = git.ask(
        root, 'rev-list', '--count', f'--max-count={_MOST_COMMITS + 1}', 'HEAD', '--not', '--remotes', '--'
    )
    if code or not int(number) or int(number) > _MOST_COMMITS:
        return
    tips = Tips(root).remotes
    words = f'{tips[0][0].decode("ascii")}..HEAD' if tips else ''
    chosen = choice(settings)
    found = commits.commits(root, words, '', report, chosen) if words else commits.history(root, report, choice=chosen)
    yield from commits.blobs(found, root, report)


def away(settings: Settings) -> bool:
    """Is the current folder another one than the root of the repository?"""
    return bool(settings.root) and os.path.realpath(settings.folder) != os.path.realpath(settings.root)
