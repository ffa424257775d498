"""Vast.ai: 64 hex digits with no mark; its name must stand near them."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import HEX, bare, some

provider = Provider(
    'vast',
    'Vast.ai',
    env=('VAST_API_KEY',),
    hosts=('console.vast.ai',),
    detectors=(
        Detector(
            'vast-api-key',
            'Vast.ai API key',
            pattern=bare(some(HEX, 64)),
            names=('vastapi', 'vastai', 'consolevast', 'vastkey', 'vasttoken', '<vast>'),
            confidence=MEDIUM,
            sources=('praetorian-inc/titus:pkg/rule/rules/vastai.yml',),
            since='2026-11-23',
        ),
    ),
)
