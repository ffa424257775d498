"""What the reports of a fix share: how far a key has got, where it goes, what is next."""

import os

from keyguard.excerpt import shown
from keyguard.moving.files import Failed
from keyguard.moving.job import Job
from keyguard.moving.variables import Variables
from keyguard.moving.words import Move
from keyguard.remedies import environment, pipelines, steps, stores
from keyguard.remedies.place import word
from keyguard.sources.reach import COMMITTED, PUSHED, STAGED, UNKNOWN, Reach

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.remedies.words import Store


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
    into = ' and '.join(store.name for store in _homes(move, job))
    if move.moved and into:
        return f'goes to {move.place}; put it into {into} from there'
    if move.moved:
        return f'goes to {move.place}'
    if into and ('' not in move.homes or job.store):
        return f'is not kept; put the new key into {into}'
    more = f', and into {into}' if into else ''
    if job.store:
        return f'is not kept; put the new key into {move.place}'
    if move.there and _holds(move, job):
        return f'is not kept; {move.place} still has it as {move.variable}: put the new key in its place{more}'
    if move.there:
        return f'is not kept; {move.place} has a value for {move.variable} already: see that it is the new key{more}'
    return f'is not kept; put the new key into {move.place}, where {move.variable} is empty now{more}'


def _holds(move: Move, job: Job) -> bool:
    """Is the key itself, which is not kept, the value of its variable already?"""
    try:
        found = Variables(os.path.join(job.root or job.start, move.place))
    except Failed:
        return False
    return found.called(move.finding.secret.fingerprint) == move.variable


def _homes(move: Move, job: Job) -> 'list[Store]':
    """The stores that files take the key from and that do not have it yet."""
    done = job.store.id if job.store and move.moved else ''
    return [stores.store(home) for home in move.homes if home not in ('', done)]


def straight(job: Job) -> 'Store | None':
    """The store that all keys could go to at once, without a file of variables on the way."""
    homes = {home for move in job.moves for home in move.homes}
    found = stores.store(homes.pop()) if len(homes) == 1 and '' not in homes else None
    return found if found and found.pipe and not job.store and any(move.moved for move in job.moves) else None


def filling(job: Job) -> 'list[tuple[Move, Store, str, str]]':
    """What is left to be put into the stores that files take it from: words, and the lines to be typed, if any."""
    found = []
    shell = environment.shell()
    for move in job.moves:
        provider = move.finding.provider.id
        kept = move.moved and not job.store
        at = near(os.path.join(job.root or job.start, move.place), job.start) if kept else ''
        for store in _homes(move, job):
            code = kept and pipelines.from_file(
                store, move.variable, provider, word(os.fsencode(at)), shell, job.for_shells(move.place)
            )
            words = f'Put {move.variable} into {store.name}, before the next run'
            if not code:
                code = pipelines.anew(store, move.variable, provider, shell)
                what = f'the key; it stands in {at}' if kept else 'the key' if move.moved else 'the new key'
                words += f' (asks for {what})' if code else f'; it stands in {at}' if kept else ''
            found.append((move, store, words, code or f'keyguard guide {provider} --store {store.id}'))
    return found


def spare(job: Job) -> str:
    """What a file of variables has only on its way into another place, as a sentence, or ''."""
    passing = [move for move in job.moves if move.moved and '' not in move.homes and not job.store]
    if not passing:
        return ''
    names = ', '.join(dict.fromkeys(move.variable for move in passing))
    places = ', '.join(dict.fromkeys(move.place for move in passing))
    return f'Afterwards take {names} out of {places}, unless a program on this machine reads it.'


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
            seen.setdefault(key, steps.revoke(move.finding, leaked=pushed, brief=True))
    return list(seen.values())


def near(path: str, start: str) -> str:
    """A file as a shell has to be told it from the folder, with a slash in it."""
    try:
        near = os.path.relpath(os.path.realpath(path), os.path.realpath(start)).replace(os.sep, '/')
    except ValueError:  # another drive
        return path
    return near if near.startswith('../') else f'./{near}'
