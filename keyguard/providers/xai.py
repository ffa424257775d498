"""xAI: ``xai-`` and 80 letters and digits; management keys put ``token-`` between."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, mixed, some, token

provider = Provider(
    'xai',
    'xAI (Grok)',
    env=('XAI_API_KEY', 'GROK_API_KEY', 'XAI_MANAGEMENT_KEY'),
    hosts=('api.x.ai',),
    calls=('xai_sdk.Client', 'ChatXAI', 'createXai'),
    reads={'python': ('xai_sdk.Client', 'ChatXAI')},
    key_page='https://console.x.ai/team/default/api-keys',
    scopes='a key can be limited to the endpoints and models that it needs',
    rotation='keys can be made and deleted through the management API',
    spend='prepaid credits and a spending limit',
    spend_page='https://console.x.ai',
    usage_page='https://console.x.ai',
    leaked='GitHub reports keys that it finds in public repositories to xAI; what follows is not confirmed',
    sdk=(
        'xai_sdk and @ai-sdk/xai read XAI_API_KEY; the OpenAI SDK with the address of xAI does not: pass the key from '
        'the environment'
    ),
    likely={'limits': 'the management API can limit the requests and tokens of a key'},
    detectors=(
        Detector(
            'xai-api-key',
            'xAI API key',
            pattern=token('xai-', some(ALNUM, 80)),
            literals=('xai-',),
            wordlike=mixed(4),
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'betterleaks/betterleaks:config/betterleaks.toml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'xai-management-key',
            'xAI management key',
            pattern=token('xai-token-', some(ALNUM, 80)),
            literals=('xai-token-',),
            confidence=MEDIUM,
            wordlike=mixed(10),
            env='XAI_MANAGEMENT_KEY',
            sources=('github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',),
            since='2026-11-23',
        ),
    ),
)
