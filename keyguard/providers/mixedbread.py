"""Mixedbread: ``mxb_`` and a text of unknown length; its name must stand near."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, some, token

provider = Provider(
    'mixedbread',
    'Mixedbread',
    env=('MXBAI_API_KEY',),
    hosts=('api.mixedbread.com',),
    calls=('MixedbreadAI', 'Mixedbread'),
    detectors=(
        Detector(
            'mixedbread-api-key',
            'Mixedbread API key',
            pattern=token('mxb_', some(ALNUM, 20, 120)),
            literals=('mxb_',),
            names=('mixedbread', 'mxbai'),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
