"""HoneyHive: ``hh_`` and a text of unknown length; its name must stand near."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, no_words, some, token

provider = Provider(
    'honeyhive',
    'HoneyHive',
    env=('HH_API_KEY', 'HONEYHIVE_API_KEY'),
    hosts=('api.honeyhive.ai',),
    detectors=(
        Detector(
            'honeyhive-api-key',
            'HoneyHive API key',
            pattern=token('hh_', some(ALNUM, 20, 120)),
            literals=('hh_',),
            names=('honeyhive', 'hhapikey'),
            confidence=LOW,
            wordlike=no_words(3),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
