"""Keys that were found -> what to do about them, by how far each has got: with the real files and commits in it."""

from keyguard.excerpt import outside, shown
from keyguard.guide.provider import where
from keyguard.guide.states import MEANS, TITLES, rewriting
from keyguard.guide.store import steps as rendered
from keyguard.guide.words import Code, Items, Reader, Section, Text
from keyguard.model import Finding
from keyguard.remedies import history
from keyguard.remedies.history import Place
from keyguard.sources.reach import COMMITTED, PUSHED, STAGED, UNKNOWN, WRITTEN, Reach

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.remedies.words import Step

_SAID = {
    WRITTEN: 'in a file only',
    STAGED: 'staged',
    COMMITTED: 'committed and not pushed',
    PUSHED: 'pushed',
    UNKNOWN: 'of which it cannot be told',
}
_WORST_FIRST = (PUSHED, UNKNOWN, COMMITTED, STAGED, WRITTEN)
# so many places of keys are named, the others are counted
_MOST = 8
_KINDS = {b'refs/heads/': 'branch', b'refs/tags/': 'tag', b'refs/remotes/': 'remote branch'}


class Spot:
    """A key in a file, and how far it has got."""

    __slots__ = ('finding', 'reach')

    def __init__(self, finding: Finding, reach: Reach) -> None:
        self.finding = finding
        self.reach = reach


def sections(spots: 'Sequence[Spot]', reader: Reader, away: bool, installed: bool) -> 'list[Section]':
    """The sections for keys that are there, the worst first. ``away``: the current folder is not the root of the
    repository; ``installed``: git-filter-repo is there.
    """
    made = []
    for state in _WORST_FIRST:
        same = [spot for spot in spots if spot.reach.state == state]
        if same:
            made += _state(state, same, reader, installed)
    staged = [spot for spot in spots if spot.reach.state == STAGED]
    if staged and len({spot.reach.state for spot in spots} - {STAGED, WRITTEN, UNKNOWN}):
        place = Place([spot.reach.path for spot in staged], shell=reader.shell)
        words = Text('Take the staged keys back, so that no commit below takes them along:')
        made.insert(0, Section('First', words, Code(f'git restore --staged -- {place.files}')))
    if {PUSHED, COMMITTED} <= {spot.reach.state for spot in spots}:
        words = Text(
            'Revoke what was pushed. But push nothing before you have followed "Committed, not pushed" below: a push '
            'takes those keys along.'
        )
        made.insert(0, Section('First', words))
    if away and made:
        top = (
            'Set-Location (git rev-parse --show-toplevel)'
            if reader.shell == 'powershell'
            else 'cd "$(git rev-parse --show-toplevel)"'
        )
        made.insert(0, Section('First', Text('The names below are seen from the top of the repository:'), Code(top)))
    return made


def _state(state: str, spots: 'Sequence[Spot]', reader: Reader, installed: bool) -> 'list[Section]':
    keys = len({spot.finding.secret.fingerprint for spot in spots})
    title = f'{TITLES[state]}: {keys} key{"" if keys == 1 else "s"}'
    if state == UNKNOWN:
        lines = [f'{_named(spot)}: {spot.reach.why}' for spot in spots[:_MOST]]
        words = 'What could not be told may be public: `keyguard audit --history` looks through everything.'
        if any(spot.finding.where.endswith('message') for spot in spots):
            words = (
                'In the message of the last commit, `git commit --amend` takes it out; for an older one, `git rebase '
                '-i` and the word `reword`. `keyguard guide pushed` is for what has been pushed.'
            )
        return [Section(title, Items([*lines, *_more(spots)]), Text(words))]
    if state == COMMITTED:
        return [
            Section(
                f'{TITLES[state]}: commit {same[0].reach.commit[:12]}',
                *_blocks(state, same, _committed(same, reader)),
                *_holders(same[0].reach),
            )
            for same in _groups(spots)
        ]
    place = _place(spots, reader)
    if state == PUSHED:
        return _pushed(title, spots, place, installed)
    made = history.staged(place, spots[0].reach.unborn) if state == STAGED else history.written(place)
    return [Section(title, *_blocks(state, spots, made))]


def _place(spots: 'Sequence[Spot]', reader: Reader) -> Place:
    # what the look at the files did not find is in the index or in a commit only
    clean = all(spot.finding.where in ('index', 'history') for spot in spots)
    return Place([spot.reach.path for spot in spots], spots[0].reach.branch, reader.shell, clean)


