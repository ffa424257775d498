"""Photoroom: ``sk_pr_``, a name, an underscore and 40 hex digits; ``sandbox_`` stands before one that costs nothing."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import BASE64URL, HEX, some, token

provider = Provider(
    'photoroom',
    'Photoroom',
    env=('PHOTOROOM_API_KEY',),
    hosts=('sdk.photoroom.com',),
    detectors=(
        Detector(
            'photoroom-api-key',
            'Photoroom API key',
            pattern=token('sk_pr_', some(BASE64URL, 1, 64), '_', some(HEX, 40)),
            literals=('sk_pr_',),
            sources=('trufflesecurity/trufflehog:pkg/detectors/photoroom',),
            since='2026-11-23',
        ),
        Detector(
            'photoroom-sandbox-key',
            'Photoroom sandbox API key',
            pattern=token('sandbox_sk_pr_', some(BASE64URL, 1, 64), '_', some(HEX, 40)),
            literals=('sandbox_sk_pr_',),
            sources=('trufflesecurity/trufflehog:pkg/detectors/photoroom',),
            since='2026-11-23',
        ),
    ),
)
