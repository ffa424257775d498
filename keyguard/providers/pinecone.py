"""Pinecone: keys are ``pcsk_``, a short part of five or six, an underscore and 63 characters; old ones are a plain
UUID.
"""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, UUID, bare, make_uuid4, some, token, uuid4_at

_SOURCES = (
    'betterleaks/betterleaks:config/betterleaks.toml',
    'trufflesecurity/trufflehog:pkg/detectors/pinecone',
)
_SINCE = '2026-11-23'


provider = Provider(
    'pinecone',
    'Pinecone',
    env=('PINECONE_API_KEY',),
    hosts=('api.pinecone.io',),
    calls=('Pinecone', 'PineconeGRPC', 'pinecone.init'),
    reads={'python': ('Pinecone',), 'javascript': ('Pinecone',)},
    key_page='https://app.pinecone.io/organizations/-/projects/-/keys',
    revoke='delete the key on the key page, or by the admin API with a service account',
    scopes='a key with a role (Standard and Enterprise plans); a program that only asks needs to read the data plane '
    'and no more',
    rotation='keys can be made and deleted by the admin API with a service account',
    leaked='GitHub is not known to report keys to Pinecone: count on nobody but you to revoke it',
    likely={'spend': 'alerts tell of the use (Organization > Usage)'},
    detectors=(
        Detector(
            'pinecone-api-key',
            'Pinecone API key',
            pattern=token('pcsk_', some(ALNUM, 5, 6), '_', some(ALNUM, 63)),
            literals=('pcsk_',),
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'pinecone-legacy-key',
            'Pinecone API key (a UUID)',
            pattern=bare(UUID),
            names=('pinecone',),
            doubt=uuid4_at(0),
            seal=make_uuid4(0),
            sources=_SOURCES[1:],
            since=_SINCE,
        ),
    ),
)
