"""Zep: ``z_1`` and the base64 of a user id, a dot and a signature."""

import base64

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import BASE64URL, decoded, some, token


def _names_a_user(key: bytes) -> str:
    text = decoded(key[3:].partition(b'.')[0])
    return '' if text.startswith(b'uid":"') else 'it does not decode to a user id'


def _name_a_user(key: bytes) -> bytes:
    name = base64.b16encode(key[12:28]).lower()
    text = b'uid":"%s-%s-4%s-a%s-%s"}' % (name[:8], name[8:12], name[12:15], name[15:18], name[18:30])
    return b'z_1' + base64.b64encode(text).rstrip(b'=') + b'.' + key.rpartition(b'.')[2]


provider = Provider(
    'zep',
    'Zep Cloud',
    env=('ZEP_API_KEY',),
    hosts=('api.getzep.com',),
    calls=('Zep', 'AsyncZep'),
    detectors=(
        Detector(
            'zep-project-key',
            'Zep project key',
            pattern=token('z_1dWlkIjoi', some(BASE64URL, 30, 200), r'\.', some(BASE64URL, 20, 200)),
            literals=('z_1dWlkIjoi',),
            check=_names_a_user,
            seal=_name_a_user,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
