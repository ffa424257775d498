"""The exit codes, and the one exception that ends a run with a clear word.

Nothing here is imported on the clean path, so it may not grow imports.
"""

OK = 0  # everything was looked at, nothing is blocked
BLOCKED = 1  # a key is blocked
USAGE = 2  # bad option, unreadable configuration or baseline
INCOMPLETE = 3  # something could not be looked at, or keyguard itself failed; wins over BLOCKED
INTERRUPTED = 130


class Fatal(Exception):
    """Ends the run: the message goes to standard error, ``code`` becomes the exit code.

    The message must name the file, the line where there is one, and the way out. It must never hold a key.
    """

    def __init__(self, message: str, code: int = USAGE) -> None:
        super().__init__(message)
        self.code = code


def nearest(word: str, known: 'list[str] | tuple[str, ...]') -> str:
    """Return ``; did you mean 'x'?`` for the known word that is most like ``word``, or ''."""
    import difflib  # only when something is misspelt: a clean commit does not pay for it

    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean '{close[0]}'?" if close else ''
