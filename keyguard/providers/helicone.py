"""Helicone: ``sk-helicone-`` and four groups of seven characters, which encode a UUID."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import UUID, maybe, some, token

provider = Provider(
    'helicone',
    'Helicone',
    env=('HELICONE_API_KEY',),
    hosts=('ai-gateway.helicone.ai', 'api.helicone.ai'),
    detectors=(
        Detector(
            'helicone-api-key',
            'Helicone API key',
            pattern=token(
                'sk-helicone-',
                some('a-z0-9', 7),
                '-',
                some('a-z0-9', 7),
                '-',
                some('a-z0-9', 7),
                '-',
                some('a-z0-9', 7),
            ),
            literals=('sk-helicone-',),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
        Detector(
            'helicone-proxy-key',
            'Helicone proxy key',
            pattern=token(
                'sk-helicone-proxy-',
                some('a-z0-9', 7),
                '-',
                some('a-z0-9', 7),
                '-',
                some('a-z0-9', 7),
                '-',
                some('a-z0-9', 7),
                maybe('-' + UUID),
            ),
            literals=('sk-helicone-proxy-',),
            confidence=MEDIUM,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
        Detector(
            'helicone-read-key',
            'Helicone read key',
            pattern=token(
                'pk-helicone-',
                some('a-z0-9', 7),
                '-',
                some('a-z0-9', 7),
                '-',
                some('a-z0-9', 7),
                '-',
                some('a-z0-9', 7),
            ),
            literals=('pk-helicone-',),
            confidence=MEDIUM,
            alone=False,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
