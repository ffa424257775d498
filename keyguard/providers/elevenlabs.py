"""ElevenLabs: ``sk_`` and 48 hex digits; older keys are 32 hex digits alone."""

from keyguard.model import Detector, Provider
from keyguard.providers.shapes import HEX, bare, some, token

provider = Provider(
    'elevenlabs',
    'ElevenLabs',
    env=('ELEVENLABS_API_KEY', 'ELEVEN_API_KEY', 'XI_API_KEY'),
    hosts=('api.elevenlabs.io',),
    calls=('ElevenLabs', 'AsyncElevenLabs', 'ElevenLabsClient'),
    reads={'python': ('ElevenLabs', 'AsyncElevenLabs'), 'javascript': ('ElevenLabsClient',)},
    key_page='https://elevenlabs.io/app/settings/api-keys',
    scopes='allow a key only the endpoints that it needs, and give it a credit quota',
    rotation='keys of service accounts can be replaced through the API',
    spend='a credit quota for each key',
    spend_page='https://elevenlabs.io/app/subscription',
    detectors=(
        Detector(
            'elevenlabs-api-key',
            'ElevenLabs API key',
            pattern=token('sk_', some(HEX, 48)),
            literals=('sk_',),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'praetorian-inc/titus:pkg/rule/rules/elevenlabs.yml',
            ),
            since='2026-11-23',
        ),
        Detector(
            'elevenlabs-legacy-key',
            'ElevenLabs API key (older form)',
            pattern=bare(some(HEX, 32)),
            names=('elevenlabs', 'xiapikey', 'elevenapikey'),
            sources=('trufflesecurity/trufflehog:pkg/detectors/elevenlabs',),
            since='2026-11-23',
        ),
    ),
)
