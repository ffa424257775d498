"""Voyage AI: ``pa-`` (or ``al-``, from MongoDB Atlas) and 43 characters for 32 bytes."""

from keyguard.model import MEDIUM, Detector, Provider
from keyguard.providers.shapes import BASE64URL, clear_spare_bits, mixed, some, spare_bits_clear, token

provider = Provider(
    'voyage',
    'Voyage AI',
    env=('VOYAGE_API_KEY',),
    hosts=('api.voyageai.com', 'ai.mongodb.com'),
    calls=('voyageai.Client', 'voyageai.AsyncClient', 'VoyageAIEmbeddings', 'VoyageAIClient'),
    reads={'python': ('voyageai.Client', 'voyageai.AsyncClient')},
    key_page='https://dashboard.voyageai.com',
    detectors=(
        Detector(
            'voyage-api-key',
            'Voyage AI API key',
            pattern=token('pa-', some(BASE64URL, 43)),
            literals=('pa-',),
            check=mixed(3),
            doubt=spare_bits_clear(2),
            seal=clear_spare_bits(2),
            sources=('praetorian-inc/titus:pkg/rule/rules/voyageai.yml', 'published samples, structure only'),
            since='2026-11-23',
        ),
        Detector(
            'voyage-atlas-key',
            'Voyage AI key from MongoDB Atlas',
            pattern=token('al-', some(BASE64URL, 43)),
            literals=('al-',),
            confidence=MEDIUM,
            check=mixed(3),
            doubt=spare_bits_clear(2),
            seal=clear_spare_bits(2),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
