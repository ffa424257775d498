"""Featherless: ``rc_`` and 64 hex digits."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import HEX, some, token

provider = Provider(
    'featherless',
    'Featherless AI',
    env=('FEATHERLESS_API_KEY',),
    hosts=('api.featherless.ai',),
    detectors=(
        Detector(
            'featherless-api-key',
            'Featherless API key',
            pattern=token('rc_', some(HEX, 64)),
            literals=('rc_',),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
