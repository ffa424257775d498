"""Well-formed but dead keys, made at run time from a detector's own pattern: no complete key stands in the repository.

The same seed gives the same key. They are random, so nobody's; they pass every offline check, so that trying the hook
with one shows what a real key would meet.
"""

import random
import re
from functools import cache

from keyguard.kinds import Detector, Provider
from keyguard.placeholder import placeholder
from keyguard.providers.book import charset, nodes, sre
from keyguard.tokens import DIGITS, MIN_RUN, runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_LONGEST_REPEAT = 400
# the nodes of one character
_ONE = (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY)


@cache
def sample(detector: Detector, seed: int = 0) -> bytes:
    """A key that the detector is sure of; raises ``ValueError`` when pattern, check and seal do not fit together."""
    source = random.Random(f'{detector.id} {seed}')
    tree = nodes(detector.pattern)
    whole = re.compile(detector.pattern.encode('ascii'))
    sound = False
    for _ in range(2000):
        key = _text(tree, source)
        if detector.seal:
            key = detector.seal(key)
        if (
            whole.fullmatch(key)
            and (detector.claim is None or detector.claim(key))
            and not (detector.check and detector.check(key))
            and not (detector.wordlike and detector.wordlike(key))
            and not (detector.doubt and detector.doubt(key))
            and not placeholder(key, detector.prefix_of(key))
        ):
            if detector.literals or _visible(key):
                return key
            sound = True
    if sound:
        raise ValueError(
            f'{detector.id}: a key must hold {MIN_RUN} or more of A-Z a-z 0-9 _ - in a row, with a digit among them'
        )
    raise ValueError(f'{detector.id}: no text that fits the pattern passes its check; does the seal do what that asks?')


def _visible(key: bytes) -> bool:
    """Is there a run with a digit in it? A key without a literal is not seen otherwise: one in 200 of 30 letters and
    digits, one in six of 48 characters of base64.
    """
    return any(key[start:end].translate(None, DIGITS) != key[start:end] for start, end in runs(key))


def surroundings(provider: Provider, detector: Detector, key: bytes) -> bytes:
    """A line of an environment file in which the detector speaks: its variable, and its name where one is needed."""
    name = detector.env or (provider.env[0] if provider.env else 'API_KEY')
    line = f'{name}='.encode() + key + b'\n'
    if detector.names:
        line = f'# {detector.names[0]}\n'.encode() + line
    return line


def _text(tree: 'Sequence[tuple[Any, Any]]', source: random.Random) -> bytes:
    text = b''
    for op, value in tree:
        if op in (sre.ASSERT, sre.ASSERT_NOT, sre.AT):
            continue
        if op is sre.SUBPATTERN:
            text += _text(value[3], source)
        elif op is sre.BRANCH:
            text += _text(source.choice(value[1]), source)
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            least, most, part = value
            most = min(least + _LONGEST_REPEAT, most) if most is not sre.MAXREPEAT else least + 8
            times = source.randint(least, most)
            if len(part) == 1 and part[0][0] in _ONE:
                # the set of a run is worked out once
                letters = sorted(charset(*part[0]))
                text += bytes([source.choice(letters) for _ in range(times)])
            else:
                for _ in range(times):
                    text += _text(part, source)
        else:
            text += bytes((source.choice(sorted(charset(op, value))),))
    return text
