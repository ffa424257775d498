"""Keys in a shape that many issuers share: what they have in common is ``sk-``, and it does not say whose they are."""

from keyguard.model import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, HEX, make_uuid4, some, token, uuid4_at


def _is_no_word(key: bytes) -> str:
    # SiliconFlow's keys are 48 lower-case letters; anybody else's have digits and both cases
    body = key[3:]
    letters = body.isalpha() and body == body.lower()
    digits = any(0x30 <= char <= 0x39 for char in body)
    good = letters or (digits and body != body.lower() and body != body.upper())
    return '' if good else 'an identifier, not a key: digits and both cases do not mix'


provider = Provider(
    'openai-compatible',
    'OpenAI-compatible API',
    revoke='find the issuer first: the base URL or the model name beside the key tells it (OpenAI, DeepSeek, '
    'Qwen, Moonshot, SiliconFlow, Hunyuan, Stability, a gateway of your own …); then revoke it on its key '
    'page',
    detectors=(
        Detector(
            'openai-compatible-key',
            'OpenAI-compatible key, issuer unknown',
            pattern=token('sk-', some(ALNUM, 48)),
            literals=('sk-',),
            fallback=True,
            confidence=MEDIUM,
            check=_is_no_word,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
        Detector(
            'openai-compatible-uuid-key',
            'OpenAI-compatible key, issuer unknown',
            pattern=token('sk-', some(HEX, 32)),
            literals=('sk-',),
            fallback=True,
            confidence=MEDIUM,
            doubt=uuid4_at(3),
            seal=make_uuid4(3),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
