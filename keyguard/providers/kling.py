"""Kling: an access key and a secret key of 32 letters and digits each; its name must stand near them."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, some

provider = Provider(
    'kling',
    'Kling AI',
    env=('KLING_SECRET_KEY',),
    hosts=('api.klingai.com',),
    detectors=(
        Detector(
            'kling-key',
            'Kling access or secret key',
            pattern=bare(some(ALNUM, 32)),
            names=('kling',),
            confidence=MEDIUM,
            sources=('praetorian-inc/titus:pkg/rule/rules/klingai.yml',),
            since='2026-11-23',
        ),
    ),
)
