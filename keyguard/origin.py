"""The word for where a find in a history comes from; a commit has none."""


class Origin:
    """Where a find in a repository's history comes from.

    ``commit`` is the full id of the first commit that brought these bytes, '' where no commit has them (the index, a
    dangling object), ``date`` its day as ``2026-01-31`` (``cut``: or an earlier one, for a shallow clone begins there),
    ``author`` is '' unless it was asked for. ``paths`` are all that the bytes had, ``standing`` those of HEAD's own
    tree. ``branches`` and ``tags`` are the refs whose history holds a commit that brought them (``stash@{0}`` for a
    stash, the whole name where it is neither branch nor tag), or the bytes themselves; ``local`` are those of the
    branches that are of this repository, and ``here`` says that HEAD's history is among them. ``merge``: the first
    commit is a merge. ``pushed``: a remote has one of the commits; None where that cannot be told. ``left`` is the day
    of the last commit that took the bytes away, '' while HEAD or the end of a branch has them. ``age`` counts days up
    to today, -1 for unknown; ``max_age`` is how many are allowed, 0 for any number.
    """

    __slots__ = (
        'age',
        'author',
        'branches',
        'commit',
        'cut',
        'date',
        'here',
        'left',
        'local',
        'max_age',
        'merge',
        'paths',
        'pushed',
        'standing',
        'tags',
    )

    def __init__(self) -> None:
        self.commit = ''
        self.cut = False
        self.date = ''
        self.author = ''
        self.paths: tuple[bytes, ...] = ()
        self.branches: tuple[bytes, ...] = ()
        self.local: tuple[bytes, ...] = ()
        self.here = True
        self.merge = False
        self.tags: tuple[bytes, ...] = ()
        self.standing: tuple[bytes, ...] = ()
        self.pushed: bool | None = None
        self.left = ''
        self.age = -1
        self.max_age = 0

    @property
    def due(self) -> bool:
        """Is the key older than allowed?"""
        return 0 < self.max_age < self.age

    @property
    def in_head(self) -> bool:
        """Are the bytes part of HEAD's own tree?"""
        return bool(self.standing)
