"""A push -> all that it would make known to the other side: blobs, messages of commits and tags, names of refs;
intermediate commits included.

Three ways lead here: git's own pre-push hook (which refs, on standard input), a framework that has read that input and
tells a part of it in variables (pre-commit, prek), and git's pre-receive hook on the side that receives.
"""

import os

from keyguard import git
from keyguard.errors import INCOMPLETE, Fatal
from keyguard.git import refs
from keyguard.model import Blob
from keyguard.sources.commits import beyond

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from keyguard.model import Report
    from keyguard.sources.choice import Choice
    from keyguard.sources.share import Share

# what pre-commit and prek tell of the first branch of a push
_LOCAL, _TO = 'PRE_COMMIT_LOCAL_BRANCH', 'PRE_COMMIT_TO_REF'
_BRANCH, _REMOTE = 'PRE_COMMIT_REMOTE_BRANCH', 'PRE_COMMIT_REMOTE_NAME'
_HEX = frozenset(b'0123456789abcdef')


class Push:
    """What is pushed: ``new`` are ids of objects that refs of the other side shall lead to, ``old`` those that they
    lead to now, ``names`` what these refs are called there. ``remote`` is the name of that side, '' for one that has
    none; ``received``: this is that side.
    """

    __slots__ = ('names', 'new', 'old', 'received', 'remote')

    def __init__(
        self,
        new: 'Sequence[str]',
        old: 'Sequence[str]' = (),
        remote: str = '',
        received: bool = False,
        names: 'Sequence[bytes]' = (),
    ) -> None:
        self.new = tuple(dict.fromkeys(new))
        self.old = tuple(dict.fromkeys(old))
        self.remote = remote
        self.received = received
        self.names = tuple(names)


def told(lines: bytes, remote: str) -> Push:
    """What git tells its pre-push hook: ``LOCAL-REF ID REMOTE-REF ID`` a line; an id of zeros stands for nothing, so a
    ref that is deleted brings nothing. Raises ``Fatal`` (3) for anything else.
    """
    new: list[str] = []
    old: list[str] = []
    names = []
    for number, line in enumerate(_lines(lines), 1):
        # what is pushed may be an expression with blanks (`git push origin ":/fix it:branch"`)
        words = line.rsplit(b' ', 3)
        if len(words) != 4:
            raise _unknown('pre-push', number)
        brought = _id(words[1], 'pre-push', number)
        new += brought
        old += _id(words[3], 'pre-push', number)
        names += [words[2]] * len(brought)
    return Push(new, old, remote, names=names)


def received(lines: bytes) -> Push:
    """What git tells its pre-receive hook: ``OLD-ID NEW-ID REF`` a line. Raises ``Fatal`` (3) for anything else."""
    new: list[str] = []
    old: list[str] = []
    names = []
    for number, line in enumerate(_lines(lines), 1):
        words = line.split(b' ', 2)
        if len(words) != 3:
            raise _unknown('pre-receive', number)
        old += _id(words[0], 'pre-receive', number)
        brought = _id(words[1], 'pre-receive', number)
        new += brought
        names += [words[2]] * len(brought)
    return Push(new, old, received=True, names=names)


def hinted(folder: str, variables: 'Mapping[str, str]') -> 'Push | None':
    """What the variables of pre-commit and prek tell, None without them.

    They name only the first ref of a push that brings something (https://github.com/pre-commit/pre-commit/issues/2523),
    so every local branch and tag counts as pushed: of those that the other side has, nothing is read. Raises ``Fatal``
    (3) when the ref that is named is none.
    """
    if _REMOTE not in variables and _TO not in variables:
        return None
    word = variables.get(_TO) or variables.get(_LOCAL, '')
    found = resolved(folder, word)
    if not found:
        raise Fatal(f"the push is of '{word}', which this repository does not know", INCOMPLETE)
    names = [os.fsencode(variables[name]) for name in (_BRANCH,) if variables.get(name)]
    return Push([found, *refs.ends(folder)], remote=variables.get(_REMOTE, ''), names=names)


