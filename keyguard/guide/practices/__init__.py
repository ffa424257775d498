"""The six practices, one file each; the listing of this folder is their catalogue."""

import os
from importlib import import_module

from keyguard.guide.words import Page, Practice, Reader

# in the order in which they help; a file that is not in it would fail the test of the catalogue
ORDER = ('environment', 'secrets-manager', 'rotation', 'least-privilege', 'ci', 'monitoring')


def ids() -> 'tuple[str, ...]':
    """The ids of the files in this folder, in the alphabet's order."""
    names = (name.removesuffix('.py') for name in os.listdir(os.path.dirname(__file__)) if name.endswith('.py'))
    return tuple(sorted(name.replace('_', '-') for name in names if not name.startswith('_')))


def practice(id: str) -> Practice:
    """The practice of this id. KeyError where there is none."""
    if id not in ORDER:
        raise KeyError(id)
    found: Practice = import_module(f'{__name__}.{id.replace("-", "_")}').practice
    return found


def every() -> 'tuple[Practice, ...]':
    """All six, in ``ORDER``."""
    return tuple(map(practice, ORDER))


def page(practice: Practice, reader: Reader) -> Page:
    """The page of a practice."""
    return Page('practice', practice.id, practice.title, practice.lead, practice.sections(reader), practice.see)
