"""Scale: ``live_`` and a random UUID without dashes; ``live_auth_`` signs its callbacks."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import HEX, make_uuid4, some, token, uuid4_at

provider = Provider(
    'scale',
    'Scale AI',
    env=('SCALE_API_KEY',),
    hosts=('api.scale.com',),
    detectors=(
        Detector(
            'scale-live-key',
            'Scale live API key',
            pattern=token('live_', some(HEX, 32)),
            literals=('live_',),
            confidence=MEDIUM,
            wordlike=uuid4_at(5),
            seal=make_uuid4(5),
            sources=('praetorian-inc/titus:pkg/rule/rules/scale.yml',),
            since='2026-11-23',
        ),
        Detector(
            'scale-callback-key',
            'Scale callback key',
            pattern=token('live_auth_', some(HEX, 32)),
            literals=('live_auth_',),
            confidence=MEDIUM,
            sources=('praetorian-inc/titus:pkg/rule/rules/scale.yml',),
            since='2026-11-23',
        ),
    ),
)
