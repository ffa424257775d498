"""One file a place where a key may live; the listing of this folder is the catalogue of stores.

The file of ``aws-secrets-manager`` is ``aws_secrets_manager.py``. No module is named with a digit first: the file of
``1password`` is ``_1password.py``. Any other file that begins with an underscore is no store.
"""

import difflib
import os
from importlib import import_module

from keyguard.remedies.words import Store


def ids() -> 'tuple[str, ...]':
    """The ids of all stores, in alphabetical order."""
    names = (name.removesuffix('.py') for name in os.listdir(os.path.dirname(__file__)) if name.endswith('.py'))
    stores = (name.removeprefix('_') for name in names if name[0] != '_' or name[1].isdigit())
    return tuple(sorted(name.replace('_', '-') for name in stores))


def store(id: str) -> Store:
    """The store of this id. KeyError where there is none."""
    if id not in ids():
        raise KeyError(id)
    module = '_' * id[0].isdigit() + id.replace('-', '_')
    found: Store = import_module(f'{__name__}.{module}').store
    return found


def every() -> 'tuple[Store, ...]':
    """All stores, in the order of ``ids``."""
    return tuple(store(id) for id in ids())


def named(words: str) -> 'Store | None':
    """The store that a person calls so: its id, its name or one of its other names; else None.

    Where no store is called just so, capitals, blanks and punctuation do not count: ``AWS Parameter-Store``.
    """
    for written in (_plain, _folded):
        wanted = written(words)
        for each in every():
            if wanted in map(written, (each.id, each.name, *each.also)):
                return each
    return None


def used(folder: str) -> 'tuple[str, ...]':
    """The ids of the stores that a repository with this top folder seems to use."""
    return tuple(each.id for each in every() if any(os.path.exists(os.path.join(folder, sign)) for sign in each.signs))


def nearest(words: str) -> str:
    """The id of the store whose name is most like these words, or ''."""
    names = {_folded(name): each.id for each in every() for name in (each.id, each.name, *each.also)}
    close = difflib.get_close_matches(_folded(words), names, 1)
    return names[close[0]] if close else ''


def _plain(words: str) -> str:
    return words.strip().casefold()


def _folded(words: str) -> str:
    return ''.join(char for char in words.casefold() if char.isalnum())
