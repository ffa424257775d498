"""io.net: ``io-v2-`` before a JWT."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.jwt import expired, jwt, make

provider = Provider(
    'io-net',
    'io.net Intelligence',
    env=('IOINTELLIGENCE_API_KEY',),
    hosts=('api.intelligence.io.solutions',),
    detectors=(
        Detector(
            'io-net-api-key',
            'io.net Intelligence API key',
            pattern=jwt('io-v2-'),
            literals=('io-v2-eyJ',),
            confidence=MEDIUM,
            doubt=expired,
            seal=make(b'{"owner":"ci"}', b'io-v2-', b'{"alg":"RS256","typ":"JWT"}'),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
