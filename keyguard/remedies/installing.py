"""How a parser gets to this keyguard: that depends on who made the environment that it runs in."""

import os
import sys

from keyguard.model import Code
from keyguard.remedies.environment import shell
from keyguard.remedies.place import word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# what each of the parsers needs
_CORE = 'tree-sitter'


def steps(names: 'Sequence[str]', prefix: str = '', python: str = '', core: bool = True) -> 'list[str]':
    """The lines that install these packages, words and code. ``prefix`` and ``python`` are this environment and its
    interpreter unless they are given. ``core``: they are parsers, and need what every parser needs.
    """
    prefix, python = prefix or sys.prefix, python or sys.executable
    parts = prefix.replace('\\', '/').split('/')
    every = [*([_CORE] if core else []), *(name for name in sorted(set(names)) if name != _CORE)]
    words = ' '.join(every)
    pip = f'{_called(python)} -m pip install {words}'
    if any(part.startswith('py_env-') for part in parts) or 'prek' in parts:
        return [
            'In .pre-commit-config.yaml, at the hook keyguard (pre-commit then makes its environment anew):',
            Code(f'additional_dependencies: [{", ".join(every)}]'),
            'Or into the environment that is there, until the next update:',
            Code(pip if 'prek' not in parts else f'uv pip install --python {_called(python)} {words}'),
        ]
    if 'pipx' in parts and 'venvs' in parts:
        return ['Into the environment that pipx made:', Code(f'pipx inject {parts[-1]} {words}')]
    if 'uv' in parts and 'tools' in parts:
        return ['Into the environment that uv made:', Code(f'uv pip install --python {_called(python)} {words}')]
    if any(part.startswith(('archive-v', 'environments-v', 'builds-v')) for part in parts):
        return [
            f'Start it with {"the parsers" if core else "it"}, by these words behind uvx:',
            Code(' '.join(f'--with {each}' for each in every)),
        ]
    return ['Into the environment that keyguard runs in:', Code(pip)]


def _called(python: str) -> str:
    """The interpreter as a word for the shell; of an environment that is active its name is enough."""
    active = os.environ.get('VIRTUAL_ENV', '')
    if active and os.path.normcase(os.path.dirname(os.path.dirname(python))) == os.path.normcase(active):
        return 'python'
    return word(os.fsencode(python), shell())
