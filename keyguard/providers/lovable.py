"""No format of its keys is known: whatever its variables are given, and looks random, is reported."""

from keyguard.kinds import Provider

provider = Provider(
    'lovable',
    'Lovable',
    env=('LOVABLE_API_KEY',),
    hosts=('ai.gateway.lovable.dev',),
)
