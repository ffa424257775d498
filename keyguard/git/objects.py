"""Objects of a repository, read one after the other; nothing is held in memory but one of them at a time.

A ``Listing`` is a temporary file of the ids to read: git reads it by itself, so neither side ever waits for the other,
and after an object that git dies of, the next git goes on behind it.
"""

import os
from itertools import chain, repeat

from keyguard import git
from keyguard.model import let_go

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterable, Iterator
    from mmap import mmap
    from typing import IO

# a larger object goes to a file without a name and is mapped from there
MAP_FROM = 32 << 20
_PIECE = 1 << 20
_CHUNK = 1 << 18
# so many objects are worth a file
_LEAST_FILED = 100
# whose process it is, and a file without a name that is free for its next git
_files: 'list[tuple[int, int]]' = []


def temporary() -> 'IO[bytes]':
    """A file without a name."""
    # a blocked commit mostly needs none
    import tempfile

    return tempfile.TemporaryFile()


class Object:
    """``id``, ``kind`` (blob, commit, tag, tree) and ``data`` of an object; ``name`` is what the listing calls it.

    ``reason`` says why there are no bytes, or ''. An object that the repository lacks has no kind.
    """

    __slots__ = ('data', 'id', 'kind', 'name', 'reason')

    def __init__(self, id: str, kind: str, name: bytes, data: 'bytes | mmap' = b'', reason: str = '') -> None:
        self.id = id
        self.kind = kind
        self.name = name
        self.data = data
        self.reason = reason


class Listing:
    """A list of objects to read, a line each: the id, a blank, a name without blanks in front and newlines."""

    def __init__(self) -> None:
        self.file = temporary()  # __exit__ closes it
        self.length = 0

    def __enter__(self) -> 'Listing':
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def add(self, lines: 'Iterable[bytes]') -> None:
        """Append lines; they have no newline."""
        lines = list(lines)
        if lines:
            self.file.write(b'\n'.join(lines) + b'\n')
            self.length += len(lines)

    def rewind(self, line: int = 0) -> None:
        """The next process that is given the file reads from this line on."""
        self.file.seek(0)
        for _ in range(line):
            self.file.readline()
        # the child shares the place in the file, but not what is buffered here
        place = self.file.tell()
        self.file.flush()
        os.lseek(self.file.fileno(), place, os.SEEK_SET)

    def line(self, number: int) -> bytes:
        """The line with this number, from 0."""
        self.rewind(number)
        return self.file.readline().rstrip(b'\n')


def contents(folder: str, listing: Listing, index: bool = False) -> 'Iterator[Object]':
    """The listed objects with their bytes, in the order of the listing.

    Never raises for the sake of an object: what git lacks or cannot read comes with a reason.
    """
    done = 0
    form = '--batch=%(objectname) %(objecttype) %(objectsize) %(rest)'
    # what does not fit into a file, and what git dies of, goes through a pipe
    for answers in chain((_by_file,), repeat(_by_pipe)):
        if done >= listing.length:
            return
        if answers is _by_file and listing.length < _LEAST_FILED:
            continue
        listing.rewind(done)
        with temporary() as words:
            for each in answers(folder, ['cat-file', form, '--buffer'], listing, words, index):
                yield each
                done += 1
            if done < listing.length and answers is _by_pipe:
                id, _, name = listing.line(done).partition(b' ')
                yield Object(id.decode('ascii', 'replace'), '', name, reason=f'git cannot read it: {said(words)}')
                done += 1


def _by_pipe(
    folder: str, arguments: 'list[str]', listing: Listing, words: 'IO[bytes]', index: bool
) -> 'Iterator[Object]':
    process = git.start(folder, arguments, listing.file, words, index)
    try:
        yield from _answers(output(process))
    finally:
        stop(process)


def _by_file(
    folder: str, arguments: 'list[str]', listing: Listing, words: 'IO[bytes]', index: bool
) -> 'Iterator[Object]':
    """The same through a file, which git ends at when it is full: a quarter less work for both than a pipe makes. The
    file is used again and again, so that its pages are not made anew.
    """
    limit = limited()
    if limit is None:
        return
    pid = os.getpid()
    owner, handle = _files.pop() if _files else (0, -1)
    if owner != pid:
        # a process that was forked may not write into the file of the other one
        if handle >= 0:
            os.close(handle)
        with temporary() as file:
            handle = os.dup(file.fileno())
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        process = git.start(folder, arguments, listing.file, words, index, handle)
        try:
            limit(process.pid)
            process.wait()
        finally:
            process.kill()
            process.wait()
        length = os.lseek(handle, 0, os.SEEK_CUR)
        if length:
            from mmap import ACCESS_READ, mmap

            with mmap(handle, length, access=ACCESS_READ) as data:
                yield from _answers(_Map(data))
    finally:
        _files.append((pid, handle))


