"""DeepSeek: ``sk-`` and the 32 hex digits of a random UUID, the very shape of DashScope keys; only the words
around tell.
"""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import HEX, digest, make_uuid4, some, uuid4_at

provider = Provider(
    'deepseek',
    'DeepSeek',
    env=('DEEPSEEK_API_KEY',),
    hosts=('api.deepseek.com',),
    calls=('ChatDeepSeek', 'createDeepSeek'),
    reads={'python': ('ChatDeepSeek',)},
    key_page='https://platform.deepseek.com/api_keys',
    scopes='there are no scopes: a key of its own for each application',
    spend='the prepaid balance is the only cap: keep it small',
    spend_page='https://platform.deepseek.com/usage',
    rotation='keys do not expire and cannot be replaced by API: do it by hand',
    usage_page='https://platform.deepseek.com/usage',
    leaked='GitHub is not known to report keys to DeepSeek: count on nobody but you to revoke it',
    sdk=(
        '@ai-sdk/deepseek reads DEEPSEEK_API_KEY; the OpenAI SDK with the address of DeepSeek does not: pass the key '
        'from the environment'
    ),
    detectors=(
        Detector(
            'deepseek-api-key',
            'DeepSeek API key',
            pattern=digest('sk-', some(HEX, 32)),
            literals=('sk-',),
            names=('deepseek',),
            doubt=uuid4_at(3),
            seal=make_uuid4(3),
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'praetorian-inc/titus:pkg/rule/rules/deepseek.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
