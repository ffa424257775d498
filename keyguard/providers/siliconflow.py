"""SiliconFlow: ``sk-`` and 48 small letters, which no other issuer gives out."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import LOWER, some, token

provider = Provider(
    'siliconflow',
    'SiliconFlow',
    env=('SILICONFLOW_API_KEY', 'SILICONFLOW_CN_API_KEY'),
    hosts=('api.siliconflow.cn', 'api.siliconflow.com'),
    detectors=(
        Detector(
            'siliconflow-api-key',
            'SiliconFlow API key',
            pattern=token('sk-', some(LOWER, 48)),
            literals=('sk-',),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
