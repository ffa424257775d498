"""Upstage: ``up_`` and 29 letters and digits."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, mixed, no_words, some, token

provider = Provider(
    'upstage',
    'Upstage (Solar)',
    env=('UPSTAGE_API_KEY',),
    hosts=('api.upstage.ai',),
    calls=('ChatUpstage', 'UpstageEmbeddings'),
    sdk='the OpenAI SDK with the address of Upstage does not know UPSTAGE_API_KEY: pass the key from the environment',
    likely={'key_page': 'https://console.upstage.ai/api-keys'},
    detectors=(
        Detector(
            'upstage-api-key',
            'Upstage API key',
            pattern=token('up_', some(ALNUM, 29)),
            literals=('up_',),
            wordlike=no_words(3),
            doubt=mixed(3),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'betterleaks/betterleaks:cmd/generate/config/rules/upstage.go',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
    ),
)
