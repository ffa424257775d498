"""Volcengine Ark: a UUID, behind ``ark-`` when it is new; access keys begin ``AKLT``."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, BASE64URL, UUID, bare, maybe, some, token

provider = Provider(
    'volcengine-ark',
    'Volcengine Ark (Doubao)',
    env=('ARK_API_KEY', 'VOLC_SECRETKEY', 'VOLCENGINE_ARK_API_KEY'),
    hosts=('ark.cn-beijing.volces.com',),
    leaked='GitHub reports keys that it finds in public repositories to Volcano Engine; what follows is not confirmed',
    sdk='@ai-sdk/bytedance reads ARK_API_KEY',
    likely={'key_page': 'https://console.volcengine.com/ark'},
    detectors=(
        Detector(
            'volcengine-ark-uuid-key',
            'Volcengine Ark API key',
            pattern=bare(UUID),
            names=('volces', 'doubao', 'volcengine', 'arkapikey', 'volcsecretkey'),
            sources=(
                'mongodb/kingfisher:crates/kingfisher-rules/data/rules/volcengine.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/ghes-3.22/public-docs.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
        Detector(
            'volcengine-ark-api-key',
            'Volcengine Ark API key (newer form)',
            pattern=token('ark-', UUID, maybe('-' + some(ALNUM, 4, 12))),
            literals=('ark-',),
            confidence=MEDIUM,
            sources=(
                'mongodb/kingfisher:crates/kingfisher-rules/data/rules/volcengine.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/ghes-3.22/public-docs.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
        Detector(
            'volcengine-ark-access-key-id',
            'Volcengine access key id',
            pattern=token('AKLT', some(BASE64URL, 46, 48)),
            literals=('AKLT',),
            confidence=MEDIUM,
            env='VOLC_ACCESSKEY',
            sources=(
                'mongodb/kingfisher:crates/kingfisher-rules/data/rules/volcengine.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'github/docs:src/secret-scanning/data/pattern-docs/ghes-3.22/public-docs.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
    ),
)
