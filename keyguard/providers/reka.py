"""Reka: 64 hex digits with no mark, which is not confirmed; its name must stand near them."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import HEX, bare, some

provider = Provider(
    'reka',
    'Reka',
    env=('REKA_API_KEY',),
    hosts=('api.reka.ai',),
    detectors=(
        Detector(
            'reka-api-key',
            'Reka API key',
            pattern=bare(some(HEX, 64)),
            names=('rekaapi', 'apireka', 'rekaai', '<reka>'),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
