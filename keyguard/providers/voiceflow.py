"""Voiceflow: ``VF.``, sometimes ``DM.`` or ``WS.``, 24 hex digits, a dot and 16 letters and digits."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, HEX, either, maybe, some, token

provider = Provider(
    'voiceflow',
    'Voiceflow',
    env=('VOICEFLOW_API_KEY', 'VF_API_KEY'),
    hosts=('general-runtime.voiceflow.com',),
    detectors=(
        Detector(
            'voiceflow-api-key',
            'Voiceflow API key',
            pattern=token(r'VF\.', maybe(either(r'DM\.', r'WS\.')), some(HEX, 24), r'\.', some(ALNUM, 16)),
            literals=('VF.',),
            sources=(
                'trufflesecurity/trufflehog:pkg/detectors/voiceflow',
                'mongodb/kingfisher:data/rules/voiceflow.yml',
                'mongodb/kingfisher:CHANGELOG.md',
            ),
            since='2026-11-23',
        ),
    ),
)
