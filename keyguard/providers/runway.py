"""Runway: ``key_`` and 128 hex digits."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import HEX, some, token

provider = Provider(
    'runway',
    'Runway',
    env=('RUNWAYML_API_SECRET', 'RUNWAY_API_KEY'),
    hosts=('api.dev.runwayml.com',),
    calls=('RunwayML', 'AsyncRunwayML'),
    detectors=(
        Detector(
            'runway-api-secret',
            'Runway API secret',
            pattern=token('key_', some(HEX, 128)),
            literals=('key_',),
            sources=('praetorian-inc/titus:pkg/rule/rules/runway.yml',),
            since='2026-11-23',
        ),
    ),
)
