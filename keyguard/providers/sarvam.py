"""Sarvam: ``sk_``, eight small letters and digits, an underscore and 24 characters."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, no_words, some, token

provider = Provider(
    'sarvam',
    'Sarvam AI',
    env=('SARVAM_API_KEY',),
    hosts=('api.sarvam.ai',),
    calls=('SarvamAI', 'AsyncSarvamAI'),
    detectors=(
        Detector(
            'sarvam-subscription-key',
            'Sarvam API subscription key',
            pattern=token('sk_', some('a-z0-9', 8), '_', some(ALNUM, 24)),
            literals=('sk_',),
            wordlike=no_words(12),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
