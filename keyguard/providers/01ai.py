"""01.AI: 32 hex digits with no mark of their own, so its name must stand near them."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.shapes import HEX, bare, some

provider = Provider(
    '01ai',
    '01.AI (Yi / Lingyiwanwu)',
    env=('YI_API_KEY', 'LINGYIWANWU_API_KEY'),
    hosts=('api.lingyiwanwu.com',),
    detectors=(
        Detector(
            '01ai-api-key',
            '01.AI API key',
            pattern=bare(some(HEX, 32)),
            names=('lingyiwanwu', '01ai', 'yiapikey'),
            confidence=LOW,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
