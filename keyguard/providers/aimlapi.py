"""Resellers that run one-api or new-api: ``sk-`` and 48 letters and digits, told by a name near them."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, some, token

provider = Provider(
    'aimlapi',
    'AI/ML API and other OpenAI-compatible resellers',
    env=('AIML_API_KEY', 'AIHUBMIX_API_KEY', 'COMETAPI_KEY'),
    hosts=('api.aimlapi.com', 'api.302.ai', 'aihubmix.com'),
    detectors=(
        Detector(
            'aimlapi-api-key',
            'key of an OpenAI-compatible reseller',
            pattern=token('sk-', some(ALNUM, 48)),
            literals=('sk-',),
            names=('aimlapi', 'aihubmix', '302ai', 'cometapi', 'oneapi', 'newapi'),
            confidence=MEDIUM,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
