"""Scaleway: a UUID, told by the name near it."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import UUID, bare, make_uuid4, uuid4_at

provider = Provider(
    'scaleway',
    'Scaleway Generative APIs',
    env=('SCW_SECRET_KEY', 'SCALEWAY_API_KEY'),
    hosts=('api.scaleway.ai',),
    detectors=(
        Detector(
            'scaleway-secret-key',
            'Scaleway secret key',
            pattern=bare(UUID),
            names=('scaleway', 'scwsecret', 'scwkey', 'configscw', 'accesskeyscw'),
            confidence=MEDIUM,
            doubt=uuid4_at(0),
            seal=make_uuid4(0),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'trufflesecurity/trufflehog:pkg/detectors/scalewaykey',
            ),
            since='2026-11-23',
        ),
    ),
)
