"""How many keys does keyguard find where people put them? Every kind of key in every context of contexts.py.

``python benchmarks/recall.py --output FILE.md`` makes the keys, puts each in each of the files and sends the file
through the pipeline and the hook's door. Found is: blocked, whole, as what it is. Ends with 1 when less is found than
``LEAST`` asks for. keyguard must be importable (``pip install -e .``).

What a context says is written in contexts.py as people write it; it is not changed until it passes.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from contexts import CONTEXTS, Scene, named

from keyguard.catalogue import everything
from keyguard.context import Context as Around
from keyguard.detect import compiled
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.prefilter import suspects
from keyguard.providers import load
from keyguard.roles import is_credential
from keyguard.samples import sample
from keyguard.secret import Secret
from keyguard.settings import Settings
from keyguard.tokens import fold

if TYPE_CHECKING:
    from keyguard.kinds import Detector, Provider
    from keyguard.model import Report

ANCHORED, SHARED, NAMED = 'own literal', 'shared literal and a name', 'by context'
GROUPS = (ANCHORED, SHARED, NAMED)
LEAST = {ANCHORED: 0.995, NAMED: 0.97}
OTHER, MISSED = 'other detector', 'missed'
# what a context may tell the provider by
WORDS = ('variable', 'word', 'host')


class Miss(NamedTuple):
    """A key that was not found as what it is. ``text`` is the file with the key masked."""

    group: str
    provider: str
    detector: str
    context: str
    seed: int
    outcome: str
    why: str
    slots: str
    path: str
    text: str


class Tally:
    """Counts of one cell: files, found, found by another detector, passed on by the door, blocked besides."""

    def __init__(self) -> None:
        self.files = self.found = self.other = self.door = self.besides = 0

    def add(self, more: Tally) -> None:
        """Take the other's counts too."""
        self.files += more.files
        self.found += more.found
        self.other += more.other
        self.door += more.door
        self.besides += more.besides

    @property
    def recall(self) -> float:
        """The part that was found as what it is; 1 where nothing was looked for."""
        return self.found / self.files if self.files else 1.0


Cell = tuple[str, str, str, str]  # group, provider, detector, context


class Result(NamedTuple):
    """What one provider gave."""

    cells: dict[Cell, Tally]
    misses: list[Miss]
    skipped: list[str]
    broken: list[str]
    nameless: list[list[str]]
    kindless: list[str]


# --- one provider


def group_of(detector: Detector) -> str:
    """By what the kind is told."""
    if not detector.literals:
        return NAMED
    return SHARED if detector.names else ANCHORED


def measured(provider_id: str, seeds: int) -> Result:
    """All kinds of the provider in all contexts."""
    provider = load([provider_id])[0]
    settings = Settings()
    result = Result({}, [], [], [], [], [])
    if not provider.detectors:
        result.kindless.append(provider_id)
    for detector in provider.detectors:
        if not detector.alone:
            result.skipped.append(detector.id)
            continue
        for seed in range(seeds):
            try:
                key = sample(detector, seed)
            except ValueError as error:
                result.broken.append(str(error))
                continue
            scene = Scene(provider, detector, seed, key.decode('ascii'))
            if not seed and detector.names:
                result.nameless.append([detector.id, *(_nameless(detector, scene.choices[what]) for what in WORDS)])
            _play(provider, detector, seed, scene, settings, result)
    return result


def _nameless(detector: Detector, words: Iterable[str]) -> str:
    return ', '.join(word for word in words if not named(detector, word))


def _right(provider: Provider, detector: Detector, key: bytes) -> set[str]:
    """The ids that are right for the key: a fallback gives way to the provider's other kinds of the same shape."""
    same = [other for other in provider.detectors if detector.fallback and compiled(other).fullmatch(key)]
    return {detector.id, *(other.id for other in same)}


