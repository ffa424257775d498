"""Wit.ai: 32 capitals and digits with no mark; its name must stand near them."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import bare, some


def _has_digits(key: bytes) -> str:
    return '' if any(0x30 <= char <= 0x39 for char in key) else 'a word in capitals'


provider = Provider(
    'wit-ai',
    'Wit.ai',
    env=('WIT_AI_TOKEN', 'WIT_TOKEN', 'WIT_ACCESS_TOKEN', 'WIT_AI_KEY'),
    hosts=('api.wit.ai',),
    calls=('Wit',),
    detectors=(
        Detector(
            'wit-ai-server-token',
            'Wit.ai server access token',
            pattern=bare(some('A-Z0-9', 32)),
            names=('witai', 'wittoken', 'witaccess', 'witapikey', 'witkey', 'recognizewit', '<wit>'),
            confidence=MEDIUM,
            check=_has_digits,
            sources=('trufflesecurity/trufflehog:pkg/detectors/wit',),
            since='2026-11-23',
        ),
    ),
)
