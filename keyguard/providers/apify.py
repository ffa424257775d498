"""Apify: ``apify_api_`` and 36 letters and digits."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, some, token

provider = Provider(
    'apify',
    'Apify',
    env=('APIFY_TOKEN', 'APIFY_API_TOKEN'),
    hosts=('api.apify.com',),
    calls=('ApifyClient', 'ApifyClientAsync'),
    detectors=(
        Detector(
            'apify-api-token',
            'Apify API token',
            pattern=token('apify_api_', some(ALNUM, 36)),
            literals=('apify_api_',),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'trufflesecurity/trufflehog:pkg/detectors/apify',
                'mongodb/kingfisher:data/rules/apify.yml',
                'praetorian-inc/titus:pkg/rule/rules/apify.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
