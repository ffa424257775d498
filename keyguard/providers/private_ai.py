"""Private AI: 32 small letters and digits with no mark; its name must stand near them."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import bare, some

provider = Provider(
    'private-ai',
    'Private AI',
    env=('PRIVATE_AI_API_KEY',),
    hosts=('api.private-ai.com',),
    detectors=(
        Detector(
            'private-ai-api-key',
            'Private AI API key',
            pattern=bare(some('a-z0-9', 32)),
            names=('privateai',),
            confidence=MEDIUM,
            sources=(
                'gitleaks/gitleaks:config/gitleaks.toml',
                'betterleaks/betterleaks:config/betterleaks.toml',
                'mongodb/kingfisher:CHANGELOG.md',
            ),
            since='2026-11-23',
        ),
    ),
)
