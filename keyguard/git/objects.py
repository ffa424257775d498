"""Objects of a repository, read one after the other through pipes; nothing is held but one of them at a time.

A ``Listing`` is a temporary file of the ids to read: git reads it by itself, so neither side ever waits for the other,
and after an object that git dies of, the next git goes on behind it.
"""

import os
import subprocess
import tempfile

from keyguard import git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from mmap import mmap
    from typing import IO

# a larger object goes to a file without a name and is mapped from there
MAP_FROM = 32 << 20
_PIECE = 1 << 20
_CHUNK = 1 << 18


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
        self.file = tempfile.TemporaryFile()  # noqa: SIM115  # __exit__ closes it
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
    while done < listing.length:
        listing.rewind(done)
        with tempfile.TemporaryFile() as words:
            form = '--batch=%(objectname) %(objecttype) %(objectsize) %(rest)'
            process = git.start(folder, ['cat-file', form, '--buffer'], listing.file, words, index)
            try:
                for each in _answers(process):
                    yield each
                    done += 1
            finally:
                stop(process)
            if done < listing.length:
                id, _, name = listing.line(done).partition(b' ')
                yield Object(id.decode('ascii', 'replace'), '', name, reason=f'git cannot read it: {said(words)}')
                done += 1


def _answers(process: 'subprocess.Popen[bytes]') -> 'Iterator[Object]':
    """What one ``cat-file --batch`` answers, up to its end or its death in the middle of an object."""
    pipe = output(process)
    while head := pipe.readline():
        id, _, rest = head.rstrip(b'\n').partition(b' ')
        if rest in (b'missing', b'ambiguous') or not head.endswith(b'\n'):
            if head.endswith(b'\n'):
                yield Object(id.decode('ascii', 'replace'), '', b'', reason='missing')
            continue
        kind, size, name = (*rest.split(b' ', 2), b'', b'')[:3]
        length = int(size)
        data: bytes | mmap
        reason = ''
        if length < MAP_FROM:
            data = pipe.read(length)
            if not pipe.read(1):  # the newline behind it
                return
        else:
            try:
                data = _mapped(pipe, length)
            except EOFError:
                return
            except OSError as error:
                data, reason = b'', f'no room for its {length} bytes in a temporary file: {error.strerror or error}'
        yield Object(id.decode('ascii'), kind.decode('ascii'), name, data, reason)


def _mapped(pipe: 'IO[bytes]', length: int) -> 'mmap':
    """A map of the next bytes. Raises ``EOFError`` when the pipe ends, ``OSError`` when there is no room for them."""
    from mmap import ACCESS_READ, mmap

    problem: OSError | None = None
    with tempfile.TemporaryFile() as file:
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


def output(process: 'subprocess.Popen[bytes]') -> 'IO[bytes]':
    """The pipe that a process prints to."""
    return process.stdout  # type: ignore[return-value]  # every process is started with one


def lines(process: 'subprocess.Popen[bytes]', end: bytes = b'\n') -> 'Iterator[list[bytes]]':
    """What a process prints, cut at ``end``, many lines at a time."""
    pipe = output(process)
    rest = b''
    while chunk := pipe.read1(_CHUNK):  # type: ignore[attr-defined]
        parts = (rest + chunk).split(end)
        rest = parts.pop()
        yield parts
    if rest:
        yield [rest]


def stop(process: 'subprocess.Popen[bytes]') -> int:
    """The exit code of a process; one that still runs is ended."""
    output(process).close()
    if process.poll() is None:
        try:
            return process.wait(0.5)  # a process at its end, or one that finds its pipe closed
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


def said(words: 'IO[bytes]') -> str:
    """The last of what a process complained of, on one line."""
    words.seek(max(0, words.seek(0, os.SEEK_END) - 2000))
    told = words.read().decode('utf-8', 'replace').strip().splitlines()
    return told[-1] if told else 'no reason given'
