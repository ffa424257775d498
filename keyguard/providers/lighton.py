"""LightOn: 40 to 80 characters by all that is known; its name must stand near them."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import BASE64URL, bare, mixed, some

provider = Provider(
    'lighton',
    'LightOn Paradigm',
    env=('PARADIGM_API_KEY',),
    hosts=('paradigm.lighton.ai',),
    detectors=(
        Detector(
            'lighton-api-key',
            'LightOn Paradigm API key',
            pattern=bare(some(BASE64URL, 40, 80)),
            names=('lighton', 'paradigmapi'),
            confidence=LOW,
            wordlike=mixed(),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'betterleaks/betterleaks:cmd/generate/config/rules/lighton.go',
            ),
            since='2026-11-23',
        ),
    ),
)
