"""Morph: ``sk-`` and 48 characters; its name must stand near."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, some, token

provider = Provider(
    'morph',
    'Morph (fast apply)',
    env=('MORPH_API_KEY',),
    hosts=('api.morphllm.com',),
    detectors=(
        Detector(
            'morph-api-key',
            'Morph API key',
            pattern=token('sk-', some(BASE64URL, 48)),
            literals=('sk-',),
            names=('morph',),
            confidence=MEDIUM,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
