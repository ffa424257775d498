"""Vectara: ``zut_``, ``zwt_`` or ``zqt_`` and 38 characters; ``zqt_`` may only ask, and can be meant for browsers."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, no_words, some, token

provider = Provider(
    'vectara',
    'Vectara',
    env=('VECTARA_API_KEY',),
    hosts=('api.vectara.io',),
    detectors=(
        Detector(
            'vectara-personal-key',
            'Vectara personal API key',
            pattern=token('zut_', some(BASE64URL, 38)),
            literals=('zut_',),
            confidence=MEDIUM,
            wordlike=no_words(4),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
        Detector(
            'vectara-index-key',
            'Vectara index API key',
            pattern=token('zwt_', some(BASE64URL, 38)),
            literals=('zwt_',),
            confidence=MEDIUM,
            wordlike=no_words(4),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
        Detector(
            'vectara-query-key',
            'Vectara query API key',
            pattern=token('zqt_', some(BASE64URL, 38)),
            literals=('zqt_',),
            confidence=MEDIUM,
            wordlike=no_words(4),
            alone=False,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
