"""OVHcloud AI Endpoints: a JWT; OVH's name must stand near it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.jwt import HEADS, expired, jwt, make

provider = Provider(
    'ovhcloud',
    'OVHcloud AI Endpoints',
    env=('OVH_AI_ENDPOINTS_ACCESS_TOKEN', 'OVHCLOUD_API_KEY'),
    hosts=('oai.endpoints.kepler.ai.cloud.ovh.net',),
    detectors=(
        Detector(
            'ovhcloud-access-token',
            'OVHcloud AI Endpoints access token',
            pattern=jwt(),
            literals=HEADS,
            names=(
                'ovhai',
                'ovhcloud',
                'cloudovh',
                'ovhendpoints',
                'ovhapi',
                'ovhkey',
                'ovhtoken',
                'ovhaccess',
                '<ovh>',
            ),
            confidence=LOW,
            doubt=expired,
            seal=make(b'{"sub":"ci"}'),
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
