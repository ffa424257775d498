"""FriendliAI: ``flp_`` and 46 letters and digits."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, no_words, some, token

provider = Provider(
    'friendli',
    'FriendliAI',
    env=('FRIENDLI_TOKEN',),
    hosts=('api.friendli.ai',),
    detectors=(
        Detector(
            'friendli-personal-token',
            'FriendliAI personal API token',
            pattern=token('flp_', some(ALNUM, 46)),
            literals=('flp_',),
            wordlike=no_words(4),
            confidence=MEDIUM,
            sources=('praetorian-inc/titus:pkg/rule/rules/friendli.yml',),
            since='2026-11-23',
        ),
    ),
)
