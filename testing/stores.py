"""How every cell of the catalogue of stores was checked. ``python -m testing.stores`` prints it as a Markdown table."""

from __future__ import annotations

from collections.abc import Iterable

from keyguard.remedies.pieces import ASK
from keyguard.remedies.stores import every
from keyguard.remedies.words import CHECKS, LANGUAGES, Step, Store

_NONE = '—'


def _said(checks: Iterable[str]) -> str:
    """The checks that occur, the strongest first."""
    occurring = set(checks)
    return ', '.join(check for check in CHECKS if check in occurring) or _NONE


def _steps(steps: Iterable[Step]) -> str:
    # the prompt is the same everywhere, and says nothing about the store
    return _said(step.checked for step in steps if step.code != ASK.code)


def _row(store: Store) -> list[str]:
    reads = [store.read[language].checked if language in store.read else _NONE for language in LANGUAGES]
    return [
        f'`{store.id}`',
        *map(_steps, (store.put, store.renew, store.grant)),
        *reads,
        _steps(store.variable),
        store.errors_checked if store.errors else _NONE,
        'yes' if store.pipe else _NONE,
    ]


def table() -> str:
    """The table: a row a store, in the order of the ids."""
    head = ['store', 'put', 'renew', 'grant', *LANGUAGES, 'variable', 'errors', 'pipe']
    rows = [head, ['---'] * len(head), *(_row(store) for store in every())]
    return ''.join(f'| {" | ".join(row)} |\n' for row in rows)


if __name__ == '__main__':
    print(table(), end='')
