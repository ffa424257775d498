"""Poe: ``sk-poe-`` and 32 bytes of base64url."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import BASE64URL, clear_spare_bits, some, spare_bits_clear, token

provider = Provider(
    'poe',
    'Poe',
    env=('POE_API_KEY',),
    hosts=('api.poe.com',),
    detectors=(
        Detector(
            'poe-api-key',
            'Poe API key',
            pattern=token('sk-poe-', some(BASE64URL, 43)),
            literals=('sk-poe-',),
            doubt=spare_bits_clear(2),
            seal=clear_spare_bits(2),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
