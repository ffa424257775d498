"""OpenRouter: ``sk-or-v1-`` and 64 hex digits; keys that call models and keys that manage others look alike."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import HEX, some, token

provider = Provider(
    'openrouter',
    'OpenRouter',
    env=('OPENROUTER_API_KEY',),
    hosts=('openrouter.ai',),
    calls=('OpenRouter', 'ChatOpenRouter', 'createOpenRouter'),
    key_page='https://openrouter.ai/settings/keys',
    scopes='give each key a credit limit that resets, and its own workspace; management keys only administer',
    rotation='a key can be given an expiry date, and be replaced through the API with a management key',
    spend='a credit limit for each key',
    spend_page='https://openrouter.ai/settings/credits',
    revoke='delete it on the key page, or by API with a management key',
    usage_page='https://openrouter.ai/activity',
    limits='each key can have a credit limit; requests per minute are not limited for a key',
    leaked='OpenRouter says that it writes to the owner of a key which GitHub reports, and leaves the deleting to you',
    sdk='the OpenAI SDK does not know OPENROUTER_API_KEY: pass the key from the environment',
    detectors=(
        Detector(
            'openrouter-api-key',
            'OpenRouter API key',
            pattern=token('sk-or-v1-', some(HEX, 64)),
            literals=('sk-or-v1-',),
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'betterleaks/betterleaks:config/betterleaks.toml',
            ),
            since='2026-11-23',
        ),
    ),
)
