"""Leonardo: a UUID, told by the name near it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import UUID, bare

provider = Provider(
    'leonardo',
    'Leonardo AI',
    env=('LEONARDO_API_KEY',),
    hosts=('cloud.leonardo.ai',),
    detectors=(
        Detector(
            'leonardo-api-key',
            'Leonardo API key',
            pattern=bare(UUID),
            names=('leonardo',),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
