"""Letta: ``sk-let-`` and a text of unknown length; its name must stand near."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, maybe, some, token

provider = Provider(
    'letta',
    'Letta',
    env=('LETTA_API_KEY',),
    hosts=('api.letta.com',),
    detectors=(
        Detector(
            'letta-api-key',
            'Letta API key',
            pattern=token('sk-let-', some(BASE64URL, 20, 300), maybe('='), maybe('=')),
            literals=('sk-let-',),
            names=('letta', 'memgpt'),
            confidence=MEDIUM,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
