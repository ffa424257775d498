"""No format of its keys is known: whatever its variables are given, and looks random, is reported."""

from keyguard.kinds import Provider

provider = Provider(
    'zilliz',
    'Zilliz Cloud / Milvus',
    env=('ZILLIZ_API_KEY', 'ZILLIZ_CLOUD_API_KEY', 'MILVUS_TOKEN'),
    hosts=('zillizcloud.com',),
)
