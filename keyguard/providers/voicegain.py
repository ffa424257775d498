"""Voicegain: a JWT; its name must stand near it."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.jwt import HEADS, expired, jwt, make

provider = Provider(
    'voicegain',
    'Voicegain',
    hosts=('api.voicegain.ai',),
    detectors=(
        Detector(
            'voicegain-jwt-key',
            'Voicegain API key',
            pattern=jwt(),
            literals=HEADS,
            names=('voicegain',),
            confidence=MEDIUM,
            doubt=expired,
            seal=make(b'{"sub":"ci"}'),
            sources=(
                'trufflesecurity/trufflehog:pkg/detectors/voicegain',
                'mongodb/kingfisher:data/rules/voicegain.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
