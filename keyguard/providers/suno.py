"""Suno has no API of its own; wrappers give out 32 hex digits, and a name must stand near them."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import HEX, bare, some

provider = Provider(
    'suno',
    'Suno (API wrappers)',
    env=('SUNO_API_KEY',),
    hosts=('api.sunoapi.org',),
    detectors=(
        Detector(
            'suno-wrapper-key',
            'key of a Suno API wrapper',
            pattern=bare(some(HEX, 32)),
            names=('suno',),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
