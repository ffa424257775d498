"""``keyguard sample``: a well-formed, dead key to try the hook with."""

import os

from keyguard.catalogue import everything, one
from keyguard.detect import unknown_format
from keyguard.errors import OK
from keyguard.output import write
from keyguard.samples import sample, surroundings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run(args: 'Namespace') -> int:
    """Print a line with a fresh sample for each kind of key of the provider, or for the first kind of every one.

    The keys are random: they pass every offline check and are nobody's. This is the one place that prints a whole
    key-shaped text, made for being blocked.
    """
    seed = int.from_bytes(os.urandom(8), 'big') if args.seed is None else args.seed
    chosen = [(one(args.id), None)] if args.id else [(provider, 1) for provider in everything()]
    parts = []
    for provider, most in chosen:
        for detector in (provider.detectors or (unknown_format(provider),))[:most]:
            parts.append(surroundings(provider, detector, sample(detector, seed)).decode('ascii'))
    write(''.join(parts))
    return OK
