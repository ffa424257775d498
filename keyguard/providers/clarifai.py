"""Clarifai: a random UUID without its dashes; its name must stand near it."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import HEX, bare, make_uuid4, some, uuid4_at

provider = Provider(
    'clarifai',
    'Clarifai',
    env=('CLARIFAI_PAT', 'CLARIFAI_API_KEY'),
    hosts=('api.clarifai.com',),
    detectors=(
        Detector(
            'clarifai-personal-access-token',
            'Clarifai personal access token',
            pattern=bare(some(HEX, 32)),
            names=('clarifai',),
            doubt=uuid4_at(0),
            seal=make_uuid4(0),
            sources=(
                'trufflesecurity/trufflehog:pkg/detectors/clarifai',
                'mongodb/kingfisher:data/rules/clarifai.yml',
                'praetorian-inc/titus:pkg/rule/rules/clarifai.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
