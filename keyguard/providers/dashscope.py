"""DashScope: ``sk-`` and the 32 hex digits of a random UUID, the very shape of DeepSeek keys; only the words
around tell.
"""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import HEX, make_uuid4, some, token, uuid4_at

provider = Provider(
    'dashscope',
    'Alibaba Cloud DashScope (Qwen)',
    env=(
        'DASHSCOPE_API_KEY',
        'QWEN_API_KEY',
        'BAILIAN_API_KEY',
        'ALIBABA_API_KEY',
        'ALIBABA_CODING_PLAN_API_KEY',
        'ALIBABA_TOKEN_PLAN_API_KEY',
    ),
    hosts=('dashscope.aliyuncs.com', 'dashscope-intl.aliyuncs.com'),
    calls=('ChatTongyi', 'Tongyi', 'createQwen', 'DashScopeEmbeddings'),
    reads={'python': ('ChatTongyi', 'Tongyi', 'DashScopeEmbeddings')},
    key_page='https://modelstudio.console.alibabacloud.com/?tab=dashboard#/api-key',
    revoke='it stands in Model Studio under API Key; a key also dies when its user leaves the workspace',
    scopes='a workspace of its own limits the models and rates that its keys reach',
    detectors=(
        Detector(
            'dashscope-api-key',
            'DashScope (Qwen) API key',
            pattern=token('sk-', some(HEX, 32)),
            literals=('sk-',),
            names=('dashscope', 'aliyuncs', 'qwen', 'bailian', 'tongyi'),
            doubt=uuid4_at(3),
            seal=make_uuid4(3),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
