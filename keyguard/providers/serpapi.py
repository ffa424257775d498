"""SerpAPI: 64 hex digits with no mark; its name must stand near them."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import HEX, bare, some

provider = Provider(
    'serpapi',
    'SerpAPI',
    env=('SERPAPI_API_KEY', 'SERPAPI_KEY'),
    hosts=('serpapi.com',),
    calls=('GoogleSearch', 'SerpAPIWrapper'),
    detectors=(
        Detector(
            'serpapi-api-key',
            'SerpAPI key',
            pattern=bare(some(HEX, 64)),
            names=('serpapi', 'googlesearchparams'),
            confidence=MEDIUM,
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
