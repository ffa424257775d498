"""PlayHT: 32 hex digits with no mark; its name must stand near them."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import HEX, bare, some

provider = Provider(
    'playht',
    'PlayHT',
    env=('PLAYHT_API_KEY', 'PLAY_HT_API_KEY'),
    hosts=('api.play.ht',),
    detectors=(
        Detector(
            'playht-api-key',
            'PlayHT API key',
            pattern=bare(some(HEX, 32)),
            names=('playht', 'frompyht'),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
