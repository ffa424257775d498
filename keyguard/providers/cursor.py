"""Cursor: ``key_`` and 64 hex digits; newer keys begin ``crsr_``, of a length that is not confirmed."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, no_words, some, token

provider = Provider(
    'cursor',
    'Cursor',
    env=('CURSOR_API_KEY',),
    hosts=('api.cursor.com',),
    likely={'key_page': 'https://cursor.com/dashboard'},
    detectors=(
        Detector(
            'cursor-api-key',
            'Cursor API key',
            pattern=token('key_', some('0-9a-z', 64)),
            literals=('key_',),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'praetorian-inc/titus:pkg/rule/rules/cursor.yml',
                'mongodb/kingfisher:crates/kingfisher-rules/data/rules/cursor.yml',
                'google/osv-scalibr:veles/secrets/cursorapikey',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
        Detector(
            'cursor-prefixed-key',
            'Cursor API key (newer form)',
            pattern=token('crsr_', some(BASE64URL, 20, 200)),
            literals=('crsr_',),
            names=('cursor',),
            confidence=MEDIUM,
            wordlike=no_words(5),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'praetorian-inc/titus:pkg/rule/rules/cursor.yml',
                'mongodb/kingfisher:crates/kingfisher-rules/data/rules/cursor.yml',
                'google/osv-scalibr:veles/secrets/cursorapikey',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
    ),
)
