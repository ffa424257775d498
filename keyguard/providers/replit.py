"""No format of its keys is known: whatever its variables are given, and looks random, is reported."""

from keyguard.kinds import Provider

provider = Provider(
    'replit',
    'Replit',
    env=('REPLIT_TOKEN',),
)
