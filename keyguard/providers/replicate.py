"""Replicate: ``r8_`` and 37 letters and digits."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, some, token


def _is_no_identifier(key: bytes) -> str:
    # one random body in 670 lacks a digit, so a body without one needs more capitals than words have
    body = key[3:]
    capitals = sum(0x41 <= char <= 0x5A for char in body)
    digit = any(0x30 <= char <= 0x39 for char in body)
    good = body != body.lower() and body != body.upper() and (digit or capitals >= 10)
    return '' if good else 'an identifier, not a key: digits and both cases do not mix'


provider = Provider(
    'replicate',
    'Replicate',
    env=('REPLICATE_API_TOKEN',),
    hosts=('api.replicate.com',),
    calls=('Replicate', 'replicate.Client'),
    reads={'python': ('replicate.Client',), 'javascript': ('Replicate',)},
    key_page='https://replicate.com/account/api-tokens',
    scopes='there are no scopes: a named token for each application',
    rotation='tokens do not expire: disable the old one yourself',
    detectors=(
        Detector(
            'replicate-api-token',
            'Replicate API token',
            pattern=token('r8_', some(ALNUM, 37)),
            literals=('r8_',),
            check=_is_no_identifier,
            sources=(
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'betterleaks/betterleaks:config/betterleaks.toml',
            ),
            since='2026-11-23',
        ),
    ),
)
