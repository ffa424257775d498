"""LiteLLM: a proxy makes its virtual keys itself, ``sk-`` and 16 random bytes in base64url, so they are only told by
the name beside them. The master key is whatever its owner chose; its variable tells it.
"""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import BASE64URL, clear_spare_bits, some, spare_bits_clear, token


def _cases(key: bytes) -> str:
    # no test for a digit: one key of forty has none
    body = key[3:]
    return '' if body != body.lower() and body != body.upper() else 'words, not a key: upper and lower case do not mix'


provider = Provider(
    'litellm',
    'LiteLLM',
    env=('LITELLM_API_KEY', 'LITELLM_MASTER_KEY', 'LITELLM_SALT_KEY'),
    detectors=(
        Detector(
            'litellm-virtual-key',
            'LiteLLM virtual key',
            pattern=token('sk-', some(BASE64URL, 22)),
            literals=('sk-',),
            names=('litellm', 'generalsettings'),
            check=_cases,
            doubt=spare_bits_clear(4),
            seal=clear_spare_bits(4),
            sources=('BerriAI/litellm:litellm/constants.py', 'published samples, structure only'),
            since='2026-11-23',
        ),
    ),
)
