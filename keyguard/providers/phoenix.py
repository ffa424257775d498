"""Arize Phoenix: a JWT by all that is known; its name must stand near it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.jwt import HEADS, expired, jwt, make

provider = Provider(
    'phoenix',
    'Arize Phoenix',
    env=('PHOENIX_API_KEY',),
    hosts=('app.phoenix.arize.com',),
    detectors=(
        Detector(
            'phoenix-api-key',
            'Arize Phoenix API key',
            pattern=jwt(),
            literals=HEADS,
            names=(
                'phoenixapi',
                'phoenixarize',
                'arizephoenix',
                'phoenixkey',
                'phoenixtoken',
                'phoenixclientheaders',
                '<phoenix>',
            ),
            confidence=LOW,
            doubt=expired,
            seal=make(b'{"sub":"ci"}'),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
