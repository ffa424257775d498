"""The file of a commit message -> a blob."""

import os

from keyguard.model import Blob
from keyguard.sources.files import read as read_file

# what git puts above the diff of `commit --verbose`; neither this line nor what follows is a part of the message
_SCISSORS = b' ------------------------ >8 ------------------------'


def read(name: str) -> Blob:
    """The message without the part below the scissors; the lines keep their numbers."""
    path = os.fsencode(name)
    blob = read_file(path, path)
    blob.where = 'commit message'
    data = bytes(blob.data[:])
    at = data.find(_SCISSORS)
    if at >= 0:
        blob.data = data[: data.rfind(b'\n', 0, at) + 1]
    return blob
