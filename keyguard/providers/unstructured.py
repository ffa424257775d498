"""Unstructured: 30 letters and digits with no mark; its name must stand near them."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, some

provider = Provider(
    'unstructured',
    'Unstructured.io',
    env=('UNSTRUCTURED_API_KEY',),
    hosts=('api.unstructuredapp.io',),
    calls=('UnstructuredClient',),
    detectors=(
        Detector(
            'unstructured-api-key',
            'Unstructured API key',
            pattern=bare(some(ALNUM, 30)),
            names=(
                'unstructuredapi',
                'unstructuredio',
                'unstructuredkey',
                'apiunstructuredappio',
                'unstructuredtoken',
                'unstructuredclient',
                '<unstructured>',
            ),
            confidence=LOW,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
