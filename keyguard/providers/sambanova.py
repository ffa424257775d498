"""SambaNova: a UUID, told by the name near it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import UUID, bare

provider = Provider(
    'sambanova',
    'SambaNova Cloud',
    env=('SAMBANOVA_API_KEY', 'SNCLOUD_API_KEY'),
    hosts=('api.sambanova.ai',),
    calls=('SambaNova', 'ChatSambaNovaCloud', 'ChatSambaNova'),
    key_page='https://cloud.sambanova.ai/apis',
    scopes='a key of its own for each application',
    reads={'python': ('SambaNova',)},
    sdk=(
        'SambaNova() reads SAMBANOVA_API_KEY; the OpenAI SDK with the address of SambaNova does not: pass the key from'
        ' the environment'
    ),
    likely={'spend_page': 'https://cloud.sambanova.ai/billing'},
    detectors=(
        Detector(
            'sambanova-api-key',
            'SambaNova API key',
            pattern=bare(UUID),
            names=('sambanova', 'sncloud'),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
