"""The catalogue: one file a provider, and the folder's listing is the list.

Imported on the clean path (for the phone book beside it), so nothing is imported here before it is asked for.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from keyguard.kinds import Provider

# modules of this folder that are no provider
TOOLS = ('book', 'check', 'jwt', 'shapes')


def load(ids: 'Iterable[str]') -> 'list[Provider]':
    """The built-in providers with these ids, sorted by id; an unknown id raises ``ModuleNotFoundError``."""
    from keyguard.lazy import module

    return [module(f'keyguard.providers.{id.replace("-", "_")}').provider for id in sorted(ids)]


def ids() -> 'list[str]':
    """The id of every built-in provider, sorted: the listing of this folder."""
    from os import listdir

    try:
        names = [name[:-3] for name in listdir(__path__[0]) if name.endswith('.py')]
    except OSError:
        names = []
    if not names:  # in an archive, or without the sources; pkgutil takes longer to load than the folder to list
        from pkgutil import iter_modules

        names = [module.name for module in iter_modules(__path__)]
    return sorted(name.replace('_', '-').lstrip('-') for name in names if name[0] != '_' and name not in TOOLS)
