"""The whole catalogue, for commands that list it; a scan loads only the providers that it suspects."""

from keyguard.detect import unknown_format
from keyguard.errors import Fatal, nearest
from keyguard.kinds import Provider
from keyguard.providers import ids, load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# what ids of detectors begin with besides the id of their provider
_ALSO = {'azure-openai': ('azure-ai-',), 'google-gemini': ('google-',)}


def everything() -> 'list[Provider]':
    """Every built-in provider, in the order of the ids."""
    return load(ids())


def known_ids() -> 'set[str]':
    """The ids of every built-in provider and detector, those for keys of unknown format included."""
    return {id for provider in everything() for id in _ids_of(provider)}


def knower() -> 'Callable[[str], bool]':
    """What tells whether an id is one of ``known_ids``: the few providers whose it may be are loaded for that, and not
    the whole catalogue.
    """
    listed = ids()

    def knows(id: str) -> bool:
        own = [each for each in listed if f'{id}-'.startswith((f'{each}-', *_ALSO.get(each, ())))]
        return any(id in _ids_of(provider) for provider in load(own))

    return knows


def knows(id: str) -> bool:
    """Is it one of ``known_ids``?"""
    return knower()(id)


def _ids_of(provider: Provider) -> 'list[str]':
    unknown = [unknown_format(provider).id] if provider.env or provider.calls else []
    return [provider.id, *(detector.id for detector in provider.detectors), *unknown]


def one(id: str) -> Provider:
    """The provider with this id; raises ``Fatal`` with the nearest id."""
    known = ids()
    if id not in known:
        raise Fatal(f"no provider '{id}'{nearest(id, known)}\n  keyguard providers lists them")
    return load([id])[0]
