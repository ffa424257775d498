"""Eden AI: a JWT; its name must stand near it."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.jwt import HEADS, expired, jwt, make

provider = Provider(
    'edenai',
    'Eden AI',
    env=('EDENAI_API_KEY',),
    hosts=('api.edenai.run',),
    detectors=(
        Detector(
            'edenai-api-key',
            'Eden AI API key',
            pattern=jwt(),
            literals=HEADS,
            names=('edenai',),
            confidence=MEDIUM,
            doubt=expired,
            seal=make(b'{"sub":"ci"}'),
            sources=('trufflesecurity/trufflehog:pkg/detectors/edenai', 'mongodb/kingfisher:data/rules/edenai.yml'),
            since='2026-11-23',
        ),
    ),
)
