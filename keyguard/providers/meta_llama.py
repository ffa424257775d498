"""Meta Llama: ``LLM``, a number and 20 bytes of base64url with bars between them."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import BASE64URL, DIGITS, clear_spare_bits, some, spare_bits_clear, token

provider = Provider(
    'meta-llama',
    'Meta Llama API',
    env=('LLAMA_API_KEY',),
    hosts=('api.llama.com',),
    calls=('LlamaAPIClient',),
    detectors=(
        Detector(
            'meta-llama-api-key',
            'Meta Llama API key',
            pattern=token(r'LLM\|', some(DIGITS, 15, 17), r'\|', some(BASE64URL, 27)),
            literals=('LLM|',),
            doubt=spare_bits_clear(2),
            seal=clear_spare_bits(2),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
