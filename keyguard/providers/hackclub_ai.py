"""No format of its keys is known: whatever its variables are given, and looks random, is reported."""

from keyguard.kinds import Provider

provider = Provider(
    'hackclub-ai',
    'Hack Club AI',
    env=('HACKCLUB_AI_API_KEY',),
    hosts=('ai.hackclub.com',),
)
