"""A job is done: what git ignores first, then the values, then the files. A kill at any moment loses no key."""

import os

from keyguard.errors import INCOMPLETE, USAGE, Fatal
from keyguard.git import work
from keyguard.locks import Lock
from keyguard.moving import undo
from keyguard.moving.files import Change, Failed, make
from keyguard.moving.job import Job
from keyguard.moving.place import command, into_store
from keyguard.output import complain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_WHAT = 'what --undo puts back'


def alone(root: str, start: str) -> Lock:
    """Held from the moment on that files are read until they are changed: a plan is worth nothing when another run
    changes the same files meanwhile. Raises ``Fatal`` when it cannot be had.
    """
    return Lock(os.path.join(undo.folder(root, start), 'fix'), _WHAT)


def do(job: Job) -> 'list[tuple[str, str]]':
    """Do all of it; out come the files that could not be changed after all, each with the reason: the job has them as
    files that stay as they are. Whoever calls holds the lock.

    Raises ``Fatal`` when the keys could not be put where they belong, or no file could be changed: then all is as
    before.
    """
    if not job.busy:
        return []
    commands = []
    try:
        if job.store:
            commands = [(move, command(job.store, move.variable, move.id)) for move in job.moves if move.moved]
    except Failed as error:
        raise Fatal(f'{error}\n  nothing was changed', USAGE) from None
    place = undo.folder(job.root, job.start)
    sent: list[str] = []
    note = f'What was put into {job.store.name} stays there.' if commands and job.store else ''
    kept = undo.keep(place, job.root, [*job.changes, *job.checks], job.forget.values(), note)
    rest = list(job.changes)
    made: list[Change] = []
    try:
        while rest and _is_rules(rest[0], job):
            _make(rest.pop(0), job, place, made)
        _ignored(job)
        for move, words in commands:
            try:
                into_store(words, move.finding.secret)
            except Failed as error:
                raise Fatal(f'{words[0]} did not take the key: {error}', INCOMPLETE) from None
            sent.append(move.variable)
        # what has a key already, and is relied upon, may have lost it since
        for change in job.checks:
            _make(change, job, place, made)
        while rest and rest[0].private:
            _make(rest.pop(0), job, place, made)
        if job.forget:
            work.forget(job.root, job.forget)
    except BaseException as error:
        told = _back(job, kept, place, made, sent)
        if not isinstance(error, Fatal):
            raise
        raise Fatal(f'{error}\n  {told}', error.code) from None
    failed = _changed(job, rest, place, made)
    sources = [change for change in rest if job.is_source(change)]
    if sources and len(failed) >= len(sources) and not any(change in made for change in sources):
        change, why = failed[0]
        told = _back(job, kept, place, made, sent)
        raise Fatal(f'{job.shown(change.path)}: {why}\n  {told}', INCOMPLETE)
    if failed:
        undo.leave_out(kept, job.root, [change for change, _ in failed])
    for change, why in failed:
        job.leave(change, why)
    return [(job.shown(change.path), why) for change, why in failed]


def _changed(job: Job, rest: 'Sequence[Change]', place: str, made: 'list[Change]') -> 'list[tuple[Change, str]]':
    """Change the files; out come those that could not be changed."""
    failed = []
    try:
        for change in rest:
            try:
                make(change, place)
            except Failed as error:
                failed.append((change, str(error)))
            else:
                made.append(change)
    except BaseException:
        complain(_halfway(job, [job.shown(change.path) for change in rest if change not in made]))
        raise
    return failed


def _back(job: Job, kept: str, place: str, made: 'Sequence[Change]', sent: 'Sequence[str]') -> str:
    """Put back what this run has made, and no more: another one may have made the same changes. Words about it."""
    left = undo.put_back(kept, job.root, place, made).left
    told = 'nothing was changed' if not left else f'not put back: {", ".join(path for path, _ in left)}'
    if sent and job.store:
        told += f'; already in {job.store.name}: {", ".join(sent)}'
    return told


def _halfway(job: Job, left: 'Sequence[str]') -> str:
    """What is to be said when a run ends among the files: the keys are where they belong already."""
    first = f'keyguard fix: stopped halfway. Not changed, or perhaps not: {", ".join(left)}.'
    where = ', '.join(dict.fromkeys(move.place for move in job.moves if move.moved))
    return f'{first}\n  The keys are in {where}. All as before:  keyguard fix --undo' if where else first


def _is_rules(change: Change, job: Job) -> bool:
    return change.path == os.path.join(job.root, '.gitignore')


def _make(change: Change, job: Job, place: str, made: 'list[Change]') -> None:
    # an interrupted change may have been made
    made.append(change)
    try:
        make(change, place)
    except Failed as error:
        made.pop()
        raise Fatal(f'{job.shown(change.path)}: {error}', INCOMPLETE) from None


def _ignored(job: Job) -> None:
    """Raises ``Fatal`` unless git ignores all that has to be ignored by now."""
    seen = work.ignored(job.root, job.hidden) if job.root else set(job.hidden)
    left = [path for path in job.hidden if path not in seen]
    if left:
        raise Fatal(f'{os.fsdecode(left[0])}: another rule of git says that it is not to be ignored', INCOMPLETE)
