"""A job is done: what git ignores first, then the values, then the files. A kill at any moment loses no key."""

import os

from keyguard.errors import INCOMPLETE, USAGE, Fatal
from keyguard.git import work
from keyguard.locks import Lock
from keyguard.moving import undo
from keyguard.moving.files import Change, Failed, make, read
from keyguard.moving.job import Job
from keyguard.moving.place import command, into_store
from keyguard.output import complain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

WHAT = 'what --undo puts back'


def do(job: Job) -> 'list[tuple[str, str]]':
    """Do all of it; out come the files that could not be changed after all, each with the reason.

    Raises ``Fatal`` when the keys could not be put where they belong: then no file is changed.
    """
    if not job.changes and not job.forget:
        return []
    commands = []
    try:
        if job.store:
            commands = [(move, command(job.store, move.variable, move.id)) for move in job.moves if move.moved]
    except Failed as error:
        raise Fatal(f'{error}\n  nothing was changed', USAGE) from None
    place = undo.folder(job.root, job.start)
    sent: list[str] = []
    with Lock(os.path.join(place, 'fix'), WHAT):
        note = f'What was put into {job.store.name} stays there.' if commands and job.store else ''
        kept = undo.keep(place, job.root, job.changes, job.forget.values(), note)
        rest = list(job.changes)
        done: set[str] = set()
        try:
            _there(job)
            while rest and _is_rules(rest[0], job):
                _made(rest.pop(0), job, place, done)
            _ignored(job)
            for move, words in commands:
                try:
                    into_store(words, move.finding.secret)
                except Failed as error:
                    raise Fatal(f'{words[0]} did not take the key: {error}', INCOMPLETE) from None
                sent.append(move.variable)
            while rest and rest[0].private:
                _made(rest.pop(0), job, place, done)
            if job.forget:
                work.forget(job.root, job.forget)
        except BaseException as error:
            left = undo.put_back(kept, job.root, place, done).left
            if not isinstance(error, Fatal):
                raise
            told = 'nothing was changed' if not left else f'not put back: {", ".join(path for path, _ in left)}'
            if sent and job.store:
                told += f'; already in {job.store.name}: {", ".join(sent)}'
            raise Fatal(f'{error}\n  {told}', error.code) from None
        failed = []
        made = 0
        try:
            for change in rest:
                try:
                    make(change, place)
                except Failed as error:
                    failed.append((job.shown(change.path), str(error)))
                made += 1
        except BaseException:
            complain(_halfway(job, [job.shown(change.path) for change in rest[made:]]))
            raise
    return failed


def _halfway(job: Job, left: 'Sequence[str]') -> str:
    """What is to be said when a run ends among the files: the keys are where they belong already."""
    first = f'keyguard fix: stopped halfway. Not changed, or perhaps not: {", ".join(left)}.'
    where = ', '.join(dict.fromkeys(move.place for move in job.moves if move.moved))
    return f'{first}\n  The keys are in {where}. All as before:  keyguard fix --undo' if where else first


def _is_rules(change: Change, job: Job) -> bool:
    return change.path == os.path.join(job.root, '.gitignore')


def _there(job: Job) -> None:
    """Raises ``Fatal`` unless the files of variables that hold the keys already are as they were."""
    for path, data in job.relied:
        try:
            same = read(path) == data
        except Failed:
            same = False
        if not same:
            raise Fatal(f'{job.shown(path)}: it changed while keyguard looked at it', INCOMPLETE)


def _made(change: Change, job: Job, place: str, done: 'set[str]') -> None:
    # whoever stops it in the middle does not know whether it is made
    done.add(undo.named(change.path, job.root))
    try:
        make(change, place)
    except Failed as error:
        done.discard(undo.named(change.path, job.root))
        raise Fatal(f'{job.shown(change.path)}: {error}', INCOMPLETE) from None


def _ignored(job: Job) -> None:
    """Raises ``Fatal`` unless git ignores all that has to be ignored by now."""
    seen = work.ignored(job.root, job.hidden) if job.root else set(job.hidden)
    left = [path for path in job.hidden if path not in seen]
    if left:
        raise Fatal(f'{os.fsdecode(left[0])}: another rule of git says that it is not to be ignored', INCOMPLETE)
