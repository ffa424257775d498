"""The file of a commit message -> a blob of what git will keep of it."""

import os

from keyguard import git
from keyguard.model import Blob
from keyguard.sources.files import read as read_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# what git puts above the diff of `commit --verbose`, behind a character for comments; neither this line nor what
# follows is a part of the message
_SCISSORS = b' ------------------------ >8 ------------------------'
_LONGEST_MARK = 8


def read(name: str, variables: 'Mapping[str, str] | None' = None) -> Blob:
    """The message without the part below the scissors, and without the comments that git takes out; the lines keep
    their numbers. ``variables`` are those of the hook.
    """
    path = os.fsencode(name)
    blob = read_file(path, path)
    blob.where = 'commit message'
    lines = bytes(blob.data[:]).split(b'\n')
    cut = next((at for at, line in enumerate(lines) if _is_scissors(line)), -1)
    if cut >= 0:
        lines = [*lines[:cut], b'']
    comment = _comment(os.environ if variables is None else variables)
    if comment:
        lines = [b'' if line.startswith(comment) else line for line in lines]
    blob.data = b'\n'.join(lines)
    return blob


def _is_scissors(line: bytes) -> bool:
    mark, found, rest = line.partition(_SCISSORS)
    return bool(found) and not rest.strip() and 0 < len(mark) <= _LONGEST_MARK and b' ' not in mark


def _comment(variables: 'Mapping[str, str]') -> bytes:
    """What the lines begin with that git will take out, b'' where it may take none.

    It takes them out behind an editor only (man git-commit, --cleanup), and tells its hooks when there was none
    (man githooks, commit-msg). Where it is not git that calls, nobody knows.
    """
    if 'GIT_INDEX_FILE' not in variables or variables.get('GIT_EDITOR') == ':':
        return b''
    told = git.ask(os.getcwd(), 'config', '--get-regexp', r'^(commit\.cleanup|core\.comment(char|string))$')[1]
    words = dict(line.partition(b' ')[::2] for line in told.splitlines())
    if words.get(b'commit.cleanup', b'default') not in (b'default', b'strip'):
        return b''
    mark = words.get(b'core.commentstring') or words.get(b'core.commentchar') or b'#'
    return b'' if mark == b'auto' else mark
