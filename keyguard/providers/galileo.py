"""Galileo: 32 bytes of base64url with no mark; its name must stand near them."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import BASE64URL, bare, clear_spare_bits, some, spare_bits_clear

provider = Provider(
    'galileo',
    'Galileo',
    env=('GALILEO_API_KEY',),
    hosts=('app.galileo.ai',),
    detectors=(
        Detector(
            'galileo-api-key',
            'Galileo API key',
            pattern=bare(some(BASE64URL, 43)),
            names=('galileo',),
            confidence=LOW,
            doubt=spare_bits_clear(2),
            seal=clear_spare_bits(2),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
