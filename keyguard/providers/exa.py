"""Exa: a random UUID and nothing else, so that only the words around a key tell it."""

from keyguard.model import MEDIUM, Detector, Provider
from keyguard.providers.shapes import UUID, bare, make_uuid4, uuid4_at

provider = Provider(
    'exa',
    'Exa',
    env=('EXA_API_KEY',),
    hosts=('api.exa.ai',),
    calls=('Exa', 'ExaSearchResults', 'ExaSearchRetriever'),
    reads={'python': ('Exa',), 'javascript': ('Exa',)},
    key_page='https://dashboard.exa.ai/api-keys',
    scopes='a budget and a rate limit for each key, through the Team Management API',
    spend='a budget for each key',
    spend_page='https://dashboard.exa.ai/billing',
    detectors=(
        Detector(
            'exa-api-key',
            'Exa API key',
            pattern=bare(UUID),
            names=('exaapi', 'exakey', 'apiexaai', 'exaai', 'exapy', 'newexa', 'exasearch', 'exaclient', 'exatoken'),
            confidence=MEDIUM,
            doubt=uuid4_at(0),
            seal=make_uuid4(0),
            sources=('praetorian-inc/titus:pkg/rule/rules/exa.yml', 'published samples, structure only'),
            since='2026-11-23',
        ),
    ),
)
