"""Findings whose keys were pushed in another file: a key is no less public for standing in a new place too.

``reach`` asks for the file of a finding alone. Here the latest commits of the remotes' branches that this clone knows
are searched, whatever the file. The keys go to git on standard input.
"""

from keyguard import git
from keyguard.git.tips import Tips
from keyguard.sources.reach import PUSHED, UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.model import Finding
    from keyguard.sources.reach import Reach

# the branches that are searched: the one that HEAD follows, and the latest
_TIPS = 5


def pushed(root: str, findings: 'Sequence[Finding]', reaches: 'Sequence[Reach]') -> 'list[Reach]':
    """The reaches, in which a key that a branch of a remote has in any file is ``PUSHED``. Raises ``Fatal`` where git
    does not start.
    """
    asked = [
        (finding, reach)
        for finding, reach in zip(findings, reaches)
        if reach.state not in (PUSHED, UNKNOWN) and finding.secret.here
    ]
    tips = Tips(root).remotes[:_TIPS] if asked else []
    keys = {finding.secret.fingerprint: finding.secret.reveal() for finding, _ in asked}
    lines = [key for key in dict.fromkeys(keys.values()) if b'\n' not in key]
    for id, name in tips if lines else ():
        # every match is told, not its line: one of them per key is enough, and a line may hold more than keys
        words = 'grep', '--text', '--no-color', '-h', '--only-matching', '--fixed-strings', '-f', '-', id, '--'
        _, told, _ = git.ask(root, *words, source=b'\n'.join(lines) + b'\n')
        there = set(told.splitlines())
        for finding, reach in asked:
            if keys[finding.secret.fingerprint] in there:
                reach.state, reach.refs = PUSHED, (*reach.refs, name) if reach.state == PUSHED else (name,)
    return list(reaches)
