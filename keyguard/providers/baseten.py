"""Baseten: eight letters and digits, a dot and 32 more; its name must stand near them."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, some

provider = Provider(
    'baseten',
    'Baseten',
    env=('BASETEN_API_KEY', 'BASETEN_TRUSS_AUTH_API_KEY'),
    hosts=('inference.baseten.co', 'api.baseten.co'),
    key_page='https://app.baseten.co/settings/api_keys',
    sdk=(
        'truss and @ai-sdk/baseten read BASETEN_API_KEY; the OpenAI SDK with the address of Baseten does not: pass the'
        ' key from the environment'
    ),
    likely={
        'scopes': 'a key of the workspace can be limited to calling named models',
        'spend_page': 'https://app.baseten.co/settings/billing',
    },
    detectors=(
        Detector(
            'baseten-api-key',
            'Baseten API key',
            pattern=bare(some(ALNUM, 8), r'\.', some(ALNUM, 32)),
            names=('baseten',),
            inside=True,
            sources=('praetorian-inc/titus:pkg/rule/rules/baseten.yml',),
            since='2026-11-23',
        ),
    ),
)
