"""ElevenLabs: keys are ``sk_`` and 48 hex digits, which no other issuer's ``sk_`` keys are; old ones are 32 hex digits
with no mark.
"""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import HEX, bare, some, token

_SOURCES = (
    'betterleaks/betterleaks:config/betterleaks.toml',
    'trufflesecurity/trufflehog:pkg/detectors/elevenlabs',
)
_SINCE = '2026-11-23'


provider = Provider(
    'elevenlabs',
    'ElevenLabs',
    env=('ELEVENLABS_API_KEY', 'ELEVEN_API_KEY', 'XI_API_KEY'),
    hosts=('api.elevenlabs.io',),
    calls=('ElevenLabs', 'AsyncElevenLabs', 'ElevenLabsClient'),
    reads={'python': ('ElevenLabs',), 'javascript': ('ElevenLabsClient',)},
    key_page='https://elevenlabs.io/app/settings/api-keys',
    scopes='a key that may read or write only the endpoints it uses, with a credit quota; a service account where the '
    'plan has them',
    rotation='the keys of service accounts can be made, changed and deleted by API',
    spend='give each key a credit quota; usage-based billing can be switched off in the subscription',
    spend_page='https://elevenlabs.io/app/subscription',
    usage_page='https://elevenlabs.io/app/usage',
    limits='each key can have a credit quota',
    sdk=(
        'the Python SDK reads ELEVENLABS_API_KEY while it is imported: load a .env file before that; new '
        'ElevenLabsClient() reads it too'
    ),
    detectors=(
        Detector(
            'elevenlabs-api-key',
            'ElevenLabs API key',
            pattern=token('sk_', some(HEX, 48)),
            literals=('sk_',),
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'elevenlabs-legacy-key',
            'ElevenLabs API key (32 hex digits)',
            pattern=bare(some(HEX, 32)),
            names=('elevenlabs', 'elevenapikey', 'xiapikey'),
            sources=_SOURCES[1:],
            since=_SINCE,
        ),
    ),
)
