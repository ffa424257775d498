"""LiveKit: the secret is 43 to 45 letters and digits; the key beside it (``API…``) is an id and no secret."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, some

provider = Provider(
    'livekit',
    'LiveKit',
    env=('LIVEKIT_API_SECRET',),
    hosts=('livekit.cloud',),
    detectors=(
        Detector(
            'livekit-api-secret',
            'LiveKit API secret',
            pattern=bare(some(ALNUM, 43, 45)),
            names=('livekit',),
            confidence=MEDIUM,
            sources=('mongodb/kingfisher:CHANGELOG.md', 'published samples, structure only'),
            since='2026-11-23',
        ),
    ),
)
