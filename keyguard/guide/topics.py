"""The words of a command line -> what they name: a provider, a practice, a state of a leak, or a store."""

import difflib
import re

from keyguard.errors import Fatal
from keyguard.guide import practices, states
from keyguard.remedies import stores

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keyguard.kinds import Provider

# in this order one of them is shown where a word names several
PROVIDER, PRACTICE, STATE, STORE = 'provider', 'practice', 'state', 'store'
# how like a known word another must be to be taken for it, and to be proposed
_SAME, _NEAR = 0.85, 0.6
_MOST_NEAR = 4
_MOST_NAMED = 8
# what stands between the words of a name
_BREAKS = re.compile(r'[\s/(),-]+')


class Topic:
    """``kind`` is one of the four, ``id`` what it is called; ``meant`` is the known word that was read for a misspelt
    one, '' otherwise; ``others`` are further topics that the word names.
    """

    __slots__ = ('id', 'kind', 'meant', 'others')

    def __init__(self, kind: str, id: str, meant: str = '', others: 'Sequence[Topic]' = ()) -> None:
        self.kind = kind
        self.id = id
        self.meant = meant
        self.others = tuple(others)

    @property
    def command(self) -> str:
        """What shows it, whatever else has its name."""
        return f'keyguard guide --store {self.id}' if self.kind == STORE else f'keyguard guide {self.id}'


def named(words: str, providers: 'Sequence[Provider]') -> Topic:
    """What the words name: an id, a name, another name, a variable or a kind of key of a provider, however written; a
    word of such a name; or what is spelt nearly like one. Raises ``Fatal`` with the nearest words.
    """
    known = list(_names(providers))
    wanted = folded(words)
    # `.env` is not `env`, where both are names
    letter = [(name, topic) for name, topic in known if name.casefold() == words.casefold()]
    exact = _topics(topic for name, topic in [*letter, *known] if folded(name) == wanted)
    if wanted in [folded(topic.id) for topic in exact[:1]]:
        return _first(exact)
    words_of = ((_BREAKS.split(name), topic) for name, topic in _names(providers, whole=True))
    parts = _topics(topic for names, topic in words_of if wanted in map(folded, names))
    issuers = [topic for topic in parts if topic.kind == PROVIDER]
    if len(issuers) == 1:
        # who writes `aws` may mean the keys or the place for them; it is a key that has leaked
        return _first([*issuers, *exact, *parts])
    if exact:
        return _first([*exact, *parts])
    if len({topic.id for topic in parts if topic.kind == parts[0].kind}) == 1:
        return _first(parts)
    if parts:
        raise Fatal(f"'{words}' names several: {_listed(parts)}\n  keyguard guide lists everything")
    spelt = {folded(name): (name, topic) for name, topic in reversed(known)}
    close = difflib.get_close_matches(wanted, spelt, _MOST_NEAR, _NEAR)
    if close and difflib.SequenceMatcher(None, wanted, close[0]).ratio() >= _SAME:
        name, topic = spelt[close[0]]
        return Topic(topic.kind, topic.id, name)
    near = dict.fromkeys(topic.id for topic in (spelt[name][1] for name in close))
    hint = f'; did you mean {" or ".join(near)}?' if near else ''
    raise Fatal(f"nothing is called '{words}'{hint}\n  keyguard guide lists everything")


def folded(words: str) -> str:
    """The letters and digits alone, all of them small."""
    return ''.join(char for char in words.casefold() if char.isalnum())


def _names(providers: 'Sequence[Provider]', whole: bool = False) -> 'Iterator[tuple[str, Topic]]':
    """Every name and what it names; with ``whole`` without the variables and kinds of key, whose words say little."""
    for provider in providers:
        topic = Topic(PROVIDER, provider.id)
        inner = () if whole else (*provider.env, *(each.id for each in provider.detectors))
        for name in (provider.id, provider.name, *inner):
            yield name, topic
    for practice in practices.every():
        for name in (practice.id, *practice.also):
            yield name, Topic(PRACTICE, practice.id)
    for state, also in states.ALSO.items():
        for name in (state, *also):
            yield name, Topic(STATE, state)
    for name in (states.LEAK, *states.LEAK_ALSO):
        yield name, Topic(STATE, states.LEAK)
    for store in stores.every():
        for name in (store.id, store.name, *store.also):
            yield name, Topic(STORE, store.id)


def _topics(found: 'Iterator[Topic]') -> 'list[Topic]':
    """Each once, in their order."""
    return list({(topic.kind, topic.id): topic for topic in found}.values())


def _first(chosen: 'list[Topic]') -> Topic:
    head, *others = _topics(iter(chosen))
    return Topic(head.kind, head.id, others=others[:_MOST_NEAR])


def _listed(topics: 'Sequence[Topic]') -> str:
    ids = list(dict.fromkeys(topic.id for topic in topics))
    return ', '.join(ids[:_MOST_NAMED]) + (f' and {len(ids) - _MOST_NAMED} more' if len(ids) > _MOST_NAMED else '')
