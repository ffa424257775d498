"""DeepInfra: 32 letters and digits with no mark; its name must stand near them."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, bare, some

provider = Provider(
    'deepinfra',
    'DeepInfra',
    env=('DEEPINFRA_API_KEY', 'DEEPINFRA_API_TOKEN', 'DEEPINFRA_TOKEN'),
    hosts=('api.deepinfra.com',),
    calls=('DeepInfra', 'ChatDeepInfra'),
    sdk='@ai-sdk/deepinfra reads DEEPINFRA_API_KEY; the OpenAI SDK does not: pass the key from the environment',
    likely={'key_page': 'https://deepinfra.com/dash/api_keys'},
    detectors=(
        Detector(
            'deepinfra-api-token',
            'DeepInfra API token',
            pattern=bare(some(ALNUM, 32)),
            names=('deepinfra',),
            confidence=MEDIUM,
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
