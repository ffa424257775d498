"""Tavily: keys are ``tvly-`` and 32 characters, or ``tvly-dev-`` and ``tvly-prod-`` with the same behind them; the
newest development keys have a short part, a hyphen and 42 characters.
"""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, either, no_words, some, token

_SINCE = '2026-11-23'


provider = Provider(
    'tavily',
    'Tavily',
    env=('TAVILY_API_KEY',),
    hosts=('api.tavily.com',),
    calls=('TavilyClient', 'AsyncTavilyClient', 'TavilySearch', 'tavily'),
    reads={'python': ('TavilyClient',), 'javascript': ('tavily',)},
    key_page='https://app.tavily.com/home',
    likely={
        'limits': 'each key can have a limit of its own',
        'spend': 'pay-as-you-go can be capped',
        'spend_page': 'https://app.tavily.com/billing',
    },
    detectors=(
        Detector(
            'tavily-api-key',
            'Tavily API key',
            pattern=token('tvly-', some(ALNUM, 32)),
            literals=('tvly-',),
            wordlike=no_words(5),
            sources=(
                'praetorian-inc/noseyparker:crates/noseyparker/data/default/builtin/rules/tavily.yml',
                'praetorian-inc/titus:pkg/rule/rules/tavily.yml',
            ),
            since=_SINCE,
        ),
        Detector(
            'tavily-environment-key',
            'Tavily API key (development or production)',
            pattern=token(either('tvly-dev-', 'tvly-prod-'), some(ALNUM, 32)),
            literals=('tvly-dev-', 'tvly-prod-'),
            sources=('Samsung/CredSweeper:credsweeper/rules/config.yaml', 'published samples, structure only'),
            since=_SINCE,
        ),
        Detector(
            'tavily-new-development-key',
            'Tavily API key (development, newer form)',
            pattern=token('tvly-dev-', some(ALNUM, 5, 6), '-', some(ALNUM, 42)),
            literals=('tvly-dev-',),
            sources=('published samples, structure only',),
            since=_SINCE,
        ),
    ),
)
