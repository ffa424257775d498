"""DeepAI: a UUID, told by the name near it."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import UUID, bare

provider = Provider(
    'deepai',
    'DeepAI',
    env=('DEEPAI_API_KEY',),
    hosts=('api.deepai.org',),
    detectors=(
        Detector(
            'deepai-api-key',
            'DeepAI API key',
            pattern=bare(UUID),
            names=('deepai',),
            confidence=MEDIUM,
            sources=('trufflesecurity/trufflehog:pkg/detectors/deepai', 'mongodb/kingfisher:data/rules/deepai.yml'),
            since='2026-11-23',
        ),
    ),
)
