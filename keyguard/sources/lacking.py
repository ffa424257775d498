"""What of a repository is not there to look at -> words: history before a shallow clone, submodules, objects."""

import os

from keyguard import git
from keyguard.git import refs, walk
from keyguard.sources.share import ABBREVIATED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from keyguard.model import Report

# so many of the objects that a repository lacks are named one by one, the others are counted
_MOST_NAMED = 20
_PARTIAL = 'not in this partial clone, and keyguard never fetches: `git fetch --refetch --no-filter` brings everything'
_MISSING = 'the repository lacks this object, or it is damaged: see `git fsck`; another clone may have it'


def note_cut(folder: str, report: 'Report') -> None:
    """Say where a shallow clone ends."""
    if git.run(folder, 'rev-parse', '--is-shallow-repository').strip() == b'true':
        file = git.run(folder, 'rev-parse', '--git-path', 'shallow').decode('utf-8', 'surrogateescape').rstrip('\n')
        cut = _cut(folder, file)
        report.notes.append(
            f'the clone is shallow: history before {cut} is not here; `git fetch --unshallow` brings it'
        )


def _cut(folder: str, file: str) -> str:
    try:
        with open(os.path.join(folder, file), encoding='ascii') as shallow:
            ids = shallow.read().split()
    except (OSError, ValueError):
        ids = []
    code, day, _ = git.ask(folder, 'log', '--no-walk', '--no-show-signature', '--format=%cs', *ids[:100], '--')
    days = sorted(day.decode('ascii', 'replace').split())
    if code or not days or not ids:
        return 'the commits that it begins with'
    return f'{days[0]} ({ids[0][:ABBREVIATED]}{f" and {len(ids) - 1} more" if len(ids) > 1 else ""})'


def note_modules(paths: 'Iterable[bytes]', report: 'Report', entered: str = '') -> None:
    """Say which folders are repositories of their own; with the root ``entered`` only those that are not there."""
    for path in paths:
        if entered and os.path.lexists(os.path.join(entered, os.fsdecode(path), '.git')):
            continue
        name = path.decode('utf-8', 'backslashreplace')
        report.notes.append(f"the submodule '{name}' is a repository of its own and was not looked into")


def _is_partial(folder: str) -> bool:
    return bool(git.ask(folder, 'config', '--get-regexp', r'^(remote\..*\.promisor|extensions\.partialclone)$')[1])


def objects(folder: str) -> 'set[bytes]':
    """The objects that a partial clone does not have: git ends when it is asked for one of them."""
    return walk.lacking(folder, refs.stashes(folder)) if _is_partial(folder) else set()


def tell(folder: str, report: 'Report') -> None:
    """Say which objects the repository lacks, and why that may be."""
    ids = list(dict.fromkeys(report.missing))
    report.missing.clear()
    if not ids:
        return
    reason = _PARTIAL if _is_partial(folder) else _MISSING
    report.unread += [(f'object {id[:ABBREVIATED]}'.encode(), reason) for id in ids[:_MOST_NAMED]]
    if len(ids) > _MOST_NAMED:
        report.unread.append((f'{len(ids) - _MOST_NAMED} more objects'.encode(), reason))
