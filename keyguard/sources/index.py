"""The index -> blobs: exactly what a commit would hold and HEAD does not."""

from keyguard import git
from keyguard.errors import USAGE, Fatal
from keyguard.git import objects, walk
from keyguard.git.objects import Listing
from keyguard.model import Blob
from keyguard.sources.lacking import note_modules
from keyguard.sources.share import named, unquoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from keyguard.model import Report

_MODULE = b'160000'


def replaced(folder: str) -> 'Iterator[Blob]':
    """What HEAD has of the files that are otherwise in the work tree, or gone from it. What git cannot read is passed
    over: it is no part of the work tree.
    """
    with Listing() as listing:
        for change in walk.differing(folder):
            for old in change.old:
                if old and change.mode != _MODULE:
                    listing.add([named(old, change.path)])
        for each in objects.contents(folder, listing):
            if each.kind == 'blob':
                yield Blob(unquoted(each.name), each.data, each.reason, where='history', oid=each.id)


def staged(folder: str, report: 'Report', wants: 'Callable[[str, bytes], bool] | None' = None) -> 'Iterator[Blob]':
    """The staged blobs that differ from HEAD, all of them before the first commit; paths are relative to the root of
    the repository. Of a symbolic link the bytes are its target, of what is not merged yet every side is read. Only
    blobs are read that ``wants`` says yes to, given id and path.

    ``GIT_INDEX_FILE`` and ``GIT_DIR`` are followed: git sets them while it runs hooks. Raises ``Fatal`` where there
    is no repository, or one without an index.
    """
    if git.ready(folder, index=True):
        raise Fatal(f'{folder} is a bare repository: it has no index to look at', USAGE)
    entries: dict[tuple[bytes, bytes], None] = {}
    modules: dict[bytes, None] = {}
    for change in walk.staged(folder):
        if change.mode == _MODULE:
            modules[change.path] = None
        elif change.new and change.new not in change.old:  # a change of its mode alone brings nothing
            entries[change.new, change.path] = None
    for mode, id, path in walk.unmerged(folder):
        if mode != _MODULE:
            entries[id, path] = None
    note_modules(modules, report)
    with Listing() as listing:
        for id, path in entries:
            if not wants or wants(id.decode('ascii'), path):
                listing.add([named(id, path)])
        for each in objects.contents(folder, listing, index=True):
            reason = 'git lacks the staged bytes' if each.reason == 'missing' else each.reason
            path = unquoted(each.name) if each.name else f'object {each.id}'.encode()
            yield Blob(path, each.data, reason, where='index', oid=each.id)
