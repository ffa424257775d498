"""Replicate: ``r8_`` and 37 letters and digits."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, mixed, some, token

provider = Provider(
    'replicate',
    'Replicate',
    env=('REPLICATE_API_TOKEN',),
    hosts=('api.replicate.com',),
    calls=('Replicate', 'replicate.Client'),
    reads={'python': ('replicate.Client',), 'javascript': ('Replicate',)},
    key_page='https://replicate.com/account/api-tokens',
    scopes='there are no scopes: a named token for each application',
    rotation='tokens do not expire: disable the old one yourself',
    leaked='GitHub reports keys that it finds in public repositories to Replicate; what follows is not confirmed',
    sdk='replicate.run() and new Replicate() read REPLICATE_API_TOKEN',
    likely={
        'spend': 'a monthly limit can be set',
        'spend_page': 'https://replicate.com/account/billing',
    },
    detectors=(
        Detector(
            'replicate-api-token',
            'Replicate API token',
            pattern=token('r8_', some(ALNUM, 37)),
            literals=('r8_',),
            wordlike=mixed(3),
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'betterleaks/betterleaks:config/betterleaks.toml',
            ),
            since='2026-11-23',
        ),
    ),
)
