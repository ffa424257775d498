"""Salad: ``salad_cloud_``, a short name and a longer part."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, some, token

provider = Provider(
    'salad',
    'SaladCloud',
    env=('SALAD_API_KEY',),
    hosts=('api.salad.com',),
    detectors=(
        Detector(
            'salad-api-key',
            'SaladCloud API key',
            pattern=token('salad_cloud_', some(ALNUM, 1, 7), '_', some(ALNUM, 9, 235)),
            literals=('salad_cloud_',),
            confidence=MEDIUM,
            sources=('trufflesecurity/trufflehog:pkg/detectors/saladcloudapikey', 'mongodb/kingfisher:CHANGELOG.md'),
            since='2026-11-23',
        ),
    ),
)
