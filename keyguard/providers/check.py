"""Is a provider sound? ``problems`` gives the reasons why not; the tests, the configuration and ``keyguard providers``
ask it the same questions.
"""

import re

from keyguard.kinds import CONFIDENCES, Detector, Provider
from keyguard.providers import shapes
from keyguard.providers.book import behind, charset, is_lead, literal_row, nodes, sre
from keyguard.samples import sample
from keyguard.tokens import LEAD, LEADING, MIN_RUN, runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

_ID = re.compile(r'[a-z0-9]+(?:-[a-z0-9]+)*')
_VARIABLE = re.compile(r'[A-Z][A-Z0-9_]{4,}')
_NAME = re.compile(r'[a-z0-9]{4,}')
_LABEL = re.compile(r'<[a-z0-9]{2,}>')
# a name that every provider's users write says nothing
_TOO_PLAIN = frozenset(
    ('apikey', 'token', 'secret', 'secretkey', 'accesstoken', 'authtoken', 'bearer', 'password', 'apitoken')
)
_LONGEST = 4096
_MOST_WAYS = 20_000


def problems(provider: Provider) -> 'list[str]':
    """Every reason why the provider is not sound; an empty list when it is."""
    found = []
    if not _ID.fullmatch(provider.id):
        found.append(f"provider id '{provider.id}' must be lower-case words joined by '-'")
    if not provider.detectors and not provider.env and not provider.calls:
        found.append(f'{provider.id}: a provider needs a detector, or a variable that holds its keys')
    for variable in provider.env:
        if not _VARIABLE.fullmatch(variable):
            found.append(f"{provider.id}: '{variable}' is no name of an environment variable (A-Z, 0-9, _)")
        elif variable.replace('_', '').lower() in _TOO_PLAIN:
            found.append(f"{provider.id}: the variable '{variable}' could be anybody's; leave it out")
    likely = [text for name, text in provider.likely.items() if name.endswith('_page')]
    for page in (provider.key_page, provider.spend_page, provider.usage_page, *likely):
        if page and not re.fullmatch(r'https://[^\s"<>]+', page):
            found.append(f"{provider.id}: '{page}' is no https address")
    ids = [detector.id for detector in provider.detectors]
    found += [
        f'{provider.id}: the detector id {id} stands twice' for id in sorted({id for id in ids if ids.count(id) > 1})
    ]
    for detector in provider.detectors:
        found += _detector_problems(detector)
    return found


def _detector_problems(detector: Detector) -> 'Iterator[str]':
    id = detector.id
    if not _ID.fullmatch(id):
        yield f"detector id '{id}' must be lower-case words joined by '-'"
    if not detector.title.strip():
        yield f'{id}: a title is missing'
    if detector.confidence not in CONFIDENCES:
        yield f"{id}: confidence '{detector.confidence}' is not one of {', '.join(CONFIDENCES)}"
    if not detector.sources:
        yield f'{id}: say in `sources` where the format was learned'
    if not detector.literals and not detector.names:
        yield f'{id}: needs literals (fixed parts of the key) or names (words that stand near it)'
    for name in detector.names:
        if not _LABEL.fullmatch(name) and (not _NAME.fullmatch(name) or name in _TOO_PLAIN):
            yield f"{id}: the name '{name}' must be four or more lower-case letters and digits, and specific"
    try:
        tree = nodes(detector.pattern)
        reason = unbounded(tree)
        if reason:
            yield f'{id}: {reason}'
            return
        for literal in detector.literals:
            if not is_lead(literal) or len(literal) < 3:
                literal_row(detector, literal)
            elif not behind(tree, literal.encode('ascii')):
                yield f'{id}: the pattern does not begin with the literal {literal!r}'
                return
        for seed in range(5):
            key = sample(detector, seed)
            spans = runs(key)
            if not spans:
                yield f'{id}: a key must hold {MIN_RUN} or more of A-Z a-z 0-9 _ - in a row'
                return
            led = any(is_lead(literal) and key.startswith(literal.encode('ascii')) for literal in detector.literals)
            if led and not (spans[0][0] <= LEAD and key[spans[0][0] - 1] in LEADING):
                yield f'{id}: the prefilter does not see its beginning before its run'
                return
    except (re.error, ValueError, UnicodeEncodeError) as error:
        yield str(error) if str(error).startswith(id) else f'{id}: {error}'


def unbounded(tree: 'Sequence[tuple[Any, Any]]', inside: bool = False) -> str:
    """Return '' for a pattern that takes linear time, or the reason why it may not.

    Counts must have an end, and a repeated group may not hold another repeat of changing length: that is what makes a
    backtracking engine try every way to divide a text.
    """
    for op, value in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            least, most, part = value
            if most is sre.MAXREPEAT or most > _LONGEST:
                return f'a repeat without an end (or of more than {_LONGEST}); write {{least,most}}'
            if least != most and inside:
                return 'a repeat inside of a repeat; such patterns can take exponential time'
            reason = unbounded(part, inside or most > 1)
        elif op is sre.SUBPATTERN:
            reason = unbounded(value[3], inside)
        elif op is sre.BRANCH:
            reason = next(filter(None, (unbounded(part, inside) for part in value[1])), '')
        elif op is sre.GROUPREF or op.name.startswith('GROUPREF'):
            return 'a reference to a group; such patterns can take exponential time'
        else:
            reason = ''
        if reason:
            return reason
    return ''


def _ways(tree: 'Sequence[tuple[Any, Any]]') -> int:
    """An upper bound of the ways in which the pattern can match at one place: what a failing match may try."""
    ways = 1
    for op, value in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            least, most, part = value
            inner = _ways(part)
            ways *= (most - least + 1) * (inner ** min(most, 20) if inner > 1 else 1)
        elif op is sre.SUBPATTERN:
            ways *= _ways(value[3])
        elif op is sre.BRANCH:
            ways *= sum(_ways(part) for part in value[1])
        if ways > _MOST_WAYS:
            break
    return ways


def bounded(pattern: str, bare: bool) -> str:
    """A user's pattern with the boundaries that the built-in ones have; raises ``ValueError`` with the reason.

    The pattern is to match the key alone; it may not look around or anchor, for the boundaries are ours.
    """
    try:
        pattern.encode('ascii')
        tree = nodes(pattern)
    except (re.error, UnicodeEncodeError) as error:
        raise ValueError(f'bad regular expression: {error}') from None
    if _anchored(tree):
        raise ValueError('leave out ^, $, \\b and look-around: the boundaries are added')
    reason = unbounded(tree)
    if reason:
        raise ValueError(reason)
    if _ways(tree) > _MOST_WAYS:
        raise ValueError('too many ways to divide a text; use fewer repeats of changing length, and no | in a repeat')
    if not frozenset().union(*(charset(op, value) for op, value in tree)) <= frozenset(range(0x21, 0x7F)):
        raise ValueError(
            'the pattern may only match printable characters without spaces; write [A-Za-z0-9] for . or \\w'
        )
    return shapes.bare(f'(?:{pattern})') if bare else shapes.token(f'(?:{pattern})')


def _anchored(tree: 'Sequence[tuple[Any, Any]]') -> bool:
    for op, value in tree:
        if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
            return True
        parts: Sequence[Any] = ()
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            parts = (value[2],)
        elif op is sre.SUBPATTERN:
            parts = (value[3],)
        elif op is sre.BRANCH:
            parts = value[1]
        if any(_anchored(part) for part in parts):
            return True
    return False
