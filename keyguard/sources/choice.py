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
    leave the path out? ``telling``: may the verdict on a blob depend on this path (``naming.telling``)?

    It remembers every name that it was asked about, some 100 bytes for each blob and for each further name of one.
    ``complete`` says that these are all that the blobs ever had. ``loose`` are the commits that no ref leads to, where
    somebody looked for them. ``entered``: the root of a repository whose submodules somebody looks at.
    """

    def __init__(
        self,
        known: 'Callable[[str, bytes], bool] | None' = None,
        excludes: 'Callable[[bytes], bool] | None' = None,
        telling: 'Callable[[bytes], bool]' = _no,
    ) -> None:
        self.complete = False
        self.loose: list[str] = []
        self.entered = ''
        self._known = known
        self._excludes = _remembered(excludes) if excludes else None
        self._telling = _remembered(telling)
        # each path is held once, whatever the number of its blobs
        self._paths: dict[bytes, bytes] = {}
        # a blob -> the name that it was met under first, and first among the excluded ones
        self._first: dict[bytes, bytes] = {}
        self._excluded: dict[bytes, bytes] = {}
        # … and its other names
        self._further: dict[bytes, dict[bytes, None]] = {}
        # the blobs of more than one name that are looked at under one that tells nothing
        self._plain: set[bytes] = set()

    def takes(self, id: bytes, path: bytes) -> bool:
        """Is the blob with this binary id to be looked at under this path? A question that was answered with yes is
        answered with no from then on.
        """
        if self._excludes and self._excludes(path):
            if self._excluded.setdefault(id, path) != path:
                self._further.setdefault(id, {})[path] = None
            return False
        first = self._first.get(id)
        if first is None:
            self._first[id] = self._paths.setdefault(path, path)
        elif first == path or not self._is_worth_it(id, first, path):
            return False
        return not (self._known and self._known(id.hex(), path))

    def _is_worth_it(self, id: bytes, first: bytes, path: bytes) -> bool:
        others = self._further.setdefault(id, {})
        if path in others:
            return False
        others[self._paths.setdefault(path, path)] = None
        if self._telling(path):
            return True
        if id in self._plain or not self._telling(first):
            return False
        self._plain.add(id)
        return True

    def has(self, id: bytes) -> bool:
        """Was it asked about the blob?"""
        return id in self._first or id in self._excluded

    def names(self, id: bytes) -> 'set[bytes]':
        """Every path of the blob that it was asked about."""
        return {*self._further.get(id, ()), *(table[id] for table in (self._first, self._excluded) if id in table)}

    def tell(self, report: 'Report') -> None:
        """Count in the report what has no name but excluded ones."""
        report.excluded += sum(id not in self._first for id in self._excluded)


def _remembered(answer: 'Callable[[bytes], bool]') -> 'Callable[[bytes], bool]':
    from functools import lru_cache

    return lru_cache(_MOST_REMEMBERED)(answer)