def _groups(spots: 'Sequence[Spot]') -> 'list[list[Spot]]':
    """The keys of each commit, the latest commit first: to change an older one gives the later ones new names. Commits
    with keys in the same file are one group, the oldest of them first in it: the file is corrected once.
    """
    groups: list[list[Spot]] = []
    for spot in sorted(spots, key=lambda spot: -spot.reach.since):
        files = {spot.reach.path}
        same = [
            group
            for group in groups
            if group[0].reach.commit == spot.reach.commit or files & {each.reach.path for each in group}
        ]
        joint = [each for group in same for each in group]
        groups = [*(group for group in groups if group not in same), [*joint, spot]]
    for group in groups:
        group.sort(key=lambda spot: -spot.reach.since)
    return sorted(groups, key=lambda group: group[0].reach.since)


def _blocks(state: str, spots: 'Sequence[Spot]', made: 'Sequence[Step]') -> 'list[Text | Items]':
    lines = [_named(spot) for spot in spots[:_MOST]]
    return [Items([*lines, *_more(spots)]), Text(MEANS[state]), Items(rendered(made), numbered=True)]


def _committed(spots: 'Sequence[Spot]', reader: Reader) -> 'list[Step]':
    at = spots[0].reach
    place = _place(spots, reader)
    in_head = any(spot.reach.in_head for spot in spots)
    several = len({spot.reach.commit for spot in spots}) > 1
    if at.last:
        made = history.amended(place)
    elif several or at.merge or not in_head or place.part(dotenv=True).paths:
        made = history.joined(place, at.commit, at.first, in_head)
    else:
        made = history.fixed_up(place, at.commit, at.first, at.merges)
    return [*made, history.forget(place)]


def _holders(reach: Reach) -> 'list[Text]':
    if not reach.refs:
        return []
    names = []
    for ref in reach.refs[:_MOST]:
        kind = next((prefix for prefix in _KINDS if ref.startswith(prefix)), b'')
        names.append(f'{_KINDS.get(kind, "ref")} {shown(outside(ref[len(kind) :]))}')
    more = f', and {len(reach.refs) - _MOST} more' if len(reach.refs) > _MOST else ''
    return [
        Text(
            f'The old commit is also held by: {", ".join(names)}{more}. Rebase each of them onto the new commits, or '
            'delete it; otherwise the key goes along when it is pushed.'
        )
    ]


def _pushed(title: str, spots: 'Sequence[Spot]', place: Place, installed: bool) -> 'list[Section]':
    refs = list(dict.fromkeys(ref for spot in spots for ref in spot.reach.refs))
    remote = shown(outside(refs[0])) if refs else 'the remote'
    providers = {spot.finding.provider.id: spot.finding.provider for spot in spots}
    items: list[Sequence[Text | Code]] = []
    for provider in providers.values():
        words = [Text(f'Revoke it now, at {provider.name}.'), *map(Text, where(provider))]
        items.append(
            (
                *words,
                Text('What else that provider offers, and where its use shows:'),
                Code(f'keyguard guide {provider.id}'),
            )
        )
    made = [*history.gone_on(place, remote)] if any(spot.reach.in_head for spot in spots) else []
    first = Section(
        title,
        Items([*(_named(spot) for spot in spots[:_MOST]), *_more(spots)]),
        Text(MEANS[PUSHED]),
        Items([*items, *rendered(made)], numbered=True),
    )
    return [first, rewriting(place, installed, refs[0].partition(b'/')[0] if refs else b'origin')]


def _named(spot: Spot) -> str:
    finding, reach = spot.finding, spot.reach
    at = '' if finding.view == 'file name' else f':{finding.line}'
    text = f'{shown(finding.path)}{at}  {finding.detector.title}  {finding.secret.masked}'
    if reach.state == PUSHED and reach.refs:
        text += (
            f'  (in {", ".join(shown(outside(ref)) for ref in reach.refs[:3])}{" …" if len(reach.refs) > 3 else ""})'
        )
    if finding.where == 'history' and not reach.in_head:
        text += '  (no longer in HEAD)'
    return text


def _more(spots: 'Sequence[Spot]') -> 'list[str]':
    return [f'and {len(spots) - _MOST} more: `keyguard audit` lists them'] if len(spots) > _MOST else []


def summary(spots: 'Sequence[Spot]') -> str:
    """What was found, in a sentence: how many keys are in each state, the worst first."""
    parts = []
    for state in _WORST_FIRST:
        keys = len({spot.finding.secret.fingerprint for spot in spots if spot.reach.state == state})
        if keys:
            parts.append(f'{keys} key{"" if keys == 1 else "s"} {_SAID[state]}')
    more = f'{", ".join(parts[:-1])} and {parts[-1]}' if len(parts) > 1 else parts[0]
    return f'There {"is" if more.startswith("1 ") else "are"} {more}.'
