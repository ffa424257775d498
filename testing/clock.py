"""Whether more data takes as much more time, as the CPU's clock tells; where calls can be counted, that is better."""

from __future__ import annotations

import time
from collections.abc import Callable


def keeps_pace(few: Callable[[], object], many: Callable[[], object], times: float, slack: float) -> bool:
    """Whether ``many`` takes at most ``times`` as long as ``few``, and ``slack`` seconds.

    A neighbour on the machine can only make either slower: the best of three tries counts, and what is fast enough at
    once is not tried again.
    """
    least = min(_seconds(few) for _ in range(3))
    return any(_seconds(many) <= times * least + slack for _ in range(3))


def _seconds(function: Callable[[], object]) -> float:
    begun = time.process_time()
    function()
    return time.process_time() - begun
