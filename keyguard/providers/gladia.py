"""Gladia: a UUID, told by the name near it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import UUID, bare

provider = Provider(
    'gladia',
    'Gladia',
    env=('GLADIA_API_KEY',),
    hosts=('api.gladia.io',),
    detectors=(
        Detector(
            'gladia-api-key',
            'Gladia API key',
            pattern=bare(UUID),
            names=('gladia',),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
