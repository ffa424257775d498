"""Clay: 20 hex digits, too few and too common to tell; what its variable is given, and looks random, is reported."""

from keyguard.kinds import Provider

provider = Provider(
    'clay',
    'Clay',
    env=('CLAY_API_KEY',),
    hosts=('api.clay.com',),
)
