"""View and suspects -> hits: a key, whose it is, and where it stands.

Five ways to know a key, the surer one wins where two speak of the same place:

0. its own literal and structure (``sk-proj-…``);
1. a literal that several issuers share, and one of their names near it (``sk-`` beside ``api.deepseek.com``);
2. a shared literal alone, issuer unknown;
3. no literal: its shape, and a name and a credential's word in the same statement (``MISTRAL_API_KEY = "…"``);
4. no known shape: assigned to a variable or handed to an SDK that takes nothing but a key. So that tomorrow's format
   is not missed.
"""

import re
from bisect import bisect

from keyguard.assigned import Value, is_argument_of
from keyguard.context import Context
from keyguard.kinds import HIGH, LOW, MEDIUM, Detector, Provider
from keyguard.model import Hit, View
from keyguard.roles import is_credential
from keyguard.secret import Secret
from keyguard.spoken import candidates, speaks_of_a_credential
from keyguard.tokens import LEAD, LEADING, TOKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from keyguard.tokens import Span

    # (how sure, how far the name stands, longer literals first, id) and the hit
    Rank = tuple[int, int, int, str]
    Ranked = tuple[Rank, Hit]

# how far a key with an inner literal may reach to either side of it
_REACH = 512
# so far behind the beginning of a run a key may begin; none is as short as twice of it
_LATER = 10
# no key goes on over one of these
_NEVER_INSIDE = (b'', *(bytes((sign,)) for sign in b' \t\r\n"\'`,;()[]{}<>'))
_compiled: 'dict[str, re.Pattern[bytes]]' = {}


def compiled(detector: Detector) -> 're.Pattern[bytes]':
    """The detector's pattern over bytes, compiled on first use."""
    pattern = _compiled.get(detector.pattern)
    if pattern is None:
        pattern = _compiled[detector.pattern] = re.compile(detector.pattern.encode('ascii'))
    return pattern


class _Place:
    """A view under examination: what was worked out for one provider and serves the next."""

    __slots__ = ('_contexts', '_values', 'path', 'sure', 'view')

    def __init__(self, view: View, path: bytes) -> None:
        self.view = view
        self.path = path
        self._contexts: dict[tuple[int, int], Context] = {}
        self._values: dict[int, Value] = {}
        # where a key begins that its own literal and structure tell -> its end, and its rank
        self.sure: dict[int, tuple[int, Rank]] = {}

    def context(self, start: int, end: int) -> Context:
        found = self._contexts.get((start, end))
        if found is None:
            found = self._contexts[start, end] = Context(self.view.data, start, end, self.path)
        return found

    def value(self, start: int, end: int) -> Value:
        found = self._values.get(start)
        if found is None:
            found = self._values[start] = Value(self.view.data, start, end)
        return found


def detect(
    view: View, path: bytes, providers: 'Iterable[Provider]', odd: 'Sequence[Span] | None' = None
) -> 'list[Hit]':
    """Every key of the providers in the view, in order, each once. ``path`` is the blob's, for context. ``odd`` are the
    view's runs that do not read like words, where the caller has them: to find them takes longer than the rest.
    """
    providers = list(providers)
    place = _Place(view, path)
    ranked: list[Ranked] = []
    for provider in providers:
        for detector in provider.detectors:
            if detector.literals:
                ranked.extend(_anchored(place, provider, detector))
    if providers:
        spans = candidates(view.data, speaks_of_a_credential(path), odd)
        for start, end in _unclaimed(spans, ranked):
            for provider in providers:
                ranked.extend(_by_context(place, provider, start, end))
    hits = _settled(ranked)
    company = _company(hits)
    return [hit for hit in hits if view.owns(hit.start) and (hit.detector.alone or hit.provider.id in company)]


def _unclaimed(spans: 'list[Span]', ranked: 'list[Ranked]') -> 'list[Span]':
    """The spans without those of keys that are sure: whatever its context made of one would stand behind that."""
    sure = _settled([(rank, hit) for rank, hit in ranked if rank[0] == 0 and not hit.reason])
    if not sure:
        return spans
    starts = [hit.start for hit in sure]
    found = []
    for start, end in spans:
        # the end of an escape may stand before the key
        at = bisect(starts, start + _LATER) - 1
        if at < 0 or sure[at].end < start + 2 * _LATER:
            found.append((start, end))
    return found


def _anchored(place: _Place, provider: Provider, detector: Detector) -> 'Iterator[Ranked]':
    data = place.view.data
    group = 2 if detector.fallback else 1 if detector.names else 0
    for literal in detector.literals:
        needle = literal.encode('ascii')
        best = group, 0, -len(needle), detector.id
        at = data.find(needle)
        while at >= 0:
            matches: Sequence[re.Match[bytes]] = ()
            if detector.inside:
                first, last = _stretch(data, at)
                # all of it may be a key that is surer than any that could be found in it
                end, rank = place.sure.get(first, (0, best))
                if end != last or rank > best:
                    matches = list(compiled(detector).finditer(data, first, last + 1))
            else:
                last = at + 1
                match = compiled(detector).match(data, at)
                matches = (match,) if match else ()
            for match in matches:
                hit = _claimed(place, provider, detector, match)
                score = 0
                if hit and (detector.names or detector.public):
                    context = place.context(hit.start, hit.end)
                    hit.public = context.speaks_of(detector.public)
                    score = context.distance(detector.names) if detector.names else 0
                if hit and score >= 0:
                    if not (group or hit.reason):
                        place.sure[hit.start] = hit.end, best
                    yield (group, score, -len(needle), detector.id), hit
                last = max(last, match.end())
            at = data.find(needle, last)


