"""DashScope: ``sk-`` and the 32 hex digits of a random UUID, the very shape of DeepSeek keys; only the words
around tell.
"""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, BASE64URL, HEX, digest, make_uuid4, no_words, some, token, uuid4_at

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
    rotation='keys are made and deleted in the console; only those of a Token Plan can be rotated by API',
    limits='limits belong to the workspace',
    leaked='GitHub is not known to report keys to Alibaba Cloud: count on nobody but you to revoke it',
    sdk=(
        'the Python SDK reads DASHSCOPE_API_KEY while it is imported: load a .env file before that; @ai-sdk/alibaba '
        'reads ALIBABA_API_KEY'
    ),
    likely={
        'spend': 'Alibaba Cloud has budgets and billing alerts',
        'spend_page': 'https://usercenter2-intl.console.alibabacloud.com/billing',
    },
    detectors=(
        Detector(
            'dashscope-plan-key',
            'DashScope coding or token plan key',
            pattern=token('sk-sp-', some(BASE64URL, 20, 120)),
            literals=('sk-sp-',),
            names=('dashscope', 'aliyun', 'alibaba', 'qwen', 'bailian', 'tongyi'),
            confidence=MEDIUM,
            wordlike=no_words(6),
            env='ALIBABA_CODING_PLAN_API_KEY',
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
        Detector(
            'dashscope-access-key-id',
            'Alibaba Cloud AccessKey ID',
            pattern=token('LTAI', some(ALNUM, 19, 21)),
            literals=('LTAI',),
            doubt=no_words(4),
            env='ALIBABA_CLOUD_ACCESS_KEY_ID',
            sources=('github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',),
            since='2026-11-23',
        ),
        Detector(
            'dashscope-api-key',
            'DashScope (Qwen) API key',
            pattern=digest('sk-', some(HEX, 32)),
            literals=('sk-',),
            names=('dashscope', 'aliyuncs', 'alibaba', 'qwen', 'bailian', 'tongyi'),
            doubt=uuid4_at(3),
            seal=make_uuid4(3),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
