"""Moonshot AI: ``sk-`` and 48 letters and digits, shared with many others; Kimi Code keys have a prefix of their
own.
"""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, mixed, some, token

provider = Provider(
    'moonshot',
    'Moonshot AI (Kimi)',
    env=('MOONSHOT_API_KEY', 'MOONSHOTAI_API_KEY', 'KIMI_API_KEY'),
    hosts=('api.moonshot.ai', 'api.moonshot.cn', 'api.kimi.com'),
    calls=('createMoonshotAI', 'MoonshotChat'),
    key_page='https://platform.moonshot.ai/console/api-keys',
    revoke='the .cn and the .ai platform have keys of their own: revoke it where it was made',
    spend='prepaid: keep the balance small',
    spend_page='https://platform.moonshot.ai/console/fee-detail',
    rotation='keys cannot be replaced by API: do it by hand',
    usage_page='https://platform.moonshot.ai/console/fee-detail',
    limits='limits belong to the tier of the account',
    sdk='@ai-sdk/moonshotai reads MOONSHOT_API_KEY, other libraries MOONSHOTAI_API_KEY; the OpenAI SDK reads neither',
    likely={'key_page': 'https://platform.kimi.ai'},
    detectors=(
        Detector(
            'moonshot-api-key',
            'Moonshot AI API key',
            pattern=token('sk-', some(ALNUM, 48)),
            literals=('sk-',),
            names=('moonshot', 'kimi'),
            wordlike=mixed(3),
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
        Detector(
            'moonshot-kimi-code-key',
            'Kimi Code key',
            pattern=token('sk-kimi-', some(ALNUM, 64)),
            literals=('sk-kimi-',),
            wordlike=mixed(8),
            env='KIMI_API_KEY',
            sources=('published samples, structure only',),
            since='2026-11-23',
        ),
    ),
)
