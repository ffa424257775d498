"""Keys that were found -> what to do about them, by how far each has got: with the real files and commits in it."""

from keyguard.excerpt import outside, shown
from keyguard.git.graph import rank
from keyguard.guide.provider import where
from keyguard.guide.spots import MOST, WORST_FIRST, Ground, Spot, headline, named, others, ref_name
from keyguard.guide.states import MEANS, TITLES, rewriting
from keyguard.guide.store import steps as rendered
from keyguard.guide.words import Code, Items, Reader, Section, Text
from keyguard.remedies import elsewhere, history, published
from keyguard.remedies.place import STASH, Place, added, word
from keyguard.remedies.words import RUN, Step
from keyguard.sources.reach import COMMITTED, PUSHED, STAGED, UNKNOWN, WRITTEN, Reach

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_STASHED = 'A stash holds it, on this machine alone: no push takes it along.'
_TAGGED = 'A tag holds it. A push takes tags along where it is told to (git push --tags, --follow-tags).'


def sections(spots: 'Sequence[Spot]', reader: Reader, ground: Ground) -> 'list[Section]':
    """The sections for keys that are there. What is pushed comes first, for it is to be revoked; a push comes last, so
    that it takes no other key along.
    """
    by_state = {state: [spot for spot in spots if spot.reach.state == state] for state in WORST_FIRST}
    merged = [spot for spot in by_state[COMMITTED] if spot.reach.merged]
    # the commit that a merge brings in is told as one of its own branch
    told = {spot.finding.secret.fingerprint for spot in by_state[COMMITTED] if not spot.reach.merged}
    committed = [
        spot for spot in by_state[COMMITTED] if not spot.reach.merged or spot.finding.secret.fingerprint not in told
    ]
    here = [spot for spot in committed if not spot.reach.home]
    made = []
    if by_state[PUSHED]:
        made.append(_revoked(by_state[PUSHED]))
    if by_state[UNKNOWN]:
        made.append(_unknown(by_state[UNKNOWN]))
    if merged:
        name = ref_name(merged[0].reach.refs[0]) if merged[0].reach.refs else 'the other side'
        made.append(Section('A merge under way', Items(rendered(elsewhere.unmerged(name)), numbered=True)))
    staged = by_state[STAGED]
    if staged and (here or by_state[PUSHED] or merged):
        words = 'Take the staged keys back, so that no commit below takes them along:'
        code = f'git restore --staged -- {_place(staged, reader, ground).files}'
        if not merged:  # the end of the merge takes them back
            made.append(Section('First', Text(words), Code(code)))
    made += [_commit(same, reader, ground) for same in _groups([spot for spot in here if not spot.reach.message])]
    made += [_message(spot, reader, ground) for spot in here if spot.reach.message]
    for state in (STAGED, WRITTEN):
        if by_state[state]:
            place = _place(by_state[state], reader, ground, first=True)
            unborn = by_state[state][0].reach.unborn
            steps = history.staged(place, unborn) if state == STAGED else history.written(place)
            made.append(Section(headline(state, by_state[state]), *_blocks(state, by_state[state], steps)))
    for home in sorted({spot.reach.home for spot in committed if spot.reach.home}, key=rank):
        made += _home(home, [spot for spot in committed if spot.reach.home == home], reader, ground)
    if by_state[PUSHED]:
        made += _published(by_state[PUSHED], reader, ground)
    return made


def _unknown(spots: 'Sequence[Spot]') -> Section:
    lines = [f'{named(spot)}: {spot.reach.why}' for spot in spots[:MOST]]
    words = 'What could not be told may be public: `keyguard audit --history` looks through everything.'
    return Section(headline(UNKNOWN, spots), Items([*lines, *others(spots)]), Text(words))


