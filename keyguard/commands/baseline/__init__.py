"""``keyguard baseline ACTION``: a file an action."""

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run(args: 'Namespace') -> int:
    """The exit code of the action; only its own file is imported."""
    # a file that is called import.py could be imported by nobody else
    name = 'import_' if args.action == 'import' else args.action
    return int(import_module(f'keyguard.commands.baseline.{name}').run(args))
