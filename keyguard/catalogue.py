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
    found: set[str] = set()
    for provider in everything():
        found.add(provider.id)
        found.update(detector.id for detector in provider.detectors)
        if provider.env or provider.calls:
            found.add(unknown_format(provider).id)
    return found


def one(id: str) -> Provider:
    """The provider with this id; raises ``Fatal`` with the nearest id."""
    known = ids()
    if id not in known:
        raise Fatal(f"no provider '{id}'{nearest(id, known)}\n  keyguard providers lists them")
    return load([id])[0]
