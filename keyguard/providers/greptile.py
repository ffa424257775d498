"""Greptile: 36 bytes of base64 with no mark; its name must stand near them."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64, bare, mixed, some

provider = Provider(
    'greptile',
    'Greptile',
    env=('GREPTILE_API_KEY',),
    hosts=('api.greptile.com',),
    detectors=(
        Detector(
            'greptile-api-key',
            'Greptile API key',
            pattern=bare(some(BASE64, 48)),
            names=('greptile',),
            confidence=MEDIUM,
            inside=True,
            wordlike=mixed(),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'betterleaks/betterleaks:cmd/generate/config/rules/greptile.go',
            ),
            since='2026-11-23',
        ),
    ),
)