def _place(spots: 'Sequence[Spot]', reader: Reader, ground: Ground, first: bool = False) -> Place:
    """The files of the keys; ``first``: what is to be done about .env and .gitignore is told here, and no more."""
    reach = spots[0].reach
    # what the look at the files did not find is in the index or in a commit only
    clean = all(spot.finding.where in ('index', 'history') for spot in spots)
    standing = [spot for spot in spots if spot.reach.in_head]
    paths = [spot.reach.path for spot in standing or spots if not spot.reach.message]
    place = Place(paths, reach.branch, reader.shell, clean, at=ground.at)
    if reach.home:
        # on another branch the files are as its last commit has them
        place.clean = not standing
        place.ignore = place.rules = reach.home in ground.unruled and not place.clean
        return place
    place.ruled = frozenset(ground.ruled)
    if first and place.part(dotenv=False).paths and (ground.rules or not clean):
        place.ignore = ground.ignore and not clean
        place.rules = ground.rules or place.ignore
        ground.rules = ground.ignore = False
    return place


def _groups(spots: 'Sequence[Spot]') -> 'list[list[Spot]]':
    """The keys of each commit, the latest commit first: to change an older one gives the later ones new names. Commits
    with keys in the same file are one group, the oldest of them first in it: the file is corrected once; so are those
    with a key that the files no longer have in one of them.
    """
    groups: list[list[Spot]] = []
    for spot in sorted(spots, key=lambda spot: -spot.reach.since):
        same = [group for group in groups if any(_is_one(spot, each) for each in group)]
        joint = [each for group in same for each in group]
        groups = [*(group for group in groups if group not in same), [*joint, spot]]
    for group in groups:
        group.sort(key=lambda spot: -spot.reach.since)
    return sorted(groups, key=lambda group: group[0].reach.since)


def _is_one(spot: Spot, other: Spot) -> bool:
    """Is what is to be done about the two one thing?"""
    if spot.reach.commit == other.reach.commit or spot.reach.path == other.reach.path:
        return True
    same = spot.finding.secret.fingerprint == other.finding.secret.fingerprint
    return same and not (spot.reach.in_head and other.reach.in_head)


def _blocks(state: str, spots: 'Sequence[Spot]', made: 'Sequence[Step]', means: str = '') -> 'list[Text | Items]':
    lines = [named(spot) for spot in spots[:MOST]]
    return [Items([*lines, *others(spots)]), Text(means or MEANS[state]), Items(rendered(made), numbered=True)]


def _commit(spots: 'Sequence[Spot]', reader: Reader, ground: Ground) -> Section:
    """Keys of HEAD's history."""
    steps = [*_corrected(spots, reader, ground), history.forget(_place(spots, reader, ground))]
    title = f'{TITLES[COMMITTED]}: commit {spots[0].reach.commit[:12]}'
    return Section(title, *_blocks(COMMITTED, spots, steps), *_holders(spots[0].reach, reader))


def _corrected(spots: 'Sequence[Spot]', reader: Reader, ground: Ground) -> 'list[Step]':
    at = spots[0].reach
    place = _place(spots, reader, ground, first=True)
    in_head = any(spot.reach.in_head for spot in spots)
    several = len({spot.reach.commit for spot in spots}) > 1
    if at.last:
        return history.amended(place)
    if several or at.merge or not in_head or place.part(dotenv=True).paths:
        return history.joined(place, at.commit, at.first, in_head)
    return history.fixed_up(place, at.commit, at.first, at.merges)


def _message(spot: Spot, reader: Reader, ground: Ground) -> Section:
    """A key in the message of one of HEAD's commits."""
    at = spot.reach
    place = _place([spot], reader, ground)
    steps = [*elsewhere.reworded(at.commit, at.first, at.last), history.forget(place)]
    title = f'In the message of commit {at.commit[:12]}, not pushed'
    return Section(title, *_blocks(COMMITTED, [spot], steps), *_holders(at, reader))


