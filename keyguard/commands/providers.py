"""``keyguard providers``: what is covered, and how each kind of key is told."""

from keyguard.catalogue import everything, one
from keyguard.errors import OK
from keyguard.kinds import Detector, Provider
from keyguard.output import write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run(args: 'Namespace') -> int:
    """List the catalogue, or one provider with everything that is known of it."""
    write(_one(one(args.id)) if args.id else _all(everything()))
    return OK


def _all(providers: 'list[Provider]') -> str:
    width = max(len(provider.id) for provider in providers)
    lines = []
    for provider in providers:
        kinds = len(provider.detectors)
        lines.append(f'{provider.id:{width}}  {provider.name}, {kinds} kind{"" if kinds == 1 else "s"} of key')
        lines += [
            f'{"":{width}}    {detector.id}  ({detector.confidence}; {proof(detector)})'
            for detector in provider.detectors
        ]
    total = sum(len(provider.detectors) for provider in providers)
    return '\n'.join(lines) + f'\n\n{len(providers)} providers, {total} kinds of key\n'


def proof(detector: Detector) -> str:
    """How a key of this kind is told, in a few words."""
    ways = ['literal and structure' if detector.literals else 'shape']
    if detector.names:
        ways.append('a name near it')
    if detector.check:
        ways.append('an offline check')
    if detector.doubt:
        ways.append('a soft test')
    return ', '.join(ways)


def _one(provider: Provider) -> str:
    lines = [f'{provider.id}: {provider.name}', '']
    for word, text in (
        ('variables', ', '.join(provider.env)),
        ('key page', provider.key_page or 'not known; look for "API keys" in the settings'),
        ('revoke', provider.revoke),
        ('scopes', provider.scopes),
        ('rotation', provider.rotation),
        ('spending', provider.spend),
        ('limits', provider.spend_page),
        ('without a key', provider.keyless),
    ):
        if text:
            lines.append(f'  {word:14}{text}')
    for detector in provider.detectors:
        lines += [
            '',
            f'  {detector.id}: {detector.title}',
            f'    confidence {detector.confidence}, told by {proof(detector)}',
        ]
        if detector.literals:
            lines.append(f'    begins with or holds {", ".join(detector.literals)}')
        lines.append(f'    learned from {", ".join(detector.sources)}; confirmed {detector.since}')
    return '\n'.join(lines) + '\n'
