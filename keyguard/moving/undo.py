"""What a rewrite replaced is kept, so that it can be put back byte by byte.

It lies in the folder that git keeps for the work tree, where nothing is ever committed, or outside of git in the state
folder of the user; readable by its owner alone, and only that of the last few times.
"""

import hashlib
import json
import os
import shutil
import stat
import sys
import time

from keyguard.errors import INCOMPLETE, USAGE, Fatal
from keyguard.git import work
from keyguard.moving import files
from keyguard.moving.files import Change, Failed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from typing import Any

_LIST = 'what.json'
_KEPT = 5
_DAYS = 30


def folder(root: str, start: str) -> str:
    """Where it is kept for the repository at ``root``, or outside of one for the folder ``start``; made if need be."""
    if root:
        path = os.path.join(work.folder(root), 'keyguard')
    else:
        home = os.environ.get('LOCALAPPDATA' if sys.platform == 'win32' else 'XDG_STATE_HOME', '')
        base = home or os.path.join(os.path.expanduser('~'), '.local', 'state')
        mark = hashlib.blake2b(os.fsencode(os.path.realpath(start)), digest_size=8).hexdigest()
        path = os.path.join(base, 'keyguard', mark)
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)
        os.chmod(path, 0o700)
    except OSError as error:
        raise _unkept(path, error) from None
    return path


def keep(place: str, root: str, changes: 'Sequence[Change]', entries: 'Iterable[bytes]', note: str = '') -> str:
    """Keep what the changes replace, and the entries of the index; out comes the folder with it.

    ``note`` is said when it is put back. Raises ``Fatal``, and nothing is left of it then.
    """
    where = ''
    try:
        base = os.path.join(place, 'undo')
        os.makedirs(base, mode=0o700, exist_ok=True)
        _prune(base)
        stamp = time.strftime('%Y%m%dT%H%M%S', time.gmtime())
        number = 0
        while os.path.lexists(where := os.path.join(base, f'{stamp}-{number:03}')):
            number += 1
        os.mkdir(where, 0o700)
        listed = []
        for at, change in enumerate(changes):
            mode = stat.S_IMODE(os.stat(change.path).st_mode) if change.old is not None else 0
            if change.old is not None:
                files.put(os.path.join(where, str(at)), change.old)
            listed.append(
                {
                    'path': _within(change.path, root),
                    'before': None if change.old is None else str(at),
                    'after': None if change.new is None else _digest(change.new),
                    'mode': mode,
                    'private': change.private,
                }
            )
        told = {'schema': 1, 'files': listed, 'index': [each.decode('latin-1') for each in entries], 'note': note}
        files.put(os.path.join(where, _LIST), json.dumps(told, indent=1).encode())
    except BaseException as error:
        # a copy without its list would be of no use, and hold the key
        if where:
            shutil.rmtree(where, ignore_errors=True)
        if not isinstance(error, OSError):
            raise
        raise _unkept(place, error) from None
    return where


def _unkept(path: str, error: OSError) -> Fatal:
    why = files.words(error)
    return Fatal(f'{path}: nothing can be kept there for --undo ({why}); nothing was changed', INCOMPLETE)


def _within(path: str, root: str) -> str:
    try:
        return os.path.relpath(path, root) if root else path
    except ValueError:  # another drive
        return path


def named(path: str, root: str) -> str:
    """A file as ``put_back`` knows it."""
    return os.path.join(root, _within(path, root))


def drop(where: str) -> None:
    """Forget what was kept."""
    shutil.rmtree(where, ignore_errors=True)


def last(place: str) -> str:
    """What was kept last; raises ``Fatal`` where there is nothing."""
    base = os.path.join(place, 'undo')
    names = sorted(os.listdir(base)) if os.path.isdir(base) else []
    for name in reversed(names):
        if os.path.isfile(os.path.join(base, name, _LIST)):
            return os.path.join(base, name)
    raise Fatal('there is nothing to undo: `keyguard fix --write` has changed nothing here lately', USAGE)


class Undone:
    """What came of it: the files that are as they were before, those that are not with the reason, and the note."""

    __slots__ = ('left', 'note', 'restored')

    def __init__(self, note: str = '') -> None:
        self.restored: list[str] = []
        self.left: list[tuple[str, str]] = []
        self.note = note


def put_back(where: str, root: str, aside: str, made: 'Collection[str] | None' = None) -> Undone:
    """Put back what was kept there. A file that changed since stays as it is now.

    The key is back in its file before it leaves any other place: files of variables, the index and the rules of what is
    ignored follow only when all the others are as they were. ``made`` are the files that a run has changed so far,
    where it ends in the middle; of any other, another run has made what is there. Raises ``Fatal`` for a list that
    cannot be read.
    """
    listed = _listed(where)
    done = Undone(str(listed.get('note') or ''))
    if made is not None:
        listed['files'] = [each for each in listed['files'] if os.path.join(root, each['path']) in made]
    last_ones = [each for each in listed['files'] if each['private'] or _is_rules(each)]
    for each in listed['files']:
        if each not in last_ones:
            _restore(where, root, each, aside, done)
    if done.left:
        done.left += [(each['path'], 'it belongs to the others, and stays too') for each in last_ones]
        return done
    for each in last_ones:
        if not _is_rules(each):
            _restore(where, root, each, aside, done)
    if not done.left:
        if listed['index']:
            entries = [each.encode('latin-1') for each in listed['index']]
            names = [each.partition(b'\t')[2].rstrip(b'\0').partition(b'\0')[0] for each in entries]
            there = work.entries(root, names)
            work.restore(root, [each for each, name in zip(entries, names) if name not in there])
        for each in last_ones:
            if _is_rules(each):
                _restore(where, root, each, aside, done)
    if not done.left:
        drop(where)
    return done


def _is_rules(each: 'dict[str, Any]') -> bool:
    return os.path.basename(str(each['path'])) == '.gitignore'


def _restore(where: str, root: str, each: 'dict[str, Any]', aside: str, done: Undone) -> None:
    path = os.path.join(root, each['path'])
    try:
        now = files.read(path)
        old = None
        if each['before'] is not None:
            old = files.read(os.path.join(where, each['before']))
            if old is None:
                raise Failed('what was kept of it is gone')
        if now != old:
            if (None if now is None else _digest(now)) != each['after']:
                raise Failed('it changed since')
            files.make(Change(path, now, old, each['private']), aside)
            if old is not None:
                os.chmod(path, each['mode'])
        done.restored.append(each['path'])
    except Failed as error:
        done.left.append((each['path'], str(error)))
    except OSError as error:
        done.left.append((each['path'], files.words(error)))


def _listed(where: str) -> 'dict[str, Any]':
    try:
        with open(os.path.join(where, _LIST), 'rb') as file:
            listed = json.load(file)
        if listed['schema'] != 1:
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError):
        raise Fatal(
            f'{where}: what was kept there cannot be read; the files in it are the old ones', INCOMPLETE
        ) from None
    return dict(listed)


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=32).hexdigest()


def _prune(base: str) -> None:
    """Only the last few are kept, and none for longer than a month: old keys are in them."""
    names = sorted(os.listdir(base))
    oldest = time.strftime('%Y%m%dT%H%M%S', time.gmtime(time.time() - _DAYS * 86400))
    for name in names:
        if name < oldest or name in names[: -_KEPT + 1]:
            shutil.rmtree(os.path.join(base, name), ignore_errors=True)
