"""The whole catalogue, for commands that list it; a scan loads only the providers that it suspects."""

from keyguard.detect import unknown_format
from keyguard.errors import Fatal, nearest
from keyguard.kinds import Provider
from keyguard.providers import ids, load


def everything() -> 'list[Provider]':
    """Every built-in provider, in the order of the ids."""
    return load(ids())


def known_ids() -> 'set[str]':
    """The ids of every built-in provider and detector, those for keys of unknown format included."""
    return {id for provider in everything() for id in _ids_of(provider)}


def knows(id: str) -> bool:
    """Is it one of ``known_ids``, and begins as its provider's id does? Of others only ``known_ids`` can tell. The
    few providers whose id that is are loaded for it, and not the whole catalogue.
    """
    own = [each for each in ids() if f'{id}-'.startswith(f'{each}-')]
    return any(id in _ids_of(provider) for provider in load(own))


def _ids_of(provider: Provider) -> 'list[str]':
    unknown = [unknown_format(provider).id] if provider.env or provider.calls else []
    return [provider.id, *(detector.id for detector in provider.detectors), *unknown]


def one(id: str) -> Provider:
    """The provider with this id; raises ``Fatal`` with the nearest id."""
    known = ids()
    if id not in known:
        raise Fatal(f"no provider '{id}'{nearest(id, known)}\n  keyguard providers lists them")
    return load([id])[0]
