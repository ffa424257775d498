"""Fireworks AI: ``fw_`` and 24 characters of base58."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import BASE58, mixed, some, token

provider = Provider(
    'fireworks',
    'Fireworks AI',
    env=('FIREWORKS_API_KEY',),
    hosts=('api.fireworks.ai',),
    calls=('Fireworks', 'AsyncFireworks', 'ChatFireworks', 'createFireworks'),
    reads={'python': ('Fireworks', 'AsyncFireworks', 'ChatFireworks')},
    key_page='https://app.fireworks.ai/settings/users/api-keys',
    revoke='firectl api-key delete does it from the command line',
    scopes='make a service account with the role inference-user, and its key with firectl',
    rotation='keys can be given an expiry date',
    limits='quotas belong to the account',
    sdk='Fireworks() and @ai-sdk/fireworks read FIREWORKS_API_KEY',
    likely={
        'spend': 'an account can have a spend limit',
        'spend_page': 'https://app.fireworks.ai/account/billing',
        'usage_page': 'https://app.fireworks.ai/account/usage',
    },
    detectors=(
        Detector(
            'fireworks-api-key',
            'Fireworks AI API key',
            pattern=token('fw_', some(BASE58, 24)),
            literals=('fw_',),
            wordlike=mixed(3),
            sources=('praetorian-inc/titus:pkg/rule/rules/fireworksai.yml', 'published samples, structure only'),
            since='2026-11-23',
        ),
    ),
)
