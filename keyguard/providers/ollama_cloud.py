"""Ollama: a random UUID without dashes, a dot and 18 bytes of base64url; its name must stand near them."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import BASE64URL, HEX, bare, make_uuid4, some, uuid4_at

provider = Provider(
    'ollama-cloud',
    'Ollama Cloud',
    env=('OLLAMA_API_KEY',),
    hosts=('ollama.com',),
    likely={'key_page': 'https://ollama.com/settings/keys'},
    detectors=(
        Detector(
            'ollama-cloud-api-key',
            'Ollama API key',
            pattern=bare(some(HEX, 32), r'\.', some(BASE64URL, 24)),
            names=('ollama',),
            doubt=uuid4_at(0),
            seal=make_uuid4(0),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'betterleaks/betterleaks:cmd/generate/config/rules/ollama.go',
                'praetorian-inc/titus:pkg/rule/rules/ollama.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
