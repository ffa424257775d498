"""Nebius: ``v1.`` and a readable record that names a static key; older keys are JWTs."""

from keyguard.kinds import LOW, MEDIUM, Detector, Provider
from keyguard.providers.jwt import HEADS, expired, jwt, make
from keyguard.providers.shapes import BASE64URL, some, token

provider = Provider(
    'nebius',
    'Nebius Token Factory / AI Studio',
    env=('NEBIUS_API_KEY',),
    hosts=('api.tokenfactory.nebius.com', 'api.studio.nebius.com'),
    likely={'key_page': 'https://tokenfactory.nebius.com'},
    detectors=(
        Detector(
            'nebius-static-key',
            'Nebius static key',
            pattern=token(r'v1\.Cm', some(BASE64URL, 1), 'KHHN0YXRpY2tleS1l', some(BASE64URL, 60, 400)),
            literals=('KHHN0YXRpY2tleS1l',),
            confidence=MEDIUM,
            inside=True,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
        Detector(
            'nebius-jwt-key',
            'Nebius API key (older form)',
            pattern=jwt(),
            literals=HEADS,
            names=('nebius',),
            confidence=LOW,
            doubt=expired,
            seal=make(b'{"sub":"ci"}'),
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