def _stretch(data: bytes, at: int) -> 'tuple[int, int]':
    """The run of token characters around ``at``, as far as a key may reach: searched once for all its literals.

    What leads up to a run (``v1.``) is looked at too.
    """
    first = max(0, at - _REACH)
    before = data[first:at]
    first += len(before.rstrip(TOKEN))
    if first and data[first - 1] in LEADING:
        first = max(0, first - LEAD)
    after = data[at : at + _REACH]
    return first, at + len(after) - len(after.lstrip(TOKEN))


def _by_context(place: _Place, provider: Provider, start: int, end: int) -> 'Iterator[Ranked]':
    data = place.view.data
    for detector in provider.detectors:
        if detector.literals:
            continue
        pattern = compiled(detector)
        for at in _starts(data, start):
            match = pattern.match(data, at)
            if not match and detector.inside and data[at - 1 : at] not in _NEVER_INSIDE:
                found = pattern.finditer(data, max(0, at - _REACH // 8), at + _REACH)
                match = next((each for each in found if each.start() <= at < each.end()), None)
            hit = _claimed(place, provider, detector, match) if match else None
            if not hit:
                continue
            context = place.context(hit.start, hit.end)
            score = context.distance(detector.names)
            if is_argument_of(context.text, provider.calls):
                score = 0
            elif score >= 0 and not is_credential(context, detector.names):
                score = -1
            if score >= 0:
                yield (3, score, 0, detector.id), hit
            break
    if provider.env or provider.calls:
        value = place.value(start, end)
        if value.span and value.looks_random and value.is_given_to(provider):
            detector = unknown_format(provider)
            # a variable tells the issuer of a key that many could have issued; not one that others use as well
            group = 4 if provider.copied else 2
            yield (group, -1, 0, detector.id), _hit(place, provider, detector, *value.span)


def _starts(data: bytes, start: int) -> 'tuple[int, ...]':
    """Where a key may begin in a run that begins at ``start``: behind the rest of an escape first, or a kind whose
    length is a range would take that along, or there.
    """
    before = data[start - 1 : start]
    if before == b'\\':
        letter = data[start : start + 1]
        return (start + {b'x': 3, b'u': 5}.get(letter, 1), start)
    if before == b'%':
        return (start + 2, start)
    if before in (b'[', b';'):
        code = data[start : start + 4].find(b'm')
        return (start + code + 1, start) if code > 0 else (start,)  # ESC[1mvalue
    if before == b':' and data[start : start + 1] == b'-':
        return (start + 1, start)  # ${NAME:-value}
    return (start,)


def unknown_format(provider: Provider) -> Detector:
    """The detector for whatever is assigned to the provider's variables: ``openai-assigned``."""
    return Detector(
        f'{provider.id}-assigned',
        f'{provider.name} key of unknown format',
        # for samples alone: what is found is whatever looks random
        pattern='[A-Za-z0-9]{40}',
        confidence=MEDIUM,
        names=provider.env,
    )


def _claimed(place: _Place, provider: Provider, detector: Detector, match: 're.Match[bytes]') -> 'Hit | None':
    """The hit, unless the key's own content says that it is another issuer's."""
    if detector.claim and not detector.claim(match.group()):
        return None
    return _hit(place, provider, detector, match.start(), match.end())


def _hit(place: _Place, provider: Provider, detector: Detector, start: int, end: int) -> Hit:
    key = place.view.data[start:end]
    secret = Secret(key, detector.prefix_of(key) or _kind_prefix(key))
    reason = detector.check(key) if detector.check else ''
    doubt = detector.doubt(key) if detector.doubt and not reason else ''
    words = detector.wordlike(key) if detector.wordlike and not reason else ''
    if words:
        # one random key in some hundred reads like words, too: the provider's own variable says that it is one
        if place.value(start, end).is_given_to(provider, detector.env):
            doubt = doubt or words
        else:
            reason = words
    confidence = detector.confidence
    if doubt:
        confidence = {HIGH: MEDIUM, MEDIUM: LOW}.get(confidence, LOW)
    return Hit(place.view, provider, detector, secret, start, end, confidence, doubt, reason)


def _kind_prefix(key: bytes) -> bytes:
    """The prefix to show for a key that is told by an inner literal: ``sk-`` and nothing that could be random."""
    return key[:3] if key.startswith(b'sk-') else b''


def _settled(ranked: 'list[Ranked]') -> 'list[Hit]':
    """One key is one hit: of the hits that overlap, the surest stays.

    A failed proof loses to another claim. But what has a kind's own literal and fails its proof is no key of a format
    that nobody knows yet, whatever variable it is given to. A literal that many issuers share proves nothing.
    """

    def order(entry: 'Ranked') -> 'tuple[int, Rank, int]':
        rank, hit = entry
        guessed = rank[0] in (2, 4) and not hit.reason
        sure = 2 if guessed else 0 if not hit.reason else 1 if rank[0] < 2 else 3
        return sure, rank, hit.start

    ranked.sort(key=order)
    starts: list[int] = []
    taken: list[Hit] = []
    for _, hit in ranked:
        # the hits taken so far do not overlap, so only the two neighbours can
        at = bisect(starts, hit.start)
        if (at and taken[at - 1].end > hit.start) or (at < len(taken) and taken[at].start < hit.end):
            continue
        starts.insert(at, hit.start)
        taken.insert(at, hit)
    return taken


def _company(hits: 'list[Hit]') -> 'set[str]':
    """The providers of which a secret was found: only beside one is what is public by design worth a word."""
    return {hit.provider.id for hit in hits if hit.detector.alone and not hit.reason}