def _play(provider: Provider, detector: Detector, seed: int, scene: Scene, settings: Settings, result: Result) -> None:
    key, group = scene.key.encode('ascii'), group_of(detector)
    right = _right(provider, detector, key)
    for context in CONTEXTS:
        if not context.fits(scene) or not (context.names or group == ANCHORED):
            continue
        path, data = context.filled(scene)
        tally = result.cells.setdefault((group, provider.id, detector.id, context.id), Tally())
        report = run([Blob(path, data)], settings)
        told = {finding.detector.id for finding in report.blocked if finding.secret.reveal() == key}
        tally.files += 1
        # what was found had passed this same prefilter
        tally.door += bool(report.findings or any(suspects(text, path, settings.book) for text in (data, path)))
        tally.besides += any(finding.secret.reveal() != key for finding in report.blocked)
        if told & right:
            tally.found += 1
            continue
        tally.other += bool(told)
        outcome = OTHER if told else MISSED
        why = _why(provider, detector, key, path, data, report, settings)
        if told:
            why = f'{", ".join(sorted(_own(id, provider) for id in told))}: {why}'
        mask = Secret(key, detector.prefix_of(key)).masked
        slots = '; '.join(f'{slot}={scene.slots[slot]}' for slot in WORDS if scene.slots[slot])
        result.misses.append(
            Miss(
                group, provider.id, detector.id, context.id, seed, outcome, why, slots,
                path.decode().replace(scene.key, mask), data.decode().replace(scene.key, mask),
            )
        )  # fmt: skip


def _why(
    provider: Provider, detector: Detector, key: bytes, path: bytes, data: bytes, report: Report, settings: Settings
) -> str:
    """As far as it can be seen from outside: set aside, cut, unnamed, too far from its name, not a credential."""
    for finding in report.findings:
        shown = finding.secret.reveal()
        if shown == key and finding.accepted:
            return f'set aside: {finding.accepted}'
        if shown != key and (shown in key or key in shown):
            more = len(shown) - len(key)
            return f'{_own(finding.detector.id, provider)} takes {more:+} characters'
    at = data.find(key)
    if at < 0:
        return 'stands in the file name'
    if not compiled(detector).match(data, at):
        return f'the pattern does not match between {_beside(data, at - 1)} and {_beside(data, at + len(key))}'
    text = fold(data + b' ' + path)
    if detector.names and not any(name.strip('<>').encode('ascii') in text for name in detector.names):
        return 'none of its names is in the file'
    if provider.id not in suspects(data, path, settings.book):
        return 'the prefilter does not suspect its provider'
    around = Around(data, at, at + len(key), path)
    if detector.names and around.distance(detector.names) < 0:
        target, around.target = around.target.decode('ascii', 'replace'), b''
        if around.distance(detector.names) < 0:
            return 'its names are not on the lines that are looked at'
        return f'the target {_general(target, provider)} is taken for the name of another'
    if not detector.literals and not is_credential(around, detector.names):
        return 'the text before it is not taken for a credential'
    return 'not visible from outside'


def _own(id: str, provider: Provider) -> str:
    return "its provider's -assigned" if id == f'{provider.id}-assigned' else id


def _beside(data: bytes, at: int) -> str:
    return repr(data[at : at + 1].decode('ascii', 'replace')) if 0 <= at < len(data) else 'the end'


def _general(target: str, provider: Provider) -> str:
    """A target's name without what is the provider's own in it, so that equal causes are counted as one."""
    folded = fold(target.encode()).decode()
    own = [fold(name.encode()).decode() for name in (provider.id, *provider.env, *provider.hosts)]
    return 'of its own' if any(folded and (folded in name or name in folded) for name in own) else repr(target)


# --- the report


