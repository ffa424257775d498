"""Nomic: ``nk-`` and 32 bytes of base64url."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, clear_spare_bits, no_words, some, spare_bits_clear, token

provider = Provider(
    'nomic',
    'Nomic',
    env=('NOMIC_API_KEY',),
    hosts=('api-atlas.nomic.ai',),
    detectors=(
        Detector(
            'nomic-api-key',
            'Nomic API key',
            pattern=token('nk-', some(BASE64URL, 43)),
            literals=('nk-',),
            confidence=MEDIUM,
            wordlike=no_words(3),
            doubt=spare_bits_clear(2),
            seal=clear_spare_bits(2),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
