"""Chutes: ``cpk_`` and three parts of 32 characters with dots between them."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, HEX, some, token

provider = Provider(
    'chutes',
    'Chutes',
    env=('CHUTES_API_KEY',),
    hosts=('llm.chutes.ai',),
    detectors=(
        Detector(
            'chutes-api-key',
            'Chutes API key',
            pattern=token('cpk_', some(HEX, 32), r'\.', some(HEX, 32), r'\.', some(ALNUM, 32)),
            literals=('cpk_',),
            confidence=MEDIUM,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
