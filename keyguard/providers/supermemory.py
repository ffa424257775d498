"""Supermemory: ``sm_``, 22 letters and digits, an underscore and 64 characters."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, BASE64URL, some, token

provider = Provider(
    'supermemory',
    'Supermemory',
    env=('SUPERMEMORY_API_KEY',),
    hosts=('api.supermemory.ai',),
    detectors=(
        Detector(
            'supermemory-api-key',
            'Supermemory API key',
            pattern=token('sm_', some(ALNUM, 22), '_', some(BASE64URL, 64)),
            literals=('sm_',),
            confidence=MEDIUM,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