def _home(home: bytes, spots: 'Sequence[Spot]', reader: Reader, ground: Ground) -> 'list[Section]':
    """Keys that commits of another branch have, of a tag, a stash."""
    place = _place(spots, reader, ground)
    name = ref_name(home)
    short = home.partition(b'/')[2].partition(b'/')[2]
    if home.startswith(STASH):
        made = elsewhere.unstashed(place, home)
        return [Section(f'In {name}', *_blocks(COMMITTED, spots, made, _STASHED))]
    if not home.startswith((b'refs/heads/', b'refs/tags/')):
        return [Section(f'In {name}', *_blocks(COMMITTED, spots, elsewhere.dropped(place, home)))]
    tag = home.startswith(b'refs/tags/')
    messages = [spot for spot in spots if spot.reach.message]
    if tag and any(not spot.reach.last and spot.reach.commit == spot.finding.oid for spot in messages):
        steps = elsewhere.tag_reworded(place, short, ground.remote)
        return [Section(f'In the message of {name}', *_blocks(COMMITTED, messages, steps, _TAGGED))]
    steps = (
        elsewhere.at_tag(place, short, ground.remote)
        if tag
        else elsewhere.switched(place, short, ground.kept.get(home, b''))
    )
    for same in _groups([spot for spot in spots if not spot.reach.message]):
        steps += _corrected(same, reader, ground)
    for spot in messages:
        steps += elsewhere.reworded(spot.reach.commit, spot.reach.first, spot.reach.last)
    steps += [elsewhere.tagged(place, short)] if tag else []
    steps.append(elsewhere.back(ground.kept.get(home, b'')))
    if place.ignore and b'' in ground.unruled:
        # .env came along, and what names it here may have gone with the switch; a new .gitignore would be in the way
        # of the one of that branch
        ground.unruled.discard(b'')
        words = 'Let git ignore .env here, too, by a list that is not committed:'
        steps.append(Step(words, added([b'.env'], place, ground.exclude), checked=RUN))
    steps.append(history.forget(place))
    words = _TAGGED if tag else ''
    return [
        Section(f'On {name}, not pushed', *_blocks(COMMITTED, spots, steps, words), *_holders(spots[0].reach, reader))
    ]


def _holders(reach: Reach, reader: Reader) -> 'list[Text | Code]':
    if not reach.refs:
        return []
    names = [ref_name(ref) for ref in reach.refs[:MOST]]
    more = f', and {len(reach.refs) - MOST} more' if len(reach.refs) > MOST else ''
    tags = [ref.removeprefix(b'refs/tags/') for ref in reach.refs if ref.startswith(b'refs/tags/')]
    blocks: list[Text | Code] = [
        Text(
            f'The old commit is also held by: {", ".join(names)}{more}. Rebase each branch onto the new commits, or '
            'delete it; otherwise the key goes along when it is pushed.'
        )
    ]
    if tags:
        words = ' '.join(word(tag, reader.shell) for tag in tags[:MOST])
        blocks += [Text('A tag is deleted, and made anew where it is needed:'), Code(f'git tag --delete {words}')]
    return blocks


def _revoked(spots: 'Sequence[Spot]') -> Section:
    """What comes first: the key of a pushed commit is public."""
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
    return Section(
        headline(PUSHED, spots),
        Items([*(named(spot) for spot in spots[:MOST]), *others(spots)]),
        Text(MEANS[PUSHED]),
        Items(items, numbered=True),
    )


def _published(spots: 'Sequence[Spot]', reader: Reader, ground: Ground) -> 'list[Section]':
    """How the files go on without a pushed key: the only place where something is pushed."""
    refs = list(dict.fromkeys(ref for spot in spots for ref in spot.reach.refs))
    remote = shown(outside(refs[0])) if refs else 'the remote'
    standing = [spot for spot in spots if spot.reach.in_head]
    place = _place(standing or spots, reader, ground, first=bool(standing))
    made = []
    if standing:
        steps = published.gone_on(place, remote)
        made.append(Section('Last: go on without the pushed key', Items(rendered(steps), numbered=True)))
    return [*made, rewriting(place, ground.installed, refs[0].partition(b'/')[0] if refs else b'origin')]
