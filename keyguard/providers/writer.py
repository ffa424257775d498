"""Writer: no format of its keys is confirmed; what looks random is one where Writer is named beside it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, mixed, some

provider = Provider(
    'writer',
    'Writer (Palmyra)',
    env=('WRITER_API_KEY',),
    hosts=('api.writer.com',),
    calls=('Writer', 'AsyncWriter', 'ChatWriter'),
    detectors=(
        Detector(
            'writer-api-key',
            'Writer API key',
            pattern=bare(some(ALNUM, 32, 88)),
            names=('apiwriter', 'writerapi', 'writerai', 'writerkey', 'writertoken', '<writer>'),
            confidence=LOW,
            wordlike=mixed(),
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
