"""What is aimed at, and whether it is reached: each check a figure out of the results, and its limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from speed.reading import CODE, PEERS, WALL, Data, least, memory, middle, misses, ratio, row


class Check(NamedTuple):
    """A figure (None where it was not measured), the most that it may be, and the least."""

    what: str
    value: float | None
    most: float
    unit: str = '×'
    floor: float = 0.0

    @property
    def is_met(self) -> bool | None:
        """None where there is no figure."""
        # a difference may be below zero by the noise of what it is between
        return None if self.value is None else self.value <= self.most and (self.value >= self.floor or not self.floor)


class Aim(NamedTuple):
    """A row of the table."""

    title: str
    checks: list[Check]


def _beside(data: Data, case: str, limits: dict[str, float], ours: str = 'keyguard') -> list[Check]:
    return [Check(f'beside {peer}', ratio(data, case, ours, peer), most) for peer, most in limits.items()]


def _start(data: Data, case: str, most: float, what: str = 'beside starting Python') -> Check:
    return Check(what, ratio(data, case, 'keyguard', 'base'), most)


def _rate(data: Data, case: str) -> float | None:
    """Bytes a CPU second, without what an audit of a kilobyte takes."""
    whole, start = middle(data, case, 'keyguard'), middle(data, 'size-1kB', 'keyguard')
    size = data['cases'].get(case, {}).get('size', 0)
    return size / (whole - start) if whole and start and whole > start else None


def _evenly(data: Data, case: str) -> float | None:
    rate, ordinary = _rate(data, case), _rate(data, 'size-10MB')
    return rate / ordinary if rate and ordinary else None


def _attribution(data: Data, case: str) -> list[Check]:
    whole, clean, floor = (least(data, case, each) for each in ('keyguard-1', 'clean', 'git'))
    found = row(data, case, 'keyguard-1')
    if found and all(run[CODE] == 0 for run in found['runs']):
        return []  # no key came from anywhere: the difference would be noise
    value = (whole - clean) / floor if whole and clean and floor else None
    return [Check('to tell where keys come from, beside `git cat-file`', value, 0.6)]


def _memory(data: Data) -> list[Check]:
    checks = []
    cores = data['cases'].get('tree', {}).get('facts', {}).get('cores', 1)
    for case, what in (('tree', 'the work tree'), ('size-500MB', 'a file of 500 MB')):
        value = memory(data, case, 'keyguard')
        workers = cores if case == 'tree' else 1
        checks.append(Check(what, value and value / 1e6, 40 + 4 * workers, 'MB'))
        theirs = [size for size in (memory(data, case, peer) for peer in PEERS) if size]
        if value and theirs:
            checks.append(Check(f'{what}, beside the smallest peer', value / min(theirs), 0.6))
    return checks


def slowest(data: Data) -> Iterator[tuple[float, str, str]]:
    """(keyguard's CPU time beside the peer's, case, peer) of every case that a peer is in. One that finds nothing where
    there is a key, since it passes the file over or does not know the kind, has not done the same work.
    """
    for case in data['cases']:
        for peer in PEERS:
            theirs = row(data, case, peer)
            if theirs and misses(data['cases'][case], theirs):
                continue
            for ours in ('keyguard', 'keyguard-1'):
                value = ratio(data, case, ours, peer)
                if value:
                    yield value, case, peer


def _growth(data: Data) -> list[Check]:
    checks = []
    for each in data['cases'].get('growth', {}).get('growth', []):
        once, twice, thrice = each['instructions']
        checks.append(Check(f'twice as many more {each["id"]}', (thrice - once) / (twice - once), 2.1))
    return checks


def aims(data: Data) -> list[Aim]:
    """All of them, with today's figures."""
    every = max(slowest(data), default=None)
    behind = f', worst: {every[1]} beside {every[2]}' if every else ''
    hits = middle(data, 'findings-100000', 'keyguard')
    fewer = middle(data, 'findings-10000', 'keyguard')
    times: Callable[[str, str, str], float | None] = lambda case, one, other: ratio(data, case, one, other)  # noqa: E731
    few = {'betterleaks': 0.15, 'gitleaks': 0.03, 'detect-secrets': 0.04}
    tree = {'kingfisher': 0.4, 'betterleaks': 0.2, 'gitleaks': 0.03}
    found: list[Aim] = [
        Aim('a clean commit of 1 file', [_start(data, 'hook-1', 1.25), *_beside(data, 'hook-1', few)]),
        Aim('a clean commit of 10 files', [_start(data, 'hook-10', 1.25), *_beside(data, 'hook-10', few)]),
        Aim(
            'a clean commit of 100 files, 1 MB',
            [_start(data, 'hook-100', 2.5), *_beside(data, 'hook-100', {'betterleaks': 0.08, 'gitleaks': 0.04})],
        ),
        Aim(
            'a clean commit of 1000 files, 10 MB',
            [
                _start(data, 'hook-1000', 12),
                *_beside(data, 'hook-1000', {'betterleaks': 0.1, 'gitleaks': 0.04, 'detect-secrets': 0.002}),
            ],
        ),
        Aim(
            'one key and a baseline of 100,000 entries',
            [
                _start(data, 'ways-finding-baseline', 2.5),
                *_beside(data, 'ways-finding-baseline', {'betterleaks': 0.2}),
            ],
        ),
        Aim(
            'memory of a commit of 1000 files',
            [
                Check(
                    'beside starting Python',
                    _part(memory(data, 'hook-1000', 'keyguard'), memory(data, 'hook-1000', 'base')),
                    1.5,
                ),
                *(
                    Check(
                        f'beside {peer}',
                        _part(memory(data, 'hook-1000', 'keyguard'), memory(data, 'hook-1000', peer)),
                        0.4,
                    )
                    for peer in ('betterleaks', 'detect-secrets')
                ),
            ],
        ),
        Aim(
            'share of `pre-commit run`',
            [
                Check(f'{count} files', times(f'share-{count}', 'alone', 'pre-commit-keyguard'), 0.1, 'of its CPU time')
                for count in (10,)
            ],
        ),
        Aim(
            'audit of a large work tree, one core',
            [
                Check('beside ripgrep', ratio(data, 'tree', 'keyguard-1', 'rg'), 4),
                *_beside(data, 'tree', tree, 'keyguard-1'),
            ],
        ),
        Aim(
            'the same on two cores',
            [Check('wall time beside one core', ratio(data, 'tree', 'keyguard', 'keyguard-1', WALL), 0.65)],
        ),
        Aim('memory of an audit', _memory(data)),
    ]
    for case, what in (('history-generated', 'generated'), ('history-releases', 'releases')):
        found.append(
            Aim(
                f'a whole history, {what}',
                [
                    Check('beside `git cat-file`', ratio(data, case, 'keyguard-1', 'git'), 4.5),
                    Check(
                        'wall time on all cores beside `git cat-file`', ratio(data, case, 'keyguard', 'git', WALL), 1.5
                    ),
                    *_attribution(data, case),
                    *_beside(data, case, {'kingfisher': 0.3, 'gitleaks': 0.13}, 'keyguard-1'),
                ],
            )
        )
    found += [
        Aim(
            'one line of 50 MB, one file of 500 MB',
            [
                Check('bytes a second of the line beside 10 MB', _evenly(data, 'size-line'), 1.3, floor=0.7),
                Check('of the file beside 10 MB', _evenly(data, 'size-500MB'), 1.3, floor=0.7),
                *(
                    Check(f'{what} beside betterleaks', ratio(data, case, 'keyguard', 'betterleaks'), 0.4)
                    for case, what in (('size-line', 'the line'), ('size-500MB', 'the file'))
                ),
            ],
        ),
        Aim(
            '100,000 keys in a file',
            [
                Check('beside 10,000', _part(hits, fewer), 12),
                Check('CPU time', hits, 2, 's'),
                *_beside(data, 'findings-100000', {'betterleaks': 0.45}),
            ],
        ),
        Aim(
            '100,000 files',
            [
                Check('beside ripgrep', ratio(data, 'many-100000', 'keyguard', 'rg'), 1.5),
                *_beside(data, 'many-100000', {'betterleaks': 0.3}),
            ],
        ),
        Aim('growth, counted in instructions', _growth(data)),
        Aim(
            'ahead of every peer that finds the key, in every case',
            [Check(f'the least lead{behind}', every[0] if every else None, 1)],
        ),
    ]
    return found


def _part(one: float | None, other: float | None) -> float | None:
    return one / other if one and other else None
