"""Vapi: public and private keys are UUIDs; only what is not called public is reported."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import UUID, bare

provider = Provider(
    'vapi',
    'Vapi',
    env=('VAPI_API_KEY', 'VAPI_PRIVATE_KEY'),
    hosts=('api.vapi.ai',),
    calls=('Vapi', 'VapiClient'),
    detectors=(
        Detector(
            'vapi-private-key',
            'Vapi private key',
            pattern=bare(UUID),
            names=('apivapi', 'vapiapi', 'vapiprivate', 'vapisecret', 'vapiclient', '<vapi>'),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
