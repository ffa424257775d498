"""Comet and Opik: 25 letters and digits with no mark; a name must stand near them."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, some

provider = Provider(
    'comet-opik',
    'Comet / Opik',
    env=('COMET_API_KEY', 'OPIK_API_KEY'),
    hosts=('www.comet.com',),
    detectors=(
        Detector(
            'comet-opik-api-key',
            'Comet API key',
            pattern=bare(some(ALNUM, 25)),
            names=('cometapikey', 'cometkey', 'comettoken', 'cometml', 'opik', 'wwwcometcom', '<comet>'),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
