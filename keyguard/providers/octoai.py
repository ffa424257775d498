"""OctoAI (shut down in 2024): a JWT; its name must stand near it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.jwt import HEADS, expired, jwt, make

provider = Provider(
    'octoai',
    'OctoAI (shut down 2024)',
    env=('OCTOAI_TOKEN', 'OCTOAI_API_KEY'),
    hosts=('text.octoai.run',),
    detectors=(
        Detector(
            'octoai-api-token',
            'OctoAI API token',
            pattern=jwt(),
            literals=HEADS,
            names=('octoai',),
            confidence=LOW,
            doubt=expired,
            seal=make(b'{"sub":"ci"}'),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
