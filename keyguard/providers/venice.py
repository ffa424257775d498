"""Venice AI: no format of its keys is confirmed; what looks random is one where Venice AI is named beside it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import BASE64URL, bare, mixed, some

provider = Provider(
    'venice',
    'Venice AI',
    env=('VENICE_API_KEY',),
    hosts=('api.venice.ai',),
    detectors=(
        Detector(
            'venice-api-key',
            'Venice AI API key',
            pattern=bare(some(BASE64URL, 32, 88)),
            names=('venice',),
            confidence=LOW,
            wordlike=mixed(),
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
