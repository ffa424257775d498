"""AssemblyAI: a key is a UUID without dashes, 32 hex digits that look like an MD5 sum; the name beside it tells."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import HEX, bare, make_uuid4, some, uuid4_at

provider = Provider(
    'assemblyai',
    'AssemblyAI',
    env=('ASSEMBLYAI_API_KEY',),
    hosts=('api.assemblyai.com',),
    calls=('AssemblyAI', 'createAssemblyAI'),
    reads={'javascript': ('createAssemblyAI',)},
    key_page='https://www.assemblyai.com/app/api-keys',
    limits='the number of requests at a time belongs to the account',
    sdk=(
        'the Python SDK reads ASSEMBLYAI_API_KEY; new AssemblyAI() in JavaScript does not: pass '
        'process.env.ASSEMBLYAI_API_KEY'
    ),
    likely={
        'scopes': 'there are no scopes: a named key for each application',
        'spend_page': 'https://www.assemblyai.com/app/billing',
    },
    detectors=(
        Detector(
            'assemblyai-api-key',
            'AssemblyAI API key',
            pattern=bare(some(HEX, 32)),
            # its Python package is imported as aai by custom
            names=('assemblyai', 'aaisettings'),
            doubt=uuid4_at(0),
            seal=make_uuid4(0),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'trufflesecurity/trufflehog:pkg/detectors/assemblyai',
                'praetorian-inc/titus:pkg/rule/rules/assemblyai.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
