"""Zilliz Cloud: no format of its keys is confirmed; what looks random is one where Zilliz Cloud is named beside it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, mixed, some

provider = Provider(
    'zilliz',
    'Zilliz Cloud / Milvus',
    env=('ZILLIZ_API_KEY', 'ZILLIZ_CLOUD_API_KEY', 'MILVUS_TOKEN'),
    hosts=('zillizcloud.com',),
    calls=('MilvusClient',),
    detectors=(
        Detector(
            'zilliz-api-key',
            'Zilliz Cloud API key',
            pattern=bare(some(ALNUM, 32, 88)),
            names=('zilliz', 'milvustoken', 'milvusapi'),
            confidence=LOW,
            wordlike=mixed(),
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
