"""Browser Use: ``bu_`` and 32 bytes of base64url."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import BASE64URL, clear_spare_bits, no_words, some, spare_bits_clear, token

provider = Provider(
    'browser-use',
    'Browser Use',
    env=('BROWSER_USE_API_KEY',),
    hosts=('api.browser-use.com',),
    detectors=(
        Detector(
            'browser-use-api-key',
            'Browser Use API key',
            pattern=token('bu_', some(BASE64URL, 43)),
            literals=('bu_',),
            wordlike=no_words(3),
            doubt=spare_bits_clear(2),
            seal=clear_spare_bits(2),
            sources=('mongodb/kingfisher:CHANGELOG.md', 'published samples, structure only'),
            since='2026-11-23',
        ),
    ),
)
