"""Cartesia: ``sk_car_`` and 22 characters of base58."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import BASE58, some, token

provider = Provider(
    'cartesia',
    'Cartesia',
    env=('CARTESIA_API_KEY',),
    hosts=('api.cartesia.ai',),
    calls=('Cartesia', 'AsyncCartesia'),
    sdk='@ai-sdk/cartesia reads CARTESIA_API_KEY',
    likely={'key_page': 'https://play.cartesia.ai/keys'},
    detectors=(
        Detector(
            'cartesia-api-key',
            'Cartesia API key',
            pattern=token('sk_car_', some(BASE58, 22)),
            literals=('sk_car_',),
            sources=(
                'mongodb/kingfisher:crates/kingfisher-rules/data/rules/cartesia.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
    ),
)
