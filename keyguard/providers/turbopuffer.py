"""turbopuffer: ``tpuf_`` and a text of unknown length; its name must stand near."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, no_words, some, token

provider = Provider(
    'turbopuffer',
    'turbopuffer',
    env=('TURBOPUFFER_API_KEY',),
    hosts=('turbopuffer.com',),
    detectors=(
        Detector(
            'turbopuffer-api-key',
            'turbopuffer API key',
            pattern=token('tpuf_', some(ALNUM, 20, 120)),
            literals=('tpuf_',),
            wordlike=no_words(5),
            names=('turbopuffer', 'tpuf'),
            confidence=MEDIUM,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
