"""Voyage AI: keys are ``pa-`` (its own) or ``al-`` (made in MongoDB Atlas) and 32 random bytes in base64url.

Two letters and a hyphen begin many a slug, so the exact length and mixed characters are asked for.
"""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, clear_spare_bits, mixed, some, spare_bits_clear, token

_SINCE = '2026-11-23'


provider = Provider(
    'voyage',
    'Voyage AI',
    env=('VOYAGE_API_KEY',),
    hosts=('api.voyageai.com', 'ai.mongodb.com'),
    calls=('voyageai.Client', 'voyageai.AsyncClient', 'VoyageAIEmbeddings', 'createVoyage'),
    reads={'python': ('voyageai.Client',), 'javascript': ('createVoyage',)},
    key_page='https://dashboard.voyageai.com',
    sdk='voyageai.Client() reads VOYAGE_API_KEY, or the file that VOYAGE_API_KEY_PATH names',
    detectors=(
        Detector(
            'voyage-api-key',
            'Voyage AI API key',
            pattern=token('pa-', some(BASE64URL, 43)),
            literals=('pa-',),
            wordlike=mixed(3),
            doubt=spare_bits_clear(2),
            seal=clear_spare_bits(2),
            sources=('praetorian-inc/titus:pkg/rule/rules/voyageai.yml', 'published samples, structure only'),
            since=_SINCE,
        ),
        Detector(
            'voyage-atlas-key',
            'Voyage AI API key (MongoDB Atlas)',
            pattern=token('al-', some(BASE64URL, 43)),
            literals=('al-',),
            confidence=MEDIUM,
            wordlike=mixed(3),
            doubt=spare_bits_clear(2),
            seal=clear_spare_bits(2),
            sources=('published samples, structure only',),
            since=_SINCE,
        ),
    ),
)
