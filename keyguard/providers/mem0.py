"""Mem0: ``m0-`` and 24 to 44 letters and digits."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, no_words, some, token

provider = Provider(
    'mem0',
    'Mem0',
    env=('MEM0_API_KEY',),
    hosts=('api.mem0.ai',),
    calls=('MemoryClient', 'AsyncMemoryClient'),
    detectors=(
        Detector(
            'mem0-api-key',
            'Mem0 API key',
            pattern=token('m0-', some(ALNUM, 24, 44)),
            literals=('m0-',),
            confidence=MEDIUM,
            wordlike=no_words(3),
            sources=('mongodb/kingfisher:crates/kingfisher-rules/data/rules/mem0.yml',),
            since='2026-11-23',
        ),
    ),
)
