"""Hyperbrowser: ``hb_`` and 28 hex digits."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import HEX, some, token

provider = Provider(
    'hyperbrowser',
    'Hyperbrowser',
    env=('HYPERBROWSER_API_KEY',),
    hosts=('app.hyperbrowser.ai',),
    detectors=(
        Detector(
            'hyperbrowser-api-key',
            'Hyperbrowser API key',
            pattern=token('hb_', some(HEX, 28)),
            literals=('hb_',),
            confidence=MEDIUM,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
