"""Predibase: ``pb_`` and a text of unknown length; its name must stand near."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import BASE64URL, some, token

provider = Provider(
    'predibase',
    'Predibase',
    env=('PREDIBASE_API_TOKEN',),
    hosts=('serving.app.predibase.com',),
    detectors=(
        Detector(
            'predibase-api-token',
            'Predibase API token',
            pattern=token('pb_', some(BASE64URL, 20, 100)),
            literals=('pb_',),
            names=('predibase',),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
