"""Qdrant: a JWT whose second part says what it gives access to."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.jwt import HEADS, expired, jwt, make, says

provider = Provider(
    'qdrant',
    'Qdrant Cloud',
    env=('QDRANT_API_KEY', 'QDRANT__SERVICE__API_KEY'),
    hosts=('cloud.qdrant.io',),
    calls=('QdrantClient', 'AsyncQdrantClient'),
    key_page='https://cloud.qdrant.io',
    scopes='a key for one collection, read only where that is enough; not confirmed again lately',
    sdk='the clients read no variable: pass url and api_key from the environment',
    likely={'rotation': 'a key can be given an expiry date'},
    detectors=(
        Detector(
            'qdrant-api-key',
            'Qdrant database API key',
            pattern=jwt(),
            literals=HEADS,
            claim=says(b'"access":'),
            doubt=expired,
            seal=make(b'{"access":"m"}'),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
