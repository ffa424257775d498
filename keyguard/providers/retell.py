"""Retell: ``key_`` and 28 hex digits."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import HEX, some, token

provider = Provider(
    'retell',
    'Retell AI',
    env=('RETELL_API_KEY',),
    hosts=('api.retellai.com',),
    calls=('Retell', 'AsyncRetell'),
    detectors=(
        Detector(
            'retell-api-key',
            'Retell API key',
            pattern=token('key_', some(HEX, 28)),
            literals=('key_',),
            confidence=MEDIUM,
            sources=('praetorian-inc/titus:pkg/rule/rules/retellai.yml',),
            since='2026-11-23',
        ),
    ),
)
