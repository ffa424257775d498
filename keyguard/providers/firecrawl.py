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
