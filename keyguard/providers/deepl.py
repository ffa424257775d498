"""DeepL: a UUID, with ``:fx`` behind it on the free plan; its name must stand near it."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import UUID, bare, maybe

provider = Provider(
    'deepl',
    'DeepL',
    env=('DEEPL_API_KEY', 'DEEPL_AUTH_KEY'),
    hosts=('api.deepl.com', 'api-free.deepl.com'),
    calls=('deepl.Translator', 'deepl.DeepLClient', 'DeepLClient'),
    detectors=(
        Detector(
            'deepl-api-key',
            'DeepL API key',
            pattern=bare(UUID, maybe(':fx')),
            # not the bare word: it stands in deeply and deeplearning
            names=(
                'deeplapi',
                'deeplauth',
                'deeplcom',
                'deeplkey',
                'deepltranslator',
                'deeplclient',
                'apifreedeepl',
                'deepltoken',
                '<deepl>',
            ),
            confidence=MEDIUM,
            sources=('mongodb/kingfisher:CHANGELOG.md',),
            since='2026-11-23',
        ),
    ),
)
