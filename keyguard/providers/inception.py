"""Inception: ``sk_`` and 32 hex digits; others begin with ``sk_`` too, so its name must stand near."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import HEX, some, token

provider = Provider(
    'inception',
    'Inception Labs (Mercury)',
    env=('INCEPTION_API_KEY',),
    hosts=('api.inceptionlabs.ai',),
    detectors=(
        Detector(
            'inception-api-key',
            'Inception API key',
            pattern=token('sk_', some(HEX, 32)),
            literals=('sk_',),
            names=('inception',),
            confidence=MEDIUM,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
