"""Anyscale endpoints (retired): ``secret_`` or ``esecret_`` and 26 letters and digits, as one list has it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, maybe, some, token

provider = Provider(
    'anyscale',
    'Anyscale (endpoints retired)',
    env=('ANYSCALE_API_KEY',),
    hosts=('api.endpoints.anyscale.com',),
    detectors=(
        Detector(
            'anyscale-endpoint-key',
            'Anyscale endpoint key',
            pattern=token(maybe('e'), 'secret_', some(ALNUM, 26)),
            literals=('secret_', 'esecret_'),
            names=('anyscale',),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
