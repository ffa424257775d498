"""ModelScope: ``ms-`` and a UUID, which is not confirmed; its name must stand near."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import UUID, token

provider = Provider(
    'modelscope',
    'ModelScope',
    env=('MODELSCOPE_API_KEY', 'MODELSCOPE_SDK_TOKEN'),
    hosts=('api-inference.modelscope.cn',),
    detectors=(
        Detector(
            'modelscope-sdk-token',
            'ModelScope SDK token',
            pattern=token('ms-', UUID),
            literals=('ms-',),
            names=('modelscope',),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
