"""Whoever copies OpenAI's API also copies its ``sk-``: 48 letters and digits, 48 small letters, or a UUID without
dashes. Where no name beside such a key tells the issuer, it is reported as nobody's in particular.
"""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, HEX, digest, make_uuid4, mixed, no_words, some, token, uuid4_at

_SOURCES = ('published samples, structure only',)
_SINCE = '2026-11-23'
_mixed, _no_words = mixed(3), no_words(3)


def _random(key: bytes) -> str:
    # SiliconFlow's keys are 48 small letters: no word is as long
    if key.islower():
        # … and some issuers write letters of one case and digits
        return '' if key[3:].isalpha() else _no_words(key)
    return _mixed(key)


provider = Provider(
    'openai-compatible',
    'OpenAI-compatible API',
    revoke='the key does not tell its issuer: look for the base URL or the model name beside it (OpenAI, DeepSeek, '
    'DashScope for Qwen, Moonshot, SiliconFlow, Hunyuan, Stability, or a LiteLLM or one-api gateway …) and revoke it '
    'on the key page of that issuer, or in the administration of that gateway',
    detectors=(
        Detector(
            'openai-compatible-key',
            'OpenAI-compatible key, issuer unknown',
            pattern=token('sk-', some(ALNUM, 48)),
            literals=('sk-',),
            fallback=True,
            confidence=MEDIUM,
            wordlike=_random,
            sources=_SOURCES,
            since=_SINCE,
        ),
        Detector(
            'openai-compatible-uuid-key',
            'OpenAI-compatible key, issuer unknown',
            pattern=digest('sk-', some(HEX, 32)),
            literals=('sk-',),
            fallback=True,
            confidence=MEDIUM,
            doubt=uuid4_at(3),
            seal=make_uuid4(3),
            sources=_SOURCES,
            since=_SINCE,
        ),
    ),
)
