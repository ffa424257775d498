"""AI21: a UUID, told by the name near it."""

from keyguard.kinds import LOW, MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, UUID, bare, make_uuid4, some, uuid4_at

provider = Provider(
    'ai21',
    'AI21 Labs',
    env=('AI21_API_KEY', 'AI21_TOKEN'),
    hosts=('api.ai21.com',),
    calls=('AI21Client', 'AsyncAI21Client', 'ChatAI21'),
    reads={'python': ('AI21Client', 'AsyncAI21Client')},
    likely={'key_page': 'https://studio.ai21.com/account/api-key'},
    detectors=(
        Detector(
            'ai21-api-key',
            'AI21 API key',
            pattern=bare(UUID),
            names=('ai21',),
            confidence=MEDIUM,
            doubt=uuid4_at(0),
            seal=make_uuid4(0),
            sources=('praetorian-inc/titus:pkg/rule/rules/ai21.yml',),
            since='2026-11-23',
        ),
        Detector(
            'ai21-legacy-key',
            'AI21 API key (older form)',
            pattern=bare(some(ALNUM, 32)),
            names=('ai21',),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
