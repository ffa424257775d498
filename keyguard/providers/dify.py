"""Dify: ``app-`` (an app) or ``dataset-`` (knowledge) and 24 letters and digits; its name must stand near."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, mixed, no_words, some, token

provider = Provider(
    'dify',
    'Dify',
    env=('DIFY_API_KEY',),
    hosts=('api.dify.ai',),
    detectors=(
        Detector(
            'dify-app-key',
            'Dify app API key',
            pattern=token('app-', some(ALNUM, 24)),
            literals=('app-',),
            names=('dify',),
            wordlike=no_words(4),
            doubt=mixed(4),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
        Detector(
            'dify-dataset-key',
            'Dify knowledge API key',
            pattern=token('dataset-', some(ALNUM, 24)),
            literals=('dataset-',),
            names=('dify',),
            confidence=LOW,
            wordlike=no_words(8),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
