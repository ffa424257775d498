"""Traceloop: ``tl_`` and 32 hex digits; its name must stand near."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import HEX, some, token

provider = Provider(
    'traceloop',
    'Traceloop (OpenLLMetry)',
    env=('TRACELOOP_API_KEY',),
    hosts=('api.traceloop.com',),
    detectors=(
        Detector(
            'traceloop-api-key',
            'Traceloop API key',
            pattern=token('tl_', some(HEX, 32)),
            literals=('tl_',),
            names=('traceloop', 'openllmetry'),
            confidence=LOW,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
