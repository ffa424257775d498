"""PromptLayer: ``pl_`` and 32 hex digits."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import HEX, some, token

provider = Provider(
    'promptlayer',
    'PromptLayer',
    env=('PROMPTLAYER_API_KEY',),
    hosts=('api.promptlayer.com',),
    detectors=(
        Detector(
            'promptlayer-api-key',
            'PromptLayer API key',
            pattern=token('pl_', some(HEX, 32)),
            literals=('pl_',),
            confidence=MEDIUM,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
