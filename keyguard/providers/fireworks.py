"""Fireworks AI: ``fw_`` and 24 characters of base58."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import BASE58, some, token


def _is_no_identifier(key: bytes) -> str:
    # one random body in 50 lacks a digit, so a body without one needs more capitals than words have
    body = key[3:]
    capitals = sum(0x41 <= char <= 0x5A for char in body)
    digit = any(0x30 <= char <= 0x39 for char in body)
    good = body != body.lower() and body != body.upper() and (digit or capitals >= 7)
    return '' if good else 'an identifier, not a key: digits and both cases do not mix'


provider = Provider(
    'fireworks',
    'Fireworks AI',
    env=('FIREWORKS_API_KEY',),
    hosts=('api.fireworks.ai',),
    calls=('Fireworks', 'AsyncFireworks', 'ChatFireworks', 'createFireworks'),
    reads={'python': ('Fireworks', 'AsyncFireworks', 'ChatFireworks')},
    key_page='https://app.fireworks.ai/settings/users/api-keys',
    revoke='firectl api-key delete does it from the command line',
    scopes='make a service account with the role inference-user, and its key with firectl',
    rotation='keys can be given an expiry date',
    detectors=(
        Detector(
            'fireworks-api-key',
            'Fireworks AI API key',
            pattern=token('fw_', some(BASE58, 24)),
            literals=('fw_',),
            check=_is_no_identifier,
            sources=('praetorian-inc/titus:pkg/rule/rules/fireworksai.yml', 'published samples, structure only'),
            since='2026-11-23',
        ),
    ),
)
