"""What the reports of a fix share: how far a key has got, where it goes, what is next."""

import os

from keyguard.excerpt import shown
from keyguard.moving.job import Job, Move
from keyguard.remedies import environment, steps
from keyguard.remedies.history import word
from keyguard.sources.reach import COMMITTED, PUSHED, STAGED, UNKNOWN, Reach

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# kind of file -> how a program of that kind gets what is in the file of variables
_LOADERS = {
    'python': 'Python: dotenv run -- python …  (pip install "python-dotenv[cli]"), or load_dotenv() at the top',
    'notebook': 'a notebook: %load_ext dotenv and %dotenv in its first cell   (pip install python-dotenv)',
    'javascript': 'Node 20.6 or later: node --env-file=FILE …',
    'compose': 'Docker Compose reads the .env beside it by itself',
}


def standing(reach: Reach) -> str:
    """How far a key has got, in a few words."""
    if reach.state == PUSHED:
        where = f' to {shown(reach.refs[0])}' if reach.refs else ''
        return f'pushed{where}'
    if reach.state == COMMITTED:
        return f'in commit {reach.commit[:10]}, not pushed'
    if reach.state == UNKNOWN:
        return f'whether it was pushed cannot be told: {reach.why}'
    return 'staged, in no commit yet' if reach.state == STAGED else 'in the file alone'


def goes(move: Move, job: Job) -> str:
    """Where a key goes."""
    if move.moved:
        return f'goes to {move.place}'
    if job.store:
        return f'is not kept; put the new key into {move.place}'
    if move.there:
        return f'is not kept; {move.place} has a value for {move.variable} already: see that it is the new key'
    return f'is not kept; put the new key into {move.place}, where {move.variable} is empty now'


def names(job: Job) -> 'set[str]':
    """The variables that are read instead of keys."""
    return {use.variable for source in job.sources for use in source.uses}


def revoking(moves: 'Sequence[Move]') -> 'list[list[str]]':
    """What is to be revoked, once a provider; lines as ``remedies.steps`` gives them."""
    seen: dict[tuple[str, bool], list[str]] = {}
    for move in moves:
        pushed = move.reach.state == PUSHED
        if pushed or move.reach.state == UNKNOWN:
            key = move.finding.provider.id, pushed
            seen.setdefault(key, steps.revoke(move.finding, leaked=pushed))
    return list(seen.values())


def committed(moves: 'Sequence[Move]') -> 'list[str]':
    """How commits lose keys that are not pushed: what is to be typed, and why."""
    reaches = {move.reach.commit: move.reach for move in moves if move.reach.state == COMMITTED}
    lines: list[str] = []
    if any(reach.last for reach in reaches.values()):
        lines.append('git commit --amend --no-edit   takes it out of the last commit, which is not pushed')
    others = [commit[:10] for commit, reach in reaches.items() if not reach.last]
    if others:
        lines.append(f'keyguard guide leak   tells how {", ".join(others)} loses it, before you push')
    return lines


def adding(job: Job, written: 'Sequence[str]') -> str:
    """The command that stages what changed, or ''."""
    if not job.root:
        return ''
    hidden = {os.fsdecode(path) for path in job.hidden}
    # from another folder than the root, git is told that the path begins there
    top = '' if os.path.realpath(job.start) == os.path.realpath(job.root) else ':/'
    paths = [job.shown(path) for path in written]
    shared = [word(os.fsencode(top + path), environment.shell()) for path in paths if path not in hidden]
    return f'git add -- {" ".join(shared)}' if shared else ''


def loading(job: Job) -> 'list[str]':
    """How a program gets the variables: a line each."""
    moves = job.moves
    kinds = dict.fromkeys(source.draft.kind for source in job.sources if source.draft.new is not None)
    lines = []
    for kind in kinds:
        variables = dict.fromkeys(
            use.variable for source in job.sources if source.draft.kind == kind for use in source.uses
        )
        lines += [line for line in (steps.in_pipeline(kind, variable) for variable in variables) if line]
    if job.store:
        lines += [f'keyguard guide --store {job.store.id}   tells how a program reads it there']
        return lines
    for place in dict.fromkeys(move.place for move in moves):
        near = _near(os.path.join(job.root or job.start, place), job.start)
        if environment.shell() in ('bash', 'zsh', 'sh'):
            lines.append(f'this shell: set -a; . {word(os.fsencode(near))}; set +a')
        else:
            lines.append(f'this shell: keyguard guide --store dotenv   tells how it reads {near}')
        lines += [_LOADERS[kind].replace('FILE', near) for kind in kinds if kind in _LOADERS]
    return lines


def _near(path: str, start: str) -> str:
    """A file as a shell has to be told it from the folder, with a slash in it."""
    try:
        near = os.path.relpath(os.path.realpath(path), os.path.realpath(start)).replace(os.sep, '/')
    except ValueError:  # another drive
        return path
    return near if near.startswith('../') else f'./{near}'
