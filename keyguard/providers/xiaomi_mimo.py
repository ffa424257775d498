"""No format of its keys is known: whatever its variables are given, and looks random, is reported."""

from keyguard.kinds import Provider

provider = Provider(
    'xiaomi-mimo',
    'Xiaomi MiMo',
    env=('XIAOMI_API_KEY', 'MIMO_API_KEY'),
    hosts=('api.xiaomimimo.com',),
)
