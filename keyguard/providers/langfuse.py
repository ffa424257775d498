"""Langfuse: ``sk-lf-`` and a UUID; its public half ``pk-lf-`` is worth a word only beside the secret one."""

from keyguard.model import LOW, Detector, Provider
from keyguard.providers.shapes import UUID, make_uuid4, token, uuid4_at

provider = Provider(
    'langfuse',
    'Langfuse',
    env=('LANGFUSE_SECRET_KEY',),
    hosts=('cloud.langfuse.com', 'us.cloud.langfuse.com'),
    calls=('Langfuse', 'LangfuseClient'),
    reads={'python': ('Langfuse',), 'javascript': ('Langfuse', 'LangfuseClient')},
    key_page='https://cloud.langfuse.com',
    revoke='it stands under Project Settings > API Keys',
    scopes='the permission Ingestion is enough for an application; it is chosen when the key is made',
    rotation='keys can be given an expiry of 30 days to a year, or a date',
    detectors=(
        Detector(
            'langfuse-secret-key',
            'Langfuse secret key',
            pattern=token('sk-lf-', UUID),
            literals=('sk-lf-',),
            doubt=uuid4_at(6),
            seal=make_uuid4(6),
            sources=('trufflesecurity/trufflehog:pkg/detectors/langfuse', 'published samples, structure only'),
            since='2026-11-23',
        ),
        Detector(
            'langfuse-public-key',
            'Langfuse public key (beside its secret key)',
            pattern=token('pk-lf-', UUID),
            literals=('pk-lf-',),
            alone=False,
            confidence=LOW,
            doubt=uuid4_at(6),
            seal=make_uuid4(6),
            env='LANGFUSE_PUBLIC_KEY',
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
