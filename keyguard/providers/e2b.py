"""E2B: ``e2b_`` and 40 hex digits; an access token is ``sk_e2b_`` and hex digits."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import HEX, some, token

provider = Provider(
    'e2b',
    'E2B',
    env=('E2B_API_KEY', 'E2B_ACCESS_TOKEN'),
    hosts=('api.e2b.dev',),
    detectors=(
        Detector(
            'e2b-api-key',
            'E2B API key',
            pattern=token('e2b_', some(HEX, 40)),
            literals=('e2b_',),
            sources=('mongodb/kingfisher:crates/kingfisher-rules/data/rules/e2b.yml',),
            since='2026-11-23',
        ),
        Detector(
            'e2b-access-token',
            'E2B access token',
            pattern=token('sk_e2b_', some(HEX, 32, 64)),
            literals=('sk_e2b_',),
            confidence=LOW,
            env='E2B_ACCESS_TOKEN',
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
