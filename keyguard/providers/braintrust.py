"""Braintrust: ``sk-`` and 48 letters and digits, or ``sk-bt-``; its name must stand near."""

from keyguard.kinds import LOW, MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, BASE64URL, some, token

provider = Provider(
    'braintrust',
    'Braintrust',
    env=('BRAINTRUST_API_KEY',),
    hosts=('api.braintrust.dev',),
    likely={'key_page': 'https://www.braintrust.dev/app/settings?subroute=api-keys'},
    detectors=(
        Detector(
            'braintrust-api-key',
            'Braintrust API key',
            pattern=token('sk-', some(ALNUM, 48)),
            literals=('sk-',),
            names=('braintrust',),
            confidence=MEDIUM,
            sources=('trufflesecurity/trufflehog:pkg/detectors/braintrust', 'published samples, structure only'),
            since='2026-11-23',
        ),
        Detector(
            'braintrust-prefixed-key',
            'Braintrust API key (newer form)',
            pattern=token('sk-bt-', some(BASE64URL, 20, 120)),
            literals=('sk-bt-',),
            names=('braintrust',),
            confidence=LOW,
            sources=('trufflesecurity/trufflehog:pkg/detectors/braintrust', 'published samples, structure only'),
            since='2026-11-23',
        ),
    ),
)
