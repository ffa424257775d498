"""Deepgram: 40 hex digits, as git commits are, so that only the words around a key tell it."""

from keyguard.model import Detector, Provider
from keyguard.providers.shapes import HEX, bare, some

provider = Provider(
    'deepgram',
    'Deepgram',
    env=('DEEPGRAM_API_KEY', 'DEEPGRAM_ACCESS_TOKEN'),
    hosts=('api.deepgram.com',),
    calls=('DeepgramClient', 'AsyncDeepgramClient', 'Deepgram'),
    reads={'python': ('DeepgramClient', 'AsyncDeepgramClient'), 'javascript': ('DeepgramClient',)},
    key_page='https://console.deepgram.com',
    scopes='the role member with usage:write is enough for an application',
    rotation='keys can be given an expiry date or duration; short-lived tokens come from /v1/auth/grant',
    detectors=(
        Detector(
            'deepgram-api-key',
            'Deepgram API key',
            pattern=bare(some(HEX, 40)),
            names=('deepgram',),
            sources=(
                'trufflesecurity/trufflehog:pkg/detectors/deepgram',
                'betterleaks/betterleaks:config/betterleaks.toml',
            ),
            since='2026-11-23',
        ),
    ),
)