def limited() -> 'Callable[[int], None] | None':
    """What keeps a process from writing a file of more than ``MAP_FROM`` bytes; None where the system has no way to."""
    try:
        from resource import RLIMIT_FSIZE, prlimit
    except ImportError:
        return None

    def limit(pid: int) -> None:
        try:
            prlimit(pid, RLIMIT_FSIZE, (MAP_FROM, MAP_FROM))
        except OSError:
            pass  # it is at its end

    return limit


class _Map:
    """A mapped file, read from its beginning to its end; what was read is let go from memory."""

    def __init__(self, data: 'mmap') -> None:
        self._data = data
        self._end = len(data)
        self._at = self._kept = 0

    def readline(self) -> bytes:
        start = self._at
        self._at = self._data.find(b'\n', start) + 1 or self._end
        return self._data[start : self._at]

    def read(self, length: int) -> bytes:
        start = self._at
        self._at = min(start + length, self._end)
        if start - self._kept > _PIECE:
            let_go(self._data, start)
            self._kept = start
        return self._data[start : self._at]


def _answers(pipe: 'IO[bytes] | _Map') -> 'Iterator[Object]':
    """What one ``cat-file --batch`` answers, up to its end or its death in the middle of an object."""
    readline, read = pipe.readline, pipe.read
    while head := readline():
        if not head.endswith(b'\n'):
            return
        words = head[:-1].split(b' ', 3)
        id = words[0].decode('ascii', 'replace')
        if len(words) < 3:  # it says `missing`, or `ambiguous`
            yield Object(id, '', b'', reason='missing')
            continue
        length = int(words[2])
        data: bytes | mmap
        reason = ''
        if length < MAP_FROM:
            data = read(length)
            if not read(1):  # the newline behind it
                return
        elif isinstance(pipe, _Map):
            return
        else:
            try:
                data = _mapped(pipe, length)
            except EOFError:
                return
            except OSError as error:
                data, reason = b'', f'no room for its {length} bytes in a temporary file: {error.strerror or error}'
        yield Object(id, words[1].decode('ascii'), words[3] if len(words) > 3 else b'', data, reason)


def _mapped(pipe: 'IO[bytes]', length: int) -> 'mmap':
    """A map of the next bytes. Raises ``EOFError`` when the pipe ends, ``OSError`` when there is no room for them."""
    from mmap import ACCESS_READ, mmap

    problem: OSError | None = None
    with temporary() as file:
        left = length
        while left:
            piece = pipe.read(min(left, _PIECE))
            if not piece:
                raise EOFError
            left -= len(piece)
            try:
                if problem is None:
                    file.write(piece)
            except OSError as error:
                problem = error  # the rest is still to be taken off the pipe
        if not pipe.read(1):
            raise EOFError
        if problem is not None:
            raise problem
        file.flush()
        return mmap(file.fileno(), 0, access=ACCESS_READ)


def id_of(data: 'bytes | mmap', digits: int) -> str:
    """What git calls a blob of these bytes, in a repository whose ids have so many hex digits."""
    from hashlib import sha1, sha256

    digest = (sha256 if digits == 64 else sha1)(b'blob %d\0' % len(data), usedforsecurity=False)
    for start in range(0, len(data), _PIECE):
        digest.update(data[start : start + _PIECE])
        let_go(data, start)
    return digest.hexdigest()


def output(process: 'subprocess.Popen[bytes]') -> 'IO[bytes]':
    """The pipe that a process prints to."""
    return process.stdout  # type: ignore[return-value]  # every process is started with one


def lines(process: 'subprocess.Popen[bytes]', end: bytes = b'\n') -> 'Iterator[list[bytes]]':
    """What a process prints, cut at ``end``, many lines at a time. What has no end is a line that a dying git began.
    Behind the last of them the process is at its end, and has its exit code.
    """
    pipe = output(process)
    rest = b''
    while chunk := pipe.read1(_CHUNK):  # type: ignore[attr-defined]
        parts = (rest + chunk).split(end)
        rest = parts.pop()
        yield parts
    # it has said all, and ``stop`` would not wait for long: on a busy machine its end would look like its death
    process.wait()


def stop(process: 'subprocess.Popen[bytes]') -> int:
    """The exit code of a process; one that still runs is ended."""
    output(process).close()
    if process.poll() is None:
        from subprocess import TimeoutExpired

        try:
            return process.wait(0.5)  # a process at its end, or one that finds its pipe closed
        except TimeoutExpired:
            process.kill()
    return process.wait()


def said(words: 'IO[bytes]') -> str:
    """The last of what a process complained of, on one line."""
    words.seek(max(0, words.seek(0, os.SEEK_END) - 2000))
    told = words.read().decode('utf-8', 'replace').strip().splitlines()
    return told[-1] if told else 'no reason given'
