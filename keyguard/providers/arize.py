"""Arize: ``ak-``, a UUID, a dash and 32 characters."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import BASE64URL, UUID, make_uuid4, some, token, uuid4_at


def _seal(key: bytes) -> bytes:
    return make_uuid4(3)(key[:39]) + key[39:]


provider = Provider(
    'arize',
    'Arize AX',
    env=('ARIZE_API_KEY',),
    hosts=('otlp.arize.com',),
    detectors=(
        Detector(
            'arize-service-key',
            'Arize service key',
            pattern=token('ak-', UUID, '-', some(BASE64URL, 32)),
            literals=('ak-',),
            doubt=uuid4_at(3),
            seal=_seal,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
