"""What another scanner's file says of one key, in the words that all of them share."""


class Claim:
    """What another tool accepts. ``digest`` is ``kg1:…``, ``sha1:…`` or ``sha256:…`` of the key, or '' where only its
    place is told: ``path``, as seen from ``folder`` where the tool says from where, ``line`` and, where it is in the
    history, ``commit``. ``what`` says for people which one it is, ``problem`` why nothing can be made of it, or ''.
    """

    __slots__ = ('commit', 'digest', 'folder', 'line', 'path', 'problem', 'reason', 'verdict', 'what')

    def __init__(
        self,
        path: str,
        line: int,
        reason: str,
        what: str,
        digest: str = '',
        commit: str = '',
        verdict: str = 'false-positive',
        folder: str = '',
        problem: str = '',
    ) -> None:
        self.path = path.replace('\\', '/')
        self.line = line
        self.reason = reason
        self.what = what
        self.digest = digest
        self.commit = commit
        self.verdict = verdict
        self.folder = folder
        self.problem = problem
