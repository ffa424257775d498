"""LLM Gateway: ``llmgtwy_`` and 47 letters and digits or so; its name must stand near."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, some, token

provider = Provider(
    'llmgateway',
    'LLM Gateway',
    env=('LLMGATEWAY_API_KEY',),
    hosts=('api.llmgateway.io',),
    detectors=(
        Detector(
            'llmgateway-api-key',
            'LLM Gateway API key',
            pattern=token('llmgtwy_', some(ALNUM, 30, 80)),
            literals=('llmgtwy_',),
            names=('llmgateway',),
            confidence=LOW,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
