"""Chroma: ``ck-`` and 32 bytes of base58."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import BASE58, no_words, some, token

provider = Provider(
    'chroma',
    'Chroma Cloud',
    env=('CHROMA_API_KEY',),
    hosts=('api.trychroma.com',),
    calls=('chromadb.CloudClient', 'CloudClient'),
    detectors=(
        Detector(
            'chroma-api-key',
            'Chroma API key',
            pattern=token('ck-', some(BASE58, 43, 44)),
            literals=('ck-',),
            wordlike=no_words(3),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
