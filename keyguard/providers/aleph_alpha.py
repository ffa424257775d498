"""Aleph Alpha: a JWT by all that is known; the name must stand near it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.jwt import HEADS, expired, jwt, make

provider = Provider(
    'aleph-alpha',
    'Aleph Alpha',
    env=('AA_TOKEN', 'ALEPH_ALPHA_API_KEY'),
    hosts=('api.aleph-alpha.com',),
    detectors=(
        Detector(
            'aleph-alpha-api-token',
            'Aleph Alpha API token',
            pattern=jwt(),
            literals=HEADS,
            names=('alephalpha', 'aatoken'),
            confidence=LOW,
            doubt=expired,
            seal=make(b'{"sub":"ci"}'),
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
