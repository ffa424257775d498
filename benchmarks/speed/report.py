"""RESULTS.md: what was measured, with what, how far it is from what is aimed at. Every figure is out of the data."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import Any

from speed.aims import Check, aims
from speed.groups import GROUPS
from speed.measuring import SLOW_SECONDS
from speed.reading import CPU, WALL, Data, held, misses, pairs, spread, wrong_codes


def unexpected(data: Data) -> list[str]:
    """The commands that ended with a code that they should not have, in words."""
    return [
        f'{id_}, {each["label"]}: exit code {", ".join(map(str, wrong_codes(each)))}'
        for id_, case in data['cases'].items()
        for each in case.get('rows', [])
        if wrong_codes(each)
    ]


def text(data: Data) -> str:
    """The document."""
    parts = ['# How fast keyguard is', _preface(data)]
    if data['about'].get('quick'):
        # what is aimed at is said of large files and whole trees
        parts.append(
            'A quick run, to see that everything runs: small sizes, three rounds. It says nothing of the aims.'
        )
    else:
        parts += ['## What is aimed at', _aims(data)]
    for name, (title, _) in GROUPS.items():
        cases = {id_: case for id_, case in data['cases'].items() if case['group'] == name}
        if cases:
            parts += [f'## {title}', *_group(name, cases)]
    return '\n\n'.join(parts) + '\n'


def _preface(data: Data) -> str:
    about = data['about']
    versions = about.get('versions', {})
    peers = ', '.join(f'{name} {number}' for name, number in versions.items() if name != 'keyguard')
    cases = data['cases'].values()
    commits = ' and '.join(sorted({case['commit'] for case in cases}))
    dates = sorted({case['date'] for case in cases})
    when = dates[0] if len(dates) == 1 else f'{dates[0]} to {dates[-1]}' if dates else ''
    loads = [case['load'] for case in cases] or [0.0]
    load = f'load before a case {min(loads)} to {max(loads)}'
    facts = [
        f'Made by `python benchmarks/run.py` from `benchmarks/results.json`, {when}; no figure is typed by hand.',
        f'keyguard {versions.get("keyguard", "")}, commit {commits}: {about.get("book", "")}',
        f'beside it: {peers}',
        *([f'could not be had: {", ".join(about["missing"])}'] if about.get('missing') else []),
        f'{about.get("python", "")}, {about.get("git", "")}',
        f'{about.get("processor", "")}; {about.get("machine", "")}; {load}',
        'where the load is above 1, read CPU time and ratios, not wall time',
        'CPU time is user and system, with child processes; median (least–most) over the rounds',
        'every round runs each command once, in turn, and a ratio is taken inside a round',
        f'a warm-up does not count; a command that takes more than {SLOW_SECONDS:.0f} s is run once behind it',
        (
            'peak memory: what all processes of a command held together in one run, looked at every 10 ms; or what the '
            'largest of them held, as the kernel tells it, where that is more; less than some 9 MB cannot be told'
        ),
        (
            '0: *not found*: the command says that there is nothing, where keyguard finds a key; its time is shown and '
            'is left out of the last aim'
        ),
        (
            'detect-secrets, whose hook takes file names, is beside commits alone; a baseline of kingfisher is what it '
            'wrote itself: it is not in the case with a baseline'
        ),
        'ripgrep looks for what keys begin with, as fixed strings: how fast the files can be read and searched at all',
    ]
    return '\n'.join(f'- {fact}' for fact in facts)


def _figure(check: Check, value: float) -> str:
    digits = 3 if value < 0.1 else 2 if value < 100 else 0
    return f'{value:,.{digits}f} {check.unit}'


def _limit(check: Check) -> str:
    return f'{check.floor:g} to {check.most:g} {check.unit}' if check.floor else f'≤ {check.most:g} {check.unit}'


def _aims(data: Data) -> str:
    lines = ['| what | figure | aim | reached | |', '|---|---|---|---|---|']
    for aim in aims(data):
        for number, check in enumerate(aim.checks):
            if check.value is None:
                reached, word = '–', 'not measured'
            else:
                reached, word = _figure(check, check.value), 'met' if check.is_met else '**not met**'
            title = '' if number else aim.title
            lines.append(f'| {title} | {check.what} | {_limit(check)} | {reached} | {word} |')
    return '\n'.join(lines)


def _group(name: str, cases: dict[str, Data]) -> Iterator[str]:
    for case in cases.values():
        if 'growth' in case:
            yield _growth(case)
        else:
            yield f'### {case["title"]}\n\n{_case(case)}'
    if name == 'sizes':
        yield _rates(cases)


def _case(case: Data) -> str:
    rows = [row for row in case['rows'] if row['runs']]
    first = rows[0]
    head = ['command', 'runs', 'CPU ms', f'CPU ÷ {first["id"]}', 'wall ms', 'peak MB', 'exit']
    lines = [f'| {" | ".join(head)} |', f'|{"---|" * len(head)}']
    long = statistics.median(run[CPU] for run in rows[-1]['runs']) > 1
    for row in rows:
        wrong = wrong_codes(row)
        codes = ' and '.join(str(code) for code in sorted({run[4] for run in row['runs']}))
        cells = [
            row['label'],
            str(len(row['runs'])),
            spread([run[CPU] * 1e3 for run in row['runs']], 0 if long else 1),
            spread(pairs(row, first), 2) if pairs(row, first) else '–',
            spread([run[WALL] * 1e3 for run in row['runs']], 0 if long else 1),
            f'{held(row) / 1e6:.1f}',
            f'**{codes}: UNEXPECTED**' if wrong else f'{codes}: *not found*' if misses(case, row) else codes,
        ]
        lines.append(f'| {" | ".join(cells)} |')
    return '\n'.join(lines)


def _rates(cases: dict[str, Data]) -> str:
    """Bytes a second of every size."""
    lines = ['### Bytes a CPU second', '', '| | keyguard MB/s | peak MB |', '|---|---|---|']
    for case in cases.values():
        ours = next(row for row in case['rows'] if row['id'] == 'keyguard')
        cpu = statistics.median(run[CPU] for run in ours['runs'])
        lines.append(f'| {case["title"]} | {case["size"] / cpu / 1e6:,.1f} | {held(ours) / 1e6:.0f} |')
    return '\n'.join(lines)


def _growth(case: dict[str, Any]) -> str:
    head = ['what grows', 'so much, in millions', 'twice', 'three times', 'the second step beside the first']
    lines = [f'### {case["title"]}', '', f'| {" | ".join(head)} |', f'|{"---|" * len(head)}']
    for each in case['growth']:
        once, twice, thrice = each['instructions']
        cells = [f'{each["id"]} ({each["amount"]:,})', *(f'{count / 1e6:,.0f}' for count in (once, twice, thrice))]
        lines.append(f'| {" | ".join([*cells, f"{(thrice - twice) / (twice - once):.2f}"])} |')
    return '\n'.join(lines)
