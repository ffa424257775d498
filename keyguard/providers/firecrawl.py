"""Firecrawl: keys are ``fc-`` and a UUID without dashes."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import HEX, digest, make_uuid4, some, uuid4_at

provider = Provider(
    'firecrawl',
    'Firecrawl',
    env=('FIRECRAWL_API_KEY',),
    hosts=('api.firecrawl.dev',),
    calls=('Firecrawl', 'FirecrawlApp', 'AsyncFirecrawl', 'AsyncFirecrawlApp'),
    reads={'python': ('Firecrawl',), 'javascript': ('Firecrawl',)},
    key_page='https://www.firecrawl.dev/app/api-keys',
    limits='limits belong to the team',
    likely={
        'spend': 'credits are prepaid: keep automatic recharge off where a fixed budget is enough',
        'spend_page': 'https://www.firecrawl.dev/app/billing',
        'usage_page': 'https://www.firecrawl.dev/app/usage',
    },
    detectors=(
        Detector(
            'firecrawl-api-key',
            'Firecrawl API key',
            pattern=digest('fc-', some(HEX, 32)),
            literals=('fc-',),
            # a hash behind fc- (a file of FullCalendar, say) fails this 63 times in 64
            doubt=uuid4_at(3),
            seal=make_uuid4(3),
            sources=(
                'praetorian-inc/noseyparker:crates/noseyparker/data/default/builtin/rules/firecrawl.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
    ),
)
