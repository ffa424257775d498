"""LiteLLM: virtual keys are ``sk-`` and 22 characters for 16 bytes, and the owner of a proxy may choose any other."""

from keyguard.model import Detector, Provider
from keyguard.providers.shapes import BASE64URL, clear_spare_bits, mixed, some, spare_bits_clear, token

provider = Provider(
    'litellm',
    'LiteLLM',
    env=('LITELLM_API_KEY', 'LITELLM_MASTER_KEY', 'LITELLM_SALT_KEY'),
    calls=('ChatLiteLLM',),
    revoke='delete it on your own proxy (its admin page, or /key/delete); a master key is changed in the '
    'configuration of the proxy',
    detectors=(
        Detector(
            'litellm-virtual-key',
            'LiteLLM virtual key',
            pattern=token('sk-', some(BASE64URL, 22)),
            literals=('sk-',),
            names=('litellm',),
            check=mixed(3),
            doubt=spare_bits_clear(4),
            seal=clear_spare_bits(4),
            sources=('BerriAI/litellm', 'published samples, structure only'),
            since='2026-11-23',
        ),
    ),
)
