"""Ideogram: no format of its keys is confirmed; what looks random is one where Ideogram is named beside it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import BASE64URL, bare, mixed, some

provider = Provider(
    'ideogram',
    'Ideogram',
    env=('IDEOGRAM_API_KEY',),
    hosts=('api.ideogram.ai',),
    detectors=(
        Detector(
            'ideogram-api-key',
            'Ideogram API key',
            pattern=bare(some(BASE64URL, 32, 88)),
            names=('ideogram',),
            confidence=LOW,
            wordlike=mixed(),
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
