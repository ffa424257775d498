"""Mistral AI: 32 letters and digits without a prefix, so that only the words around a key tell it."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, mixed, some

provider = Provider(
    'mistral',
    'Mistral AI',
    env=('MISTRAL_API_KEY', 'CODESTRAL_API_KEY'),
    hosts=('api.mistral.ai', 'codestral.mistral.ai'),
    calls=('Mistral', 'MistralClient', 'ChatMistralAI', 'MistralAIEmbeddings', 'createMistral'),
    reads={'python': ('Mistral', 'ChatMistralAI'), 'javascript': ('Mistral',)},
    key_page='https://console.mistral.ai/api-keys',
    scopes='a key reaches every endpoint of its workspace, so make one workspace for each environment',
    rotation='an expiry date can be set when the key is made',
    spend='a monthly limit for each workspace; beyond it requests get status 429',
    spend_page='https://admin.mistral.ai/organization/billing',
    limits='limits belong to the workspace, not to a key',
    leaked='GitHub is not known to report keys to Mistral: count on nobody but you to revoke it',
    likely={'usage_page': 'https://admin.mistral.ai/organization/usage'},
    detectors=(
        Detector(
            'mistral-api-key',
            'Mistral API key',
            pattern=bare(some(ALNUM, 32)),
            names=('mistral', 'codestral'),
            wordlike=mixed(),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'praetorian-inc/titus:pkg/rule/rules/mistral.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
