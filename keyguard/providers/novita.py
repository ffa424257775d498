"""Novita: ``sk_`` and 32 bytes of base64url; others begin with ``sk_`` too, so its name must stand near."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, clear_spare_bits, some, spare_bits_clear, token

provider = Provider(
    'novita',
    'Novita AI',
    env=('NOVITA_API_KEY',),
    hosts=('api.novita.ai',),
    detectors=(
        Detector(
            'novita-api-key',
            'Novita API key',
            pattern=token('sk_', some(BASE64URL, 43)),
            literals=('sk_',),
            names=('novita',),
            confidence=MEDIUM,
            doubt=spare_bits_clear(2),
            seal=clear_spare_bits(2),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
