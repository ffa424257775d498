"""The words of a move: a file with keys, and a key that goes."""

from keyguard.sources.reach import PUSHED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.model import Finding, Report
    from keyguard.rewrite.naming import Use
    from keyguard.rewrite.plan import Draft, Scan
    from keyguard.sources.reach import Reach


class Source:
    """A file with keys: ``draft`` is what becomes of it, ``file`` its name for the system, ``before`` what was found in
    it, ``scan`` looks at other bytes of it. ``reaches`` are how far its keys have got, in the order of the draft.
    ``uses`` are the variables of its keys.

    ``kept``: it is a file of variables, which stays as it is and out of git; then ``done`` says what is to be done.
    """

    __slots__ = ('before', 'done', 'draft', 'file', 'kept', 'reaches', 'scan', 'uses')

    def __init__(self, draft: 'Draft', file: str, before: 'Report', scan: 'Scan') -> None:
        self.draft = draft
        self.file = file
        self.before = before
        self.scan = scan
        self.kept = False
        self.done: list[str] = []
        self.reaches: Sequence[Reach] = ()
        self.uses: list[Use] = []

    @property
    def findings(self) -> 'Sequence[Finding]':
        return self.draft.findings


class Move:
    """One key under one name: ``moved`` says that the value itself goes to ``place`` (a file's name, or a store's);
    otherwise the variable is left empty there for the new key, unless it has a value (``there``). ``reach`` is the
    worst of its states, ``id`` the provider's id, with a number for a second key. ``homes`` are the ids of the stores
    that files take it from, '' among them where a program reads it from its environment.
    """

    __slots__ = ('finding', 'homes', 'id', 'moved', 'place', 'reach', 'there', 'variable')

    def __init__(self, finding: 'Finding', variable: str, reach: 'Reach', place: str) -> None:
        self.finding = finding
        self.variable = variable
        self.reach = reach
        self.place = place
        self.moved = reach.state != PUSHED
        self.id = finding.provider.id
        self.there = False
        self.homes: dict[str, None] = {}
