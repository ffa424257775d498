"""What a run prints: the report to standard output, problems to standard error, in bytes."""

import os
import sys

from keyguard.errors import INCOMPLETE, Fatal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


# so much is encoded at once: a report may be as long as a disk
_PIECE = 1 << 20


def write(text: str) -> None:
    """Print the report. Characters that the terminal cannot show are escaped, not an error.

    A reader that has seen enough and closed the pipe is no error either, and does not change the verdict. Raises
    ``Fatal`` where it cannot be printed.
    """
    try:
        _put(sys.stdout, text)
    except OSError as error:
        # without this, Python complains once more when it closes the stream
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            why = (error.strerror or '').lower()
            raise Fatal(f'standard output: the report cannot be printed ({why})', INCOMPLETE) from None


def complain(text: str) -> None:
    """Print a problem, with a newline; a standard error that is closed is no second problem. What could be a key in it
    is masked: a path or a word of the command line can hold one.
    """
    from keyguard.placeholder import without_keys  # a clean commit has nothing to complain of

    try:
        _put(sys.stderr, without_keys(text) + '\n')
    except (OSError, ValueError, AttributeError):
        pass


def _put(stream: 'TextIO | None', text: str) -> None:
    if stream is None:  # closed before Python started
        return
    encoding = getattr(stream, 'encoding', None) or 'utf-8'
    for at in range(0, len(text), _PIECE):
        stream.write(text[at : at + _PIECE].encode(encoding, 'backslashreplace').decode(encoding))
    stream.flush()


def coloured(wish: str) -> bool:
    """Does the report get colour? On ``auto`` the environment decides; ``always`` and ``never`` are final."""
    if wish in ('always', 'never'):
        return wish == 'always'
    if os.environ.get('NO_COLOR') or os.environ.get('PRE_COMMIT_COLOR') == 'never':
        return False
    if os.environ.get('FORCE_COLOR') or os.environ.get('PRE_COMMIT_COLOR') == 'always':
        return True
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get('TERM') != 'dumb'
