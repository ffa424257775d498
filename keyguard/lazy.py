"""What is made when it is first used, regular expressions above all: a run needs few of them, and a commit waits."""

import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Find = Callable[..., re.Match[bytes] | None]


class Lazy:
    """Stands for ``re.compile(pattern, flags)``; raises ``re.error`` for a bad pattern at its first use."""

    search: 'Find'
    match: 'Find'
    fullmatch: 'Find'
    finditer: 'Callable[..., Iterator[re.Match[bytes]]]'
    findall: 'Callable[..., list[bytes]]'
    split: 'Callable[..., list[bytes]]'
    sub: 'Callable[..., bytes]'

    def __init__(self, pattern: bytes, flags: int = 0) -> None:
        self._pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> 'object':
        # only asked where the attribute is not there yet
        compiled = re.compile(self._pattern, self._flags)
        for each in ('search', 'match', 'fullmatch', 'finditer', 'findall', 'split', 'sub'):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def module(name: str) -> 'Any':
    """The module of that name, as ``importlib.import_module`` gives it, which itself takes longer to load than most of
    ours. Raises ``ModuleNotFoundError``.
    """
    __import__(name)
    return sys.modules[name]
