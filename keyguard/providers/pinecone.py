"""Pinecone: ``pcsk_``, five or six characters, ``_`` and 63 more; older keys are a UUID."""

from keyguard.model import Detector, Provider
from keyguard.providers.shapes import ALNUM, UUID, bare, make_uuid4, some, token, uuid4_at

provider = Provider(
    'pinecone',
    'Pinecone',
    env=('PINECONE_API_KEY',),
    hosts=('api.pinecone.io',),
    calls=('Pinecone', 'PineconeAsyncio', 'PineconeVectorStore', 'pinecone.init'),
    reads={'python': ('Pinecone', 'PineconeAsyncio'), 'javascript': ('Pinecone',)},
    key_page='https://app.pinecone.io/organizations/-/projects/-/keys',
    scopes='roles for each key on paid plans: a program that only asks needs the data plane, read only',
    detectors=(
        Detector(
            'pinecone-api-key',
            'Pinecone API key',
            pattern=token('pcsk_', some(ALNUM, 5, 6), '_', some(ALNUM, 63)),
            literals=('pcsk_',),
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'trufflesecurity/trufflehog:pkg/detectors/pinecone',
            ),
            since='2026-11-23',
        ),
        Detector(
            'pinecone-legacy-key',
            'Pinecone API key (older form)',
            pattern=bare(UUID),
            names=('pinecone',),
            doubt=uuid4_at(0),
            seal=make_uuid4(0),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
