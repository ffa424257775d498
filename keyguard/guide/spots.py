"""Keys that were found, and the repository that they were found in, as the guide names them."""

from keyguard.excerpt import outside, shown
from keyguard.guide.states import TITLES
from keyguard.model import Finding
from keyguard.remedies.place import STASH
from keyguard.sources.reach import COMMITTED, PUSHED, STAGED, UNKNOWN, WRITTEN, Reach

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_SAID = {
    WRITTEN: 'in a file only',
    STAGED: 'staged',
    COMMITTED: 'committed and not pushed',
    PUSHED: 'pushed',
    UNKNOWN: 'of which it cannot be told',
}
WORST_FIRST = (PUSHED, UNKNOWN, COMMITTED, STAGED, WRITTEN)
# so many places of keys are named, the others are counted
MOST = 8
_KINDS = {b'refs/heads/': 'branch', b'refs/tags/': 'tag', b'refs/remotes/': 'remote branch'}


class Spot:
    """A key in a file, and how far it has got."""

    __slots__ = ('finding', 'reach')

    def __init__(self, finding: Finding, reach: Reach) -> None:
        self.finding = finding
        self.reach = reach


class Ground:
    """The repository: ``at`` is the folder where the person stands, from the root (b'' for the root itself).
    ``ignore``: no rule names .env, where keyguard puts keys, and ``rules``: .gitignore has changed. ``kept`` are the
    branches that other work trees have, with these; ``unruled`` are the branches and tags (b'' for HEAD) whose
    .gitignore does not name .env; ``exclude`` is the list of this clone alone, from the root. ``ruled`` are the
    ``.env`` files that .gitignore names. ``remote`` is the name of a remote, b'' for none. ``installed``:
    git-filter-repo is there.
    """

    __slots__ = ('at', 'exclude', 'ignore', 'installed', 'kept', 'remote', 'ruled', 'rules', 'unruled')

    def __init__(self) -> None:
        self.at = b''
        self.ignore = False
        self.rules = False
        self.kept: dict[bytes, bytes] = {}
        self.unruled: set[bytes] = set()
        self.exclude = b'.git/info/exclude'
        self.ruled: set[bytes] = set()
        self.remote = b''
        self.installed = False


def headline(state: str, spots: 'Sequence[Spot]') -> str:
    """The title of a section: the state, and how many keys are in it."""
    keys = len({spot.finding.secret.fingerprint for spot in spots})
    return f'{TITLES[state]}: {keys} key{"" if keys == 1 else "s"}'


def ref_name(ref: bytes) -> str:
    """What a ref is called here: ``branch feat``, ``tag v1``, ``stash@{0}``."""
    if ref.startswith(STASH):
        return ref.decode('ascii')
    kind = next((prefix for prefix in _KINDS if ref.startswith(prefix)), b'')
    return f'{_KINDS.get(kind, "ref")} {shown(outside(ref[len(kind) :]))}'


def named(spot: Spot) -> str:
    """A key in a line: where it stands, which kind it is, its masked form."""
    finding, reach = spot.finding, spot.reach
    at = '' if finding.view == 'file name' else f':{finding.line}'
    # of a file that was moved, the name that it had
    path = finding.path if (finding.path + b'!').startswith(reach.path + b'!') else reach.path
    text = f'{shown(outside(path))}{at}  {finding.detector.title}  {finding.secret.masked}'
    if reach.state == PUSHED and reach.refs:
        text += (
            f'  (in {", ".join(shown(outside(ref)) for ref in reach.refs[:3])}{" …" if len(reach.refs) > 3 else ""})'
        )
    if finding.where == 'history' and not reach.in_head and not reach.home:
        text += '  (no longer in HEAD)'
    return text


def others(spots: 'Sequence[Spot]') -> 'list[str]':
    """The line that counts the keys which are not named, or none."""
    return [f'and {len(spots) - MOST} more: `keyguard audit` lists them'] if len(spots) > MOST else []


def summary(spots: 'Sequence[Spot]') -> str:
    """What was found, in a sentence: how many keys are in each state, the worst first."""
    parts = []
    for state in WORST_FIRST:
        keys = len({spot.finding.secret.fingerprint for spot in spots if spot.reach.state == state})
        if keys:
            parts.append(f'{keys} key{"" if keys == 1 else "s"} {_SAID[state]}')
    more = f'{", ".join(parts[:-1])} and {parts[-1]}' if len(parts) > 1 else parts[0]
    return f'There {"is" if more.startswith("1 ") else "are"} {more}.'
