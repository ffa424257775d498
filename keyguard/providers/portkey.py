"""No format of its keys is known: whatever its variables are given, and looks random, is reported."""

from keyguard.kinds import Provider

provider = Provider(
    'portkey',
    'Portkey',
    env=('PORTKEY_API_KEY', 'PORTKEY_VIRTUAL_KEY'),
    hosts=('api.portkey.ai',),
    calls=('Portkey', 'AsyncPortkey'),
)
