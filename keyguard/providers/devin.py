"""Devin: ``cog_`` and 32 bytes of base32; older keys are base64 of an organization and a secret."""

import base64

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, decoded, maybe, some, token


def _names_an_organization(key: bytes) -> str:
    text = decoded(key.rpartition(b'_')[2])
    good = b'org-' in text and b':' in text
    return '' if good else 'it does not decode to an organization and a secret'


def _name_an_organization(key: bytes) -> bytes:
    head, _, body = key.rpartition(b'_')
    digits = base64.b16encode(body[:32]).lower()
    user = b'user-' + digits[:32][::-1] + b'_' if head.endswith(b'user') else b''
    return head + b'_' + base64.b64encode(user + b'org-' + digits[:32] + b':' + digits[32:64])


def _tail(key: bytes) -> str:
    return '' if key[-1] in b'aq' else 'the last character is not one that whole bytes encode to'


def _make_tail(key: bytes) -> bytes:
    return key[:-1] + b'aq'[key[-1] % 2 :][:1]


provider = Provider(
    'devin',
    'Cognition Devin',
    env=('DEVIN_API_KEY',),
    hosts=('api.devin.ai',),
    detectors=(
        Detector(
            'devin-service-token',
            'Devin service-user token',
            pattern=token('cog_', some('a-z2-7', 52)),
            literals=('cog_',),
            doubt=_tail,
            seal=_make_tail,
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'betterleaks/betterleaks:cmd/generate/config/rules/devin.go',
                'mongodb/kingfisher:CHANGELOG.md',
            ),
            since='2026-11-23',
        ),
        Detector(
            'devin-personal-key',
            'Devin personal API key (older form)',
            # base64 of "user-" ends in what the digit behind it makes of it: 0 before 0 to 9, 1 before a to f
            pattern=token('apk_user_dXNlci', '[01]', some(ALNUM, 113, 173), maybe('='), maybe('=')),
            literals=('apk_user_dXNlci0', 'apk_user_dXNlci1'),
            check=_names_an_organization,
            seal=_name_an_organization,
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'betterleaks/betterleaks:cmd/generate/config/rules/devin.go',
                'mongodb/kingfisher:CHANGELOG.md',
            ),
            since='2026-11-23',
        ),
        Detector(
            'devin-service-key',
            'Devin service API key (older form)',
            pattern=token('apk_b3JnL', some(ALNUM, 75, 95), maybe('='), maybe('=')),
            literals=('apk_b3JnL',),
            check=_names_an_organization,
            seal=_name_an_organization,
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'betterleaks/betterleaks:cmd/generate/config/rules/devin.go',
                'mongodb/kingfisher:CHANGELOG.md',
            ),
            since='2026-11-23',
        ),
    ),
)
