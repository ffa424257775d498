"""Browserbase: ``bb_live_`` or ``bb_test_`` and 27 characters."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import BASE64URL, either, no_words, some, token

provider = Provider(
    'browserbase',
    'Browserbase',
    env=('BROWSERBASE_API_KEY',),
    hosts=('api.browserbase.com',),
    calls=('Browserbase', 'AsyncBrowserbase'),
    detectors=(
        Detector(
            'browserbase-api-key',
            'Browserbase API key',
            pattern=token('bb_', either('live_', 'test_'), some(BASE64URL, 27)),
            literals=('bb_live_', 'bb_test_'),
            wordlike=no_words(8),
            sources=(
                'mongodb/kingfisher:crates/kingfisher-rules/data/rules/browserbase.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
    ),
)
