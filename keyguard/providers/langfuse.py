"""Langfuse: a pair of keys, each a UUID behind its prefix; ``sk-lf-`` is the secret one, ``pk-lf-`` the public name
that goes with it.
"""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import UUID, make_uuid4, token, uuid4_at

_SOURCES = ('trufflesecurity/trufflehog:pkg/detectors/langfuse', 'published samples, structure only')
_SINCE = '2026-11-23'


provider = Provider(
    'langfuse',
    'Langfuse',
    env=('LANGFUSE_SECRET_KEY',),
    hosts=('cloud.langfuse.com', 'us.cloud.langfuse.com'),
    calls=('Langfuse', 'LangfuseClient'),
    reads={'python': ('Langfuse',), 'javascript': ('LangfuseClient',)},
    key_page='https://cloud.langfuse.com',
    revoke='delete the pair in the project settings (API Keys), or by API with a key of the organization',
    scopes='a pair that may only ingest is enough for most applications; this is chosen when it is made',
    rotation='a pair can be given a life of 30 days to a year when it is made, and be replaced by API',
    sdk='the client reads LANGFUSE_PUBLIC_KEY, LANGFUSE_SECRET_KEY, and LANGFUSE_BASE_URL or LANGFUSE_HOST',
    likely={'spend': 'alerts tell of the use (Organization > Billing)'},
    detectors=(
        Detector(
            'langfuse-secret-key',
            'Langfuse secret key',
            pattern=token('sk-lf-', UUID),
            literals=('sk-lf-',),
            doubt=uuid4_at(6),
            seal=make_uuid4(6),
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'langfuse-public-key',
            'Langfuse public key, of the pair with the secret one',
            pattern=token('pk-lf-', UUID),
            literals=('pk-lf-',),
            alone=False,
            env='LANGFUSE_PUBLIC_KEY',
            doubt=uuid4_at(6),
            seal=make_uuid4(6),
            sources=_SOURCES,
            since=_SINCE,
        ),
    ),
)
