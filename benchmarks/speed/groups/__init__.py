"""The groups of cases, one a file: each has ``plans(room)``, and ``TITLE``, what its tables are headed with."""

from __future__ import annotations

from collections.abc import Callable

from speed.groups import (
    accepted,
    carriers,
    findings,
    growth,
    history,
    hook,
    many,
    share,
    sizes,
    tree,
    tried,
    ways,
)
from speed.measuring import Plan
from speed.room import Room

GROUPS: dict[str, tuple[str, Callable[[Room], list[Plan]]]] = {
    module.__name__.rpartition('.')[2]: (module.TITLE, module.plans)
    for module in (hook, ways, share, tree, history, sizes, many, findings, accepted, carriers, growth, tried)
}
