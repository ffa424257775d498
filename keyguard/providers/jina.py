"""Jina AI: ``jina_``, the 32 hex digits of a random UUID, and 28 letters and digits."""

from keyguard.model import Detector, Provider
from keyguard.providers.shapes import ALNUM, HEX, make_uuid4, some, token, uuid4_at


def _uuid(key: bytes) -> str:
    return uuid4_at(5)(key[:37])


def _make_uuid(key: bytes) -> bytes:
    return make_uuid4(5)(key[:37]) + key[37:]


provider = Provider(
    'jina',
    'Jina AI',
    env=('JINA_API_KEY',),
    hosts=('api.jina.ai', 'r.jina.ai'),
    calls=('JinaEmbeddings',),
    scopes='there are no scopes: a key of its own, with its own balance, for each application',
    detectors=(
        Detector(
            'jina-api-key',
            'Jina AI API key',
            pattern=token('jina_', some(HEX, 32), some(ALNUM, 28)),
            literals=('jina_',),
            doubt=_uuid,
            seal=_make_uuid,
            sources=('praetorian-inc/titus:pkg/rule/rules/jina.yml', 'published samples, structure only'),
            since='2026-11-23',
        ),
    ),
)
