"""Tavily: ``tvly-``, perhaps the environment, and 32 or 42 letters and digits."""

from keyguard.model import Detector, Provider
from keyguard.providers.shapes import ALNUM, BASE64URL, either, mixed, some, token

provider = Provider(
    'tavily',
    'Tavily',
    env=('TAVILY_API_KEY',),
    hosts=('api.tavily.com',),
    calls=('TavilyClient', 'AsyncTavilyClient', 'TavilySearchResults', 'TavilySearch', 'tavily'),
    reads={'python': ('TavilyClient', 'AsyncTavilyClient'), 'javascript': ('tavily',)},
    key_page='https://app.tavily.com/home',
    detectors=(
        Detector(
            'tavily-api-key',
            'Tavily API key',
            pattern=token('tvly-', either('', 'dev-', 'prod-'), some(ALNUM, 32)),
            literals=('tvly-',),
            check=mixed(5),
            sources=(
                'praetorian-inc/titus:pkg/rule/rules/tavily.yml',
                'Samsung/CredSweeper:credsweeper/rules/config.yaml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
        Detector(
            'tavily-dev-key',
            'Tavily API key (newer form)',
            pattern=token('tvly-', either('dev-', 'prod-'), some(ALNUM, 5, 6), '-', some(BASE64URL, 42)),
            literals=('tvly-dev-', 'tvly-prod-'),
            check=mixed(9),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
