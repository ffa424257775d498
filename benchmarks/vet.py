"""Which of these files would keyguard block, and which does the door hand on to the slow path for nothing?

Run by the Python of an environment with keyguard in it, in the root of a repository: file names on standard input, one
a line; the answer goes to the JSON file that is named as the argument: name -> [exit code, ids of the providers].
"""

import json
import sys

from keyguard.hook import main as hook
from keyguard.prefilter import suspects
from keyguard.providers._phonebook import BOOK


def vet(file: str) -> 'tuple[int, list[str]]':
    """The exit code of a hook run over this file alone, and whom the prefilter suspects in it."""
    with open(file, 'rb') as stream:
        data = stream.read()
    return hook(['--quiet', '--', file]), sorted(suspects(data, file.encode(), BOOK))


def main(answer: str) -> None:
    """Say it of every file that standard input names."""
    results = {file: vet(file) for file in sys.stdin.read().splitlines()}
    with open(answer, 'w', encoding='utf-8') as stream:
        json.dump(results, stream)


if __name__ == '__main__':
    main(sys.argv[1])
