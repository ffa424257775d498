"""Hyperbolic: a JWT by all that is known; the name must stand near it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.jwt import HEADS, expired, jwt, make

provider = Provider(
    'hyperbolic',
    'Hyperbolic',
    env=('HYPERBOLIC_API_KEY',),
    hosts=('api.hyperbolic.xyz',),
    detectors=(
        Detector(
            'hyperbolic-api-key',
            'Hyperbolic API key',
            pattern=jwt(),
            literals=HEADS,
            names=('hyperbolic',),
            confidence=LOW,
            doubt=expired,
            seal=make(b'{"sub":"ci"}'),
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
