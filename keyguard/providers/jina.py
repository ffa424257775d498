"""Jina AI: keys are ``jina_``, a UUID without dashes and 28 characters of either case."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, HEX, make_uuid4, some, token, uuid4_at

provider = Provider(
    'jina',
    'Jina AI',
    env=('JINA_API_KEY',),
    hosts=('api.jina.ai', 'r.jina.ai'),
    calls=('JinaEmbeddings', 'createJina'),
    reads={'javascript': ('createJina',)},
    sdk='jina-ai-provider for JavaScript reads JINA_API_KEY; in plain HTTP, send it as a bearer token',
    likely={
        'key_page': 'https://jina.ai/api-dashboard/key-manager',
        'scopes': 'there are no scopes; each key has tokens of its own',
        'spend': 'tokens are prepaid for each key',
        'spend_page': 'https://jina.ai/api-dashboard',
    },
    detectors=(
        Detector(
            'jina-api-key',
            'Jina AI API key',
            pattern=token('jina_', some(HEX, 32), some(ALNUM, 28)),
            literals=('jina_',),
            doubt=uuid4_at(5),
            seal=make_uuid4(5),
            sources=(
                'praetorian-inc/noseyparker:crates/noseyparker/data/default/builtin/rules/jina.yml',
                'praetorian-inc/titus:pkg/rule/rules/jina.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
