"""Stability AI: keys are ``sk-`` and 48 characters, as several other issuers' keys are; the name beside it tells."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, mixed, some, token

provider = Provider(
    'stability',
    'Stability AI',
    env=('STABILITY_API_KEY', 'STABILITY_KEY'),
    hosts=('api.stability.ai',),
    calls=('StabilityInference',),
    key_page='https://platform.stability.ai/account/keys',
    scopes='there are no scopes: a key of its own for each application',
    rotation='keys neither expire nor can be replaced by API: do it by hand',
    sdk='the old stability-sdk reads STABILITY_KEY; whoever calls the API directly chooses the name',
    likely={
        'spend': 'credits are prepaid: keep the balance small and automatic top-up off',
        'spend_page': 'https://platform.stability.ai/account/credits',
    },
    detectors=(
        Detector(
            'stability-api-key',
            'Stability AI API key',
            pattern=token('sk-', some(ALNUM, 48)),
            literals=('sk-',),
            names=('stability', 'dreamstudio', 'stablediffusion', 'stableimage'),
            wordlike=mixed(3),
            sources=('praetorian-inc/titus:pkg/rule/rules/stabilityai.yml', 'published samples, structure only'),
            since='2026-11-23',
        ),
    ),
)
