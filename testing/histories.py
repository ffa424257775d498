"""Long histories, written straight into a repository with ``git fast-import``."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterable, Iterator, Mapping

from testing.repository import Repository

_BEGIN = 1_700_000_000


def imported(repository: Repository, changes: Iterable[tuple[str, Mapping[bytes, bytes | None]]]) -> None:
    """A line of commits, ten minutes apart: each a message and the files that it puts there, None for one that goes."""

    def stream() -> Iterator[bytes]:
        for number, (message, files) in enumerate(changes, 1):
            yield _commit('main', number, message.encode())
            for name, data in files.items():
                yield from _file(name, data)

    _feed(repository, stream())


def deep(repository: Repository, commits: int = 10_000, files: int = 400, seed: int = 0, extra: bytes = b'') -> None:
    """A line of commits, each a change to one or two of so many files, and a merge of a side branch at every tenth.

    The text is made of words, so that it packs like source does; ``extra`` is a line of one blob in the middle.
    """
    source = random.Random(seed)
    words = [''.join(source.choices('abcdefghijklmnopqrstuvwxyz_', k=source.randint(2, 9))) for _ in range(900)]

    def line() -> bytes:
        return '    {} = {}({}, {!r})\n'.format(*source.choices(words, k=4)).encode()

    texts = [[line() for _ in range(source.randint(20, 200))] for _ in range(files)]
    stream = []
    for number in range(1, commits + 1):
        side = number % 10 == 5
        message = ' '.join(source.choices(words, k=8)).encode() + b'\n'
        stream.append(_commit('side' if side else 'main', number, message))
        if side:
            stream.append(f'from :{number - 1}\n'.encode())
        elif number % 10 == 6 and number > 6:
            stream.append(f'from :{number - 2}\nmerge :{number - 1}\n'.encode())
        changed = {number % files if number <= files else source.randrange(files), source.randrange(files)}
        for at in changed:
            text = texts[at]
            text[source.randrange(len(text))] = line()
            text.insert(source.randrange(len(text)), line())
            data = b''.join(text) + (extra if number == commits // 2 else b'')
            stream += _file(b'src/%d/module_%d.py' % (at % 20, at), data)
    _feed(repository, stream)


def _commit(branch: str, number: int, message: bytes) -> bytes:
    head = f'commit refs/heads/{branch}\nmark :{number}\ncommitter A <a@test.invalid> {_BEGIN + number * 600} +0000\n'
    return head.encode() + b'data %d\n%s\n' % (len(message), message)


def _file(name: bytes, data: bytes | None) -> Iterator[bytes]:
    path = b'"' + name.replace(b'\\', b'\\\\').replace(b'"', b'\\"').replace(b'\n', b'\\n') + b'"'
    if data is None:
        yield b'D %s\n' % path
    else:
        yield b'M 100644 inline %s\ndata %d\n%s\n' % (path, len(data), data)


def _feed(repository: Repository, stream: Iterable[bytes]) -> None:
    process = subprocess.Popen(
        ['git', 'fast-import', '--quiet', '--force'],
        cwd=repository.folder,
        env=repository.environment,
        stdin=subprocess.PIPE,
    )
    with process:
        assert process.stdin is not None
        process.stdin.writelines(stream)
    assert process.returncode == 0
    repository.git('repack', '-q', '-a', '-d', '--window=10', '--depth=50')
    repository.git('reset', '-q', '--hard', 'main')
