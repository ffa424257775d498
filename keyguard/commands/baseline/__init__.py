"""``keyguard baseline ACTION``: a file an action."""

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run(args: 'Namespace') -> int:
    """The exit code of the action; only its own file is imported."""
    return int(import_module(f'keyguard.commands.baseline.{args.action}').run(args))
