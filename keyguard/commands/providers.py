"""``keyguard providers``: what is covered, and how each kind of key is told."""

import os

from keyguard import places
from keyguard.catalogue import everything, known_ids, one
from keyguard.detect import unknown_format
from keyguard.errors import BLOCKED, OK, Fatal
from keyguard.kinds import Detector, Provider
from keyguard.model import Blob
from keyguard.output import write
from keyguard.pipeline import run as scan
from keyguard.samples import sample, surroundings
from keyguard.secret import Secret
from keyguard.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

_SAMPLES = 20


def run(args: 'Namespace') -> int:
    """List the catalogue, one provider with everything that is known of it, or try a team's own providers out."""
    path = places.find(os.getcwd(), places.CONFIG)[1]
    if args.check is not None:
        if args.id:
            raise Fatal('--check looks at a whole file; leave out the id')
        path = args.check or path
        if not path:
            raise Fatal(f'there is no {places.CONFIG} here or above: name the file, --check FILE')
        if not os.path.isfile(path):
            raise Fatal(f'{path}: the configuration is not there')
        return _check(path)
    own = _own(path) if path else []
    mine = next((provider for provider in own if provider.id == args.id), None)
    if args.id:
        write(_one(mine or one(args.id)))
    else:
        write(_all(everything()) + (f'\nin-house, from {path}:\n\n{_all(own)}' if own else ''))
    return OK


def _own(path: str) -> 'list[Provider]':
    from keyguard.config import load

    return load(path, known_ids).providers


def _check(path: str) -> int:
    """Try each kind of the file's providers with fresh samples; a word on each, and BLOCKED where one is not sound.

    Raises ``Fatal`` with file and line for what the configuration's own checks refuse.
    """
    own = _own(path)
    if not own:
        write(f'{path}: no providers of your own in it\n')
        return OK
    settings = Settings(config=path, min_confidence='low')
    lines, bad = [], 0
    for provider in own:
        lines.append(f'{provider.id}: {provider.name}')
        for detector in provider.detectors:
            problem = _tried(provider, detector, settings)
            key = Secret(sample(detector), detector.prefix_of(sample(detector)))
            lines.append(f'  {detector.id}  ({detector.confidence}; {proof(detector)})')
            lines.append(f'    {problem or f"sound: {_SAMPLES} of {_SAMPLES} samples like {key} are found"}')
            bad += bool(problem)
    lines.append(f'\n{len(own)} provider{"" if len(own) == 1 else "s"}, {bad or "no"} problem{"" if bad == 1 else "s"}')
    write('\n'.join(lines) + '\n')
    return BLOCKED if bad else OK


def _tried(provider: Provider, detector: Detector, settings: Settings) -> str:
    """'' when fresh samples are found as this kind and nothing else, or what is found instead."""
    for seed in range(_SAMPLES):
        key = sample(detector, seed)
        text = surroundings(provider, detector, key)
        # with the built-in kinds alone, then with the file's own
        spoken = [
            {finding.detector.id for finding in report.blocked if finding.secret == Secret(key)}
            for report in (scan([Blob(b'app.env', text)], each) for each in (Settings(), settings))
        ]
        others = sorted((spoken[0] | spoken[1]) - {detector.id})
        if others:
            return f'problem: a sample is found as {", ".join(others)}; make the pattern or its literals more specific'
        if not spoken[1]:
            report = scan([Blob(b'app.env', text)], settings)
            reasons = sorted({finding.accepted for finding in report.accepted}) or ['nothing is found']
            return f'problem: a sample is not found ({"; ".join(reasons)}); does `names` or `env` fit?'
    return ''


def _all(providers: 'list[Provider]') -> str:
    width = max(len(provider.id) for provider in providers)
    lines = []
    for provider in providers:
        kinds = len(provider.detectors)
        count = f'{kinds} kind{"" if kinds == 1 else "s"} of key' if kinds else 'told by its variables'
        lines.append(f'{provider.id:{width}}  {provider.name}, {count}')
        lines += [f'{"":{width}}    {detector.id}  ({detector.confidence}; {how})' for detector, how in told(provider)]
    total = sum(len(provider.detectors) for provider in providers)
    ids = f'{len(providers)} provider{"" if len(providers) == 1 else "s"}'
    return '\n'.join(lines) + f'\n\n{ids}, {total} kind{"" if total == 1 else "s"} of key\n'


def told(provider: Provider) -> 'list[tuple[Detector, str]]':
    """Each kind of the provider's keys, and how it is told."""
    if not provider.detectors:
        return [(unknown_format(provider), f'no known format; whatever looks random in {" or ".join(provider.env)}')]
    return [(detector, proof(detector)) for detector in provider.detectors]


def proof(detector: Detector) -> str:
    """How a key of this kind is told, in a few words."""
    ways = ['literal and structure' if detector.literals else 'shape']
    if detector.names:
        ways.append('a name near it')
    if detector.claim:
        ways.append('what it says of itself')
    if detector.check:
        ways.append('an offline check')
    if detector.wordlike:
        ways.append('a test for words')
    if detector.doubt:
        ways.append('a soft test')
    if not detector.alone:
        ways.append('reported only beside a secret')
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
        ('use', provider.usage_page),
        ('each key', provider.limits),
        ('when public', provider.leaked),
        ('without a key', provider.keyless),
        ('SDKs', provider.sdk),
    ):
        if text:
            lines.append(f'  {word:14}{text}')
    for detector, how in told(provider):
        lines += ['', f'  {detector.id}: {detector.title}', f'    confidence {detector.confidence}, told by {how}']
        if detector.literals:
            lines.append(f'    begins with or holds {", ".join(detector.literals)}')
        if detector.sources:
            lines.append(f'    learned from {", ".join(detector.sources)}; confirmed {detector.since or "on no date"}')
    return '\n'.join(lines) + '\n'
