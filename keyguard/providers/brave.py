"""Brave Search: ``BSA`` and 28 or 40 characters."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, either, mixed, no_words, some, token

provider = Provider(
    'brave',
    'Brave Search',
    env=('BRAVE_API_KEY', 'BRAVE_SEARCH_API_KEY'),
    hosts=('api.search.brave.com',),
    likely={'key_page': 'https://api-dashboard.search.brave.com/app/keys'},
    detectors=(
        Detector(
            'brave-api-key',
            'Brave Search API key',
            pattern=token('BSA', either(some(BASE64URL, 40), some(BASE64URL, 28))),
            literals=('BSA',),
            confidence=MEDIUM,
            wordlike=no_words(3),
            doubt=mixed(3),
            sources=('betterleaks/betterleaks:config/betterleaks.toml', 'published samples, structure only'),
            since='2026-11-23',
        ),
    ),
)