def current(folder: str, remote: str = '') -> Push:
    """What HEAD has and the remote, or without its name any remote, is not known to have. Raises ``Fatal`` (3) where
    there is no commit.
    """
    found = resolved(folder, 'HEAD')
    if not found:
        raise Fatal('there is no commit yet, so nothing can be pushed', INCOMPLETE)
    return Push([found], remote=remote)


def place(folder: str, variables: 'Mapping[str, str]') -> str:
    """Where git is to be asked about a push whose hook runs in ``folder``: there, or in the folder of the repository
    itself where git was told of one that lies apart (``git --git-dir=~/.dotfiles --work-tree=~ push``).
    """
    told = variables.get('GIT_DIR', '')
    apart = os.path.realpath(os.path.join(folder, told)) if told else ''
    if not os.path.isdir(apart):
        return folder
    code, found, _ = git.ask(folder, 'rev-parse', '--absolute-git-dir')
    same = not code and os.path.realpath(os.fsdecode(found.rstrip(b'\n'))) == apart
    return folder if same else apart


def resolved(folder: str, word: str) -> str:
    """The id of the object that git knows by this word, or ''."""
    if not word or word.startswith('-'):
        return ''
    code, id, _ = git.ask(folder, 'rev-parse', '--verify', '--quiet', word)
    return '' if code else id.decode('ascii', 'replace').strip()


def blobs(folder: str, push: Push, report: 'Report', choice: 'Choice | None' = None) -> 'Iterator[Blob | Share]':
    """Every blob, commit message and tag message that the push brings and the other side is not known to have, and the
    names that its refs get.

    What it has is what its refs led to when it was last fetched from or pushed to; with ``remote`` '' any remote's.
    One that was never fetched is known to have nothing, so all of the history is read: rather too much than too
    little. In shares, and with ``choice``, as ``commits.history``; raises ``Fatal`` where there is no repository.
    """
    git.ready(folder)
    if push.names:
        yield Blob(b'(names of branches and tags)', b'\n'.join(push.names) + b'\n', where='ref name')
    without = _known(push)
    old = _there(folder, push.old)
    yield from beyond(
        folder, push.new, [f'^{id}' for id in old], ['--not', *without] if without else [], report, choice
    )


def within(push: Push) -> 'list[str]':
    """The options for git that name the commits in which the finds of a push can be: there may be many others."""
    known = _known(push)
    return [*([] if push.received else git.EVERYTHING), *(['--not', *known] if known else [])]


def _known(push: Push) -> 'list[str]':
    """The refs, as options for git, whose history the other side has."""
    if push.received:
        return ['--all']
    if not push.remote:
        return ['--remotes']
    # the name becomes a pattern, and no name of a remote can hold what a pattern is made of
    plain = not any(char in push.remote for char in '*?[\\')
    return [f'--remotes={push.remote}'] if plain else []


def _there(folder: str, ids: 'Sequence[str]') -> 'list[str]':
    """Those of the ids that this repository has: after somebody else's push, the other side leads to unknown ones."""
    return refs.there(folder, ids) if ids else []


def _lines(text: bytes) -> 'Iterable[bytes]':
    return [line for line in text.replace(b'\r\n', b'\n').split(b'\n') if line.strip()]


def _id(word: bytes, hook: str, number: int) -> 'list[str]':
    """The id, or nothing for zeros."""
    if len(word) not in (40, 64) or not _HEX.issuperset(word):
        raise _unknown(hook, number)
    return [word.decode('ascii')] if word.strip(b'0') else []


def _unknown(hook: str, number: int) -> Fatal:
    return Fatal(
        f'standard input, line {number}: not what git tells a {hook} hook; the push was not looked at', INCOMPLETE
    )
