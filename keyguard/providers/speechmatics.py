"""Speechmatics: 32 letters and digits with no mark; its name must stand near them."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, some

provider = Provider(
    'speechmatics',
    'Speechmatics',
    env=('SPEECHMATICS_API_KEY',),
    hosts=('asr.api.speechmatics.com',),
    detectors=(
        Detector(
            'speechmatics-api-key',
            'Speechmatics API key',
            pattern=bare(some(ALNUM, 32)),
            names=('speechmatics',),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
