"""Figures out of what was kept: medians over rounds; a ratio is taken inside a round, then the median."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any

Data = dict[str, Any]
# where they stand in a run
CPU, WALL, PEAK, CODE = 1, 2, 3, 4
PEERS = ('betterleaks', 'gitleaks', 'kingfisher', 'detect-secrets')


def row(data: Data, case: str, id_: str) -> Data | None:
    """What was measured of a command, None where it was not."""
    rows: list[Data] = data['cases'].get(case, {}).get('rows', [])
    return next((each for each in rows if each['id'] == id_ and each['runs']), None)


def middle(data: Data, case: str, id_: str, what: int = CPU) -> float | None:
    """The median, in seconds (or bytes of ``PEAK``)."""
    found = row(data, case, id_)
    return statistics.median(run[what] for run in found['runs']) if found else None


def least(data: Data, case: str, id_: str, what: int = CPU) -> float | None:
    """The shortest."""
    found = row(data, case, id_)
    return min(run[what] for run in found['runs']) if found else None


def pairs(one: Data, other: Data, what: int = CPU) -> list[float]:
    """The ratios of the two commands in every round that ran both."""
    rounds = {run[0]: run[what] for run in other['runs']}
    return [run[what] / rounds[run[0]] for run in one['runs'] if rounds.get(run[0])]


def ratio(data: Data, case: str, one: str, other: str, what: int = CPU) -> float | None:
    """The median ratio of the two commands."""
    first, second = row(data, case, one), row(data, case, other)
    found = pairs(first, second, what) if first and second else []
    return statistics.median(found) if found else None


def held(found: Data) -> float:
    """The bytes that the processes of a command held together at most; those of the largest one where a look now and
    then missed them, or there was none.
    """
    return max(float(found['held']), float(statistics.median(run[PEAK] for run in found['runs'])))


def memory(data: Data, case: str, id_: str) -> float | None:
    """The same of a case's command."""
    found = row(data, case, id_)
    return held(found) if found else None


def misses(case: Data, found: Data) -> bool:
    """Did a peer end with 0, which says that it found nothing, where keyguard found a key?"""
    ours = {run[CODE] for row in case['rows'] if row['id'] in ('keyguard', 'keyguard-1') for run in row['runs']}
    return found['id'] in PEERS and ours == {1} and {run[CODE] for run in found['runs']} == {0}


def spread(values: Sequence[float], digits: int) -> str:
    """Median (least–most)."""
    told = f'{statistics.median(values):,.{digits}f}'
    if len(values) == 1:
        return told
    return f'{told} ({min(values):,.{digits}f}–{max(values):,.{digits}f})'


def wrong_codes(found: Data) -> list[int]:
    """The exit codes that the command should not have had."""
    return sorted({run[CODE] for run in found['runs']} - set(found['codes'])) if found['codes'] is not None else []
