"""Luma: ``luma-`` and two random UUIDs."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import UUID, token

provider = Provider(
    'luma',
    'Luma AI',
    env=('LUMAAI_API_KEY', 'LUMA_API_KEY'),
    hosts=('api.lumalabs.ai',),
    calls=('LumaAI', 'AsyncLumaAI'),
    detectors=(
        Detector(
            'luma-api-key',
            'Luma API key',
            pattern=token('luma-', UUID, '-', UUID),
            literals=('luma-',),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
