"""Findings -> keys: one key in forty places is one thing to do. The most urgent comes first."""

from keyguard.excerpt import shown
from keyguard.kinds import CONFIDENCES
from keyguard.model import Finding
from keyguard.origin import Origin
from keyguard.report.layout import count, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# how far a key has got
REACHED = {True: 'pushed', False: 'not pushed', None: 'perhaps pushed'}
# how many branches, tags and other names of one key are spelled out
_NAMES = 4


class Key:
    """One key in all of its places.

    ``findings`` are its places, those of HEAD first; ``chief`` is the one that tells most surely what key it is.
    ``date`` is the day of the first commit that has it (``cut``: a shallow clone begins there), ``commit`` that commit
    and ``author`` whose it is, where that was asked for; ``left`` is the day since when no place has it any more; ''
    where unknown. ``age`` counts days, -1 for unknown. ``pushed`` and ``in_head`` are true when one place is;
    ``pushed`` is None where that cannot be told. ``due``: one place is older than the ``allowed`` number of days.
    """

    __slots__ = (
        *(
            'age',
            'allowed',
            'author',
            'branches',
            'chief',
            'commit',
            'committed',
            'confidence',
            'cut',
            'date',
            'due',
            'findings',
            'in_head',
        ),
        *('known', 'left', 'paths', 'pushed', 'tags'),
    )

    def __init__(self, findings: 'Sequence[Finding]') -> None:
        self.findings = sorted(findings, key=_standing) if len(findings) > 1 else list(findings)
        # the surest one; of equals the first
        self.chief = max(self.findings, key=lambda finding: CONFIDENCES.index(finding.confidence))
        self.confidence = self.chief.confidence
        self.paths = sorted({each.path for each in findings})
        origins = [finding.origin for finding in findings if finding.origin is not None]
        self.known = bool(origins)
        if not origins:
            # most of all: of a work tree, a hundred thousand of them perhaps
            self.date = self.commit = self.author = self.left = ''
            self.cut = self.committed = self.in_head = self.due = False
            self.age, self.allowed = -1, 0
            self.pushed = None
            self.branches, self.tags = [], []
            return
        first = min((origin for origin in origins if origin.date), key=_begin, default=None)
        self.date, self.commit, self.author = (first.date, first.commit, first.author) if first else ('', '', '')
        self.cut = bool(first and first.cut)
        self.committed = any(origin.commit for origin in origins)
        self.left = max((origin.left for origin in origins), default='') if all(o.left for o in origins) else ''
        self.age = max((origin.age for origin in origins), default=-1)
        self.in_head = any(origin.in_head for origin in origins)
        states = {origin.pushed for origin in origins}
        self.pushed = True if True in states else None if None in states else False
        self.due = any(origin.due for origin in origins)
        self.allowed = min((origin.max_age for origin in origins if origin.due), default=0)
        self.branches = sorted({name for origin in origins for name in origin.branches})
        self.tags = sorted({name for origin in origins for name in origin.tags})
        self.paths = sorted({path for origin in origins for path in origin.paths}.union(self.paths))

    @property
    def fingerprint(self) -> str:
        return self.chief.secret.fingerprint

    @property
    def status(self) -> str:
        """Where it has got to: ``pushed, still in HEAD``; '' where no history was looked at."""
        if not self.known:
            return ''
        words = REACHED[self.pushed]
        if not self.committed:
            return f'{words}, in no commit that is known'
        return f'{words}, {"still in HEAD" if self.in_head else self._away}'

    @property
    def _away(self) -> str:
        here = any(finding.origin.here for finding in self.findings if finding.origin is not None)
        return 'no longer in HEAD' if here else 'not in HEAD'

    @property
    def since(self) -> str:
        """``since 2026-01-31 (commit 1234567890, 90 days)``; '' where unknown."""
        if not self.date:
            return ''
        age = f', {count(self.age, "day")}' if self.age >= 0 else ''
        commit = f'commit {self.commit[:10]}' if self.commit else 'no commit'
        commit += f' by {plain(self.author)}' if self.author else ''
        gone = f', gone {self.left}' if self.left else ''
        cut = ' or earlier' if self.cut else ''
        return f'since {self.date}{cut} ({commit}{age}){gone}'

    @property
    def refs(self) -> str:
        """``branches dev, main; tag v1``, the first few of each; '' where no history was looked at."""
        others = [name for name in self.branches if name.startswith((b'refs/', b'stash@'))]
        parts = [
            f'{word if len(names) == 1 else more}{some(names)}'
            for word, more, names in (
                ('branch ', 'branches ', [name for name in self.branches if name not in others]),
                ('', '', others),
                ('tag ', 'tags ', self.tags),
            )
            if names
        ]
        if not parts and self.committed:
            return 'a commit that no branch, tag or stash reaches'
        return '; '.join(parts)

    @property
    def notes(self) -> 'list[str]':
        """What is to be said of its places, each word once."""
        return list(dict.fromkeys(finding.note for finding in self.findings if finding.note))

    @property
    def urgency(self) -> 'tuple[int, int, bool, int, bytes, int, int]':
        """What is to be done first is smallest."""
        where = 0
        if self.known:
            # what cannot be told may be public, so it stands before what is not
            where = {True: 0, None: 2, False: 4}[self.pushed] + (not self.in_head)
        surety = -CONFIDENCES.index(self.confidence)
        return where, surety, not self.due, -self.age, self.chief.path, self.chief.line, self.chief.column


def grouped(findings: 'Iterable[Finding]') -> 'list[Key]':
    """The keys, most urgent first."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.secret.fingerprint, []).append(finding)
    return sorted((Key(group) for group in groups.values()), key=lambda key: key.urgency)


def some(names: 'Sequence[bytes]') -> str:
    """The first few names, and how many more there are."""
    text = ', '.join(shown(name) for name in names[:_NAMES])
    return f'{text} and {len(names) - _NAMES:,} more' if len(names) > _NAMES else text


def gone(finding: Finding) -> str:
    """Of a place that HEAD has no more: which commit had it, and until when; '' for any other."""
    origin = finding.origin
    if origin is None or origin.in_head or not origin.commit:
        return ''
    return f'in commit {origin.commit[:10]}' + (f', gone {origin.left}' if origin.left else ', not in HEAD')


def standing(finding: Finding) -> str:
    """Where the place is today, in a word or two: ``in HEAD``, ``in commit 1234567890, gone 2026-01-31``."""
    if finding.origin is None:
        return 'in the work tree'
    if not finding.origin.commit:
        return 'in no commit that is known'
    return gone(finding) or 'in HEAD'


def _standing(finding: Finding) -> 'tuple[bool, bytes, int, int, str]':
    origin = finding.origin
    away = origin is not None and not origin.in_head
    return away, finding.path, finding.line, finding.column, origin.commit if origin else ''


def _begin(origin: Origin) -> 'tuple[str, str]':
    return origin.date, origin.commit
