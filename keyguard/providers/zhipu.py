"""Zhipu: the 32 hex digits of a random UUID, a dot, and 16 letters and digits."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, HEX, bare, make_uuid4, some, uuid4_at


def _is_no_file(key: bytes) -> str:
    # 16 random letters and digits: one key in 17 lacks a digit, one in 6000 an upper-case letter
    return '' if key[33:] != key[33:].lower() else 'a file named by its hash, not a key'


def _uuid(key: bytes) -> str:
    return uuid4_at(0)(key[:32])


def _make_uuid(key: bytes) -> bytes:
    return make_uuid4(0)(key[:32]) + key[32:]


provider = Provider(
    'zhipu',
    'Zhipu BigModel (Z.ai)',
    env=('ZAI_API_KEY', 'ZHIPUAI_API_KEY', 'ZHIPU_API_KEY', 'GLM_API_KEY', 'BIGMODEL_API_KEY'),
    hosts=('open.bigmodel.cn', 'api.z.ai'),
    calls=('ZhipuAI', 'ZaiClient', 'ZhipuAiClient', 'ChatZhipuAI', 'createZhipu'),
    reads={'python': ('ZaiClient',)},
    key_page='https://z.ai/manage-apikey/apikey-list',
    revoke='keys of bigmodel.cn are revoked there',
    sdk='ZaiClient() reads ZAI_API_KEY; zhipu-ai-provider for JavaScript reads ZHIPU_API_KEY',
    likely={
        'spend': 'credits are prepaid',
        'spend_page': 'https://z.ai/manage-apikey/billing',
    },
    detectors=(
        Detector(
            'zhipu-api-key',
            'Zhipu (Z.ai) API key',
            pattern=bare(some(HEX, 32), r'\.', some(ALNUM, 16)),
            names=(
                'zhipu',
                'bigmodel',
                'zaiapi',
                'zaikey',
                'zaiclient',
                'apizai',
                'chatglm',
                'glmapi',
                'glmkey',
                'zapikey',
            ),
            check=_is_no_file,
            doubt=_uuid,
            seal=_make_uuid,
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'praetorian-inc/titus:pkg/rule/rules/zhipu.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
    ),
)