def percent(part: float, whole: float) -> str:
    """Two digits, never rounded up to 100."""
    if not whole:
        return '–'
    value = part / whole * 100
    return f'{min(value, 99.99) if part < whole else value:.2f}'


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table."""
    lines = [f'| {" | ".join(head)} |', f'|{"---|" * len(head)}']
    lines += [f'| {" | ".join(cell.replace("|", chr(92) + "|") for cell in row)} |' for row in rows]
    return '\n'.join(lines)


def summed(cells: dict[Cell, Tally], of: Callable[[Cell], str]) -> dict[str, dict[str, Tally]]:
    """Name -> group -> counts, and under '' the counts of all groups."""
    sums: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for cell, tally in cells.items():
        for group in (cell[0], ''):
            sums[of(cell)][group].add(tally)
    return sums


def totals(cells: dict[Cell, Tally], misses: Sequence[Miss]) -> str:
    """One line a group."""
    rows = []
    unnamed = Counter(miss.group for miss in misses if miss.why.startswith('none of its names'))
    sums = summed(cells, lambda _: '')['']
    for group in (*GROUPS, ''):
        tally = sums[group]
        kinds = len({cell[2] for cell in cells if group in ('', cell[0])})
        without = sum(unnamed.values()) if not group else unnamed[group]
        named = tally.files - without
        rows.append(
            [
                f'**{group or "all"}**',
                str(kinds),
                f'{tally.files:,}',
                f'**{percent(tally.found, tally.files)}**',
                percent(tally.found + tally.other, tally.files),
                percent(tally.found, named) if named else '–',
                percent(tally.door, tally.files),
                percent(tally.besides, tally.files),
                f'{LEAST[group] * 100:.1f}' if group in LEAST else '',
            ]
        )
    head = [
        'kinds',
        'number',
        'files',
        'found %',
        '… or by another detector %',
        'found % of files with a name of the kind',
    ]
    return markdown([*head, 'door %', 'more than the key blocked %', 'asked for %'], rows)


def ranking(cells: dict[Cell, Tally], what: str, of: Callable[[Cell], str]) -> str:
    """Worst first."""
    sums = summed(cells, of)
    rows = []
    for name in sorted(sums, key=lambda name: (sums[name][''].recall, name)):
        groups = sums[name]
        whole = groups['']
        rows.append(
            [
                name,
                str(whole.files),
                percent(whole.found, whole.files),
                percent(whole.found + whole.other, whole.files),
                *(percent(groups[group].found, groups[group].files) for group in GROUPS),
                percent(whole.door, whole.files),
            ]
        )
    return markdown(
        [what, 'files', 'found %', '… or by another %', *(f'{group} %' for group in GROUPS), 'door %'], rows
    )


def _most(counts: Counter[str], show: int = 4) -> str:
    names = [f'{name} ({count})' for name, count in counts.most_common(show)]
    return ', '.join(names) + (f' and {len(counts) - show} more' if len(counts) > show else '')


def causes(misses: Sequence[Miss]) -> str:
    """What the misses have in common."""
    groups: dict[tuple[str, str, str], list[Miss]] = defaultdict(list)
    for miss in misses:
        groups[miss.group, miss.outcome, miss.why].append(miss)
    rows = []
    for (group, outcome, why), members in sorted(groups.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        where = Counter(miss.context for miss in members)
        whose = Counter(miss.detector for miss in members)
        rows.append([str(len(members)), group, outcome, why, _most(where), _most(whose)])
    return markdown(['files', 'kinds', 'outcome', 'why', 'contexts', 'detectors'], rows)


def missed(misses: Sequence[Miss], seeds: int) -> str:
    """Every context and detector with a miss in it."""
    groups: dict[tuple[str, str], list[Miss]] = defaultdict(list)
    for miss in misses:
        groups[miss.context, miss.detector].append(miss)
    rows = []
    for (context, detector), members in sorted(groups.items()):
        why = Counter(f'{miss.outcome}: {miss.why}' for miss in members)
        rows.append([context, detector, f'{len(members)}/{seeds}', '; '.join(why)])
    return markdown(['context', 'detector', 'keys', 'outcome'], rows)


def written(results: Sequence[Result], seeds: int, seconds: float) -> tuple[str, bool]:
    """The report, and whether enough was found."""
    cells: dict[Cell, Tally] = {}
    misses: list[Miss] = []
    skipped: list[str] = []
    broken: list[str] = []
    for result in results:
        cells.update(result.cells)
        misses += result.misses
        skipped += result.skipped
        broken += result.broken
    groups = summed(cells, lambda _: '')['']
    kindless = ', '.join(id for result in results for id in result.kindless)
    enough = all(groups[group].recall >= least for group, least in LEAST.items()) and not broken
    facts = [
        f'{len(results)} providers, {len(CONTEXTS)} contexts, {seeds} keys of each kind, {seconds:.0f} s',
        'found: blocked, whole, with the id of the detector that the key was made from',
        'a key of a fallback is also found by the kinds of its provider that have the same shape',
        'a context that names nobody is only for kinds with a literal of their own',
        'one that needs a host, a call or a key of a certain form is left out where there is none',
        f'public by design, reported only beside a secret, not measured: {", ".join(skipped) or "none"}',
        f'without a kind of key of their own, not measured: {kindless or "none"}',
        f'no key could be made: {"; ".join(sorted(set(broken))) or "none"}',
    ]
    parts = [
        '# Recall',
        '\n'.join(f'- {fact}' for fact in facts),
        totals(cells, misses),
        '## Causes of the misses',
        causes(misses),
        '## Words of a provider in which a kind that needs a name has none',
        markdown(['kind', *WORDS], [row for result in results for row in result.nameless if any(row[1:])]),
        '## Contexts, worst first',
        ranking(cells, 'context', lambda cell: cell[3]),
        '## Providers, worst first',
        ranking(cells, 'provider', lambda cell: cell[1]),
        '## Kinds, worst first',
        ranking(cells, 'kind', lambda cell: cell[2]),
        '## Misses',
        missed(misses, seeds),
    ]
    return '\n\n'.join(parts) + '\n', enough


def listed(results: Sequence[Result]) -> str:
    """Each miss with its file, the key masked."""
    parts = []
    for result in results:
        for miss in result.misses:
            head = f'=== {miss.detector} | {miss.context} | key {miss.seed} | {miss.outcome}: {miss.why} | {miss.slots}'
            parts.append(f'{head}\n--- {miss.path}\n{miss.text}')
    return '\n'.join(parts)


# --- all together


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or '').partition('\n')[0])
    parser.add_argument('--seeds', type=int, default=5, help='keys of each kind (5)')
    parser.add_argument('--providers', default='', help='ids, divided by commas; all when left out')
    parser.add_argument('--output', type=Path, help='write the report there and print only its totals')
    parser.add_argument('--misses', type=Path, help='write every miss there with its file, the key masked')
    parser.add_argument('--jobs', type=int, default=os.cpu_count() or 1, help='processes (one a core)')
    chosen = parser.parse_args()
    if chosen.seeds < 1 or chosen.jobs < 1:
        parser.error('at least one key and one process are needed')
    return chosen


def chosen_ids(words: str) -> list[str]:
    """The providers to measure; the ones with most kinds first, so that no process is left alone with one of them."""
    providers = everything()
    wanted = [word.strip() for word in words.split(',') if word.strip()]
    unknown = sorted(set(wanted) - {provider.id for provider in providers})
    if unknown:
        raise SystemExit(f'no such provider: {", ".join(unknown)}')
    order = sorted(providers, key=lambda provider: (-len(provider.detectors), provider.id))
    return [provider.id for provider in order if not wanted or provider.id in wanted]


def main() -> int:
    """The exit code: 1 when too little was found."""
    chosen = arguments()
    ids = chosen_ids(chosen.providers)
    start = time.monotonic()
    results = []
    with ProcessPoolExecutor(chosen.jobs) as pool:
        for at, result in enumerate(pool.map(measured, ids, [chosen.seeds] * len(ids)), 1):
            results.append(result)
            if at % 10 == 0 or at == len(ids):
                print(f'{at} of {len(ids)} providers', file=sys.stderr, flush=True)
    results.sort(key=lambda result: min((cell[1] for cell in result.cells), default=''))
    text, enough = written(results, chosen.seeds, time.monotonic() - start)
    if chosen.output:
        chosen.output.write_text(text, encoding='utf-8')
        text = text.partition('\n\n## ')[0] + '\n'
    if chosen.misses:
        chosen.misses.write_text(listed(results), encoding='utf-8')
    print(text, end='')
    return 0 if enough else 1


if __name__ == '__main__':
    raise SystemExit(main())
