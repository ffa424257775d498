"""AgentOps: a UUID, told by the name near it."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import UUID, bare

provider = Provider(
    'agentops',
    'AgentOps',
    env=('AGENTOPS_API_KEY',),
    hosts=('api.agentops.ai',),
    calls=('agentops.init',),
    detectors=(
        Detector(
            'agentops-api-key',
            'AgentOps API key',
            pattern=bare(UUID),
            names=('agentops',),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
