"""Deepgram: a key is 40 hex digits, just like a git revision, so only the name beside it tells."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import HEX, bare, some

provider = Provider(
    'deepgram',
    'Deepgram',
    env=('DEEPGRAM_API_KEY', 'DEEPGRAM_ACCESS_TOKEN'),
    hosts=('api.deepgram.com',),
    calls=('DeepgramClient', 'AsyncDeepgramClient', 'Deepgram'),
    reads={'python': ('DeepgramClient',), 'javascript': ('DeepgramClient',)},
    key_page='https://console.deepgram.com',
    revoke='delete the key in its project, in the console or by the management API',
    scopes='a key with the role of a member (usage:write), never of an admin or owner; a browser gets a token of short '
    'life instead (/v1/auth/grant)',
    rotation='a key can be given an end date or a life when it is made, and keys are made and deleted by API',
    limits='the number of requests at a time belongs to the project',
    sdk=(
        'the Python SDK reads DEEPGRAM_API_KEY while it is imported: load a .env file before that; the JavaScript '
        'client reads it too'
    ),
    likely={'usage_page': 'https://console.deepgram.com'},
    detectors=(
        Detector(
            'deepgram-api-key',
            'Deepgram API key',
            pattern=bare(some(HEX, 40)),
            names=('deepgram',),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'trufflesecurity/trufflehog:pkg/detectors/deepgram',
                'praetorian-inc/titus:pkg/rule/rules/deepgram.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
