"""Tencent Hunyuan: an ``sk-`` key that only a name near it tells from others; Tencent Cloud pairs begin ``AKID``."""

from keyguard.kinds import LOW, MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, no_words, some, token

provider = Provider(
    'hunyuan',
    'Tencent Hunyuan / TokenHub',
    env=('HUNYUAN_API_KEY', 'TENCENT_TOKENHUB_API_KEY', 'TENCENT_CODING_PLAN_API_KEY', 'TENCENTCLOUD_SECRET_KEY'),
    hosts=('api.hunyuan.cloud.tencent.com', 'api.lkeap.cloud.tencent.com', 'tokenhub.tencentmaas.com'),
    detectors=(
        Detector(
            'hunyuan-api-key',
            'Tencent Hunyuan API key',
            pattern=token('sk-', some(ALNUM, 48)),
            literals=('sk-',),
            names=('hunyuan', 'tencentcloud', 'lkeap', 'tokenhub', 'tencentcodingplanapikey'),
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
        Detector(
            'hunyuan-secret-id',
            'Tencent Cloud SecretId',
            pattern=token('AKID', some(ALNUM, 32)),
            literals=('AKID',),
            names=('tencent', 'hunyuan'),
            confidence=MEDIUM,
            wordlike=no_words(4),
            env='TENCENTCLOUD_SECRET_ID',
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
        Detector(
            'hunyuan-secret-key',
            'Tencent Cloud SecretKey',
            pattern=bare(some(ALNUM, 32)),
            names=('tencentcloudsecretkey', 'tencentsecretkey'),
            confidence=LOW,
            env='TENCENTCLOUD_SECRET_KEY',
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
