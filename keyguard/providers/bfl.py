"""Black Forest Labs: a random UUID, told by a name near it."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import UUID, bare, make_uuid4, uuid4_at

provider = Provider(
    'bfl',
    'Black Forest Labs (FLUX)',
    env=('BFL_API_KEY',),
    hosts=('api.bfl.ai',),
    sdk='@ai-sdk/black-forest-labs reads BFL_API_KEY',
    likely={'key_page': 'https://dashboard.bfl.ai'},
    detectors=(
        Detector(
            'bfl-api-key',
            'Black Forest Labs API key',
            pattern=bare(UUID),
            names=('bflapi', 'apibfl', 'bflkey', 'blackforestlabs', 'bfltoken', '<bfl>'),
            confidence=MEDIUM,
            doubt=uuid4_at(0),
            seal=make_uuid4(0),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
