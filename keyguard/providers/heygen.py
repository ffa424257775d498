"""HeyGen: older keys are base64 of 32 hex digits and a time; its name must stand near them."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, maybe, some

provider = Provider(
    'heygen',
    'HeyGen',
    env=('HEYGEN_API_KEY',),
    hosts=('api.heygen.com',),
    detectors=(
        Detector(
            'heygen-api-key',
            'HeyGen API key',
            pattern=bare(some(ALNUM, 54, 60), maybe('='), maybe('=')),
            names=('heygen',),
            confidence=LOW,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
