"""Exa: a key is a plain UUID, and many others call their header ``x-api-key`` too, so the company's name must stand
beside it in a form that no other word holds.
"""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import UUID, bare, make_uuid4, uuid4_at

provider = Provider(
    'exa',
    'Exa',
    env=('EXA_API_KEY',),
    hosts=('api.exa.ai',),
    calls=('Exa', 'AsyncExa'),
    reads={'python': ('Exa',), 'javascript': ('Exa',)},
    key_page='https://dashboard.exa.ai/api-keys',
    revoke='delete the key on the key page, or by the Team Management API where it is enabled for the team',
    scopes='a key of its own for each program, with a rate limit and a budget',
    rotation='keys can be made and deleted by the Team Management API, which must be enabled for the team',
    spend='give the key a budget; the balance belongs to the whole team',
    spend_page='https://dashboard.exa.ai/billing',
    usage_page='https://dashboard.exa.ai',
    limits='a key can be given a number of requests per minute, and a budget',
    detectors=(
        Detector(
            'exa-api-key',
            'Exa API key',
            pattern=bare(UUID),
            # the name alone is a part of many words (example, hexadecimal)
            names=(
                'exaapi',
                'exakey',
                'exatoken',
                'apiexaai',
                'dashboardexaai',
                'exapy',
                'exajs',
                'exasearch',
                '<exa>',
            ),
            confidence=MEDIUM,
            doubt=uuid4_at(0),
            seal=make_uuid4(0),
            sources=('praetorian-inc/titus:pkg/rule/rules/exaai.yml',),
            since='2026-11-23',
        ),
    ),
)
