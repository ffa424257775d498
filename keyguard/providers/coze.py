"""Coze: ``pat_`` and 64 letters and digits; its name must stand near."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, some, token

provider = Provider(
    'coze',
    'Coze',
    env=('COZE_API_TOKEN', 'COZE_API_KEY'),
    hosts=('api.coze.com', 'api.coze.cn'),
    detectors=(
        Detector(
            'coze-personal-access-token',
            'Coze personal access token',
            pattern=token('pat_', some(ALNUM, 64)),
            literals=('pat_',),
            names=('coze',),
            sources=('praetorian-inc/titus:pkg/rule/rules/coze.yml',),
            since='2026-11-23',
        ),
    ),
)
