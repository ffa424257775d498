"""Linkup: a UUID, which is not confirmed; its name must stand near it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import UUID, bare

provider = Provider(
    'linkup',
    'Linkup',
    env=('LINKUP_API_KEY',),
    hosts=('api.linkup.so',),
    calls=('LinkupClient',),
    detectors=(
        Detector(
            'linkup-api-key',
            'Linkup API key',
            pattern=bare(UUID),
            names=('linkup',),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
