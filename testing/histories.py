"""Long histories, written straight into a repository with ``git fast-import``."""

from __future__ import annotations

import random
import subprocess

from testing.repository import Repository


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
        stream.append(
            f'commit refs/heads/{"side" if side else "main"}\nmark :{number}\n'
            f'committer A <a@test.invalid> {1_700_000_000 + number * 600} +0000\n'.encode()
        )
        message = ' '.join(source.choices(words, k=8)).encode() + b'\n'
        stream.append(b'data %d\n%s' % (len(message), message))
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
            stream.append(f'M 100644 inline src/{at % 20}/module_{at}.py\n'.encode())
            stream.append(b'data %d\n%s\n' % (len(data), data))
    subprocess.run(
        ['git', 'fast-import', '--quiet', '--force'],
        cwd=repository.folder,
        env=repository.environment,
        input=b''.join(stream),
        check=True,
    )
    repository.git('repack', '-q', '-a', '-d', '--window=10', '--depth=50')
    repository.git('reset', '-q', '--hard', 'main')
