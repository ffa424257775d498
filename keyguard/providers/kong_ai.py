"""Kong Konnect: ``kpat_`` (personal) or ``spat_`` (system account); the length is not known, so its name must stand
near.
"""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import ALNUM, some, token

provider = Provider(
    'kong-ai',
    'Kong AI Gateway / Konnect',
    env=('KONNECT_TOKEN',),
    hosts=('api.konghq.com',),
    detectors=(
        Detector(
            'kong-ai-personal-access-token',
            'Kong Konnect personal access token',
            pattern=token('kpat_', some(ALNUM, 20, 120)),
            literals=('kpat_',),
            names=('kong', 'konnect'),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
        Detector(
            'kong-ai-system-account-token',
            'Kong Konnect system account token',
            pattern=token('spat_', some(ALNUM, 20, 120)),
            literals=('spat_',),
            names=('kong', 'konnect'),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
