"""Diffbot: 32 small letters and digits with no mark; its name must stand near them."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import bare, some

provider = Provider(
    'diffbot',
    'Diffbot',
    env=('DIFFBOT_TOKEN',),
    hosts=('api.diffbot.com',),
    detectors=(
        Detector(
            'diffbot-api-token',
            'Diffbot token',
            pattern=bare(some('a-z0-9', 32)),
            names=('diffbot',),
            confidence=MEDIUM,
            sources=(
                'trufflesecurity/trufflehog:pkg/detectors/diffbot',
                'praetorian-inc/titus:pkg/rule/rules/diffbot.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
