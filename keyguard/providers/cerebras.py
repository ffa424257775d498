"""Cerebras: ``csk-`` and 48 characters of an alphabet of 23."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import some, token

provider = Provider(
    'cerebras',
    'Cerebras',
    env=('CEREBRAS_API_KEY',),
    hosts=('api.cerebras.ai',),
    calls=('Cerebras', 'AsyncCerebras', 'ChatCerebras', 'createCerebras'),
    reads={'python': ('Cerebras', 'AsyncCerebras', 'ChatCerebras'), 'javascript': ('Cerebras',)},
    key_page='https://cloud.cerebras.ai',
    scopes='on paid accounts a key belongs to a project and has its limits',
    rotation='keys do not expire, and the console can show a key again: replace them yourself',
    limits='limits belong to the project, not to a key',
    detectors=(
        Detector(
            'cerebras-api-key',
            'Cerebras API key',
            pattern=token('csk-', some('2345689cdefhjkmnprtvwxy', 48)),
            literals=('csk-',),
            sources=(
                'praetorian-inc/titus:pkg/rule/rules/cerebras.yml',
                'betterleaks/betterleaks:config/betterleaks.toml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
    ),
)
