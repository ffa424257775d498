"""RunPod: ``rpa_``, 40 capitals and digits and six more characters."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, some, token

provider = Provider(
    'runpod',
    'RunPod',
    env=('RUNPOD_API_KEY', 'RUNPOD_AI_API_KEY'),
    hosts=('api.runpod.io', 'api.runpod.ai'),
    key_page='https://console.runpod.io/user/settings',
    revoke='switch the key off there at once, then delete it',
    scopes='a Restricted key with read or write access for the one endpoint; keys from before 11 November 2024 '
    'have full access',
    spend='a limit per hour can be set',
    spend_page='https://console.runpod.io/user/billing',
    usage_page='https://console.runpod.io/user/billing',
    leaked='GitHub reports keys that it finds in public repositories to Runpod; what follows is not confirmed',
    likely={'sdk': 'the Python SDK is given the key by hand: runpod.api_key = os.environ["RUNPOD_API_KEY"]'},
    detectors=(
        Detector(
            'runpod-api-key',
            'RunPod API key',
            pattern=token('rpa_', some('A-Z0-9', 40), some(ALNUM, 6)),
            literals=('rpa_',),
            confidence=MEDIUM,
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
                'mongodb/kingfisher:CHANGELOG.md',
            ),
            since='2026-11-23',
        ),
    ),
)
