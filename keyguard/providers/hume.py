"""Hume: 48 letters and digits with no mark; its name must stand near them."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, some

provider = Provider(
    'hume',
    'Hume AI',
    env=('HUME_API_KEY', 'HUME_SECRET_KEY'),
    hosts=('api.hume.ai',),
    calls=('HumeClient', 'AsyncHumeClient'),
    sdk='@ai-sdk/hume reads HUME_API_KEY',
    likely={'key_page': 'https://app.hume.ai/keys'},
    detectors=(
        Detector(
            'hume-api-key',
            'Hume API key or secret',
            pattern=bare(some(ALNUM, 48)),
            names=('hume',),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
