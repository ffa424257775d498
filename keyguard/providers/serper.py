"""Serper: 40 hex digits, as a git commit has; its name must stand near them."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import HEX, bare, some

provider = Provider(
    'serper',
    'Serper.dev',
    env=('SERPER_API_KEY',),
    hosts=('google.serper.dev',),
    calls=('GoogleSerperAPIWrapper',),
    spend='credits are prepaid',
    reads={'python': ('GoogleSerperAPIWrapper',)},
    sdk='there is no official SDK; GoogleSerperAPIWrapper of LangChain reads SERPER_API_KEY',
    likely={
        'key_page': 'https://serper.dev/api-keys',
        'scopes': 'there are no scopes: a key of its own for each application',
        'spend_page': 'https://serper.dev/billing',
        'usage_page': 'https://serper.dev/dashboard',
    },
    detectors=(
        Detector(
            'serper-api-key',
            'Serper API key',
            pattern=bare(some(HEX, 40)),
            # not the bare word: it stands in user_permission
            names=('serperapi', 'serperdev', 'serperkey', 'serpertoken', 'serpersearch', 'googleserper', '<serper>'),
            confidence=MEDIUM,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
