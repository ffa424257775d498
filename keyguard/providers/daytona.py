"""Daytona: ``dtn_`` and 64 hex digits."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import HEX, some, token

provider = Provider(
    'daytona',
    'Daytona',
    env=('DAYTONA_API_KEY',),
    hosts=('app.daytona.io',),
    detectors=(
        Detector(
            'daytona-api-key',
            'Daytona API key',
            pattern=token('dtn_', some(HEX, 64)),
            literals=('dtn_',),
            confidence=MEDIUM,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
