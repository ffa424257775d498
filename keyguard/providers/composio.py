"""Composio: ``ak_`` (project) or ``ck_`` (consumer) and 20 characters; its name must stand near."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, no_words, some, token

provider = Provider(
    'composio',
    'Composio',
    env=('COMPOSIO_API_KEY',),
    hosts=('backend.composio.dev',),
    calls=('Composio', 'ComposioToolSet'),
    detectors=(
        Detector(
            'composio-project-key',
            'Composio project key',
            pattern=token('ak_', some(BASE64URL, 20)),
            literals=('ak_',),
            names=('composio',),
            confidence=MEDIUM,
            wordlike=no_words(3),
            sources=('mongodb/kingfisher:crates/kingfisher-rules/data/rules/composio.yml',),
            since='2026-11-23',
        ),
        Detector(
            'composio-consumer-key',
            'Composio consumer key',
            pattern=token('ck_', some(BASE64URL, 20)),
            literals=('ck_',),
            names=('composio',),
            confidence=MEDIUM,
            wordlike=no_words(3),
            sources=('mongodb/kingfisher:crates/kingfisher-rules/data/rules/composio.yml',),
            since='2026-11-23',
        ),
    ),
)
