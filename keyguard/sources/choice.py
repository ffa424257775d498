"""Which of a history's blobs are looked at, and under which of their names.

The same bytes under another name can be another thing: what a file is called decides whether it is excluded, what a
key without a prefix in it is taken for, and whether the name itself holds one. So a blob is looked at once more under
each further name that may change what is found; under all others the first look stands for it.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from keyguard.model import Report

# so many answers about names are remembered
_MOST_REMEMBERED = 50_000


def _no(*_: object) -> bool:
    return False


class Choice:
    """``known``: is the blob with this git id, under this path, known to be clean? ``excludes``: does the configuration
    leave the path out? ``telling``: may the verdict on a blob depend on this path (``prefilter.telling``)?

    Grows by some 100 bytes for each blob and each path that it is asked about.
    """

    def __init__(
        self,
        known: 'Callable[[str, bytes], bool] | None' = None,
        excludes: 'Callable[[bytes], bool] | None' = None,
        telling: 'Callable[[bytes], bool]' = _no,
    ) -> None:
        self._known = known
        self._excludes = _remembered(excludes) if excludes else None
        self._telling = _remembered(telling)
        # the name that a blob is or was looked at under; a path is held once for all of its blobs
        self._names: dict[bytes, bytes] = {}
        self._paths: dict[bytes, bytes] = {}
        # further names that were chosen
        self._others: set[tuple[bytes, bytes]] = set()
        self._excluded: set[bytes] = set()

    def takes(self, id: bytes, path: bytes) -> bool:
        """Is the blob with this binary id to be looked at under this path? Every answer counts: asked once more, it is
        no.
        """
        if self._excludes and self._excludes(path):
            self._excluded.add(id)
            return False
        first = self._names.get(id)
        if first is None:
            self._names[id] = self._paths.setdefault(path, path)
        elif first == path or (id, path) in self._others:
            return False
        elif self._telling(path):
            self._others.add((id, path))
        elif self._telling(first):
            # from now on this one stands for every name that tells nothing
            self._others.add((id, first))
            self._names[id] = self._paths.setdefault(path, path)
        else:
            return False
        return not (self._known and self._known(id.hex(), path))

    def has(self, id: bytes) -> bool:
        """Was the blob chosen, under whatever name, or left out under all that it was asked about?"""
        return id in self._names or id in self._excluded

    def tell(self, report: 'Report') -> None:
        """Count in the report what has no name but excluded ones."""
        report.excluded += sum(id not in self._names for id in self._excluded)
        self._excluded.clear()


def _remembered(answer: 'Callable[[bytes], bool]') -> 'Callable[[bytes], bool]':
    from functools import lru_cache

    return lru_cache(_MOST_REMEMBERED)(answer)
