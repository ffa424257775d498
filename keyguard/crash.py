"""How a run ends when it does not end well: an exit code, a clear word, and never a key."""

import sys

from keyguard.errors import INCOMPLETE, INTERRUPTED, Fatal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType


def code_for(error: BaseException) -> int:
    """The exit code for what ended the run; says why on standard error."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 0 if error.code is None else INCOMPLETE
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    from keyguard.output import complain

    if isinstance(error, Fatal):
        complain(f'keyguard: {error}')
        return error.code
    complain(_report(error))
    return INCOMPLETE


def _report(error: BaseException) -> str:
    """The traceback without values: files, lines and functions, and the error's words with every long one masked."""
    from keyguard import __version__

    lines = ['keyguard: something in keyguard itself failed, so nothing can be said about these files.']
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        where = code.co_filename.replace('\\', '/').rpartition('/keyguard/')[2]
        lines.append(f'  keyguard/{where}:{trace.tb_lineno} in {code.co_name}')
        trace = trace.tb_next
    lines.append(f'  {type(error).__name__}: {masked(str(error))}')
    version = '.'.join(map(str, sys.version_info[:3]))
    lines.append(f'  keyguard {__version__}, Python {version}, {sys.platform}')
    lines.append('Please report these lines to the project: they hold no key.')
    return '\n'.join(lines)


def masked(text: str) -> str:
    """The text with every word masked that could be a part of a key: eight characters or more, unless plain letters."""
    import re

    def mask(match: 're.Match[str]') -> str:
        word = match.group()
        plain = len(word) <= 20 and word.replace('_', '').isalpha() and word in (word.lower(), word.capitalize())
        return word if plain else '…'

    return re.sub(r'[A-Za-z0-9_+/=.-]{8,}', mask, text)
