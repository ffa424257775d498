"""AssemblyAI: the 32 hex digits of a random UUID, so that only the words around a key tell it."""

from keyguard.model import Detector, Provider
from keyguard.providers.shapes import HEX, bare, make_uuid4, some, uuid4_at

provider = Provider(
    'assemblyai',
    'AssemblyAI',
    env=('ASSEMBLYAI_API_KEY',),
    hosts=('api.assemblyai.com',),
    calls=('AssemblyAI',),
    key_page='https://www.assemblyai.com/app/api-keys',
    detectors=(
        Detector(
            'assemblyai-api-key',
            'AssemblyAI API key',
            pattern=bare(some(HEX, 32)),
            names=('assemblyai', 'aaisettings'),
            doubt=uuid4_at(0),
            seal=make_uuid4(0),
            sources=(
                'trufflesecurity/trufflehog:pkg/detectors/assemblyai',
                'betterleaks/betterleaks:config/betterleaks.toml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
    ),
)
