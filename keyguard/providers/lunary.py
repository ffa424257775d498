"""Lunary: public and private keys are UUIDs; only what is called private or secret is one."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import UUID, bare

provider = Provider(
    'lunary',
    'Lunary',
    env=('LUNARY_PRIVATE_KEY',),
    hosts=('api.lunary.ai',),
    detectors=(
        Detector(
            'lunary-private-key',
            'Lunary private key',
            pattern=bare(UUID),
            names=('lunary',),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
