"""LangWatch: ``sk-lw-`` and 48 letters and digits."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, some, token

provider = Provider(
    'langwatch',
    'LangWatch',
    env=('LANGWATCH_API_KEY',),
    hosts=('app.langwatch.ai',),
    detectors=(
        Detector(
            'langwatch-api-key',
            'LangWatch API key',
            pattern=token('sk-lw-', some(ALNUM, 48)),
            literals=('sk-lw-',),
            confidence=MEDIUM,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
