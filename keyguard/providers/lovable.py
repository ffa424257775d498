"""Lovable: no format of its keys is confirmed; what looks random is one where Lovable is named beside it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, mixed, some

provider = Provider(
    'lovable',
    'Lovable',
    env=('LOVABLE_API_KEY',),
    hosts=('ai.gateway.lovable.dev',),
    detectors=(
        Detector(
            'lovable-api-key',
            'Lovable API key',
            pattern=bare(some(ALNUM, 32, 88)),
            names=('lovable',),
            confidence=LOW,
            wordlike=mixed(),
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
