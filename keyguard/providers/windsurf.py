"""Windsurf: ``sk-ws-01-`` and 91 to 94 characters; older Codeium keys are UUIDs."""

from keyguard.kinds import LOW, MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, UUID, bare, some, token

provider = Provider(
    'windsurf',
    'Windsurf / Codeium',
    env=('WINDSURF_API_KEY', 'CODEIUM_API_KEY'),
    hosts=('server.codeium.com',),
    detectors=(
        Detector(
            'windsurf-api-key',
            'Windsurf API key',
            pattern=token('sk-ws-01-', some(BASE64URL, 91, 94)),
            literals=('sk-ws-01-',),
            confidence=MEDIUM,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
        Detector(
            'windsurf-codeium-key',
            'Codeium API key (older form)',
            pattern=bare(UUID),
            names=('codeium', 'windsurf'),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
